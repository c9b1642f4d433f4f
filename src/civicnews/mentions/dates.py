"""Find the dates that a sentence names, and read their words into fields.

Rules: `dates*.yaml` and `vocab/date_*.tsv`. A rule `as` an operator finds a date; the named groups of its pattern are the
fields, translated by the vocabulary `date_<group>` where there is one, else read as numbers. A rule `as` one of
`FRAMES` finds words around a date (its group `at` or `date`) that say whose date it is; a rule `as` `none` takes words that
only look like a date (每周三). Ranges and lists name their parts in groups, which the same rules then read.

A date that is not the activity's stays a mention, because 当天 may point to it, with `of_activity` False and the reason in the
field `belongs`: a frame (a memorial day, a birthday, a founding day, a law's day, the reporter's day, a deadline, a
statistic, a career), `quotation`, or `occasion` where the day of the occasion is named too. The date of weather
stays the activity's, with `belongs`, so that another date of the record can win.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date

from civicnews.document import DateMention
from civicnews.match import Hit, settle
from civicnews.mentions.date_values import RESOLVERS, DateContext, DateValue, resolve
from civicnews.rules.check import Finding
from civicnews.rules.load import RuleSet
from civicnews.text import Text

__all__ = ["DATE_OPERATORS", "DateContext", "DateValue", "evaluate", "find", "resolve"]

NONE = "none"
FRAMES = frozenset({"future", "memorial", "birthday", "founding", "law", "reporter", "deadline", "statistic", "career", "weather"})
"""What the words around a date may say of it."""
DATE_OPERATORS = frozenset(RESOLVERS) | FRAMES | {NONE}
"""What `as` may say in a rule of kind `date`."""
EXAMPLE_PUBLISHED = date(2023, 3, 7)
"""The publication date of an example in the rule files that names none."""

_STILL_OF_ACTIVITY = frozenset({"weather"})
_DAYS = frozenset({"calendar", "relative-day", "weekday", "lunar"})
_DEFINITE = _DAYS | {"range", "set"}
_QUOTES = {"”": "“", "》": "《"}
_CLAUSE = 8
"""A clause longer than this tells more than the name of a day."""
_DEEPEST = 3
"""How often a part may have parts: a span that begins with a list."""


def find(text: Text, rules: RuleSet) -> list[DateMention]:
    """Find the dates in a sentence.

    Args:
        text: the sentence.
        rules: the rule packs.

    Returns:
        Mentions without overlaps, in reading order, not resolved; offsets are positions in `text`.
    """
    return [mention for mention, _ in _find(text, rules)]


def evaluate(rules: RuleSet, text: str, published: str | None) -> Iterator[Finding]:
    """What the date rules find in a text, for the examples in the rule files.

    Args:
        rules: the rule packs.
        text: the text of an example.
        published: ISO publication date; `EXAMPLE_PUBLISHED` if None.

    Yields:
        One finding for each date, with its EDTF value or "", and one for each frame around it; one for each `none`.
    """
    issued = date.fromisoformat(published) if published else EXAMPLE_PUBLISHED
    named: DateValue | None = None
    whole = Text.of(text)
    for mention, frames in _find(whole, rules):
        named = resolve(mention, DateContext(published=issued, named=named))
        for rule in (mention.rule, *frames):
            yield Finding(rule, mention.start, mention.end, named.edtf or "")
    for hit in _settled(whole.folded, rules)[0]:
        if hit.decides == NONE:
            yield Finding(hit.rule.id, hit.start, hit.end, "")


def _find(text: Text, rules: RuleSet) -> list[tuple[DateMention, list[str]]]:
    """The mentions, each with the ids of the frames that hold it."""
    points, frames = _settled(text.folded, rules)
    framed, quoted = _by_position(frames), _quoted(text.folded)
    found: list[tuple[DateMention, list[str]]] = []
    for hit in points:
        fields = None if hit.decides == NONE or (found and _names_again(found[-1][0], hit)) else _fields(hit, text.folded, rules)
        if fields is None:
            continue
        end = _end(hit, text.folded, rules)
        fields["text"] = "".join(text.chars[hit.start : end].split())
        mention = DateMention(hit.start, end, hit.decides, fields, hit.rule.id)
        found.append((mention, _frame(mention, framed)))
        if quoted[hit.start] and quoted[end - 1]:
            mention.of_activity = False
            fields.setdefault("belongs", "quotation")
    mentions = [mention for mention, _ in found]
    _take_back(mentions, frames, text.folded)
    _set_apart_occasions(mentions)
    return found


def _take_back(mentions: list[DateMention], frames: Iterable[Hit], folded: str) -> None:
    """Give the day to the activity where the sentence goes on after naming the feast, and names no other day.

    7月1日是党的生日。 says nothing of an activity; 昨天是重阳节，社区摆开长桌宴。 does.
    """
    if any(mention.of_activity for mention in mentions):
        return
    comma = folded.rfind("，", 0, len(folded) - _CLAUSE)
    telling = {hit.start for hit in frames if hit.decides == "memorial" and hit.end <= comma}
    for mention in mentions:
        if mention.start in telling and mention.fields.get("belongs") == "memorial":
            mention.of_activity = True
            return


def _set_apart_occasions(mentions: list[DateMention]) -> None:
    """Let the day win over the occasion before it in one sentence: 元宵节来临之际，2月28日，社区猜灯谜."""
    definite = False
    for mention in reversed(mentions):
        scope = mention.fields.get("scope", mention.fields.get("scope_weak", "day"))
        occasion = mention.operator == "vague" or (mention.operator == "feast" and scope != "day")
        if occasion and definite and mention.of_activity:
            mention.of_activity = False
            mention.fields["belongs"] = "occasion"
        elif mention.of_activity and not {"belongs", "future"} & mention.fields.keys():
            definite = definite or (mention.operator in _DEFINITE and _names_a_day(mention))


def _names_a_day(mention: DateMention) -> bool:
    return mention.operator != "calendar" or "day" in mention.fields


def _settled(folded: str, rules: RuleSet) -> tuple[list[Hit], list[Hit]]:
    """The dates and none-dates that win, and all frames."""
    hits = rules.matcher("date").find(folded)
    frames = [hit for hit in hits if hit.decides in FRAMES]
    return settle(hit for hit in hits if hit.decides not in FRAMES and _readable(hit, folded, rules)), frames


def _readable(hit: Hit, folded: str, rules: RuleSet) -> bool:
    """Whether the parts of a composite are dates themselves."""
    return hit.decides not in ("range", "set", "since") or _fields(hit, folded, rules) is not None


def _names_again(before: DateMention, hit: Hit) -> bool:
    """Whether a feast only names again the day printed directly before it (10月23日重阳节)."""
    return hit.decides in ("feast", "lunar") and hit.start == before.end and before.operator in _DAYS


def _by_position(frames: Iterable[Hit]) -> dict[int, list[Hit]]:
    """Position in the sentence → the frames that speak of a date there.

    A memorial frame speaks of all of it: in 10月23日是农历九月初九 the second date belongs to the feast too.
    """
    out: dict[int, list[Hit]] = {}
    for hit in frames:
        at = hit.groups.get("at") or hit.groups.get("date")
        for position in range(*((hit.start, hit.end) if at is None or hit.decides == "memorial" else at)):
            out.setdefault(position, []).append(hit)
    return out


def _frame(mention: DateMention, framed: Mapping[int, list[Hit]]) -> list[str]:
    """Note in a mention what the words around it say; the ids of the rules that said so."""
    around = {id(hit): hit for position in range(mention.start, mention.end) for hit in framed.get(position, ())}
    for hit in around.values():
        if hit.decides == "future":
            mention.fields["future"] = "1"
        else:
            mention.fields.setdefault("belongs", hit.decides)
            mention.of_activity = mention.of_activity and hit.decides in _STILL_OF_ACTIVITY
    return [hit.rule.id for hit in around.values()]


def _end(hit: Hit, folded: str, rules: RuleSet) -> int:
    """Where the date ends: not with a part of the day that begins another word (3月5日晚会)."""
    word = folded[hit.end - 1 : hit.end + 1]
    return hit.end - 1 if word in rules.vocabulary("date_part_word") and "part" in hit.groups else hit.end


def _quoted(folded: str) -> bytearray:
    """For each position whether it stands within a quotation or title, the marks left out; one may have begun before."""
    inside = bytearray(len(folded))
    close = folded.find("”")
    opened = {"“": -1 if close >= 0 and folded.find("“", 0, close) < 0 else None, "《": None}
    for position, character in enumerate(folded):
        if character in opened:
            opened[character] = position
        elif character in _QUOTES and (start := opened[_QUOTES[character]]) is not None:
            inside[start + 1 : position] = b"\1" * (position - start - 1)
            opened[_QUOTES[character]] = None
    for start in opened.values():
        if start is not None:
            inside[start + 1 :] = b"\1" * (len(folded) - start - 1)
    return inside


def _fields(hit: Hit, folded: str, rules: RuleSet, depth: int = 0) -> dict[str, str] | None:
    """What the words of a match say, or None where a part of it is no date."""
    if hit.decides == "set":
        return _list_fields(hit, folded, rules, depth)
    if hit.decides in ("range", "since"):
        names = [name for name in ("from", "date", "to") if name in hit.groups]
        words = [hit.group(name, folded) or "" for name in names]
        if hit.decides == "range":
            words[1] = (hit.group("head", folded) or "") + words[1]
            words[0] += hit.group("unit", folded) or ""
        return _parts(words, rules, depth)
    fields = {}
    for name in hit.groups:
        fields[name] = _translate(name, (hit.group(name, folded) or "").replace(" ", ""), rules)
    return fields


def _translate(name: str, words: str, rules: RuleSet) -> str:
    if words.isascii() and words.isdigit():
        return str(int(words))
    if name == "year":
        return "".join(rules.vocabulary("date_digit").get(character, character) for character in words)
    known = rules.vocabulary("date_number" if name in ("month", "day") else f"date_{'feast' if name == 'first_feast' else name}")
    return known.get(words, words)


def _list_fields(hit: Hit, folded: str, rules: RuleSet, depth: int) -> dict[str, str] | None:
    """The parts of a list; a unit printed once behind it belongs to all of them (5、6日)."""
    unit = hit.group("unit", folded) or ""
    words = [hit.group("list", folded) or ""]
    for comma in rules.vocabulary("date_and"):
        words = [piece for word in words for piece in word.split(comma)]
    return _parts([word if word.endswith(unit) else word + unit for word in words], rules, depth)


def _parts(words: list[str], rules: RuleSet, depth: int) -> dict[str, str] | None:
    fields = {"parts": str(len(words))}
    for number, word in enumerate(words):
        part = _whole(word.strip(), rules, depth + 1)
        if part is None:
            return None
        fields.update({f"{number}.{name}": value for name, value in part.items()})
    return fields


def _whole(words: str, rules: RuleSet, depth: int) -> dict[str, str] | None:
    """The fields of a text that is one date from end to end, its operator among them."""
    if depth > _DEEPEST:
        return None
    for hit in rules.matcher("date").find(words):
        if hit.decides in RESOLVERS and (hit.start, hit.end) == (0, len(words)):
            fields = _fields(hit, words, rules, depth)
            if fields is not None:
                return {"operator": hit.decides, **fields}
    return None

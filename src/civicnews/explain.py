"""Why a result is as it is: for every value the rules and the words behind it, for what became no record why not."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from civicnews.document import Page, Sentence
from civicnews.models import Participant, Place, Record, Result, Spans
from civicnews.pipeline import Pipeline, Reading, ReadStory
from civicnews.records import DraftSection
from civicnews.rules.load import RuleSet
from civicnews.text import Text

__all__ = [
    "Explanation", "Left", "Position", "RecordExplained", "ValueExplained", "Why", "explain", "explain_reading", "explain_result",
]  # fmt: skip

_BUILT_IN = {
    "place/listed": "a full name in the list of divisions",
    "place/heading": "what a heading names below a district",
}
"""Rules that are no patterns → what they say."""
_NO_NEWS = ("furniture", "label")
"""Kinds of blocks that stand outside the stories."""
_LINE_END = re.compile(r"\r\n|\n|\r")


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the input; both count from 1, the column in code points."""

    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Why:
    """One reason.

    Attributes:
        rule: id of the rule that fired, or None where the reason is no rule.
        about: what the rule says, or the reason itself.
        file: the rule's pack, file and line (`base/dates.yaml:12`), or None.
        words: the words of the input that it fired on; empty where there are none.
        at: where those words stand, one position a piece.
    """

    rule: str | None
    about: str
    file: str | None = None
    words: str = ""
    at: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True)
class ValueExplained:
    """One value of a record. `field` is its path in the record; `how` says how it came about beyond the rules."""

    field: str
    value: str
    how: str
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class RecordExplained:
    """One record with all its values; a field without a value is left out."""

    id: str
    text: str
    at: Position
    values: tuple[ValueExplained, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A sentence, or a line of the page, that belongs to no record. `article` is None outside the stories."""

    article: str | None
    text: str
    at: Position
    why: tuple[Why, ...]


@dataclass(frozen=True, slots=True)
class Explanation:
    """All records of a page, and all that is in none, each in reading order."""

    path: str | None
    records: tuple[RecordExplained, ...]
    left: tuple[Left, ...]


def explain(page: Page, pipeline: Pipeline, *, published: date | None = None, newspaper: str | None = None) -> Explanation:
    """Explain what the pipeline makes of a page.

    Args:
        page: the decoded input.
        pipeline: whose rules are explained.
        published: publication date, as for `Pipeline.run`.
        newspaper: name of the paper, as for `Pipeline.run`.
    """
    reading = pipeline.read(page, published=published, newspaper=newspaper)
    return explain_reading(page, reading, pipeline.result(page, reading), pipeline.rules)


def explain_reading(page: Page, reading: Reading, result: Result, rules: RuleSet) -> Explanation:
    """Explain a result with what was found on the way to it.

    Args:
        page: the decoded input.
        reading: what `Pipeline.read` found in it.
        result: what `Pipeline.result` made of that.
        rules: the rules of that pipeline.
    """
    explainer = _Explainer(page, rules, _mentions(reading))
    left = sorted(explainer.left(reading), key=lambda one: (one.at.line, one.at.column))
    return Explanation(page.path, explainer.records(result), tuple(left))


def explain_result(page: Page, result: Result, rules: RuleSet) -> tuple[RecordExplained, ...]:
    """Explain a stored result from the evidence that it bears itself.

    That names the rule of everything but the divisions above a community, and of a participant only the rule that gave the role.

    Args:
        page: the decoded input that the result was made from; its words are quoted.
        result: as it was read back.
        rules: say what each rule is about.
    """
    return _Explainer(page, rules, {}).records(result)


class _Explainer:
    def __init__(self, page: Page, rules: RuleSet, found: dict[tuple[str, Spans], str]) -> None:
        self.page = page
        self.rules = rules
        self.found = found
        self.lines = [0, *(found.end() for found in _LINE_END.finditer(page.text))]

    # -- records ----------------------------------------------------------------------------------

    def records(self, result: Result) -> tuple[RecordExplained, ...]:
        return tuple(self._record(record) for article in result.articles for section in article.sections for record in section.records)

    def _record(self, record: Record) -> RecordExplained:
        start = record.spans[0][0] if record.spans else 0
        return RecordExplained(record.id, record.text, self._at(start), tuple(self._values(record)))

    def _values(self, record: Record) -> Iterator[ValueExplained]:
        given = {one.field: self._why(one.rule, one.spans) for one in record.evidence}

        def of(field: str) -> tuple[Why, ...]:
            return (given[field],) if field in given else ()

        for field in ("province", "city", "district", "street"):
            place = getattr(record, field)
            if place is not None:
                yield self._place(field, place, ())
        for number, place in enumerate(record.communities):
            yield self._place(f"communities.{number}", place, of(f"communities.{number}"))
        if record.date is not None:
            value = record.date.edtf or record.date.precision
            yield ValueExplained("date", value, f"{record.date.text}, {record.date.basis}", of("date"))
        for number, party in enumerate(record.participants):
            who = self._found("party", party.spans)
            yield ValueExplained(f"participants.{number}", party.name, _described(party), (*who, *of(f"participants.{number}")))
        for number, kind in enumerate(record.activity_types):
            deeds = tuple(self._why(one.rule, one.spans) for one in record.activity_evidence if one.type == kind)
            yield ValueExplained(f"activity_types.{number}", kind, "" if deeds else "no deed was found", deeds)
        for field in ("activity_name", "venue"):
            phrase = getattr(record, field)
            if phrase is not None:
                yield ValueExplained(field, phrase.text, "", of(field))

    def _place(self, field: str, place: Place, why: tuple[Why, ...]) -> ValueExplained:
        if not why and place.spans:
            why = self._found("place", place.spans) or (Why(None, "printed", words=self._words(place.spans), at=self._all_at(place.spans)),)
        return ValueExplained(field, place.name, _linked(place), why)

    def _found(self, kind: str, spans: Spans) -> tuple[Why, ...]:
        """The rule that found a mention, by where it stands."""
        rule = self.found.get((kind, spans))
        return (self._why(rule, spans),) if rule is not None else ()

    # -- what is in no record ---------------------------------------------------------------------

    def left(self, reading: Reading) -> Iterator[Left]:
        for block in reading.layout.blocks:
            if block.kind in _NO_NEWS:
                reason = self._why(block.rule, ()) if block.rule is not None else Why(None, f"{block.kind} of the page")
                yield from self._one_left(None, block.text.strip(), (reason,))
        for number, story in enumerate(reading.stories, 1):
            for section in story.sections:
                told = {id(sentence) for draft in section.drafts for sentence in draft.sentences}
                for sentence in section.sentences:
                    if id(sentence) not in told:
                        yield from self._one_left(f"a{number}", sentence.text, tuple(self._reasons(sentence, story, section)))
            if story.story.notice:
                for paragraph in (paragraph for passage in story.story.passages for paragraph in passage.paragraphs):
                    yield from self._one_left(f"a{number}", paragraph, tuple(self._notice(paragraph, reading)))

    def _one_left(self, article: str | None, text: Text, why: tuple[Why, ...]) -> Iterator[Left]:
        if text:
            yield Left(article, text.chars, self._at(text.origin[0]), why)

    def _notice(self, paragraph: Text, reading: Reading) -> Iterator[Why]:
        yield Why(None, "its story is a notice: by its kind without records")
        for block in reading.layout.blocks:
            if block.kind == "notice" and block.rule is not None and block.text.origin[0] <= paragraph.origin[0] <= block.text.origin[-1]:
                yield self._why(block.rule, ())

    def _reasons(self, sentence: Sentence, story: ReadStory, section: DraftSection) -> Iterator[Why]:
        """All that speaks against a record, in the words of stage 6."""
        count = 0
        for hit in self.rules.matcher("record").find(sentence.text.folded):
            if hit.decides in ("introduction", "background"):
                count += 1
                yield self._why(hit.rule.id, sentence.text.spans(hit.start, hit.end), f"{hit.decides}: ")
        levels = [place.level for place in sentence.places]
        if "community" not in levels and not section.printed:
            count += 1
            several = levels.count("street") > 1
            yield Why(
                None,
                "names several townships and no community" if several else "names no community" if "street" in levels else "no division",
            )
        if not sentence.deeds and not sentence.roles:
            count += 1
            yield Why(None, "nothing is done in it")
        if not count:
            alone = not any(each.drafts for each in story.sections)
            yield Why(None, "its story is no community news" if alone else "stands before the first record")

    # -- places in the input ----------------------------------------------------------------------

    def _why(self, rule: str, spans: Spans, prefix: str = "") -> Why:
        known = self.rules.sources.get(rule)
        words, at = self._words(spans), self._all_at(spans)
        if known is None:
            return Why(rule, prefix + _BUILT_IN.get(rule, "decided by the program, not by a pattern"), None, words, at)
        path = known[1]
        return Why(rule, prefix + known[0].about, f"{path.parent.name}/{path.name}:{self.rules.marks[rule][0]}", words, at)

    def _words(self, spans: Spans) -> str:
        return "".join(self.page.text[start:end] for start, end in spans)

    def _all_at(self, spans: Spans) -> tuple[Position, ...]:
        return tuple(self._at(start) for start, _ in spans)

    def _at(self, offset: int) -> Position:
        line = bisect_right(self.lines, offset)
        return Position(line, offset - self.lines[line - 1] + 1)


def _mentions(reading: Reading) -> dict[tuple[str, Spans], str]:
    """(place or party, spans) → the rule that found it."""
    out: dict[tuple[str, Spans], str] = {}
    for sentence in _sentences(reading):
        for place in sentence.places:
            out.setdefault(("place", sentence.text.spans(place.start, place.end)), place.rule)
        for party in sentence.parties:
            out.setdefault(("party", sentence.text.spans(party.start, party.end)), party.rule)
    return out


def _sentences(reading: Reading) -> Iterable[Sentence]:
    for story in reading.stories:
        yield from story.titles
        for section in story.sections:
            yield from (sentence for sentence, _ in section.heading)
            yield from section.sentences


def _linked(place: Place) -> str:
    if place.code is None:
        return "no code: not in the list there, or more than one"
    official = f" as {place.official_name}" if place.official_name not in (None, place.name) else ""
    return f"{place.code}, {place.match}{official}"


def _described(party: Participant) -> str:
    parts: Sequence[str] = [party.role, party.kind]
    if party.count is not None:
        about = "about " if party.count.approximate else ""
        parts = [*parts, f"{about}{party.count.value if party.count.value is not None else 'some'}{party.count.unit or ''}"]
    if party.affiliation is not None:
        parts = [*parts, f"of {party.affiliation}"]
    return ", ".join(parts)

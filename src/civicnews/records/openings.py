"""Whether a sentence opens a record.

A record opens at a sentence that names another community, organiser or day than the record before and in
which something is done. Introductions, results, quotations, looks back and outlooks open none.

Rules: rules/base/records.yaml, vocab/record_*.tsv
"""

from __future__ import annotations

from civicnews.document import PlaceMention, Sentence
from civicnews.records.days import is_long_before, looks_back, within
from civicnews.records.drafts import Draft, DraftSection, FoundDate
from civicnews.records.paragraphs import HEAD, community_names
from civicnews.rules.load import RuleSet
from civicnews.structs import frozen

__all__ = ["UPPER", "Openings", "Read"]

BEHIND = 8
"""Within how many characters behind a community its name says that it is the scene of what was told: 在柳林社区活动现场."""
RESIDENT = 3
"""Characters of the longest word for residents that a name stands behind."""
_ENUMERATES = "；"
UPPER = ("province", "city", "district")


@frozen
class Read:
    """A sentence with what is known of it in its story.

    Attributes:
        sentence: the sentence.
        own: the communities that it names.
        when: its date.
        judged: what the record rules say of it.
        several: whether the story tells of several divisions.
    """

    sentence: Sentence
    own: list[PlaceMention]
    when: FoundDate | None
    judged: frozenset[str]
    several: bool

    @property
    def done(self) -> bool:
        """Whether something is done in it."""
        return self.sentence.shows_deeds or bool(self.sentence.roles)

    @property
    def begins_with_date(self) -> bool:
        return any(mention.of_activity and mention.start <= HEAD // 3 for mention in self.sentence.dates)

    @property
    def names_day(self) -> bool:
        """Whether it begins with a day of its own."""
        return self.begins_with_date and self.when is not None and not self.when.inherited and self.when.value.precision == "day"

    @property
    def honours(self) -> bool:
        """Whether it only says who was honoured: a list, or no deed beside it."""
        return "list" in self.judged or (
            "award" in self.judged and not any(not deed.weak and not deed.hint for deed in self.sentence.deeds)
        )


class Openings:
    """The judge of openings.

    Args:
        rules: the rule packs.
    """

    def __init__(self, rules: RuleSet) -> None:
        self.origins = rules.words("record_from")
        self.residents = rules.words("record_resident")
        self.ways = rules.words("record_into")
        self.scenes = rules.words("record_scene")
        self.separators = rules.vocabulary("list_separator")
        self.also = rules.words("record_also")

    def hosts(self, sentence: Sentence) -> list[PlaceMention]:
        """The communities of a sentence without those that people come from, where it names others: 柳林社区来了住在石桥村的老人."""
        named = [place for place in sentence.places if place.level == "community"]
        origins = self._origins(sentence)
        return [place for place in named if place.start not in origins] or named

    def opens(self, read: Read, current: Draft | None, section: DraftSection, *, begun: bool) -> bool:
        """Whether a sentence opens a record.

        Args:
            read: the sentence.
            current: the record before it in its section, if any.
            section: its section.
            begun: whether the story has a record before it.
        """
        if read.honours:
            return False
        return self._opens_first(read, section, begun=begun) if current is None else self._opens_next(read, current, section)

    def _opens_first(self, read: Read, section: DraftSection, *, begun: bool) -> bool:
        if "static" in read.judged and not section.printed and not read.begins_with_date:
            return False
        if read.own or (section.printed and "background" not in read.judged):
            return True
        if read.several and not begun and ("background" in read.judged or not any(p.level == "street" for p in read.sentence.places)):
            return False
        return read.done and (bool(read.sentence.places) or "background" not in read.judged)

    def _opens_next(self, read: Read, current: Draft, section: DraftSection) -> bool:
        if "background" in read.judged and not _is_planned(read):
            return False
        known = current.names
        new = [place for place in read.own if _is_other(read.sentence, place, current)]
        if not read.begins_with_date:
            origins = self._origins(read.sentence)
            new = [place for place in new if place.start not in origins]
        if _looks_back(read, current, aside=not new):
            return False
        if new and not known and (not current.streets or self._is_scene(read, new[0])):
            return False  # where the township's activity takes place
        if _singles_out(read, current):
            return True
        if new and (read.done or _begins_with(read.sentence, new)) and not (known and _aside(read.sentence, new)):
            return True
        if not read.done:
            return False
        if not read.own and section.printed and read.sentence.first and _other_body(read.sentence, current):
            return True
        if self.other_organiser(read, current) is not None:
            return True
        return _other_day(read, current) or _other_street(read, current) or _other_upper(read, current)

    def opens_elsewhere(self, read: Read, current: Draft | None, spoken: set[str]) -> bool:
        """Whether a paragraph opens at another place, whose community only those who speak below name."""
        if not spoken or read.own or not read.sentence.first or not read.sentence.venues:
            return False
        if {"background", "continues", "introduction"} & read.judged:
            return False
        return current is None or not spoken <= current.names

    def other_organiser(self, read: Read, current: Draft | None) -> int | None:
        """Where a body not named yet stands that holds another kind of thing: 议事会散场后，社区工会又支起修车摊.

        What stands before it in the sentence belongs to the record before. None where there is no such body.
        """
        sentence = read.sentence
        if current is None or read.own or {"background", "continues"} & read.judged:
            return None
        holders = (party for index, party in enumerate(sentence.parties) if sentence.roles.get(index, ("", ""))[0] == "organiser")
        party = next((one for one in holders if one.kind == "organisation"), None)
        if party is None or party.start > HEAD or not sentence.text.folded.startswith(self.also, party.end):
            return None
        named = [other.name for each in current.sentences for other in each.parties if other.kind == "organisation"]
        if party.rule in ("party/commune", "party/said-body") or party.place is not None or not named:
            return None
        if any(party.name in name or name in party.name for name in named):
            return None
        earlier = {deed.type for each in current.sentences for deed in each.deeds if not deed.weak}
        done = {deed.type for deed in sentence.deeds if not deed.weak and deed.start >= party.end}
        return party.start if done and not earlier & done else None

    def _origins(self, sentence: Sentence) -> set[int]:
        """Where the communities stand that people come from, by themselves or in a list: 来自柳林社区和石桥村的老人.

        Within a paragraph a named resident (石桥村村民李春花) only comes from there.
        """
        folded = sentence.text.folded
        found: set[int] = set()
        ends: set[int] = set()
        for place in sentence.places:
            start = _start(sentence, place)
            listed = start - 1 in ends and folded[start - 1] in self.separators
            resident = not sentence.first and folded.startswith(self.residents, place.end) and _names_person(sentence, place)
            if place.level == "community" and (listed or resident or folded.endswith(self.origins, 0, start)):
                found.add(place.start)
                ends.add(place.end)
        return found

    def _is_scene(self, read: Read, place: PlaceMention) -> bool:
        """Whether a community is only where something takes place, and not the subject of the sentence."""
        if place.start > HEAD and not read.begins_with_date:
            return True
        folded = read.sentence.text.folded
        behind = folded[place.end : place.end + BEHIND]
        led_in = folded.endswith(self.ways, 0, _start(read.sentence, place))
        return not read.several and led_in and any(word in behind for word in self.scenes)


def _names_person(sentence: Sentence, place: PlaceMention) -> bool:
    """Whether a person's name stands right behind a community and a word for its people."""
    return any(party.kind == "person" and 0 <= party.start - place.end <= RESIDENT for party in sentence.parties)


def _looks_back(read: Read, current: Draft, *, aside: bool) -> bool:
    """Whether a sentence goes back to an earlier year, or, `aside`, to an earlier day within the paragraph that opens the record."""
    if read.when is None or current.date is None or read.when.inherited or not read.begins_with_date:
        return False
    inside = not read.sentence.first and read.sentence.paragraph == current.sentences[0].paragraph
    return looks_back(read.when, current.date, aside=aside and inside)


def _other_day(read: Read, current: Draft) -> bool:
    when, known = read.when, current.date
    if when is None or known is None or when.inherited or not read.begins_with_date or within(when, known):
        return False
    if is_long_before(when, known):
        return True
    if (
        when.value.edtf in (None, known.value.edtf)
        or known.value.precision == "vague"
        or when.value.precision not in (("day", "range", "set", "month") if _acts(read) else ("day", "range", "set"))
    ):
        return False
    if current.sentences[-1].text.folded[-1] == _ENUMERATES and not read.own and not read.sentence.first:
        return False
    return not (known.inherited and len(current.sentences) == 1 and not read.sentence.first and not read.own)


def _acts(read: Read) -> bool:
    """Whether it names a community, and somebody who holds or does something."""
    doers = any(role in ("organiser", "actor") for role, _ in read.sentence.roles.values())
    return doers and bool(read.own)


def _other_street(read: Read, current: Draft) -> bool:
    streets = [place for place in read.sentence.places if place.level == "street"]
    others = {mention.name for _, mention in current.streets}
    if not streets or not others or read.own or not read.sentence.first or "continues" in read.judged:
        return False
    return streets[0].name not in others and streets[0].start < HEAD


def _other_upper(read: Read, current: Draft) -> bool:
    """Whether a paragraph opens with a day and a province, city or district none of which the record names."""
    points = read.when is not None and read.when.rule.startswith("date.pointer")
    if not read.sentence.first or not read.names_day or points or "continues" in read.judged:
        return False
    named = {place.name for place in read.sentence.places if place.level in UPPER and place.start < HEAD}
    return bool(named) and bool(current.uppers) and named.isdisjoint(mention.name for _, mention in current.uppers)


def _is_planned(read: Read) -> bool:
    """Whether an outlook names day and community of what is to come: 16日，柳林社区还将组织义诊."""
    return bool(read.own) and read.when is not None and read.when.value.precision == "day" and read.begins_with_date


def _singles_out(read: Read, current: Draft) -> bool:
    """Whether a sentence tells of one day in one of several communities that the record names without a day."""
    vague = current.date is None or current.date.value.precision == "vague"
    return vague and read.names_day and bool(read.own) and {place.name for place in read.own} < current.names


def _is_other(sentence: Sentence, place: PlaceMention, current: Draft) -> bool:
    """Whether a community is none of the record's: another name, or the same under another township."""
    above = _parent_name(sentence, place)
    same = [_parent_name(each, mention) for each, mention in current.communities if mention.name == place.name]
    return not any(above is None or other is None or above == other for other in same)


def _begins_with(sentence: Sentence, new: list[PlaceMention]) -> bool:
    """A paragraph that opens with another community tells of it, whatever it did."""
    return sentence.first and new[0].start < HEAD


def _aside(sentence: Sentence, new: list[PlaceMention]) -> bool:
    """Another community far inside a sentence that goes on about the same one."""
    names = {place.name for place in new}
    return new[0].start > HEAD and not community_names(sentence) <= names


def _other_body(sentence: Sentence, current: Draft) -> bool:
    """A new paragraph under a heading whose subject is a body of the street itself."""
    return bool(current.names) and any(
        party.kind == "organisation" and party.start < HEAD and sentence.roles.get(index, ("", ""))[0] in ("organiser", "actor")
        for index, party in enumerate(sentence.parties)
    )


def _parent_name(sentence: Sentence, place: PlaceMention) -> str | None:
    """The township printed directly before a community."""
    if place.parent is None or sentence.places[place.parent].level != "street":
        return None
    return sentence.places[place.parent].name


def _start(sentence: Sentence, place: PlaceMention) -> int:
    """Where a place begins with the divisions printed directly before it."""
    while place.parent is not None:
        place = sentence.places[place.parent]
    return place.start

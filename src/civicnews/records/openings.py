"""Whether a sentence opens a record.

A record opens at a sentence that names another community, organiser or day than the record before and in
which something is done. Introductions, results, quotations and outlooks open none.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from civicnews.document import PlaceMention, Sentence
from civicnews.records.days import within
from civicnews.records.drafts import Draft, DraftSection, FoundDate

__all__ = ["HEAD", "Read", "community_names", "hosts", "is_setting", "labels", "opens", "opens_first", "other_organiser", "summary"]

HEAD = 30
"""Within how many characters of its beginning a sentence names its subject."""
LABEL = 12
"""A sentence that only labels its paragraph (组建一支巡逻队。) is no longer, in characters."""
_TOO = ("又", "也", "还", "则")
BEHIND = 8
"""Within how many characters behind a community its name says that it is the scene of what was told: 在柳林社区活动现场."""
_SCENE = ("现场", "会场", "活动")
_FROM = ("家住", "来自", "住在", "户籍在")
_INTO = ("在", "到", "走进", "来到", "深入", "前往", "赴", "对")


@dataclass(frozen=True, slots=True)
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


def opens_first(read: Read, section: DraftSection, *, begun: bool) -> bool:
    """Whether a sentence opens the first record of a section; `begun` where the story has a record before it."""
    if read.own or section.printed:
        return True
    if read.several and not begun and ("background" in read.judged or not any(p.level == "street" for p in read.sentence.places)):
        return False
    return read.done and (bool(read.sentence.places) or "background" not in read.judged)


def opens(read: Read, current: Draft, section: DraftSection) -> bool:
    """Whether a sentence opens a record behind `current`."""
    if "background" in read.judged and not _is_planned(read):
        return False
    new = [place for place in read.own if _is_other(read.sentence, place, current)]
    known = current.names
    if new and not known and (not current.streets or _is_scene(read, new[0])):
        return False  # where the township's activity takes place
    if _singles_out(read, current):
        return True
    if new and (read.done or _begins_with(read.sentence, new)) and not (known and _aside(read.sentence, new)):
        return True
    if not read.done:
        return False
    if not read.own and section.printed and read.sentence.first and _other_body(read.sentence, current):
        return True
    if other_organiser(read, current) is not None:
        return True
    return _other_day(read, current) or _other_street(read, current)


def _other_day(read: Read, current: Draft) -> bool:
    when, known = read.when, current.date
    if when is None or known is None or when.inherited or not read.begins_with_date or within(when, known):
        return False
    if (
        when.value.edtf in (None, known.value.edtf)
        or known.value.precision == "vague"
        or when.value.precision not in ("day", "range", "set")
    ):
        return False
    return not (known.inherited and len(current.sentences) == 1 and not read.sentence.first and not read.own)


def _other_street(read: Read, current: Draft) -> bool:
    streets = [place for place in read.sentence.places if place.level == "street"]
    others = {mention.name for _, mention in current.streets}
    if not streets or not others or read.own or not read.sentence.first or "continues" in read.judged:
        return False
    return streets[0].name not in others and streets[0].start < HEAD


def _is_scene(read: Read, place: PlaceMention) -> bool:
    """Whether a community is only where something takes place, and not the subject of the sentence."""
    if place.start > HEAD and not read.begins_with_date:
        return True
    start, folded = place.start, read.sentence.text.folded
    behind = folded[place.end : place.end + BEHIND]
    while place.parent is not None:
        place = read.sentence.places[place.parent]
        start = place.start
    return not read.several and folded[:start].endswith(_INTO) and any(word in behind for word in _SCENE)


def _is_planned(read: Read) -> bool:
    """Whether an outlook names day and community of what is to come: 16日，柳林社区还将组织义诊."""
    return bool(read.own) and read.when is not None and read.when.value.precision == "day" and read.begins_with_date


def _singles_out(read: Read, current: Draft) -> bool:
    """Whether a sentence tells of one day in one of several communities that the record names without a day."""
    vague = current.date is None or current.date.value.precision == "vague"
    dated = read.when is not None and not read.when.inherited and read.when.value.precision == "day" and read.begins_with_date
    return vague and dated and bool(read.own) and {place.name for place in read.own} < current.names


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


def other_organiser(read: Read, current: Draft) -> int | None:
    """Where a body not named yet stands that holds another kind of thing: 议事会散场后，社区工会又支起修车摊.

    What stands before it in the sentence belongs to the record before. None where there is no such body.
    """
    sentence = read.sentence
    if read.own or {"background", "continues"} & read.judged:
        return None
    holders = (party for index, party in enumerate(sentence.parties) if sentence.roles.get(index, ("", ""))[0] == "organiser")
    party = next((one for one in holders if one.kind == "organisation"), None)
    if party is None or party.start > HEAD or not sentence.text.folded.startswith(_TOO, party.end):
        return None
    named = [other.name for each in current.sentences for other in each.parties if other.kind == "organisation"]
    if party.rule in ("party/commune", "party/said-body") or party.place is not None or not named:
        return None
    if any(party.name in name or name in party.name for name in named):
        return None
    before = {deed.type for each in current.sentences for deed in each.deeds if not deed.weak}
    done = {deed.type for deed in sentence.deeds if not deed.weak and deed.start >= party.end}
    return party.start if done and not before & done else None


def _parent_name(sentence: Sentence, place: PlaceMention) -> str | None:
    """The township printed directly before a community."""
    if place.parent is None or sentence.places[place.parent].level != "street":
        return None
    return sentence.places[place.parent].name


# -- paragraphs ---------------------------------------------------------------------------------------


def community_names(sentence: Sentence) -> set[str]:
    """The names of the communities in a sentence."""
    return {place.name for place in sentence.places if place.level == "community"}


def hosts(sentence: Sentence) -> list[PlaceMention]:
    """The communities of a sentence without those that people come from, where it names others: 柳林社区来了住在石桥村的老人."""
    named = [place for place in sentence.places if place.level == "community"]
    return [place for place in named if not sentence.text.folded[: _start(sentence, place)].endswith(_FROM)] or named


def _start(sentence: Sentence, place: PlaceMention) -> int:
    """Where a place begins with the divisions printed directly before it."""
    while place.parent is not None:
        place = sentence.places[place.parent]
    return place.start


def labels(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that label their paragraphs, where several paragraphs have one: 开好一次院坝会。……组建一支巡逻队。……"""
    found = [
        one
        for one, after in pairwise(sentences)
        if one.first and not after.first and len(one.text) <= LABEL and one.text.folded[-1] == "。" and not (one.dates or one.places)
    ]
    return found if len(found) > 1 else []


def is_setting(sentence: Sentence) -> bool:
    """Whether a paragraph opens with a day of its own and nothing done yet: 6日，雨过天晴。"""
    return (
        sentence.first
        and len(sentence.text) < HEAD
        and not sentence.shows_deeds
        and not sentence.roles
        and not community_names(sentence)
        and any(each.of_activity and each.operator == "calendar" and each.start == 0 for each in sentence.dates)
    )


def summary(sentences: Sequence[Sentence], told: Sequence[Sentence], announced: Sequence[Sentence]) -> Sentence | None:
    """The introduction that names several communities of which the paragraphs below tell one by one.

    Args:
        sentences: those of a section.
        told: those of them that are no background.
        announced: those of them that only announce.
    """
    for sentence in sentences:
        names = community_names(sentence)
        if sentence.paragraph != sentences[0].paragraph:
            return None
        if len(names) < 2:
            continue
        if not any(sentence is each for each in announced):
            return None
        below = [community_names(each) for each in told if each.paragraph > sentence.paragraph and each.first and _names_first(each)]
        return sentence if len(set().union(*(named for named in below if len(named) == 1 and named < names))) > 1 else None
    return None


def _names_first(sentence: Sentence) -> bool:
    """Whether a sentence names a community near its beginning."""
    return any(place.level == "community" and place.start < HEAD for place in sentence.places)

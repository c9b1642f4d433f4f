"""What paragraphs say by how they stand: introductions, labels, settings of a scene."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from civicnews.document import PlaceMention, Sentence

__all__ = ["HEAD", "community_names", "is_setting", "labels", "programme", "spoken_of", "spread", "summary"]

HEAD = 30
"""Within how many characters of its beginning a sentence names its subject."""
LABEL = 12
"""A sentence that only labels its paragraph (组建一支巡逻队。) is no longer, in characters."""


def community_names(sentence: Sentence) -> set[str]:
    """The names of the communities in a sentence."""
    return {place.name for place in sentence.places if place.level == "community"}


def labels(sentences: Sequence[Sentence], items: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that label their paragraphs, where several have one: 开好一次院坝会。……组建一支巡逻队。……

    The items of a list may stand in one paragraph, where each tells of a community: 一是走访老人。柳林社区……二是演出节目。石桥社区……

    Args:
        sentences: those of a section.
        items: those of them that open as the items of a list do (一是……), which may be longer.
    """
    listed = {id(item) for item in items}
    found = [
        one
        for one, after in pairwise(sentences)
        if (one.first or (id(one) in listed and community_names(after)))
        and not after.first
        and id(after) not in listed
        and (len(one.text) <= LABEL or id(one) in listed)
        and one.text.folded[-1] == "。"
        and not (one.dates or one.places)
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
        and any(each.of_activity and each.operator == "calendar" and "day" in each.fields and each.start == 0 for each in sentence.dates)
    )


def summary(sentences: Sequence[Sentence], told: Sequence[Sentence], announced: Sequence[Sentence]) -> Sentence | None:
    """The introduction that names several communities of which the paragraphs below tell one by one.

    Args:
        sentences: those of a section.
        told: those of them that are no background.
        announced: those of them that only announce.
    """
    if not sentences:
        return None
    first = sentences[0].paragraph
    below = [community_names(each) for each in told if each.paragraph > first and each.first and _names_first(each)]
    single = [named for named in below if len(named) == 1]
    for sentence in sentences:
        names = community_names(sentence)
        if sentence.paragraph != first:
            return None
        if len(names) < 2:
            continue
        spans = any(each.of_activity and each.operator in ("range", "set") for each in sentence.dates)
        if not (spans and _told_by_day(told, first)) and not any(sentence is each for each in announced):
            return None
        return sentence if len(set().union(*(named for named in single if named < names))) > 1 else None
    return None


def spread(sentences: Sequence[Sentence], told: Sequence[Sentence]) -> Sentence | None:
    """The lead that names no day and no community but a township, where each paragraph below opens with a community of its own.

    Args:
        sentences: those of a section.
        told: those of them that are no background.
    """
    if not sentences or community_names(sentences[0]) or any(each.operator != "vague" for each in sentences[0].dates if each.of_activity):
        return None
    first = sentences[0].paragraph
    below = [each for each in told if each.paragraph > first and each.first]
    opened = [community_names(each) for each in below if _names_first(each)]
    own = len(set().union(*opened)) == len(opened) if opened else False
    return sentences[0] if own and len(opened) > 2 and len(opened) * 3 >= len(below) * 2 else None


def programme(sentences: Sequence[Sentence], announced: Sequence[Sentence]) -> Sentence | None:
    """The undated lead that announces a series of one community, where paragraphs below tell of two days or more.

    Args:
        sentences: those of a section.
        announced: those of them that only announce.
    """
    if not sentences or not any(sentences[0] is each for each in announced) or len(community_names(sentences[0])) != 1:
        return None
    if any(each.of_activity for each in sentences[0].dates):
        return None
    first = sentences[0].paragraph
    days = [date for each in sentences if each.paragraph > first for date in each.dates if date.of_activity and "day" in date.fields]
    return sentences[0] if len({(date.fields.get("month"), date.fields["day"]) for date in days}) > 1 else None


def spoken_of(sentences: Sequence[Sentence], told: Sequence[Sentence]) -> dict[int, list[tuple[Sentence, PlaceMention]]]:
    """The community that only those who speak in a paragraph belong to: 在三号院，众人正扫雪。“……”柳林社区工作人员说。

    Args:
        sentences: those of a section.
        told: those of them that are no background.

    Returns:
        Number of a paragraph → the community with its sentence, for the paragraphs that name it nowhere else, and no other.
    """
    named = {each.paragraph for each in told if community_names(each)}
    found: dict[int, list[tuple[Sentence, PlaceMention]]] = {}
    for sentence in sentences:
        if sentence.paragraph not in named:
            places = [(sentence, place) for place in sentence.places if place.level == "community"]
            found.setdefault(sentence.paragraph, []).extend(places)
    return {number: places[:1] for number, places in found.items() if len({place.name for _, place in places}) == 1}


def _told_by_day(told: Sequence[Sentence], first: int) -> bool:
    """Whether the paragraphs below the first one open with a day each."""
    below = [each for each in told if each.paragraph > first and each.first]
    dated = [each for each in below if each.dates and each.dates[0].start == 0 and each.dates[0].operator == "calendar"]
    return len(dated) > 1 and len(dated) * 2 > len(below)


def _names_first(sentence: Sentence) -> bool:
    """Whether a sentence names a community near its beginning."""
    return any(place.level == "community" and place.start < HEAD for place in sentence.places)

"""A phrase that may be a party, and what its readers share."""

from __future__ import annotations

from civicnews.document import PlaceMention
from civicnews.models import Count, PartyKind
from civicnews.structs import struct

__all__ = ["BEHIND", "Candidate"]

BEHIND = 24
"""How many characters behind a name are looked at for what belongs to it."""


@struct
class Candidate:
    """A phrase that may be a party, before overlaps are settled.

    Attributes:
        outer: where the phrase with count, ornament, age and title begins.
        start: where the name begins.
        end: one past the phrase.
        name: the name, folded; it stands at `start`.
        rank: position of the rule in the pack.
        sharers: communities before it that share its body (甲、乙社区党支部).
    """

    outer: int
    start: int
    end: int
    kind: PartyKind
    rule: str
    rank: int
    name: str
    count: Count | None = None
    title: str | None = None
    sharers: tuple[PlaceMention, ...] = ()

"""The output format `civicnews/1`: what `extract` returns and the program writes.

Plain frozen dataclasses, so that the inside of the pipeline pays for no validation. The JSON Schema
(`civicnews schema`) is made from these classes by pydantic; the strings below the fields are its
descriptions. The order of the fields is the order of the keys in the output.

All spans are half-open `(start, end)` offsets, in Unicode code points, into the decoded input.
"""

from __future__ import annotations

from typing import Literal

from civicnews.structs import frozen
from civicnews.text import Span

SCHEMA: Literal["civicnews/1"] = "civicnews/1"

ArticleKind = Literal["feature", "brief", "roundup", "photo_caption"]
Basis = Literal["stated", "inherited", "none"]
PublishedBasis = Literal["option", "filename", "text", "metadata"]
Match = Literal["exact", "normalised", "fuzzy", "inferred"]
PartyKind = Literal["person", "group", "organisation"]
Precision = Literal["day", "month", "season", "year", "range", "set", "vague"]
Role = Literal["organiser", "partner", "actor", "beneficiary"]

Spans = tuple[Span, ...]


@frozen
class Source:
    """The input that a result was made from."""

    path: str | None
    """The path as given; null for standard input and for text passed to the library."""
    sha256: str
    """SHA-256 of the input's bytes (of the UTF-8 encoding for text passed to the library); where names are redacted, of the
    redacted document."""
    encoding: str
    newspaper: str | None
    published: str | None
    """ISO date of publication."""
    published_basis: PublishedBasis | None
    """Where `published` comes from."""


@frozen
class Warning:
    """Trouble that extraction could go on from."""

    code: str
    message: str
    spans: Spans = ()


@frozen
class Reporter:
    """A name in a byline or a credit."""

    name: str
    role: str
    """As printed: 记者, 通讯员, 实习生, 摄影 …"""
    spans: Spans


@frozen
class Place:
    """A division of any level, as printed and, where linked, as listed."""

    name: str
    code: str | None
    """Statistical division code: 2, 4, 6, 9 or 12 digits."""
    official_name: str | None
    match: Match | None
    spans: Spans


@frozen
class Date:
    """When an activity took place."""

    text: str
    edtf: str | None
    """EDTF (ISO 8601-2) value; null where vague or not resolvable."""
    start: str | None
    """ISO date of the lower bound; null where unbounded or unknown."""
    end: str | None
    """ISO date of the upper bound, inclusive; null where unbounded or unknown."""
    precision: Precision
    basis: Basis
    spans: Spans


@frozen
class Count:
    """How many, as printed."""

    value: int | None
    approximate: bool
    unit: str | None


@frozen
class Participant:
    """A person, group or organisation that takes part."""

    name: str
    kind: PartyKind
    role: Role
    count: Count | None
    affiliation: str | None
    spans: Spans


@frozen
class ActivityEvidence:
    """The words that an activity type was decided by, and the rule."""

    type: str
    rule: str
    spans: Spans


@frozen
class Phrase:
    """A value copied from the text."""

    text: str
    spans: Spans


@frozen
class Evidence:
    """Which rule gave a value. `field` is a path within the record, such as `participants.0`."""

    field: str
    rule: str
    spans: Spans


@frozen
class Record:
    """One activity: who did what, where, when."""

    id: str
    text: str
    """The text of the record, repaired."""
    spans: Spans
    communities: tuple[Place, ...]
    street: Place | None
    district: Place | None
    city: Place | None
    province: Place | None
    date: Date | None
    participants: tuple[Participant, ...]
    activity_types: tuple[str, ...]
    """Ids of the closed list, the main one first."""
    activity_evidence: tuple[ActivityEvidence, ...]
    activity_name: Phrase | None
    venue: Phrase | None
    evidence: tuple[Evidence, ...]
    warnings: tuple[Warning, ...]


@frozen
class Section:
    """The part of an article that belongs to one township-level division."""

    street: Place | None
    heading: bool
    """Whether a printed heading opens it."""
    spans: Spans
    records: tuple[Record, ...]


@frozen
class Article:
    """One headlined story, or one photo caption printed as a story of its own."""

    id: str
    kind: ArticleKind
    kicker: str | None
    headline: str | None
    subhead: str | None
    reporters: tuple[Reporter, ...]
    spans: Spans
    sections: tuple[Section, ...]
    duplicate_of: str | None = None
    """The earlier story that this one repeats: the path of its input, `#`, its id. Marked by `civicnews batch` only."""


@frozen
class Result:
    """What one input gives."""

    schema: Literal["civicnews/1"]
    source: Source
    articles: tuple[Article, ...]
    warnings: tuple[Warning, ...]

"""What flows through the pipeline, in the order in which the stages make it.

    read       bytes        → Page
    repair     Page         → Layout (blocks of repaired text)
    split      Layout       → [Story], each with [Passage], one per township-level division
    mention    Passage      → [Sentence] with mentions
    record     mentions     → [Draft]
    link       Drafts       → the same, with codes
    write      Drafts       → models.Result

Offsets in mentions are positions in their sentence's `Text`; spans of the input come from that text.
"""

from __future__ import annotations

from datetime import date
from typing import Literal

from civicnews.models import ArticleKind, Count, PartyKind, PublishedBasis, Warning
from civicnews.structs import field, frozen, struct
from civicnews.text import Text

__all__ = [
    "Block",
    "BlockKind",
    "Byline",
    "DateMention",
    "Deed",
    "Layout",
    "Page",
    "Party",
    "Passage",
    "Phrase",
    "PlaceMention",
    "Publication",
    "Sentence",
    "Story",
]

BlockKind = Literal["title", "byline", "body", "caption", "heading", "label", "notice", "furniture"]


@frozen
class Page:
    """One decoded input. `text` is what all spans count in: a byte-order mark is gone, nothing else.

    For HTML, Markdown, PDF and Word files it is what their reader took out of them, and `published` and `newspaper` are
    what the file says of itself.
    """

    text: str
    path: str | None
    sha256: str
    encoding: str
    published: date | None = None
    published_basis: PublishedBasis | None = None
    newspaper: str | None = None


@frozen
class Publication:
    """When and by whom a page was published, as far as it is known."""

    published: date | None
    basis: PublishedBasis | None
    newspaper: str | None


@struct
class Block:
    """A repaired piece of the page, in reading order.

    Kinds:
        title: one printed line above a story (kicker, headline or subhead; the split stage says which).
        byline: a line that only names reporters (本报记者 阮潇 文/图).
        body: a whole paragraph of a story, wrapped lines and interrupted sentences joined.
        caption: the whole text of one photo caption, its credit included.
        heading: a line that names the division below it; `text` is the line.
        label: what is printed with a story but is no headline and no text of it: a label of a page or an item
            (图片新闻, 下期预告), a crosshead, an editor's note, a caption that only points at its picture (上图：…).
        notice: a paragraph of a story that by its kind has no records (停水, 征文, weather).
        furniture: 版次, 责编, hotline, advertisement, correction.
    """

    kind: BlockKind
    text: Text
    rule: str | None = None
    """The layout rule that decided the kind, where one did."""
    indented: bool = False
    wide_gap: bool = False
    """Whether a blank line stands before it."""


@struct
class Layout:
    """The repaired page."""

    blocks: list[Block]
    warnings: list[Warning] = field(default_factory=list)


@struct
class Byline:
    """A reporter as named in a byline or credit."""

    name: str
    role: str
    text: Text


@struct
class Passage:
    """The paragraphs of a story under one heading, or all of them where no heading is printed."""

    heading: Text | None
    """The name of the division only: a township-level one, with the county-level one printed before or above it
    (花溪区阳光街道), or a community where the page has such headings. A passage may have a heading and no paragraphs."""
    paragraphs: list[Text] = field(default_factory=list)


@struct
class Story:
    """One article: titles, byline, and its text in passages."""

    kind: ArticleKind | None
    """Known already for a photo caption; else decided from the records."""
    kicker: list[Text] = field(default_factory=list)
    headline: list[Text] = field(default_factory=list)
    subhead: list[Text] = field(default_factory=list)
    bylines: list[Byline] = field(default_factory=list)
    area: list[Text] = field(default_factory=list)
    """The county-level division printed above the titles as the label of an item: it says where the story is from."""
    passages: list[Passage] = field(default_factory=list)
    dateline: Text | None = None
    """The date printed in the dateline bracket (本报5月9日讯), if any."""
    notice: bool = False
    """By its kind without records."""
    captions: int = 0
    """How many of its last paragraphs are captions of its pictures, which open no records."""


@struct
class DateMention:
    """A date expression found in a sentence, not resolved yet.

    Attributes:
        start: first position in the sentence.
        end: one past the last position.
        operator: how the value is computed (`month-day`, `relative-day` …).
        fields: what the words say, as small strings: {"month": "3", "day": "5"}.
        rule: id of the rule that found it.
        of_activity: False where the date belongs to something else (a birthday, a founding day).
    """

    start: int
    end: int
    operator: str
    fields: dict[str, str]
    rule: str
    of_activity: bool = True


@struct
class PlaceMention:
    """A division named in a sentence.

    Attributes:
        name: normalised as records.md says (社区 put back, 办事处 → 街道, width folded).
        level: community, street, district, city or province.
        parents: index (in the sentence's list of places) of the division printed directly before it, if any.
        generic: True for a bare 社区 or 街道 that points back to one named before.
    """

    start: int
    end: int
    name: str
    level: Literal["province", "city", "district", "street", "community"]
    rule: str
    parent: int | None = None
    elided: bool = False


@struct
class Party:
    """A person, group or organisation named in a sentence.

    Attributes:
        start: first position of `name` in the sentence.
        end: one past the last position of `name`.
        outer: where the whole phrase with count, affiliation and ornament begins.
        name: shortest phrase that still names the party, as records.md says.
        affiliation: the body it belongs to, as printed.
    """

    start: int
    end: int
    outer: int
    name: str
    kind: PartyKind
    rule: str
    count: Count | None = None
    affiliation: str | None = None
    place: int | None = None
    """Index of the place mention that the party is (a community as an organisation), if any."""
    title: str | None = None
    """What a person is called by before the name (退休教师, 社区党委书记), as printed."""
    stands_for: tuple[str, ...] = ()
    """Endings of the names that a bare noun may point back to (孩子们 → 小学生, 小朋友)."""


@struct
class Deed:
    """Words that show an activity of a type being done.

    `weak` words count only where a record has no strong ones: a name, an aim, a plan, a remark.
    """

    start: int
    end: int
    type: str
    rule: str
    weak: bool = False
    hint: bool = False
    """Whether the words are weak of themselves, wherever they stand."""
    event: bool = False
    """Whether it is what is held as an event (举办……招聘会)."""
    word: str = ""
    """The words, folded."""


@struct
class Phrase:
    """An activity name or a venue."""

    start: int
    end: int
    text: str
    rule: str


@struct
class Sentence:
    """A sentence with all that was found in it."""

    text: Text
    paragraph: int
    """Number of the paragraph in its passage, from 0."""
    first: bool
    """Whether it opens the paragraph."""
    words: frozenset[int] | None = None
    """Offsets at which the segmenter's words begin, with the length of the text; None where no segmenter ran."""
    dates: list[DateMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    deeds: list[Deed] = field(default_factory=list)
    names: list[Phrase] = field(default_factory=list)
    venues: list[Phrase] = field(default_factory=list)
    roles: dict[int, tuple[str, str]] = field(default_factory=dict)
    """Index of a party → its role and the rule that gave it."""
    unsure: frozenset[int] = frozenset()
    """Indices of the parties whose role is a default: what a later sentence says of them counts more."""
    looks_back: bool = False
    """Whether it sums up or looks back, and names no new participants unless it opens a record."""
    caption: bool = False
    """Whether it stands in the caption of a picture that belongs to the story."""

    @property
    def shows_deeds(self) -> bool:
        """Whether something is done in it; a hint alone is no deed."""
        return any(not deed.hint for deed in self.deeds)

"""The tables of the typed stores: every column, key and view, and what it means.

The Parquet schema, the SQL of SQLite and DuckDB, Spark's schema and docs/stores.md are all made from
`TABLES` and `VIEWS`. The rows are made in `rows.py`, in the order of the columns here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

__all__ = ["CHILDREN", "DOCUMENTS", "EVIDENCE", "FAILURE", "RECORDS", "TABLES", "VIEWS", "Column", "Table", "View"]

Type = Literal["text", "integer", "boolean", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    type: Type
    about: str
    """What it means, in one line."""
    null: bool = True
    """Whether a row may be without a value."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table. The columns of a child's `parent` come first in it, and are its foreign key."""

    name: str
    about: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()
    """The primary key; empty where rows have none."""
    parent: str | None = None
    """The table that its rows belong to, by that table's key."""
    index: tuple[tuple[str, ...], ...] = ()
    """What is looked up often, besides the key."""
    listed: tuple[str, ...] = ()
    """The columns that `records` of Parquet and Spark repeat as a list: of the values if it is one, else of structs."""


@dataclass(frozen=True, slots=True)
class View:
    """A view of the SQL stores; `select` is SQL that SQLite and DuckDB both read."""

    name: str
    about: str
    select: str


_DOCUMENT = Column("document", "text", "the document's path or id, `sha256:…` where it has none", null=False)
_RECORD = Column("record", "text", "the record's id within its document, such as `a1.s1.r1`", null=False)
_POSITION = Column("position", "integer", "place in the record's list, from 0", null=False)

DOCUMENTS = Table(
    "documents",
    "One row an input, whether it gave records or not.",
    (
        _DOCUMENT,
        Column("path", "text", "path as given; null for standard input"),
        Column("sha256", "text", "SHA-256 of the input's bytes; null where it could not be read"),
        Column("encoding", "text", "codec that the bytes were decoded with"),
        Column("newspaper", "text", "name of the newspaper"),
        Column("published", "date", "day of publication"),
        Column("published_basis", "text", "where `published` is from: option, filename, text, metadata"),
        Column("articles", "integer", "number of articles in it", null=False),
        Column("records", "integer", "number of records in it", null=False),
        Column("failure", "text", "why it gave nothing; null where it was read"),
    ),
    key=("document",),
)

RECORDS = Table(
    "records",
    "One row an activity; what holds for its document, article and section is repeated.",
    (
        _DOCUMENT,
        _RECORD,
        Column("position", "integer", "place in the document, from 0", null=False),
        Column("newspaper", "text", "name of the newspaper"),
        Column("published", "date", "day of publication"),
        Column("article", "text", "the article's id within its document, such as `a1`", null=False),
        Column("article_kind", "text", "feature, brief, roundup, photo_caption", null=False),
        Column("kicker", "text", "line above the headline"),
        Column("headline", "text", "headline of the article"),
        Column("subhead", "text", "line below the headline"),
        Column("reporters", "text", "names in the byline and credits, joined by `；`"),
        Column("section_street", "text", "township-level division of the section"),
        Column("section_heading", "boolean", "whether a printed heading opens the section", null=False),
        Column("province", "text", "name of the province"),
        Column("province_code", "text", "its division code, 2 digits"),
        Column("city", "text", "name of the city"),
        Column("city_code", "text", "its division code, 4 digits"),
        Column("district", "text", "name of the district or county"),
        Column("district_code", "text", "its division code, 6 digits"),
        Column("street", "text", "name of the township-level division (街道, 镇, 乡)"),
        Column("street_code", "text", "its division code, 9 digits"),
        Column("date_text", "text", "the date as printed"),
        Column("date_edtf", "text", "its value in EDTF (ISO 8601-2)"),
        Column("date_start", "date", "first day; null where open or unknown"),
        Column("date_end", "date", "last day, inclusive; null where open or unknown"),
        Column("date_precision", "text", "day, month, season, year, range, set, vague"),
        Column("date_basis", "text", "stated, inherited, none"),
        Column("month", "text", "`YYYY-MM` of `date_start`, else of `date_end`, else of `published`"),
        Column("main_type", "text", "first activity type"),
        Column("activity_name", "text", "title that the text gives the activity"),
        Column("venue", "text", "place named as where it happens"),
        Column("text", "text", "text of the record, repaired", null=False),
        Column("duplicate_of", "text", "the earlier story that its article repeats, `document#article`; marked by `civicnews batch`"),
    ),
    key=("document", "record"),
    parent="documents",
    index=(("main_type",), ("street_code",), ("date_start",)),
)

EVIDENCE = Table(
    "evidence",
    "The characters behind each value, and the rule that found it; one row a span.",
    (
        _DOCUMENT,
        _RECORD,
        Column("position", "integer", "number of the row within its record, from 0", null=False),
        Column("field", "text", "value that it is evidence of: `text`, `street`, `participants.1`, `types.0` …", null=False),
        Column("rule", "text", "id of the rule; null where the span only shows where the value stands"),
        Column("span_start", "integer", "first character, in code points of the decoded input, from 0", null=False),
        Column("span_end", "integer", "the character after the last", null=False),
    ),
    key=("document", "record", "position"),
    parent="records",
    listed=("field", "rule", "span_start", "span_end"),
)

CHILDREN = (
    Table(
        "communities",
        "The communities and villages (社区, 村) of a record.",
        (
            _DOCUMENT,
            _RECORD,
            _POSITION,
            Column("name", "text", "its name, ended in 社区 or 村", null=False),
            Column("code", "text", "division code, 12 digits; null where it is not linked"),
            Column("official_name", "text", "its name in the gazetteer"),
            Column("match", "text", "how it was linked: exact, normalised, fuzzy, inferred"),
        ),
        key=("document", "record", "position"),
        parent="records",
        index=(("name",), ("code",)),
        listed=("name", "code", "official_name", "match"),
    ),
    Table(
        "participants",
        "The people, groups and organisations that take part.",
        (
            _DOCUMENT,
            _RECORD,
            _POSITION,
            Column("name", "text", "shortest phrase that names the party", null=False),
            Column("kind", "text", "person, group, organisation", null=False),
            Column("role", "text", "organiser, partner, actor, beneficiary", null=False),
            Column("count_value", "integer", "how many"),
            Column("count_approximate", "boolean", "whether the number is printed as about"),
            Column("count_unit", "text", "what is counted in: 名, 人, 户 …"),
            Column("affiliation", "text", "body that they belong to"),
        ),
        key=("document", "record", "position"),
        parent="records",
        index=(("name",),),
        listed=("name", "kind", "role", "count_value", "count_approximate", "count_unit", "affiliation"),
    ),
    Table(
        "types",
        "The activity types of a record, the main one at position 0.",
        (
            _DOCUMENT,
            _RECORD,
            _POSITION,
            Column("type", "text", "id from the closed list, such as `elder_care`", null=False),
            Column("zh", "text", "Chinese label; null for a type of a rule pack of one's own"),
            Column("en", "text", "English label"),
        ),
        key=("document", "record", "position"),
        parent="records",
        index=(("type",),),
        listed=("type",),
    ),
    EVIDENCE,
    Table(
        "warnings",
        "Trouble that extraction went on from.",
        (
            _DOCUMENT,
            Column("record", "text", "the record that it is about; null where it is the document"),
            Column("code", "text", "kind of trouble, such as `ambiguous-place`", null=False),
            Column("message", "text", "what is wrong, for people", null=False),
        ),
        parent="documents",
        index=(("document",),),
        listed=("code", "message"),
    ),
)
"""The tables below a record, in the order of the lists in `records`."""

TABLES = (DOCUMENTS, RECORDS, *CHILDREN)

FAILURE = Column("failure", "text", "why the input could not be read; then all but `document` is null or an empty list")
"""The column that Spark's result has after those of `records`."""

VIEWS = (
    View(
        "activities",
        "One row a record × community × type, for counting: count(DISTINCT document || ' ' || record) counts activities.",
        """\
SELECT r.document, r.record, r.newspaper, r.published, r.headline, r.province, r.city, r.district, r.street, r.street_code,
       c.name AS community, c.code AS community_code, t.type, t.zh AS type_zh, t.en AS type_en, t.position = 0 AS is_main_type,
       r.date_text, r.date_start, r.date_end, r.date_precision, r.month, r.activity_name, r.venue, r.text
FROM records AS r
LEFT JOIN communities AS c ON c.document = r.document AND c.record = r.record
LEFT JOIN types AS t ON t.document = r.document AND t.record = r.record""",
    ),
    View(
        "parties",
        "One row a participant, with the street, the month and the main type of its record.",
        """\
SELECT p.document, p.record, p.name, p.kind, p.role, p.count_value, p.count_approximate, p.count_unit, p.affiliation,
       r.city, r.district, r.street, r.street_code, r.date_start, r.date_end, r.month, r.main_type
FROM participants AS p
JOIN records AS r ON r.document = p.document AND r.record = p.record""",
    ),
)

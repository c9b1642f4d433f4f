"""The publication date and the newspaper, where the page or its file name says them.

Rules: the `masthead` rules of rules/base/lines.yaml and web*.yaml, vocab/paper_suffix.tsv, date_digit.tsv, date_number.tsv, the datelines
of bylines.yaml.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from typing import Literal

from civicnews.bylines import opening
from civicnews.document import Layout
from civicnews.rules.load import RuleSet
from civicnews.text import Text

__all__ = ["date_in", "date_of_path", "newspaper", "publication"]

LONGEST_DATE = 20
"""Characters of the longest date in figures."""

Basis = Literal["text", "filename"]

_FILE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-_./\\年]?)(1[0-2]|0[1-9])(?:[-_./\\月]?)(3[01]|[12]\d|0[1-9])(?!\d)"
    r"|(?<!\d)((?:19|20)\d\d)[-_./\\年](1[0-2]|[1-9])[-_./\\月](3[01]|[12]\d|[1-9])(?!\d)"
)
_HEAD_RULES = ("line.masthead", "web.masthead", "web.navigation")


def publication(layout: Layout, path: str | None, rules: RuleSet) -> tuple[datetime.date | None, Basis | None]:
    """When the page was published.

    Args:
        layout: the repaired page.
        path: the path of the input as given, or None.
        rules: the rule packs.

    Returns:
        The date and where it stands: in the page's head (or a dateline with a year), else in the path;
        (None, None) where it stands nowhere.
    """
    heads = [block.text for block in layout.blocks if block.kind == "furniture" and (block.rule or "").startswith(_HEAD_RULES)]
    date = _printed(heads, rules)
    if date is not None:
        return date, "text"
    from_path = date_of_path(path)
    if from_path is not None:
        return from_path, "filename"
    for block in layout.blocks:
        if block.kind == "body":
            dateline = opening(block.text, rules)
            found = next(_dates(dateline.date, rules), None) if dateline is not None and dateline.date is not None else None
            if found is not None:
                return found, "text"
    return None, None


def newspaper(layout: Layout, rules: RuleSet) -> str | None:
    """The newspaper's name as printed in the page's head or as the source of a web copy, or None."""
    pattern = rules.compiled("{line_paper}")
    for block in layout.blocks:
        if block.kind == "furniture" and (block.rule or "").startswith(_HEAD_RULES):
            found = pattern.search(block.text.folded)
            if found is not None:
                start, end = found.span()
                return str(block.text[start:end]).strip("《》 　")
    return None


def _printed(heads: list[Text], rules: RuleSet) -> datetime.date | None:
    """The date in the lines of the head: the one that is labelled as that of publication, as a date, else the first.

    The clock of the machine on which a page is read is no publication date: where a labelled date
    without a year (日期：11-26) is another day, there is none.
    """
    issued = rules.compiled("{web_issued}")
    for text in heads:
        for found in issued.finditer(text.folded):
            date = next(_dates(text[found.end() : found.end() + LONGEST_DATE], rules), None)
            if date is not None:
                return date
    labelled = rules.compiled("{web_dated}")
    partial: tuple[int, int] | None = None
    for text in heads:
        for found in labelled.finditer(text.folded):
            date = next(_dates(text[found.end() :], rules), None)
            if date is not None:
                return date
            if found.group("month") is not None:
                partial = int(found.group("month")), int(found.group("day"))
    dates = [date for text in heads for date in _dates(text, rules)]
    return next((date for date in dates if partial is None or (date.month, date.day) == partial), None)


def _dates(text: Text, rules: RuleSet) -> Iterator[datetime.date]:
    """The dates with a year in a text."""
    pattern = rules.compiled("(?P<year>{line_year}) ?[年./-] ?(?P<month>{line_num}) ?[月./-] ?(?P<day>{line_num})")
    digits, numbers = rules.vocabulary("date_digit"), rules.vocabulary("date_number")
    for found in pattern.finditer(text.folded):
        year = "".join(digits.get(character, character) for character in found.group("year"))
        date = _date(year, *(numbers.get(found.group(part), found.group(part)) for part in ("month", "day")))
        if date is not None:
            yield date


def date_of_path(path: str | None) -> datetime.date | None:
    """The last date in a path: papers/2023/03/07/A05.txt, yzrb_20230307_05.txt, 2023-03/07/content_123.htm."""
    dates = _digit_dates(path or "")
    return dates[-1] if dates else None


def date_in(value: str) -> datetime.date | None:
    """The first date in a value of a metadata field: 2023-03-07T08:00:00, 2023/3/7, 20230307, 2023年3月7日."""
    dates = _digit_dates(value)
    return dates[0] if dates else None


def _digit_dates(text: str) -> list[datetime.date]:
    dates = (_date(*(group for group in found.groups() if group is not None)) for found in _FILE.finditer(text))
    return [date for date in dates if date is not None]


def _date(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year), int(month), int(day))
    except ValueError:
        return None

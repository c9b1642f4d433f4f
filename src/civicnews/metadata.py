"""The publication date and the newspaper, where the page or its file name says them.

Rules: the `masthead` rules of rules/base/lines.yaml, vocab/paper_suffix.tsv, the datelines of bylines.yaml.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache
from typing import Any, Literal

from civicnews.bylines import opening
from civicnews.document import Layout
from civicnews.match import compile_pattern
from civicnews.rules.load import RuleSet

__all__ = ["newspaper", "publication"]

Basis = Literal["text", "filename"]

_FILE = re.compile(
    r"(?<!\d)((?:19|20)\d\d)(?:[-_./\\年]?)(1[0-2]|0[1-9])(?:[-_./\\月]?)(3[01]|[12]\d|0[1-9])(?!\d)"
    r"|(?<!\d)((?:19|20)\d\d)[-_./\\年](1[0-2]|[1-9])[-_./\\月](3[01]|[12]\d|[1-9])(?!\d)"
)
_DIGITS = str.maketrans("〇零○ＯO一二三四五六七八九", "00000123456789")


@lru_cache(maxsize=16)
def _compiled(pattern: str) -> Any:
    return compile_pattern(pattern)


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
    pattern = _compiled(
        "(?P<year>" + rules.pattern("line_year") + ") ?[年./-] ?(?P<month>" + rules.pattern("line_num") + ") ?[月./-] ?(?P<day>"
        + rules.pattern("line_num") + ")"
    )  # fmt: skip
    for block in layout.blocks:
        if block.kind == "furniture" and (block.rule or "").startswith(("line.masthead", "line.web-source")):
            for found in pattern.finditer(block.text.folded):
                date = _date(found.group("year"), found.group("month"), found.group("day"))
                if date is not None:
                    return date, "text"
    from_path = _of_path(path)
    if from_path is not None:
        return from_path, "filename"
    for block in layout.blocks:
        if block.kind == "body":
            dateline = opening(block.text, rules)
            found = pattern.search(dateline.date.folded) if dateline is not None and dateline.date is not None else None
            if found is not None:
                date = _date(found.group("year"), found.group("month"), found.group("day"))
                if date is not None:
                    return date, "text"
    return None, None


def newspaper(layout: Layout, rules: RuleSet) -> str | None:
    """The newspaper's name as printed in the page's head or as the source of a web copy, or None."""
    pattern = _compiled(rules.pattern("line_paper"))
    for block in layout.blocks:
        if block.kind == "furniture" and (block.rule or "").startswith(("line.masthead", "line.web-source")):
            found = pattern.search(block.text.folded)
            if found is not None:
                start, end = found.span()
                return str(block.text[start:end]).strip("《》 　")
    return None


def _of_path(path: str | None) -> datetime.date | None:
    if path is None:
        return None
    dates = [_date(*(group for group in found.groups() if group is not None)) for found in _FILE.finditer(path)]
    known = [date for date in dates if date is not None]
    return known[-1] if known else None


def _date(year: str, month: str, day: str) -> datetime.date | None:
    try:
        return datetime.date(int(year.translate(_DIGITS)), _number(month), _number(day))
    except ValueError:
        return None


def _number(words: str) -> int:
    """A number from 1 to 99 in digits or Chinese (十四, 二十)."""
    plain = words.translate(_DIGITS)
    if "十" not in plain:
        return int(plain)
    tens, _, ones = plain.partition("十")
    return int(tens or "1") * 10 + int(ones or "0")

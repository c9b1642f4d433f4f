"""The day of publication from an input's path, by a pattern of the user's."""

from __future__ import annotations

import datetime
import re

import re2

from civicnews.document import Page
from civicnews.errors import ReadError
from civicnews.structs import replace

__all__ = ["PublishedFrom"]

_PARTS = {
    "year": r"(?P<year>(?:1[89]|20)[0-9][0-9])",
    "yy": r"(?P<yy>[0-9][0-9])",
    "month": r"(?P<month>1[0-2]|0?[1-9])",
    "day": r"(?P<day>3[01]|[12][0-9]|0?[1-9])",
}
_PADDED = {"month": r"(?P<month>1[0-2]|0[1-9])", "day": r"(?P<day>3[01]|[12][0-9]|0[1-9])"}
"""Where two parts stand side by side, as in {year}{month}{day}, each has all its digits."""
_CENTURY = 70
"""{yy} from here on is 19.., below it 20.."""
_SHOWN = 40
_TOKEN = re.compile(r"\{(\w+)\}|\*\*/?|\*|\?|.", re.DOTALL)


class PublishedFrom:
    """A pattern such as `papers/{year}/{month}/{day}/*.txt` or `rb{yy}{month}{day}_*.txt`.

    `{year}` (four digits) or `{yy}` (two), `{month}` and `{day}` stand for numbers, `*` for anything within a part of the path,
    `**` for anything; all else is itself. The pattern may match any stretch of the path that cuts no number.

    Args:
        pattern: the text of it.

    Raises:
        ReadError: a part is unknown, missing or there twice.
    """

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        names = re.findall(r"\{(\w*)\}", pattern)
        for name in names:
            if name not in _PARTS:
                raise ReadError(f"{pattern!r}: {{{name}}} is unknown; expected {{year}} or {{yy}}, {{month}} and {{day}}")
        if sorted(names) not in (["day", "month", "year"], ["day", "month", "yy"]):
            raise ReadError(f"{pattern!r}: expected {{year}} or {{yy}}, {{month}} and {{day}}, each once")
        try:
            self._compiled = re2.compile(f"(?:^|[^0-9]){_expression(pattern)}(?:[^0-9]|$)")
        except re2.error as error:
            raise ReadError(f"{pattern[:_SHOWN]!r}: is too long for a pattern") from error

    def applied(self, page: Page) -> Page:
        """The page with the day that its path says, where it says one."""
        published = self.date(page.path) if page.path is not None else None
        return page if published is None else replace(page, published=published, published_basis="filename")

    def date(self, path: str) -> datetime.date | None:
        """The day that the path says, or None where it does not match or there is no such day."""
        found = self._compiled.search(path.replace("\\", "/"))
        if found is None:
            return None
        parts = found.groupdict()
        year = int(parts["year"]) if parts.get("year") else int(parts["yy"]) + (1900 if int(parts["yy"]) >= _CENTURY else 2000)
        try:
            return datetime.date(year, int(parts["month"]), int(parts["day"]))
        except ValueError:
            return None


def _expression(pattern: str) -> str:
    out = []
    side_by_side = re.search(r"\}\{", pattern) is not None
    for token in _TOKEN.finditer(pattern):
        word, name = token.group(), token.group(1)
        if name is not None:
            out.append(_PADDED.get(name, _PARTS[name]) if side_by_side else _PARTS[name])
        else:
            wild = {"**/": "(?:.*/)?", "**": ".*", "*": "[^/]*", "?": "[^/]"}.get(word)
            out.append(wild if wild is not None else re.escape(word))
    return "".join(out)

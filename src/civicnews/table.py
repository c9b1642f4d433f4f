"""Result → a table for people: one row a record, as wide as the terminal."""

from __future__ import annotations

import io
from collections.abc import Callable, Mapping

from civicnews.models import Participant, Record, Result

__all__ = ["to_table"]


def to_table(result: Result, *, labels: Mapping[str, str], width: int, colour: bool = False, translate: Callable[[str], str] = str) -> str:
    """A table for people, one row a record.

    Args:
        result: what one input gave.
        labels: id of an activity type → what to call it.
        width: of the page, in columns of a terminal.
        colour: use the escape codes of a terminal.
        translate: what heads and roles, which are English, are called.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, expand=False)
    for name in ("id", "street", "communities", "date", "activity", "participants", "name, venue"):
        table.add_column(translate(name), overflow="fold", no_wrap=name == "id")
    for article in result.articles:
        for section in article.sections:
            for record in section.records:
                table.add_row(*(_printable(cell) for cell in _cells(record, labels, translate)))
        table.add_section()
    out = io.StringIO()
    console = Console(
        file=out, width=width, force_terminal=colour, no_color=not colour, markup=False, emoji=False, highlight=False, legacy_windows=False
    )
    console.print(_printable(_caption(result, translate)), soft_wrap=True)
    if table.row_count:
        console.print(table)
    lines = [line.rstrip() for line in out.getvalue().splitlines()]
    return "\n".join(lines).rstrip("\n") + "\n"


def _caption(result: Result, translate: Callable[[str], str]) -> str:
    source = result.source
    records = sum(len(section.records) for article in result.articles for section in article.sections)
    known = [part for part in (source.newspaper, source.published, source.path) if part]
    return " · ".join([*known, translate(f"articles: {len(result.articles)}"), translate(f"records: {records}")])


def _cells(record: Record, labels: Mapping[str, str], translate: Callable[[str], str]) -> tuple[str, ...]:
    date = record.date
    roles: dict[str, list[str]] = {}
    for party in record.participants:
        roles.setdefault(party.role, []).append(party.name + _amount(party))
    return (
        record.id,
        record.street.name if record.street else "",
        "\n".join(place.name for place in record.communities),
        "\n".join(dict.fromkeys(part for part in (date.text, date.edtf) if part)) if date else "",
        "\n".join(labels.get(kind, kind) for kind in record.activity_types),
        "\n".join(f"{translate(role)}: {'、'.join(names)}" for role, names in roles.items()),
        "\n".join(phrase.text for phrase in (record.activity_name, record.venue) if phrase),
    )


def _amount(party: Participant) -> str:
    count = party.count
    if count is None or count.value is None:
        return ""
    return f" ({'≈' if count.approximate else ''}{count.value})"


def _printable(text: str) -> str:
    """The text without anything that a terminal would obey."""
    return "".join(c if c.isprintable() or c == "\n" else " " if c.isspace() else "\ufffd" for c in text)

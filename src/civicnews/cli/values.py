"""Values of options that several commands take, checked. Typer is imported for a mistake only."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

from civicnews.errors import ReadError

if TYPE_CHECKING:
    from civicnews.inputs.published import PublishedFrom

__all__ = ["codec_of", "day_of", "pattern_of"]

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def codec_of(encoding: str | None) -> str | None:
    """The codec that `--encoding` names.

    Raises:
        typer.BadParameter: there is none.
    """
    from civicnews.read import encoding_name

    try:
        return encoding_name(encoding) if encoding is not None else None
    except ReadError as error:
        import typer

        raise typer.BadParameter(str(error), param_hint="--encoding") from error


def day_of(published: str | None) -> date | None:
    """The day that `--published` names.

    Raises:
        typer.BadParameter: it is no day.
    """
    if published is None:
        return None
    try:
        if not _DAY.fullmatch(published):
            raise ValueError(published)
        return date.fromisoformat(published)
    except ValueError as error:
        import typer

        expected = f"{published!r} is no date; write it as YYYY-MM-DD, such as 2023-03-07"
        raise typer.BadParameter(expected, param_hint="--published") from error


def pattern_of(published_from: str | None) -> PublishedFrom | None:
    """The pattern that `--published-from` gives.

    Raises:
        typer.BadParameter: it is none.
    """
    from civicnews.inputs.published import PublishedFrom

    try:
        return PublishedFrom(published_from) if published_from is not None else None
    except ReadError as error:
        import typer

        raise typer.BadParameter(str(error), param_hint="--published-from") from error

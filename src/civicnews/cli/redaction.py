"""What the options say that take personal names out, for every command that writes records. Typer is imported for a mistake only."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from civicnews.models import Result
    from civicnews.pipeline import Pipeline
    from civicnews.redact import Redaction

MAX_KEY_BYTES = 1 << 16
__all__ = ["redaction", "redaction_of"]


def redaction_of(redact: str | None, pseudonyms: Literal["number", "surname"], key_file: Path | None) -> Redaction | None:
    """What the options say is to be taken out; None without --redact.

    Raises:
        typer.BadParameter: an option is wrong.
    """
    if redact is None and key_file is None and pseudonyms == "number":
        return None
    import typer

    if redact is None:
        raise typer.BadParameter("goes with --redact persons", param_hint="--pseudonym-key" if key_file is not None else "--pseudonyms")
    whom = {word.strip() for word in redact.split(",")}
    if "persons" not in whom or not whom <= {"persons", "reporters"}:
        raise typer.BadParameter(f"{redact!r} is neither persons nor persons,reporters", param_hint="--redact")
    from civicnews.bounded import read_bounded
    from civicnews.redact import Redaction

    try:
        key = read_bounded(key_file, MAX_KEY_BYTES).strip() if key_file is not None else None
        return Redaction(reporters="reporters" in whom, pseudonyms=pseudonyms, key=key)
    except OSError as error:
        raise typer.BadParameter(f"{key_file}: cannot be read ({error.strerror})", param_hint="--pseudonym-key") from error
    except ValueError as error:
        raise typer.BadParameter(f"{key_file}: {error}", param_hint="--pseudonym-key") from error


def redaction(
    redact: str | None, pseudonyms: Literal["number", "surname"], key_file: Path | None, pipeline: Pipeline
) -> Callable[[Result], Result]:
    """What is to be done to each result before it is written. Raises what `redaction_of` raises."""
    asked = redaction_of(redact, pseudonyms, key_file)
    if asked is None:
        return lambda result: result
    from civicnews.redact import redact as redacted

    return lambda result: redacted(result, pipeline, asked)

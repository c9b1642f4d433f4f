"""The options that several commands take. What their values must be is checked in `values.py` and `redaction.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

__all__ = ["GazetteerFile", "KeyFile", "Newspaper", "Pseudonyms", "Published", "Redact", "Region", "Rules"]

Published = Annotated[str | None, typer.Option(metavar="YYYY-MM-DD", help="Publication date; else from the page or file name.")]
Newspaper = Annotated[str | None, typer.Option(metavar="NAME", help="Name of the newspaper; else from the page.")]
Rules = Annotated[list[Path] | None, typer.Option(metavar="DIR", help="A rule pack over the built-in one; may be repeated.")]
Region = Annotated[str | None, typer.Option(metavar="NAME|CODE", help="Division that the newspaper is at home in.")]
GazetteerFile = Annotated[Path | None, typer.Option(metavar="FILE.csv", help="Divisions to add to the built-in list.")]
Redact = Annotated[
    str | None,
    typer.Option("--redact", metavar="persons[,reporters]", help="Replace names of private persons, or of reporters too, by pseudonyms."),
]
Pseudonyms = Annotated[
    Literal["number", "surname"], typer.Option("--pseudonyms", help="With --redact: person-7, or 林某某, which keeps the surname.")
]
KeyFile = Annotated[
    Path | None,
    typer.Option("--pseudonym-key", metavar="FILE", help="With --redact: a secret that gives a name one pseudonym in all documents."),
]

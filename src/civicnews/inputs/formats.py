"""The bytes of one text → Page, through the reader of its kind.

A reader gives `Extracted`: the text with a blank line after its title and one line a paragraph, and what the file says of itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib import import_module

from civicnews.bounded import MAX_BYTES
from civicnews.document import Page
from civicnews.errors import ReadError
from civicnews.inputs.extracted import Extracted
from civicnews.inputs.kinds import Kind, kind_of, require
from civicnews.metadata import date_in
from civicnews.read import read_bytes

__all__ = ["page_from", "page_of_kind"]

READERS = ("html", "markdown", "pdf", "docx")
"""Each is a module beside this one with `extract(data, name, encoding) -> Extracted`."""


def page_from(data: bytes, path: str, encoding: str | None = None) -> Page:
    """Read a file of one text by the kind that its name says; what is of no such kind is read as text.

    Raises:
        ReadError: it is too large or no text, or the extra that reads its kind is not installed.
    """
    kind = kind_of(path)
    return page_of_kind(data, kind if kind in READERS else "text", path, encoding)


def page_of_kind(data: bytes, kind: Kind, name: str, encoding: str | None = None) -> Page:
    """Read one text.

    Args:
        data: all its bytes.
        kind: text, html, markdown, pdf or docx.
        name: where they come from, for the page and for messages.
        encoding: the name of the encoding, to force it; found out if None.

    Raises:
        ReadError: there is no text in it, or it cannot be read.
    """
    if kind not in READERS:
        return read_bytes(data, path=name, encoding=encoding)
    require(kind, name)
    if len(data) > MAX_BYTES:
        raise ReadError(f"{name}: larger than {MAX_BYTES >> 20} MiB; split it into pages")
    if not data:
        raise ReadError(f"{name}: is empty; there is no text in it")
    extract: Callable[[bytes, str, str | None], Extracted] = import_module(f"civicnews.inputs.{kind}").extract
    found = extract(data, name, encoding)
    if not found.text.strip():
        raise ReadError(f"{name}: there is no text in it{found.empty_because}")
    published = date_in(found.date) if found.date else None
    return Page(
        text=found.text,
        path=name,
        sha256=hashlib.sha256(data).hexdigest(),
        encoding=found.encoding,
        published=published,
        published_basis="metadata" if published else None,
        newspaper=found.newspaper,
    )

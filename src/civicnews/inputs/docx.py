"""Word (.docx) → text: its paragraphs and the cells of its tables, in order."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from civicnews.errors import ReadError
from civicnews.inputs.extracted import Extracted, laid_out
from civicnews.inputs.limits import FREE, MAX_MARKS, MAX_RATIO, check_marks, read_whole

__all__ = ["extract"]

_ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""A Word file with a password is an OLE file and no zip; so is an old .doc."""
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".emf", ".wmf")
_TITLES = ("Title", "Subtitle", "Heading 1")


def extract(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Take the text out of a Word file; `encoding` is of no use here.

    Raises:
        ReadError: it is encrypted, damaged, or a bomb.
    """
    import docx

    if data.startswith(_ENCRYPTED):
        raise ReadError(f"{name}: is encrypted, or an old .doc file; save it as .docx without a password")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(info.file_size for info in archive.infolist())
            if unpacked > FREE and unpacked > MAX_RATIO * len(data):
                raise ReadError(f"{name}: unpacks to more than {MAX_RATIO} times its size; this is no text")
            for info in archive.infolist():
                if info.file_size > MAX_MARKS and not info.filename.lower().endswith(_PICTURES):
                    with archive.open(info) as part:
                        check_marks(read_whole(part, name), "<=", name)
        document = docx.Document(io.BytesIO(data))
        titles: list[str | None] = []
        paragraphs: list[str] = []
        for style, text in _texts(document):
            (titles if style in _TITLES and not paragraphs else paragraphs).append(text)
    except ReadError:
        raise
    except Exception as error:  # python-docx raises whatever the XML leads it to
        raise ReadError(f"{name}: is damaged or no Word file ({type(error).__name__}); save it again") from error
    return Extracted(laid_out(titles, paragraphs), "docx")


def _texts(document: Any) -> Iterator[tuple[str, str]]:
    from docx.table import _Cell

    for block in document.iter_inner_content():
        if hasattr(block, "rows"):
            for row in block.rows:
                for cell in row._tr.tc_lst:  # `row.cells` has a cell for each column that it spans, however many it says these are
                    if cell.vMerge != "continue":
                        yield from (("", paragraph.text) for paragraph in _Cell(cell, block).paragraphs)
        else:
            yield (block.style.name if block.style is not None else ""), block.text

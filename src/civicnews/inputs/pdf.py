"""PDF → text, page after page, in the order in which the file draws it (which is that of the layout program's stories).

Lines stay as printed; the repair of pages joins them. A file of scanned pages has no text.
"""

from __future__ import annotations

from civicnews.errors import ReadError
from civicnews.inputs.apart import apart
from civicnews.inputs.extracted import Extracted

__all__ = ["extract"]

_PASSWORD = 4
"""FPDF_ERR_PASSWORD."""


def extract(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Take the text out of a PDF; `encoding` is of no use here.

    Raises:
        ReadError: it needs a password, or is damaged.
    """
    import pypdfium2  # noqa: F401  (loaded here, it is there in the process)

    text = apart(lambda: _text(data, name), name)
    return Extracted(text, "pdf", empty_because="; if its pages are pictures, run OCR on them")


def _text(data: bytes, name: str) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == _PASSWORD or "password" in str(error).lower():
            raise ReadError(f"{name}: is encrypted; save it without a password") from error
        raise ReadError(f"{name}: is damaged or no PDF; get it again") from error
    pages = []
    try:
        for number in range(len(document)):
            try:
                pages.append(_page(document, number))
            except pypdfium2.PdfiumError as error:
                raise ReadError(f"{name}: page {number + 1} is damaged; get the file again") from error
    finally:
        document.close()
    return "\n\n".join(pages)


def _page(document: object, number: int) -> str:
    page = document[number]  # type: ignore[index]
    text = page.get_textpage()
    try:
        found: str = text.get_text_bounded()
    finally:
        text.close()
        page.close()
    return found.replace("\r\n", "\n").replace("\ufffe", "")  # U+FFFE stands for a hyphen at a line's end

"""What a reader takes out of a file."""

from __future__ import annotations

from collections.abc import Iterable

from civicnews.structs import frozen

__all__ = ["Extracted", "laid_out"]

_INDENT = "　　"


@frozen
class Extracted:
    """A text and what the file says of it.

    Attributes:
        text: its titles, a blank line, its paragraphs.
        encoding: the codec that decoded it, or the kind of file where there is no codec.
        date: a date as the file has it, not parsed.
        empty_because: what to add to the message that there is no text.
    """

    text: str
    encoding: str
    date: str | None = None
    newspaper: str | None = None
    empty_because: str = ""


def laid_out(head: Iterable[str | None], paragraphs: Iterable[str]) -> str:
    """Titles and paragraphs as a newspaper prints them: a line each, a blank line between, paragraphs indented.

    Blank ones are left out, and so are titles that the text begins with anyway.
    """
    body = [paragraph.strip() for paragraph in paragraphs if paragraph.strip()]
    titles = [title.strip() for title in head if title and title.strip()]
    while body and body[0] in titles:
        body.pop(0)
    text = "\n".join(dict.fromkeys(titles)) + "\n\n" if titles else ""
    return text + "".join(f"{_INDENT}{paragraph}\n" for paragraph in body)

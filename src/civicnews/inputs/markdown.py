"""Markdown → text: headings, paragraphs and list items without their marks; `date` and `title` of a front matter."""

from __future__ import annotations

import re

from civicnews.inputs.extracted import Extracted
from civicnews.inputs.limits import check_marks
from civicnews.read import decode

__all__ = ["extract"]

_MARKS = "\n*_[]`<|&\\"
_FRONT = re.compile(r"\A---\r?\n(.*?)\r?\n(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"^(date|title|newspaper)[ \t]*:[ \t]*[\"']?(.*?)[\"']?[ \t]*\r?$", re.MULTILINE)


def extract(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Take the text out of a Markdown file.

    Raises:
        ReadError: it cannot be decoded, or has too many marks.
    """
    from markdown_it import MarkdownIt

    text, codec = decode(data, name, encoding)
    check_marks(text, _MARKS, name)
    front = _FRONT.match(text)
    said = dict(_FIELD.findall(front.group(1))) if front else {}
    lines = [said["title"], ""] if said.get("title") else []
    for token in MarkdownIt("commonmark").parse(text[front.end() :] if front else text):
        if token.type == "inline":
            words = "".join(_words(child.type, child.content) for child in token.children or ())
            lines += [*words.split("\n"), ""]
        elif token.type in ("code_block", "fence"):  # an indented paragraph looks like code
            lines += [*token.content.splitlines(), ""]
    return Extracted("\n".join(lines), codec, said.get("date"), said.get("newspaper"))


def _words(kind: str, content: str) -> str:
    if kind in ("softbreak", "hardbreak"):
        return "\n"
    return content if kind in ("text", "code_inline", "text_special") else ""

"""HTML → text: the story of a page of an electronic newspaper or a news site, with its paragraphs.

Where the page marks its story (as the systems do that most Chinese newspapers publish with, and as schema.org does), only
that part is looked at; trafilatura finds the text in it. Titles and date come from what the page says of itself: the
publishing system's comment, `founder-*` elements, meta elements. A line above the story that bears a date is kept too.

Source: the marks `enpproperty`, `enpcontent`, `founder-content`, `ozoom` are those of the Founder (方正) e-paper system.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from civicnews.errors import ReadError
from civicnews.inputs.extracted import Extracted, laid_out
from civicnews.inputs.limits import check_marks
from civicnews.read import decode

__all__ = ["extract"]

_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{3,20})", re.IGNORECASE)
_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that a tree may hold and that cannot be put into one."""
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_PROPERTIES = re.compile(r"<!--\s*enpproperty(.*?)/?enpproperty\s*-->", re.DOTALL | re.IGNORECASE)
_PROPERTY = re.compile(r"<(\w+)>(.*?)</\1>", re.DOTALL)
_CONTENT = re.compile(r"<!--\s*enpcontent\s*-->(.*?)<!--\s*/enpcontent\s*-->", re.DOTALL | re.IGNORECASE)
_STORY = (
    "//founder-content",
    "//*[@id='ozoom']",
    "//*[@itemprop='articleBody']",
    "//*[@id='articleContent']",
)
_DATES = ("publishdate", "pubdate", "article:published_time", "datepublished", "publish-date", "dc.date", "dcterms.issued", "date")
_TITLES = ("og:title", "articletitle", "twitter:title")
_PAPERS = ("og:site_name", "contentsource")
_DAY = re.compile(r"(?:19|20)\d\d ?[年./-] ?\d{1,2} ?[月./-] ?\d{1,2}")
_HEAD_LINE = 80
"""A line above the story that bears its date or is its title is no longer."""
_PARTS = re.compile(r"\s*[-_|—–]+\s*")
_TITLE = 4
"""Characters of the shortest title."""
_ENOUGH = 60
"""So many characters are a story; below, everything that the page says is taken."""
_BREAK = re.compile(r"\s*\n\s*")


@dataclass(frozen=True, slots=True)
class _About:
    titles: list[str | None]
    date: str | None
    newspaper: str | None


def extract(data: bytes, name: str, encoding: str | None) -> Extracted:
    """Take the story out of a page.

    Raises:
        ReadError: it cannot be decoded, is no HTML, or has too many tags.
    """
    from lxml import etree

    text, codec = _decoded(data, name, encoding)
    check_marks(text, "<=", name)
    text = _DECLARATION.sub("", text)  # lxml refuses text that names an encoding
    try:
        tree = _parsed(text)
    except (etree.LxmlError, ValueError) as error:
        raise ReadError(f"{name}: is no HTML ({error})") from error
    about = _about(tree, text)
    story = _marked(tree, text)
    paragraphs = _paragraphs(story if story is not None else tree)
    head = _dated_line(tree, paragraphs[0] if paragraphs else "")
    return Extracted(laid_out([head, *about.titles], paragraphs), codec, about.date, about.newspaper)


def _decoded(data: bytes, name: str, encoding: str | None) -> tuple[str, str]:
    """UTF-8 needs no guess; else the page says its encoding; else it is found out."""
    declared = _CHARSET.search(data[:4096])
    if encoding is None and declared is not None:
        said = declared.group(1).decode("ascii").lower()
        for codec in ("utf-8", "gb18030" if said.startswith("gb") else said):
            try:
                data.decode(codec)
            except (UnicodeDecodeError, LookupError):
                continue
            return decode(data, name, codec)
    return decode(data, name, encoding)


def _about(tree: Any, text: str) -> _About:
    comment = _PROPERTIES.search(text)
    said = {key.lower(): _clean(value) for key, value in _PROPERTY.findall(comment.group(1))} if comment else {}
    for element in tree.iter("founder-title", "founder-subtitle", "founder-introtitle", "founder-date"):
        key = element.tag.removeprefix("founder-")
        said.setdefault(key, _clean(element.text_content()))
    meta: dict[str, str] = {}
    for element in tree.iter("meta"):
        key = element.get("name") or element.get("property") or element.get("itemprop")
        if key and element.get("content"):
            meta.setdefault(key.lower(), _clean(element.get("content")))
    date = said.get("date") or next((meta[key] for key in _DATES if meta.get(key)), None)
    title = said.get("title") or next((meta[key] for key in _TITLES if meta.get(key)), None) or _heading(tree)
    titles = [said.get("introtitle"), title, said.get("subtitle")]
    return _About(titles, date, next((meta[key] for key in _PAPERS if meta.get(key)), None))


def _heading(tree: Any) -> str | None:
    """The only first-level heading, else the line of the page that the title of the window names beside that of the paper."""
    headings = [_clean(element.text_content()) for element in tree.iter("h1")]
    if len(headings) == 1:
        return headings[0]
    named = [part for element in tree.iter("title") for part in _PARTS.split(_clean(element.text_content())) if len(part) >= _TITLE]
    body = tree.find("body")
    lines = [_clean(text) for text in body.itertext()] if body is not None else []
    return next((line for part in named for line in lines if line.startswith(part) and len(line) <= _HEAD_LINE), None)


def _parsed(text: str) -> Any:
    """The tree of a page, without the controls that stand in it as they are or as references (&#11;)."""
    from lxml import html

    tree = html.document_fromstring(text)
    for node in tree.iter():
        if node.text and _NO_XML.search(node.text):
            node.text = _NO_XML.sub(" ", node.text)
        if node.tail and _NO_XML.search(node.tail):
            node.tail = _NO_XML.sub(" ", node.tail)
    return tree


def _marked(tree: Any, text: str) -> Any:
    content = _CONTENT.search(text)
    if content is not None and content.group(1).strip():
        return _parsed(f"<html><body>{content.group(1)}</body></html>")
    for path in _STORY:
        found = [element for element in tree.xpath(path) if element.text_content().strip()]
        if found:
            return found[0]
    return None


def _paragraphs(tree: Any) -> list[str]:
    """The paragraphs of the main text.

    trafilatura is asked to be strict first; a short page may then come out empty. Tables of such pages are there for the layout, and
    are read as what they hold; a line break within a paragraph begins the next one.
    """
    from copy import deepcopy

    from lxml import html
    from trafilatura import bare_extraction

    body = deepcopy(tree)
    for element in body.iter("table", "tbody", "thead", "tr", "td", "th", "founder-content"):
        element.tag = "div"
    if body.tag not in ("html", "body"):
        page = html.document_fromstring("<html><body></body></html>")
        page.body.append(body)
        body = page
    _break_lines(body)
    best = ""
    for strict in (True, False):
        found = bare_extraction(deepcopy(body), include_comments=False, favor_precision=strict, favor_recall=not strict)
        text = str(getattr(found, "text", None) or "")
        if len(text) > len(best):
            best = text
        if len(best) >= _ENOUGH:
            break
    if not best:
        best = body.text_content()
    return [part for part in _BREAK.split(best) if part.strip()]


def _break_lines(tree: Any) -> None:
    """Turn `<p>one<br>two</p>` into two paragraphs: old pages have the whole story in one."""
    from lxml import etree

    for paragraph in list(tree.iter("p")):
        breaks = [child for child in paragraph if child.tag == "br"]
        parent = paragraph.getparent()
        if not breaks or parent is None:
            continue
        for line in breaks:
            new = etree.Element("p")
            new.text = line.tail
            follower = line.getnext()
            while follower is not None and follower.tag != "br":
                after = follower.getnext()
                new.append(follower)
                follower = after
            paragraph.remove(line)
            parent.insert(parent.index(paragraph) + 1 + breaks.index(line), new)


def _dated_line(tree: Any, first: str) -> str | None:
    """The last line above the story that bears a day: the masthead, or the line with date and source."""
    found = None
    for text in tree.itertext():
        line = _clean(text) if isinstance(text, str) else ""
        if first and (line.startswith(first[:20]) and line):
            break
        if len(line) <= _HEAD_LINE and _DAY.search(line):
            found = line
    return found


def _clean(text: str) -> str:
    return " ".join(text.split())

"""Kicker, headline and subhead: which line of a title group is which, and a line without what does not belong to it.

Rules: rules/base/lines_titles.yaml, web.yaml.
"""

from __future__ import annotations

from typing import Any

from civicnews.document import Block, Story
from civicnews.layout.pieces import tag
from civicnews.rules.load import RuleSet
from civicnews.text import Text

__all__ = ["bare", "entitle"]

_OPENING = "—-－―─━ |｜■●◆"
_SERIES_MARKS = "■●◆★▲"
SERIES = 4
"""A column's name that nothing marks has at most so many characters."""
COLUMN = 8
"""The name of a column above the place and the headline of an item has at most so many characters."""
COUPLET = 11
"""How many characters each line of a two-line headline has at most."""


def entitle(story: Story, titles: list[Block], rules: RuleSet) -> None:
    """Put the lines of a title group in their places: kicker, headline, subhead.

    A line after a dash is a subhead. Two lines are headline and subhead unless the first is a kicker by
    its looks (a division and nothing else, a colon at its end) or a dashed subhead follows; three or more
    are kicker, headline on one or more lines, subhead.
    """
    for block in titles:
        dated = _item_date(block.text, rules)
        if dated is not None:
            story.dateline = block.text[dated.start(1) : dated.end(1)]
    series = len(titles) > 1 and _is_series(titles[0], titles[1])
    below = [block.text for block in titles if "subhead" in tag(block.text, rules)]
    rest = [block.text for block in titles if "subhead" not in tag(block.text, rules)]
    above: list[Text] = []
    if len(rest) >= 3 and len(rest[0]) <= COLUMN and _is_kicker(rest[1], rules) and not _is_kicker(rest[0], rules):
        rest = rest[1:]  # the name of a column above the place
    if len(rest) >= 2 and (series or _is_kicker(rest[0], rules) or ((len(rest) >= 3 or below) and not _is_quotation(rest[0]))):
        above, rest = rest[:1], rest[1:]
    if len(rest) >= 2 and not below and not (len(titles) == 2 and _is_couplet(*rest)):
        below, rest = rest[-1:], rest[:-1]
    if not rest:
        below, rest = below[1:], below[:1]
    story.kicker = [line for text in above if (line := bare(text, rules))]
    story.headline = [line for text in rest if (line := bare(text, rules))]
    story.subhead = [line for text in below if (line := bare(text, rules))]


def _is_series(first: Block, second: Block) -> bool:
    """Whether a line is the name of a column above a headline: marked, or much shorter and set apart by a blank line."""
    marked = first.text.folded[0] in _SERIES_MARKS and second.text.folded[0] not in _SERIES_MARKS
    marked = marked or (first.text.folded[0] == "【" and first.text.folded.find("】") == len(first.text) - 1)
    return marked or (len(first.text) <= SERIES and second.wide_gap and len(second.text) >= 2 * SERIES)


def _is_kicker(text: Text, rules: RuleSet) -> bool:
    hit = tag(text, rules).get("heading")
    return text.folded.endswith("：") or (hit is not None and hit.end == len(text))


def _is_couplet(first: Text, second: Text) -> bool:
    """Whether two lines are the halves of one headline: short, of one length, and neither of two parts itself."""
    return abs(len(first) - len(second)) <= 1 and len(first) <= COUPLET and " " not in first.folded + second.folded


def _is_quotation(text: Text) -> bool:
    """Whether a title line is one quotation and nothing else: then the line below it ends what it begins."""
    folded = text.folded
    return folded[:1] == "“" and folded.find("”") == len(folded) - 1


def bare(text: Text, rules: RuleSet) -> Text:
    """A title line without its dash, its colon and what a web page adds: the site's name, an item's division and date."""
    site = rules.compiled("{web_site}").search(text.folded)
    new = rules.compiled("{web_new}").search(text.folded)
    head, dated = rules.compiled("{web_item_head}").search(text.folded), _item_date(text, rules)
    start, end = head.end() if head is not None else 0, site.start(1) if site is not None else len(text)
    end = min([end, *(found.start() for found in (dated, new) if found is not None)])
    if text.folded[:1] == "【" and text.folded.find("】") == end - 1:
        start, end = start + 1, end - 1
    while start < end and text.folded[start] in _OPENING:
        start += 1
    while end > start and text.folded[end - 1] in "：|｜ ":
        end -= 1
    return text[start:end]


def _item_date(text: Text, rules: RuleSet) -> Any:
    """The match of the day of publication at the end of an item's title in a list, or None."""
    return rules.compiled("{web_item_date}").search(text.folded)

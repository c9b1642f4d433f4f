"""Stage 3: split the page into stories (Layout → [Story]).

A story begins at a title group, at a dateline where the story before has its own, below the label of an
item, and at a photo caption, which stands after the story that it was printed in.

Rules: rules/base/lines*.yaml, bylines.yaml.
"""

from __future__ import annotations

from collections.abc import Iterator

from civicnews.bylines import Credit, authors, byline_line, closing, opening, signature
from civicnews.document import Block, Byline, Layout, Passage, Story
from civicnews.headlines import bare, entitle
from civicnews.layout.pieces import tag
from civicnews.rules.load import RuleSet
from civicnews.structs import field, struct
from civicnews.text import Text

__all__ = ["split"]

_ITEM_RULES = ("line.label", "line.label-inline", "line.column")
GALLERY = 2
"""So many paragraphs beside more captions are the lead of a story of captions."""
SEVERAL = 2
"""On a page of so many stories that are no mere captions, each caption is its own."""
_SOURCE_RULES = ("web.masthead", "web.tail", "line.masthead-date", "line.masthead-account")
_NOTICE = 2
"""A story of at most so many paragraphs, the first of which is a notice, is one."""


def split(layout: Layout, rules: RuleSet) -> Iterator[Story]:
    """Split a repaired page into its stories.

    Args:
        layout: the blocks in reading order.
        rules: the rule packs.

    Yields:
        The stories in reading order, as soon as they end; captions after the story that they interrupt. Paragraphs are
        compacted, without datelines and credits. Stories without any text are left out.
    """
    splitter = _Splitter(rules)
    for index, block in enumerate(layout.blocks):
        splitter.take(block, layout.blocks, index)
        yield from splitter.ended()
    splitter.finish()
    yield from splitter.ended()


@struct
class _Open:
    """The story being read."""

    story: Story
    titles: list[Block] = field(default_factory=list)
    paragraphs: int = 0
    first_is_notice: bool = False
    above: Text | None = None
    """The county-level division that the headings below belong to."""
    signed: bool = False
    """Whether its last paragraph ends with a credit."""
    headed: bool = False
    """Whether it has a byline at its head, so that a credit below is another's."""


class _Splitter:
    def __init__(self, rules: RuleSet) -> None:
        self.rules = rules
        self.townships = rules.words("division_suffix_township")
        self.unit, self.area = rules.compiled("{line_unit}"), rules.compiled("{line_area}")
        self.series: list[Block] = []
        """Title lines above an editor's note."""
        self.stories: list[Story] = []
        self.told = 0
        """How many stories that are no mere captions have ended."""
        self.captions: list[Story] = []
        self.titles: list[Block] = []
        self.bylines: list[Byline] = []
        self.open: _Open | None = None
        self.fresh = True
        """Whether the next text begins a story."""

    def take(self, block: Block, blocks: list[Block], index: int) -> None:
        if block.kind == "title":
            if not self.titles:
                self._close()
            self.titles.append(block)
        elif block.kind == "byline":
            self._byline(block)
        elif block.kind == "heading":
            self._begin_if_due()
            self._heading(block)
        elif block.kind == "label":
            if block.rule in _ITEM_RULES and not self.titles:
                self._close()
            if block.rule == "line.note" and self.open is None:
                self.series, self.titles = [*self.series, *self.titles], []
            credit = closing(block.text, self.rules) if block.rule == "line.caption-pointer" else None
            if credit is not None and self.open is not None:
                _add(self.open.story.bylines, credit.bylines)
        elif block.kind == "caption":
            self._caption(block, blocks, index)
        elif block.kind in ("body", "notice"):
            self._paragraph(block)
        elif (block.rule or "").startswith(_SOURCE_RULES):
            found = authors(block.text, self.rules)
            if self.open is not None:
                _add(self.open.story.bylines, found)
            elif self.titles:
                self.bylines.extend(found)

    def finish(self) -> None:
        self._close()
        if self.told < SEVERAL:
            self.stories = _with_captions(self.stories, self.rules)
            self.told = SEVERAL

    def ended(self) -> list[Story]:
        """The stories that have ended since this was asked last; none before it is known whether the page has but one."""
        if self.told < SEVERAL:
            return []
        ended, self.stories = self.stories, []
        return ended

    def _story(self) -> _Open:
        if self.open is None:
            if not self.titles:
                self.series, self.titles = [], self.series
            self.open = _Open(Story(None), self.titles)
            entitle(self.open.story, self._without_area(self.open.story), self.rules)
            self.open.story.kicker[:0] = [bare(block.text, self.rules) for block in self.series]
            self.series = []
            self.open.story.bylines.extend(self.bylines)
            self.open.headed = bool(self.bylines)
            self.titles, self.bylines = [], []
        return self.open

    def _without_area(self, story: Story) -> list[Block]:
        """The title lines without the bare name of a county-level division at their head, which the story keeps apart."""
        first = self.titles[0].text if len(self.titles) > 1 else None
        if first is None or self.area.fullmatch(first.folded) is None or self.unit.fullmatch(first.folded) is None:
            return self.titles
        story.area = [first]
        return self.titles[1:]

    def _begin_if_due(self) -> None:
        if self.titles and self.open is not None:
            self._close()

    def _close(self) -> None:
        """End the open story; captions that stood in it follow."""
        if self.open is not None:
            _finish(self.open)
            if any(passage.paragraphs for passage in self.open.story.passages):
                self._keep(self.open.story)
            self.open = None
        for caption in self.captions:
            self._keep(caption)
        self.captions = []

    def _keep(self, story: Story) -> None:
        self.stories.append(story)
        self.told += _is_told(story)

    def _heading(self, block: Block) -> None:
        """Open a passage. A heading that names a county-level division goes with the township-level ones below it."""
        current = self._story()
        name = _division(block.text, self.rules)
        if self.unit.fullmatch(name.folded) is not None and not name.folded.endswith(self.townships):
            current.above = name
        elif current.above is not None:
            last = current.story.passages[-1] if current.story.passages else None
            if last is not None and last.heading is current.above and not last.paragraphs:
                current.story.passages.pop()
            name = Text.join([current.above, name])
        current.story.passages.append(Passage(name))

    def _byline(self, block: Block) -> None:
        credit = byline_line(block.text, self.rules) or signature(block.text, self.rules)
        found = credit.bylines if credit is not None else []
        if self.open is not None and not self.titles:
            _add(self.open.story.bylines, found)
            return
        self.bylines.extend(found)

    def _paragraph(self, block: Block) -> None:
        self._begin_if_due()
        text = block.text
        dateline = opening(text, self.rules)
        if dateline is not None and self.open is not None and self._has_own():
            self._close()
        credit = closing(text, self.rules)
        if self._is_next_item(credit):
            self._close()
        if dateline is None and credit is not None and self._is_foreign(credit.bylines, credit.rule):
            self.captions.append(_caption_story(text, self.rules))
            return
        current = self._story()
        story = current.story
        if dateline is not None:
            _add(story.bylines, dateline.bylines)
            current.headed = True
            if dateline.date is not None and story.dateline is None:
                story.dateline = dateline.date
        if credit is not None:
            _add(story.bylines, credit.bylines)
        start = dateline.end if dateline is not None else 0
        end = credit.start if credit is not None and credit.start >= start else len(text)
        body = text[start:end].strip().compact()
        if not body:
            return
        if not story.passages:
            story.passages.append(Passage(None))
        story.passages[-1].paragraphs.append(body)
        if current.paragraphs == 0:
            current.first_is_notice = block.kind == "notice"
        current.paragraphs += 1
        current.signed = credit is not None and not credit.photo

    def _is_next_item(self, credit: Credit | None) -> bool:
        """Whether a paragraph with a credit stands behind one with its own, without titles and headings: items under a label."""
        if self.open is None or credit is None or credit.photo or not self.open.signed or self.open.titles:
            return False
        return all(passage.heading is None for passage in self.open.story.passages)

    def _has_own(self) -> bool:
        """Whether the open story has text and byline already, and no heading that waits for its text."""
        assert self.open is not None
        passages = self.open.story.passages
        waiting = bool(passages) and passages[-1].heading is not None and not passages[-1].paragraphs
        return self.open.paragraphs > 0 and self.open.headed and not waiting

    def _is_foreign(self, bylines: list[Byline], rule: str) -> bool:
        """Whether a paragraph's credit is that of a caption printed in a story with a byline of its own."""
        if self.open is None or not self.open.headed or rule != "byline.closing-roles":
            return False
        own = {byline.name for byline in self.open.story.bylines}
        return bool(own) and not any(byline.name in own for byline in bylines)

    def _caption(self, block: Block, blocks: list[Block], index: int) -> None:
        story = _caption_story(block.text, self.rules)
        if self.titles and not _leads_to_text(blocks, index):
            self._close()
            entitle(story, self.titles, self.rules)
            story.bylines[:0] = self.bylines
            self.titles, self.bylines = [], []
            self._keep(story)
            return
        if any(passage.paragraphs for passage in story.passages):
            self.captions.append(story)
        if self.open is None and not self.titles:
            self._close()


def _with_captions(stories: list[Story], rules: RuleSet) -> list[Story]:
    """The stories; on the page of a single one the captions belong to it, behind its text, unless they tell of another place.

    Captions under one headline, or under one lead, are one story of captions.
    """
    told = [story for story in stories if _is_told(story)]
    if len(told) != 1 or len(stories) == 1 or told[0].notice:
        return stories
    whole = told[0]
    captions = [story for story in stories if story is not whole]
    paragraphs = sum(len(passage.paragraphs) for passage in whole.passages)
    gallery = paragraphs <= GALLERY and len(captions) > paragraphs
    if gallery:
        whole.kind = "photo_caption"
    text = "".join(_words(whole))
    own = {id(caption): caption for caption in captions if gallery or not _tells_elsewhere(caption, text, rules)}
    for caption in own.values():
        _add(whole.bylines, caption.bylines)
        told_there = [paragraph for passage in caption.passages for paragraph in passage.paragraphs]
        whole.passages[-1].paragraphs.extend(told_there)
        whole.captions += 0 if gallery else len(told_there)
    return [story for story in stories if id(story) not in own]


def _is_told(story: Story) -> bool:
    """Whether a story is more than a caption without a headline."""
    return story.kind != "photo_caption" or bool(story.headline)


def _words(story: Story) -> list[str]:
    lines = [*story.area, *story.kicker, *story.headline, *story.subhead, *(text for one in story.passages for text in one.paragraphs)]
    return [line.folded for line in lines]


def _tells_elsewhere(caption: Story, text: str, rules: RuleSet) -> bool:
    """Whether a caption names a community or a township that a text does not."""
    named = rules.compiled("{line_place_named}")
    return any(found.group() not in text for words in _words(caption) for found in named.finditer(words))


def _leads_to_text(blocks: list[Block], index: int) -> bool:
    """Whether the titles above a caption belong to a story below it."""
    for block in blocks[index + 1 : index + 8]:
        if block.kind in ("body", "notice", "heading"):
            return True
        if block.kind in ("title", "label"):
            return False
    return False


def _caption_story(text: Text, rules: RuleSet) -> Story:
    credit = closing(text, rules)
    story = Story("photo_caption")
    end = len(text)
    if credit is not None:
        story.bylines.extend(credit.bylines)
        end = credit.start
    hits = tag(text, rules)
    start = hits["caption"].end - 1 if "caption" in hits and hits["caption"].start == 0 else 0
    body = text[start:end].strip().compact()
    story.passages.append(Passage(None, [body] if body else []))
    return story


def _finish(current: _Open) -> None:
    story = current.story
    titled = any(block.rule is not None and block.rule.startswith("line.notice") for block in current.titles)
    story.notice = titled or (current.first_is_notice and current.paragraphs <= _NOTICE)
    story.passages = [passage for passage in story.passages if passage.paragraphs or passage.heading is not None]


def _add(bylines: list[Byline], more: list[Byline]) -> None:
    known = {byline.name for byline in bylines}
    bylines.extend(byline for byline in more if byline.name not in known)


def _division(text: Text, rules: RuleSet) -> Text:
    """The name of the division in a heading line, without marks and numbers."""
    hit = tag(text, rules).get("heading")
    for group in ("name", "name2"):
        if hit is not None and group in hit.groups:
            start, end = hit.groups[group]
            return text[start:end].strip()
    return text

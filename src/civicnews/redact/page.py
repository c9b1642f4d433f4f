"""Take the names out of a page with its result and its reasons (for `review`), or out of reasons alone (for `explain`).

The page of `review` shows a text of its own: the input with the names replaced. All spans are moved to it, so that
every value is marked where it stands there. In `explain` lines and columns count in the input as it was; where the words
behind a value were replaced, their place is left out.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any

from civicnews.document import Block, Page
from civicnews.explain import Explanation, Left
from civicnews.layout import repair
from civicnews.models import Result, Spans
from civicnews.pipeline import Pipeline
from civicnews.redact.names import is_masthead, redactor_of
from civicnews.redact.pseudonyms import Redaction, Redactor
from civicnews.redact.result import notice
from civicnews.redact.rewrite import rewritten
from civicnews.review.documents import Reviewed
from civicnews.rules.load import RuleSet
from civicnews.text import Span, Text

__all__ = ["redact_explanation", "redact_reviewed"]

_Edit = tuple[Span, str]


def redact_explanation(told: Explanation, result: Result, pipeline: Pipeline, redaction: Redaction) -> Explanation:
    """The explanation of a page without names.

    Args:
        told: what `explain` made.
        result: what the page gave; its names count wherever they stand.
        pipeline: whose rules see names.
        redaction: what to replace.
    """
    redactor = redactor_of(result, pipeline, redaction, _news(told.left, pipeline.rules, redaction))
    return rewritten(told, redactor.text, _placed)


def redact_reviewed(shown: Reviewed, pipeline: Pipeline, redaction: Redaction) -> Reviewed:
    """A document to review without names: its text, its result and the reasons.

    Args:
        shown: what `civicnews.review.documents` made.
        pipeline: whose rules see names.
        redaction: what to replace.

    Returns:
        A document of the same shape, whose spans count in its own text; without a text they mean nothing, as before.
    """
    source = shown.result.source
    page = Page(shown.text or "", source.path, source.sha256, source.encoding)
    blocks = repair(page, pipeline.rules).blocks
    news = (one for one in blocks if redaction.reporters or not _credits(one, pipeline.rules))
    redactor = redactor_of(shown.result, pipeline, redaction, (one.text.compact().chars for one in news))
    moved = _Moved(page.text, redactor, [one.text for one in blocks])
    result = rewritten(shown.result, redactor.text, moved.spanned)
    if not redaction.reporters:
        articles = tuple(
            replace(after, reporters=tuple(replace(one, spans=moved.spans(one.spans)) for one in before.reporters))
            for before, after in zip(shown.result.articles, result.articles, strict=True)
        )
        result = replace(result, articles=articles)
    said = notice(redaction, "the text is not the input as it was")
    digest = hashlib.sha256(moved.text.encode("utf-8", "replace")).hexdigest()
    result = replace(result, source=replace(result.source, sha256=digest), warnings=(*result.warnings, said))
    told = rewritten(replace(shown, result=result), redactor.text, _placed)
    return replace(told, result=result, text=moved.text if shown.text is not None else None)


def _news(left: Iterable[Left], rules: RuleSet, redaction: Redaction) -> Iterator[str]:
    """The sentences in no record, without the lines that name editors."""
    return (one.text for one in left if one.article is not None or redaction.reporters or not is_masthead(one.text, rules))


def _credits(block: Block, rules: RuleSet) -> bool:
    """Whether a block names reporters or editors, not the persons of the news."""
    return block.kind == "byline" or (block.kind == "furniture" and is_masthead(block.text.folded, rules))


class _Moved:
    """The text of a page with names replaced, and where its characters are now.

    Args:
        text: the page.
        redactor: finds the names.
        blocks: the repaired text, in which a name that is torn on the page is whole.
    """

    def __init__(self, text: str, redactor: Redactor, blocks: Iterable[Text]) -> None:
        edits = dict(redactor.edits(text))
        taken = {position for start, end in edits for position in range(start, end)}
        for block in blocks:
            for (start, end), instead in redactor.edits(block.chars):
                pieces = block.spans(start, end)
                if taken.isdisjoint(position for piece in pieces for position in range(*piece)):
                    edits.update(zip(pieces, [instead, *[""] * (len(pieces) - 1)], strict=True))
        self.edits: list[_Edit] = []
        self.ends: list[int] = []
        out: list[str] = []
        position = length = 0
        for (start, end), instead in sorted(edits.items()):
            instead += "\n" * text.count("\n", start, end)  # lines keep their numbers
            self.edits.append(((start, end), instead))
            out += [text[position:start], instead]
            length += start - position + len(instead)
            self.ends.append(length)
            position = end
        self.text = "".join([*out, text[position:]])

    def spanned(self, before: Any, after: Any) -> Any:
        """A value with the spans that it had before, moved."""
        return replace(after, spans=self.spans(before.spans)) if hasattr(before, "spans") else after

    def spans(self, spans: Spans) -> Spans:
        """Where spans of the page are in the text; what is left of none is gone."""
        moved = ((self._place(start, before=True), self._place(end, before=False)) for start, end in spans)
        return tuple((start, end) for start, end in moved if start < end)

    def _place(self, offset: int, *, before: bool) -> int:
        """Where an offset is now; within a name, where its pseudonym begins or ends."""
        number = bisect_right(self.edits, offset, key=lambda edit: edit[0][0]) - 1
        if number < 0:
            return offset
        (start, end), instead = self.edits[number]
        if offset >= end:
            return self.ends[number] + offset - end
        return self.ends[number] - len(instead) if before or offset == start else self.ends[number]


def _placed(before: Any, after: Any) -> Any:
    """A reason whose words changed has no place any more."""
    return replace(after, at=()) if getattr(before, "words", "") != getattr(after, "words", "") else after

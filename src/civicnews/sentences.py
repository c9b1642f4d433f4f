"""Cut a paragraph into sentences.

A sentence ends at 。！？；…… with the quotation marks and brackets that close behind it, but not inside a
quotation that goes on, nor inside brackets. A quotation that opens a sentence belongs to what follows it
(“……。”居民说。); one that is announced (居民说：“……。”) ends its sentence with its own last stop.
"""

from __future__ import annotations

from civicnews.text import Text

__all__ = ["split_sentences"]

_ENDS = frozenset("。！？；…")
_OPENS = {"“": "”", "（": "）", "《": "》", "‘": "’", "【": "】", "［": "］"}
_CLOSES = frozenset(_OPENS.values())
MAX_QUOTE = 400
"""A quotation that is still open after so many characters was never closed; it is ended there."""


def split_sentences(paragraph: Text) -> list[Text]:
    """Cut a paragraph into its sentences.

    Returns:
        Pieces in order, with no character lost and none empty.
    """
    folded = paragraph.folded
    out: list[Text] = []
    start = 0
    depth: list[tuple[str, int]] = []
    position = 0
    size = len(folded)
    while position < size:
        character = folded[position]
        if depth and position - depth[0][1] > MAX_QUOTE:
            depth.clear()
        if character in _OPENS:
            depth.append((_OPENS[character], position))
        elif character in _CLOSES:
            opened = position
            while depth:
                closer, opened = depth.pop()
                if closer == character:
                    break
            if not depth and character == "”" and opened > start and folded[opened - 1] != "”" and folded[position - 1] in _ENDS:
                out.append(paragraph[start : position + 1])
                start = position + 1
        elif character in _ENDS and not depth:
            end = position + 1
            while end < size and (folded[end] in _ENDS or folded[end] in _CLOSES):
                end += 1
            out.append(paragraph[start:end])
            start = position = end
            continue
        position += 1
    if start < size:
        out.append(paragraph[start:])
    return out

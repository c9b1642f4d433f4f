"""Cut text into words: one interface, two engines.

`rjieba` (Rust) is the default; `jieba` is the reference and takes its place where rjieba has no wheel.
Words added for one run never reach another: a `Segmenter` that is given words owns a private tokenizer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal, Protocol

from civicnews.word_cut import cut_words
from civicnews.word_source import make_table, open_table
from civicnews.word_table import DamagedTableError

if TYPE_CHECKING:
    import rjieba

__all__ = ["ENGINES", "Engine", "Segmenter", "open_segmenter", "word_starts"]

Engine = Literal["auto", "rjieba", "jieba"]
ENGINES: tuple[Engine, ...] = ("auto", "rjieba", "jieba")
TABLE_CHARACTERS = 10_000
"""So much text is cut with the table of rjieba's words; then it is worth the time to start rjieba."""


class Segmenter(Protocol):
    """Cuts text into words without losing a character: the words joined are the text."""

    name: str

    def cut(self, text: str) -> list[str]:
        """The words of the text, in order."""
        ...

    def add(self, words: Iterable[str]) -> None:
        """Make words known to this segmenter alone, with the frequency that keeps them whole."""
        ...

    def knows(self, word: str) -> bool:
        """Whether the dictionary has it as a word."""
        ...


class _Rjieba:
    """rjieba. What is cut first is cut with a table of its words, for it takes rjieba longer to start than to cut a page."""

    name = "rjieba"

    def __init__(self) -> None:
        self._table = open_table()
        self._left = TABLE_CHARACTERS
        self._own: rjieba.Jieba | None = None
        self._cut: Callable[..., Iterable[str]] | None = None
        if self._table is None:
            make_table(self._started())

    def cut(self, text: str) -> list[str]:
        if self._table is not None:
            self._left -= len(text)
            if self._left >= 0:
                try:
                    return cut_words(text, self._table)
                except DamagedTableError:
                    make_table(self._started())
            self._table = None
        return list(self._started()(text))

    def _started(self) -> Callable[..., Iterable[str]]:
        """How rjieba cuts."""
        if self._cut is None:
            import rjieba

            self._cut = rjieba.cut
        return self._cut

    def add(self, words: Iterable[str]) -> None:
        """Words go into a tokenizer of its own; until then the one that rjieba opens by itself does, which saves a second dictionary."""
        import rjieba

        if self._own is None:
            self._own = rjieba.Jieba()
            self._cut, self._table = self._own.cut, None
        for word in words:
            self._own.add_word(word, None, "ns")

    def knows(self, word: str) -> bool:
        return list(self._started()(word, False)) == [word]


class _Jieba:
    name = "jieba"

    def __init__(self) -> None:
        import logging

        import jieba

        jieba.setLogLevel(logging.WARNING)
        self._tokenizer = jieba.Tokenizer()

    def cut(self, text: str) -> list[str]:
        return list(self._tokenizer.cut(text))

    def add(self, words: Iterable[str]) -> None:
        for word in words:
            self._tokenizer.add_word(word, None, "ns")

    def knows(self, word: str) -> bool:
        return list(self._tokenizer.cut(word, HMM=False)) == [word]


def open_segmenter(engine: Engine = "auto") -> Segmenter:
    """Open a segmenter with a tokenizer of its own.

    Args:
        engine: `rjieba`, `jieba`, or `auto`: rjieba where it is installed, else jieba.

    Raises:
        ModuleNotFoundError: `rjieba` was asked for and is not installed.
        ValueError: no engine has that name.
    """
    if engine not in ENGINES:
        raise ValueError(f"no segmenter {engine!r}; there are {', '.join(ENGINES)}")
    if engine == "jieba":
        return _Jieba()
    try:
        return _Rjieba()
    except ModuleNotFoundError:
        if engine == "rjieba":
            raise
        return _Jieba()


def word_starts(words: Iterable[str]) -> list[int]:
    """The offset at which each word begins, and at last the length of the text, in code points."""
    starts = [0]
    for word in words:
        starts.append(starts[-1] + len(word))
    return starts

"""The table of rjieba's words in the user's cache folder: made once from the dictionary that jieba brings, and compared with rjieba.

The file is named by where the two packages are and the size and time of their files, so that an upgrade makes it anew.
An empty file says that the words of the two are not alike, so that rjieba itself has to cut.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path

from civicnews.cache import cache_folder, keep_file
from civicnews.word_cut import cut_words
from civicnews.word_table import IMPOSSIBLE, STATES, DamagedTableError, WordTable, packed

__all__ = ["make_table", "open_table"]

_FORMAT = 1
_KEPT = 2
_SAMPLE = 40
"""Of so many words of the dictionary one is cut for comparison."""


def open_table() -> WordTable | None:
    """The table; None where it is not made yet, is damaged or is not like rjieba."""
    import mmap

    folder, name = cache_folder(), _name()
    if folder is None or name is None:
        return None
    try:
        with open(folder / name, "rb") as file:
            return WordTable(mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ))
    except (OSError, ValueError, DamagedTableError):
        return None


def make_table(cut: Callable[[str], Iterable[str]]) -> None:
    """Make the table, where one can be kept and is not known to be unlike rjieba.

    Args:
        cut: rjieba's way to cut a text.
    """
    folder, name = cache_folder(), _name()
    if folder is None or name is None:
        return
    with suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        if os.access(folder, os.W_OK) and not _is_empty(folder / name):
            keep_file(name, _made(cut), most=_KEPT)


def _is_empty(path: Path) -> bool:
    return path.is_file() and not path.stat().st_size


def _made(cut: Callable[[str], Iterable[str]]) -> bytes:
    """The file of the table; nothing where its words are not rjieba's."""
    words = _dictionary()
    data = packed(words, *_model())
    sample = "，".join(list(words)[::_SAMPLE])
    return data if cut_words(sample, WordTable(data)) == list(cut(sample)) else b""


def _dictionary() -> dict[str, int]:
    """Word → frequency, as jieba brings them."""
    import jieba

    words: dict[str, int] = {}
    with jieba.get_dict_file() as file:
        for line in file.read().decode().splitlines():
            word, frequency, *_ = line.split(" ")
            words[word] = int(frequency)
    return words


def _model() -> tuple[Sequence[float], Sequence[Sequence[float]], dict[str, list[float]]]:
    """How likely jieba has it that a word begins in a state, goes from one to another, and that states bring forth a character."""
    from jieba.finalseg import prob_emit, prob_start, prob_trans

    emit = {
        character: [prob_emit.P[state].get(character, IMPOSSIBLE) for state in STATES]
        for state in STATES
        for character in prob_emit.P[state]
    }
    return (
        [prob_start.P[state] for state in STATES],
        [[prob_trans.P[state].get(after, IMPOSSIBLE) for after in STATES] for state in STATES],
        emit,
    )


def _name() -> str | None:
    """The file's name; None where a package is missing."""
    found = sha256(b"%d" % _FORMAT)
    for package in ("jieba", "rjieba"):
        spec = find_spec(package)
        if spec is None or spec.origin is None:
            return None
        folder = os.path.dirname(spec.origin)
        try:
            with os.scandir(folder) as entries:
                for entry in sorted(entries, key=lambda entry: entry.name):
                    if entry.is_file():
                        about = entry.stat()
                        found.update(f"{entry.path}\\0{about.st_size}\\0{about.st_mtime_ns}\\0".encode("utf-8", "surrogateescape"))
        except OSError:
            return None
    return f"words-{found.hexdigest()}.bin"

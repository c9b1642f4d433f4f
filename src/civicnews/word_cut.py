"""Cut text into the words that rjieba would cut it into, with the words of a `WordTable`.

The way through a run of characters whose words are likeliest together is found from its end (jieba's dictionary);
what is left in it as single characters is cut by a hidden Markov model whose states say where in a word a
character stands (the Viterbi algorithm).

Source: jieba (Sun Junyi), as jieba-rs 0.11 has it.
"""

from __future__ import annotations

import re

from civicnews.word_table import WordTable

__all__ = ["cut_words"]

_RUN = re.compile(
    "(?:[\u4e00-\u9fff]+|[a-zA-Z0-9+#&._%-]+|[\u3400-\u4dbf\uf900-\ufaff]+|[\U00020000-\U0002a6df\U0002a700-\U0002ebef]+|[\U0002f800-\U0002fa1f]+)+"
    "|\r\n|.",
    re.DOTALL,
)
"""A run that may hold words; any other character is a word by itself. Small classes are compiled sooner than a large one."""
_PART = re.compile("[\u4e00-\u9fd5]+|[a-zA-Z0-9]+(?:[._-][a-zA-Z0-9]+)*%?|(?:(?![\u4e00-\u9fd5]|[a-zA-Z0-9]).)+", re.DOTALL)
"""Of single characters: those that the model knows; a number or a word of another script; others."""
_BEGIN, _END, _MIDDLE, _SINGLE = range(4)
_BEFORE = ((_END, _SINGLE), (_BEGIN, _MIDDLE), (_BEGIN, _MIDDLE), (_END, _SINGLE))
"""State → those that may stand before it; of two that are as likely the later counts."""


def cut_words(text: str, table: WordTable) -> list[str]:
    """The words of a text, in order; joined they are the text.

    Raises:
        DamagedTableError: the table is not what was written.
    """
    words: list[str] = []
    for run in _RUN.findall(text):
        if len(run) == 1 or run == "\r\n":
            words.append(run)
        else:
            _cut_run(run, table, words)
    return words


def _cut_run(run: str, table: WordTable, words: list[str]) -> None:
    """Add the words of a run of two characters or more to `words`."""
    ends = _likeliest(run, table)
    at = single = 0
    while at < len(run):
        end = ends[at]
        if end - at > 1:
            if single < at:
                _cut_singles(run[single:at], table, words)
            words.append(run[at:end])
            single = end
        at = end
    if single < at:
        _cut_singles(run[single:], table, words)


def _likeliest(run: str, table: WordTable) -> list[int]:
    """For each character of a run, where the word ends that begins with it on the likeliest way to the end."""
    characters, pairs, log_total = table.characters, table.pairs, table.log_total
    size = len(run)
    best = [0.0] * (size + 1)
    ends = [0] * size
    for at in range(size - 1, -1, -1):
        end = at + 1
        alone = characters[run[at]][0]
        likely = None if alone is None else alone - log_total + best[end]
        for word, length, frequency in pairs[run[at : at + 2]] if end < size else ():
            if length == 2 or run.startswith(word, at):
                one = frequency - log_total + best[at + length]
                if likely is None or one >= likely:
                    likely, end = one, at + length
        best[at] = 0.0 - log_total + best[end] if likely is None else likely
        ends[at] = end
    return ends


def _cut_singles(run: str, table: WordTable, words: list[str]) -> None:
    """Add the words that single characters make to `words`."""
    if len(run) == 1:
        words.append(run)
    elif any(word == run for word, _, _ in table.pairs[run[:2]]):
        words.extend(run)  # a word that is less likely than its characters
    else:
        for part in _PART.findall(run):
            if len(part) > 1 and "\u4e00" <= part[0] <= "\u9fd5":
                _cut_unknown(part, table, words)
            else:
                words.append(part)


def _cut_unknown(run: str, table: WordTable, words: list[str]) -> None:
    """Add the words of which a run most likely consists to `words`; the dictionary has none of them."""
    first = 0
    for at, state in enumerate(_states(run, table), 1):
        if state in (_END, _SINGLE):
            words.append(run[first:at])
            first = at


def _states(run: str, table: WordTable) -> list[int]:
    """The likeliest states of the characters of a run."""
    change = table.change
    likely = [one + other for one, other in zip(table.start, table.characters[run[0]][1], strict=True)]
    came_from: list[list[int]] = []
    for character in run[1:]:
        emit = table.characters[character][1]
        found = [
            max((likely[before] + change[before][state] + emit[state], before) for before in _BEFORE[state])
            for state in range(4)
        ]  # fmt: skip
        likely = [one for one, _ in found]
        came_from.append([before for _, before in found])
    states = [max((likely[state], state) for state in (_END, _SINGLE))[1]]
    for before in reversed(came_from):
        states.append(before[states[-1]])
    return states[::-1]

"""Which language people are spoken to in, and what a message is in it.

Messages are English in the code, and in the library. Where they reach people they are looked up in a catalogue: `data/zh.tsv`,
English⇥Chinese, in which {0}, {1} … stand for the values in a message; the values are looked up in their turn. Nothing is read
while the language is English.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from civicnews.rules.load import RuleSet

__all__ = ["LANGUAGES", "heads", "language", "language_of", "speak", "split_language", "translated", "type_labels"]

Language = Literal["en", "zh"]
LANGUAGES: tuple[Language, ...] = ("en", "zh")
_DATA = Path(__file__).resolve().parent.parent / "data"
_OPTION = "--lang"
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which POSIX asks them; the first that is set decides."""
_VALUE = re.compile(r"\{(\d+)\}")
_speaking: ContextVar[Language] = ContextVar("speaking", default="en")


def language() -> Language:
    """The language that is spoken."""
    return _speaking.get()


def speak(chosen: Language) -> None:
    """Speak this language from now on."""
    _speaking.set(chosen)


def language_of(environment: Mapping[str, str]) -> Language:
    """The language of a locale: Chinese or, for all others, English."""
    named = next((environment[name] for name in _VARIABLES if environment.get(name)), None)
    if named is None and sys.platform == "win32":  # which names its locale elsewhere: Chinese (Simplified)_China.936
        import locale

        named = locale.setlocale(locale.LC_CTYPE)
    return "zh" if named is not None and named.lower().startswith(("zh", "chinese")) else "en"


def split_language(arguments: Iterable[str]) -> tuple[Language | None, list[str]]:
    """Take `--lang LANGUAGE` out of the arguments, wherever it stands before `--`.

    What names no known language is left in, for the parser to complain about.
    """
    chosen: Language | None = None
    rest = list(arguments)
    position = 0
    while position < len(rest) and rest[position] != "--":
        name, joined, value = rest[position].partition("=")
        width = 1 if joined else 2
        value = value if joined else "".join(rest[position + 1 : position + 2])
        known = next((one for one in LANGUAGES if one == value), None)
        if name == _OPTION and known is not None:
            chosen = known
            del rest[position : position + width]
        else:
            position += 1
    return chosen, rest


def translated(message: str) -> str:
    """The message in the language that is spoken; as it is where the catalogue lacks it."""
    spoken = language()
    return message if spoken == "en" else _catalogue(spoken).translated(message)


def heads(*names: str) -> tuple[str, ...]:
    """The head line of a table, in the language that is spoken."""
    return tuple(map(translated, names))


def type_labels(rules: RuleSet, spoken: str) -> dict[str, str]:
    """Id of an activity type → its label in a language, in the order of the packs."""
    return {name: str(about.get(spoken, name)) for pack in rules.packs for name, about in pack.activity_types.items()}


@lru_cache(maxsize=2)
def _catalogue(chosen: Language) -> Catalogue:
    return Catalogue((_DATA / f"{chosen}.tsv").read_text("utf-8"))


class Catalogue:
    """Messages and what they are in another language.

    Args:
        text: lines of message⇥translation; `#` begins a comment.
    """

    def __init__(self, text: str) -> None:
        lines = (line.split("\t", 1) for line in text.splitlines() if line and not line.startswith("#"))
        self.messages: dict[str, str] = dict(lines)
        self._patterns: list[tuple[re.Pattern[str], str]] | None = None

    def translated(self, message: str) -> str:
        """The translation of a message, or the message."""
        whole = self.messages.get(message)
        if whole is not None:
            return whole
        for pattern, translation in self._formatted():
            found = pattern.fullmatch(message)
            if found is not None:
                values = [self.translated(value) for value in found.groups()]
                parts = _VALUE.split(translation)
                return "".join(values[int(part)] if index % 2 else part for index, part in enumerate(parts))
        return message

    def _formatted(self) -> list[tuple[re.Pattern[str], str]]:
        """The messages with values as patterns, those with the most words of their own first."""
        if self._patterns is None:
            formatted = sorted((message for message in self.messages if _VALUE.search(message)), key=lambda one: -len(_VALUE.sub("", one)))
            self._patterns = [(_pattern(message), self.messages[message]) for message in formatted]
        return self._patterns


def _pattern(message: str) -> re.Pattern[str]:
    return re.compile("(.*?)".join(map(re.escape, _VALUE.split(message)[::2])), re.DOTALL)

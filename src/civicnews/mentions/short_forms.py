"""Find what a person whose name is known is called for short: 巧珍 and 老黎, 黎大娘 of 黎巧珍.

For redaction alone, so any that fits is taken: that 老黎 is another 黎 does no harm.

Rules: vocab/surnames.tsv, person_kin.tsv, person_says.tsv, personal_not.tsv, person_not.tsv
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from civicnews.rules.load import RuleSet
from civicnews.segment import Segmenter
from civicnews.text import fold

__all__ = ["ShortForms"]


class ShortForms:
    """The short forms of the persons of one document.

    Args:
        names: their names, folded, without blanks.
        rules: the rule packs.
        segmenter: says whether a given name is a word (文明, 建设).
    """

    def __init__(self, names: Iterable[str], rules: RuleSet, segmenter: Segmenter) -> None:
        surnames = rules.vocabulary("surnames")
        masks = set("".join(rules.vocabulary("pseudonym")))
        kin = _any_of(rules.vocabulary("person_kin"))
        speech = _any_of(rules.vocabulary("person_says"))
        self.never = {**rules.vocabulary("personal_not"), **rules.vocabulary("person_not")}
        self.given: dict[str, str] = {}
        borne: set[str] = set()
        for name in sorted(names):
            surname = next((name[:length] for length in (2, 1) if name[:length] in surnames), None)
            if surname is None or len(name) < len(surname) + 1 or masks & set(name):
                continue
            borne.add(surname)
            if len(name) == len(surname) + 2 and name[len(surname) :] not in rules.vocabulary("person_kin"):
                self.given.setdefault(name[len(surname) :], name)
        parts = []
        if borne:
            parts.append(f"(?P<called>[老小阿]{_any_of(borne)}|{_any_of(borne)}(?:{kin}))(?!们)")
        sure = [given for given in self.given if not segmenter.knows(given)]
        if sure:
            parts.append(f"(?P<given>{_any_of(sure)})")
        if self.given:
            parts.append(f"(?P<framed>{_any_of(self.given)})(?={kin}|{speech})")
        self.pattern = re.compile("|".join(parts)) if parts else None

    def find(self, text: str) -> Iterator[tuple[str, str | None]]:
        """(short form, the full name that it is of if that is certain) of each short form in a text."""
        if self.pattern is None:
            return
        for found in self.pattern.finditer(fold(text)):
            short = found.group()
            if short not in self.never:
                yield short, self.given.get(short)


def _any_of(words: Iterable[str]) -> str:
    return "(?:" + "|".join(map(re.escape, sorted(words, key=lambda word: (-len(word), word)))) + ")"

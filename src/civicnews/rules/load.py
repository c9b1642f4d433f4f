"""The rules and vocabularies of one or more packs: loaded, from the cache where they are ready there, and compiled on demand.

A pack is a folder with `pack.yaml`, rule files `*.yaml` and vocabularies `vocab/*.tsv` (surface⇥value⇥note, `#`
begins a comment). A mistake is reported as `file:line:column: what was expected`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from civicnews.byte_form import ByteForm
from civicnews.errors import RuleError
from civicnews.expansion import Expander
from civicnews.match import CompiledRule, Matcher, Scanner
from civicnews.patterns import Pattern, compile_pattern
from civicnews.prefilter import Prefilter
from civicnews.rules import cache
from civicnews.rules.files import PackFiles, builtin_pack, digest, pack_files
from civicnews.rules.vocabularies import PackedVocabularies, pack

if TYPE_CHECKING:
    from civicnews.rules.schema import Rule
    from civicnews.rules.source import SourceRule

__all__ = ["PackInfo", "RuleRow", "RuleSet", "builtin_pack", "load_rules"]

_BYTE = re.compile(r"(?<!\\)(?:\\\\)*\\C")


class PackInfo(NamedTuple):
    """What a pack says of itself; `activity_types` is id → labels."""

    name: str
    version: str
    about: str
    activity_types: Mapping[str, Mapping[str, Any]]


class RuleRow(NamedTuple):
    """A rule as it is run: what `CompiledRule` wants, with names in its patterns."""

    id: str
    kind: str
    decides: str
    pattern: str
    before: str | None
    after: str | None
    not_before: str | None
    not_after: str | None
    over: tuple[str, ...]
    about: str
    weak: bool


class RuleSet:
    """The rules and vocabularies of one or more packs, later packs over earlier ones.

    A later rule with the id of an earlier one takes its place; a later vocabulary adds to an earlier
    one of the same name, and its values win. Where two rules tie, the one of the later pack wins.
    """

    def __init__(self) -> None:
        self.packs: list[PackInfo] = []
        self.vocabularies: Mapping[str, dict[str, str]] = {}
        self.defines: dict[str, str] = {}
        self.rows: dict[str, RuleRow] = {}
        self._files: list[PackFiles] = []
        self._written: dict[str, SourceRule] | None = {}
        """None where the rules came ready and the files were not parsed."""
        self._forms: Mapping[str, Sequence[Any]] = {}
        """Rule id → the fields of its pattern for one byte a character: known where the rules came ready."""
        self._edges: Mapping[str, str] = {}
        """Class of characters → the edges of its runs: known where the rules came ready."""
        self._needs: tuple[Prefilter, dict[str, dict[str, list[str]]]] | None = None
        self._forget()

    def _forget(self) -> None:
        """Begin anew with what is made of the packs on demand."""
        self._expander = Expander(self.defines, self.vocabularies, self._edges)
        self._scanner: Scanner | None = None
        self._firsts: dict[str, int] = {}
        """Kind → the number of its first rule in the prefilter, known with the scanner."""
        self._matchers: dict[str, Matcher] = {}
        self._patterns: dict[str, Pattern] = {}
        self._words: dict[str, tuple[str, ...]] = {}
        self._last: dict[tuple[str, ...], frozenset[str]] = {}

    @classmethod
    def ready(cls, kept: cache.Kept, files: Iterable[PackFiles]) -> RuleSet:
        """Rules as `to_keep` gave them.

        Args:
            kept: what `to_keep` gave.
            files: the files of the packs that they were made from.

        Raises:
            KeyError, TypeError, ValueError, AttributeError: it is something else.
        """
        rules, ready = cls(), kept.ready
        rules.packs = [PackInfo(*pack) for pack in ready["packs"]]
        rules.vocabularies = PackedVocabularies(ready["vocabularies"])
        rules.defines = ready["defines"]
        for id_, kind, decides, pattern, before, after, not_before, not_after, over, about, weak in ready["rules"]:
            rules.rows[id_] = RuleRow(id_, kind, decides, pattern, before, after, not_before, not_after, tuple(over), about, weak)
        rules._needs = (Prefilter.unpacked(ready["prefilter"], kept.numbers), ready["plain"])
        rules._edges = ready["edges"]
        rules._forms = kept.rows
        if rules._needs[0].size != len(rules.rows):
            raise ValueError("the prefilter is of other rules")
        rules._files = list(files)
        rules._written = None
        rules._forget()
        return rules

    def to_keep(self) -> cache.Kept:
        """Everything that running the rules needs; `ready` takes it back."""
        from civicnews.rules.forms import edges, forms

        prefilter, plain = self._known_needs()
        packed, numbers = prefilter.packed()
        ready = {
            "packs": self.packs,
            "vocabularies": {name: pack(words) for name, words in self.vocabularies.items()},
            "defines": self.defines,
            "rules": list(self.rows.values()),
            "prefilter": packed,
            "plain": plain,
            "edges": edges(self.rows.values(), self.defines),
        }
        return cache.Kept(ready, forms(self.rows.values(), self.defines, self.vocabularies), numbers)

    @property
    def digest(self) -> str:
        """SHA-256 over all files, in order: the identity of the knowledge that made a result."""
        return digest(self._files)

    @property
    def activity_types(self) -> tuple[str, ...]:
        """The ids of the closed list of activity types, in the order of the pack."""
        return tuple(dict.fromkeys(name for pack in self.packs for name in pack.activity_types))

    @property
    def written(self) -> Mapping[str, SourceRule]:
        """Rule id → the rule as written, with its examples and its place. Read from the files when first asked for."""
        if self._written is None:
            self._written = self._parsed()
        return self._written

    def examples(self) -> list[str]:
        """The first example of each rule. The files are parsed for it, and nothing of that is kept."""
        written = self._written if self._written is not None else self._parsed()
        return [example.text for one in written.values() for example in one.rule.examples[:1]]

    def _parsed(self) -> dict[str, SourceRule]:
        """The rules as written, from the files."""
        parsed = RuleSet()
        for files in self._files:
            parsed.add_files(files)
        return dict(parsed.written)

    @property
    def sources(self) -> dict[str, tuple[Rule, Path, str]]:
        """Rule id → (schema rule, file, kind), for checks and listings."""
        return {name: (one.rule, one.path, one.kind) for name, one in self.written.items()}

    @property
    def marks(self) -> dict[str, tuple[int, int]]:
        """Rule id → line and column of its pattern, from 1."""
        return {name: one.mark for name, one in self.written.items()}

    def vocabulary(self, name: str) -> Mapping[str, str]:
        """A vocabulary: surface → value. Empty where no pack has it."""
        return self.vocabularies.get(name, {})

    def words(self, name: str) -> tuple[str, ...]:
        """The surfaces of a vocabulary, in its order."""
        found = self._words.get(name)
        if found is None:
            found = self._words[name] = tuple(self.vocabulary(name))
        return found

    def last_characters(self, *names: str) -> frozenset[str]:
        """The characters that surfaces of vocabularies end with: most places of a text are known by one look to end none."""
        found = self._last.get(names)
        if found is None:
            found = self._last[names] = frozenset(word[-1] for name in names for word in self.words(name))
        return found

    def matcher(self, kind: str) -> Matcher:
        """All rules of one kind: those of later packs first, each pack's in the order of its files."""
        found = self._matchers.get(kind)
        if found is None:
            prefilter, plain = self._known_needs()
            if self._scanner is None:
                self._scanner = Scanner(prefilter, self._expander)
                self._firsts = {row.kind: number for number, row in reversed([*enumerate(self._numbered())])}
            rows = [row for row in self.rows.values() if row.kind == kind]
            rules = [
                CompiledRule(*row, rank, self._expander, plain.get(row.id, {}), self._form_of(row.id)) for rank, row in enumerate(rows)
            ]
            found = self._matchers[kind] = Matcher(rules, self._scanner, self._firsts.get(kind, 0))
        return found

    def _form_of(self, id_: str) -> Callable[[], ByteForm] | None:
        """What gives the form of a rule when it is first compiled."""
        return partial(_form, self._forms, id_) if id_ in self._forms else None

    def _numbered(self) -> list[RuleRow]:
        """All rules, those of a kind together: their numbers in the prefilter."""
        return sorted(self.rows.values(), key=lambda row: row.kind)

    def _known_needs(self) -> tuple[Prefilter, dict[str, dict[str, list[str]]]]:
        """The prefilter of all rules, and for each rule its conditions that are short lists of words."""
        if self._needs is None:
            from civicnews.rules.conditions import needs

            written = [one.rule for one in self.written.values()]
            samples = [example.text for rule in written for example in rule.examples]
            samples += [near_miss.text for rule in written for near_miss in rule.not_]
            rows = self._numbered()
            found = needs(rows, self.defines, self.vocabularies, samples)
            self._needs = Prefilter.of([one.conditions for one in found]), {row.id: one.plain for row, one in zip(rows, found, strict=True)}
        return self._needs

    def pattern(self, name: str) -> str:
        """The RE2 pattern that `{name}` stands for: a defined sub-pattern or a vocabulary's surfaces."""
        return self.expand("{" + name + "}")

    def compiled(self, pattern: str) -> Pattern:
        """A pattern with names in it, compiled once for all who ask."""
        found = self._patterns.get(pattern)
        if found is None:
            found = self._patterns[pattern] = Pattern(pattern, self._expander)
        return found

    def expand(self, pattern: str) -> str:
        """Put vocabularies and defined sub-patterns in the place of their names.

        Raises:
            KeyError: a name is unknown; `args[0]` is the name.
            RecursionError: sub-patterns name each other in a circle.
        """
        return self._expander.expand(pattern)

    def expect(self, text: str) -> None:
        """Say which text comes next, all of it: its rules are compiled sooner. What they find stays the same."""
        if self._scanner is not None:
            self._scanner.forget()
        self._expander.cover(text)

    def add(self, folder: Path) -> None:
        """Add the pack in `folder` over what is there.

        Raises:
            RuleError: a file is missing, unreadable or wrong.
        """
        self.add_files(pack_files(folder))

    def add_files(self, files: PackFiles) -> None:
        """Add a pack whose files are read already. Raises what `add` raises."""
        from civicnews.rules.source import read_pack

        source = read_pack(files, self.activity_types)
        self.packs.append(PackInfo(*(getattr(source.manifest, name) for name in PackInfo._fields)))
        self.vocabularies = dict(self.vocabularies)
        for name, words in source.vocabularies.items():
            self.vocabularies[name] = {**self.vocabularies.get(name, {}), **words}
        self.defines.update(source.defines)
        written = {one.rule.id: one for one in source.rules}
        rows = {one.rule.id: _row(one) for one in source.rules}
        self._written = {**written, **{name: one for name, one in self.written.items() if name not in written}}
        self.rows = {**rows, **{name: row for name, row in self.rows.items() if name not in rows}}
        self._files.append(files)
        self._needs, self._forms, self._edges = None, {}, {}
        self._forget()

    def validate(self, folder: Path) -> None:
        """Compile every pattern of the pack in `folder`, which `add` leaves for when it is first needed.

        Raises:
            RuleError: a pattern is not RE2, matches the empty text, or names what is not there.
        """
        for one in self.written.values():
            if one.path.parent == folder:
                for part in ("match", "before", "after", "not_before", "not_after"):
                    pattern = getattr(one.rule, part)
                    if pattern is not None:
                        line, column = one.mark
                        self._check_pattern(pattern, f"{one.path}:{line}:{column}: {one.rule.id}: {part}", may_be_empty=part != "match")

    def _check_pattern(self, pattern: str, where: str, *, may_be_empty: bool) -> None:
        import re2

        try:
            expanded = self.expand(pattern)
            if _BYTE.search(expanded):
                raise RuleError(f"{where}: \\C is not allowed, for it matches parts of characters; write . for any character")
            compiled = compile_pattern(expanded)
        except KeyError as error:
            raise RuleError(f"{where}: {{{error.args[0]}}} is neither a vocabulary nor defined; add vocab/{error.args[0]}.tsv") from error
        except RecursionError as error:
            raise RuleError(f"{where}: {error}; break the circle") from error
        except OverflowError as error:
            raise RuleError(f"{where}: {error}; write a shorter pattern") from error
        except re2.error as error:
            reason = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error.args[0])
            raise RuleError(f"{where}: not an RE2 pattern ({reason}); look-around and back references are not available") from error
        if not may_be_empty and compiled.match("") is not None:
            raise RuleError(f"{where}: matches the empty text; ask for at least one character")


def _form(forms: Mapping[str, Sequence[Any]], id_: str) -> ByteForm:
    return ByteForm(*forms[id_])


def _row(one: SourceRule) -> RuleRow:
    rule = one.rule
    return RuleRow(
        rule.id, one.kind, rule.as_, rule.match, rule.before, rule.after, rule.not_before, rule.not_after,
        rule.over, rule.about, rule.weight == "weak",
    )  # fmt: skip


def load_rules(*folders: Path) -> RuleSet:
    """Load the built-in pack and, over it, the packs in `folders`, in that order.

    Raises:
        RuleError: a pack is missing or wrong; the message begins with `file:line:column:`.
    """
    packs = [pack_files(folder) for folder in (builtin_pack(), *folders)]
    key = cache.key(digest(packs), len(packs))
    kept = cache.fetch(key)
    if kept is not None:
        try:
            return RuleSet.ready(kept, packs)
        except (AttributeError, KeyError, TypeError, ValueError):
            pass  # of another make; it is replaced below
    rules = RuleSet()
    for files in packs:
        rules.add_files(files)
        if files is not packs[0]:
            rules.validate(files.folder)
    cache.keep(key, rules.to_keep())
    return rules

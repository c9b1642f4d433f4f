"""Read rule packs: folders of YAML and TSV files, checked against the schema, compiled on demand.

A pack holds `pack.yaml`, rule files `*.yaml` and vocabularies `vocab/*.tsv` (surface⇥value⇥note, `#`
begins a comment). All scalars are read as text: YAML's own guesses (12:30 → 750, no → false) never
apply. A mistake is reported as `file:line:column: what was expected`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar

import re2
import yaml
from pydantic import BaseModel, ValidationError

from civicnews.errors import RuleError
from civicnews.match import CompiledRule, Matcher, compile_pattern
from civicnews.rules.schema import KINDS, Pack, Rule, RuleFile

__all__ = ["RuleSet", "builtin_pack", "load_rules"]

MAX_RULES = 20_000
MAX_VOCABULARY = 200_000
MAX_FILE_BYTES = 8 << 20
MAX_NODES = 500_000
_TAGS = frozenset({"!", *(f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq"))})
_Model = TypeVar("_Model", bound=BaseModel)
_Marks = dict[tuple[Any, ...], tuple[int, int]]
"""Where a value stands: path within the file → line and column, from 1."""
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_REFERENCE = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def builtin_pack() -> Path:
    """The folder of the built-in pack: inside the wheel, or `rules/base` of an editable install.

    Raises:
        RuleError: neither is there, so the installation is broken.
    """
    package = Path(__file__).resolve().parent.parent
    for folder in (package / "_packs" / "base", package.parent.parent / "rules" / "base"):
        if (folder / "pack.yaml").is_file():
            return folder
    raise RuleError(f"{package}: the built-in rule pack is missing; install civicnews again")


class RuleSet:
    """The rules and vocabularies of one or more packs, later packs over earlier ones.

    A later rule with the id of an earlier one takes its place; a later vocabulary adds to an earlier
    one of the same name, and its values win. Where two rules tie, the one of the later pack wins.

    Attributes:
        sources: rule id → (schema rule, file, kind), for checks and listings.
        digest: SHA-256 over all files, in order: the identity of the knowledge that made a result.
    """

    def __init__(self) -> None:
        self.packs: list[Pack] = []
        self.vocabularies: dict[str, dict[str, str]] = {}
        self.defines: dict[str, str] = {}
        self.sources: dict[str, tuple[Rule, Path, str]] = {}
        self.marks: dict[str, tuple[int, int]] = {}
        self._matchers: dict[str, Matcher] = {}
        self._expanded: dict[str, str] = {}
        self._hash = hashlib.sha256()

    @property
    def digest(self) -> str:
        return self._hash.copy().hexdigest()

    @cached_property
    def activity_types(self) -> tuple[str, ...]:
        """The ids of the closed list of activity types, in the order of the pack."""
        return tuple(dict.fromkeys(name for pack in self.packs for name in pack.activity_types))

    def vocabulary(self, name: str) -> Mapping[str, str]:
        """A vocabulary: surface → value. Empty where no pack has it."""
        return self.vocabularies.get(name, {})

    def matcher(self, kind: str) -> Matcher:
        """All rules of one kind: those of later packs first, each pack's in the order of its files."""
        if kind not in self._matchers:
            chosen = [entry for entry in self.sources.items() if entry[1][2] == kind]
            self._matchers[kind] = Matcher([self._compile(rule, kind, rank) for rank, (_, (rule, _, _)) in enumerate(chosen)])
        return self._matchers[kind]

    def pattern(self, name: str) -> str:
        """The RE2 pattern that `{name}` stands for: a defined sub-pattern or a vocabulary's surfaces."""
        return self.expand("{" + name + "}")

    def expand(self, pattern: str) -> str:
        """Put vocabularies and defined sub-patterns in the place of their names.

        Raises:
            KeyError: a name is unknown; `args[0]` is the name.
            RecursionError: sub-patterns name each other in a circle.
        """
        return self._expand(pattern, ())

    def _expand(self, pattern: str, path: tuple[str, ...]) -> str:
        def one(found: re.Match[str]) -> str:
            name = found.group(1)
            if name in path:
                raise RecursionError(f"{{{name}}} is defined through itself")
            known = self._expanded.get(name)
            if known is None:
                if name in self.defines:
                    known = f"(?:{self._expand(self.defines[name], (*path, name))})"
                elif name in self.vocabularies:
                    words = sorted(self.vocabularies[name], key=lambda word: (-len(word), word))
                    known = f"(?:{'|'.join(re2.escape(word) for word in words)})"
                else:
                    raise KeyError(name)
                self._expanded[name] = known
            return known

        return _REFERENCE.sub(one, pattern)

    def _compile(self, rule: Rule, kind: str, rank: int) -> CompiledRule:
        contexts: dict[str, Any] = {
            name: None if (pattern := getattr(rule, name)) is None else self.expand(pattern)
            for name in ("before", "after", "not_before", "not_after")
        }
        return CompiledRule(
            id=rule.id, kind=kind, decides=rule.as_, pattern=self.expand(rule.match), over=rule.over, about=rule.about, rank=rank,
            weak=rule.weight == "weak", **contexts,
        )  # fmt: skip

    def add(self, folder: Path) -> None:
        """Add the pack in `folder` over what is there.

        Raises:
            RuleError: a file is missing, unreadable or wrong.
        """
        if not folder.is_dir():
            raise RuleError(f"{folder}: no such folder; a rule pack is a folder with a pack.yaml")
        manifest = folder / "pack.yaml"
        if not manifest.is_file():
            raise RuleError(f"{folder}: has no pack.yaml; write one with name, version and about")
        self.packs.append(_parse(manifest, Pack, self._read(manifest), {}))
        self.__dict__.pop("activity_types", None)
        for path in sorted(folder.glob("vocab/*.tsv")):
            self.vocabularies.setdefault(path.stem, {}).update(_vocabulary(path, self._read(path)))
        added: dict[str, Path] = {}
        for path in sorted(folder.glob("*.yaml")):
            if path.name != "pack.yaml":
                self._add_file(path, added)
        self.sources = {name: self.sources[name] for name in (*added, *(name for name in self.sources if name not in added))}
        self._matchers.clear()
        self._expanded.clear()

    def validate(self, folder: Path) -> None:
        """Compile every pattern of the pack in `folder`, which `add` leaves for when it is first needed.

        Raises:
            RuleError: a pattern is not RE2, matches the empty text, or names what is not there.
        """
        for name, (_, path, _) in self.sources.items():
            if path.parent == folder:
                self._validate(name, path)

    def _read(self, path: Path) -> str:
        try:
            data = path.read_bytes()
            if len(data) > MAX_FILE_BYTES:
                raise RuleError(f"{path}:1:1: larger than {MAX_FILE_BYTES >> 20} MiB; split the file")
            text = data.decode("utf-8-sig")
        except OSError as error:
            raise RuleError(f"{path}: cannot be read ({error.strerror}); check the path and its rights") from error
        except UnicodeDecodeError as error:
            line = data[: error.start].count(b"\n") + 1
            raise RuleError(f"{path}:{line}:1: not UTF-8; save the file as UTF-8") from error
        self._hash.update(f"{path.name}\0{len(data)}\0".encode() + data)
        return text

    def _add_file(self, path: Path, added: dict[str, Path]) -> None:
        marks: _Marks = {}
        parsed = _parse(path, RuleFile, self._read(path), marks)
        if parsed.kind not in KINDS:
            line, column = marks.get(("kind",), (1, 1))
            raise RuleError(f"{path}:{line}:{column}: kind: unknown kind {parsed.kind!r}; expected one of {', '.join(sorted(KINDS))}")
        for name, pattern in parsed.define.items():
            self.defines[name] = pattern
        allowed = KINDS[parsed.kind] if parsed.kind != "deed" else frozenset(self.activity_types)
        for index, rule in enumerate(parsed.rules):
            at = marks.get(("rules", index, "id"), (1, 1))
            if rule.id in added:
                raise RuleError(
                    f"{path}:{at[0]}:{at[1]}: rules.{index}.id: {rule.id!r} stands in {added[rule.id].name} too; ids are unique"
                )
            if allowed is not None and rule.as_ not in allowed:
                line, column = marks.get(("rules", index, "as"), at)
                raise RuleError(
                    f"{path}:{line}:{column}: rules.{index}.as: {rule.as_!r} is nothing that a {parsed.kind} rule decides; "
                    f"expected one of {', '.join(sorted(allowed))}"
                )
            added[rule.id] = path
            if len(added) > MAX_RULES:
                raise RuleError(f"{path}:{at[0]}:{at[1]}: more than {MAX_RULES} rules in one pack; split the pack")
            self.sources[rule.id] = (rule, path, parsed.kind)
            self.marks[rule.id] = marks.get(("rules", index, "match"), at)

    def _validate(self, name: str, path: Path) -> None:
        rule = self.sources[name][0]
        for part in ("match", "before", "after", "not_before", "not_after"):
            pattern = getattr(rule, part)
            if pattern is not None:
                self._check_pattern(pattern, path, self.marks[name], f"{name}: {part}")

    def _check_pattern(self, pattern: str, path: Path, at: tuple[int, int], what: str) -> None:
        where = f"{path}:{at[0]}:{at[1]}: {what}"
        try:
            compiled = compile_pattern(self.expand(pattern))
        except KeyError as error:
            raise RuleError(f"{where}: {{{error.args[0]}}} is neither a vocabulary nor defined; add vocab/{error.args[0]}.tsv") from error
        except RecursionError as error:
            raise RuleError(f"{where}: {error}; break the circle") from error
        except re2.error as error:
            reason = error.args[0].decode("utf-8", "replace") if isinstance(error.args[0], bytes) else str(error.args[0])
            raise RuleError(f"{where}: not an RE2 pattern ({reason}); look-around and back references are not available") from error
        if compiled.match("") is not None and what.endswith("match"):
            raise RuleError(f"{where}: matches the empty text; ask for at least one character")


def load_rules(*folders: Path) -> RuleSet:
    """Load the built-in pack and, over it, the packs in `folders`, in that order.

    Raises:
        RuleError: a pack is missing or wrong; the message begins with `file:line:column:`.
    """
    rules = RuleSet()
    rules.add(builtin_pack())
    for folder in folders:
        rules.add(folder)
        rules.validate(folder)
    return rules


def _vocabulary(path: Path, text: str) -> Iterator[tuple[str, str]]:
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) > 3 or not cells[0]:
            raise RuleError(f"{path}:{number}:1: expected surface⇥value⇥note, with one tab between, and found {line.strip()!r}")
        if number > MAX_VOCABULARY:
            raise RuleError(f"{path}:{number}:1: more than {MAX_VOCABULARY} lines; split the vocabulary")
        yield cells[0], (cells[1] if len(cells) > 1 and cells[1] else cells[0])


def _parse(path: Path, model: type[_Model], text: str, marks: _Marks) -> _Model:
    try:
        node = yaml.compose(text, Loader=_LOADER)
        data = _plain(path, node, (), marks) if node is not None else {}
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise RuleError(f"{path}:{line}:{column}: not YAML: {error.problem}") from error
    except yaml.YAMLError as error:
        raise RuleError(f"{path}:1:1: not YAML: {str(error).splitlines()[0]}") from error
    except RecursionError as error:
        raise RuleError(f"{path}:1:1: nested too deeply") from error
    try:
        return model.model_validate(data)
    except ValidationError as error:
        first = min(error.errors(), key=lambda one: one["type"] != "extra_forbidden")
        where = tuple(first["loc"])
        known = where
        while known and known not in marks:
            known = known[:-1]
        line, column = marks.get(known, (1, 1))
        raise RuleError(f"{path}:{line}:{column}: {'.'.join(map(str, where))}: {first['msg']}") from error


def _plain(path: Path, node: yaml.Node, where: tuple[Any, ...], marks: _Marks) -> Any:
    """A YAML node as plain data, all scalars as text, with the place of every value noted."""
    marks[where] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if len(where) > 32 or len(marks) > MAX_NODES:
        raise RuleError(f"{path}:{marks[where][0]}:{marks[where][1]}: nested too deeply or grown by aliases; write plain YAML")
    if node.tag not in _TAGS:
        raise RuleError(f"{path}:{marks[where][0]}:{marks[where][1]}: the tag {node.tag} is not allowed; write plain YAML")
    if isinstance(node, yaml.MappingNode):
        out: dict[str, Any] = {}
        for key, value in node.value:
            line, column = key.start_mark.line + 1, key.start_mark.column + 1
            if not isinstance(key, yaml.ScalarNode):
                raise RuleError(f"{path}:{line}:{column}: a key must be a word")
            if key.value in out:
                raise RuleError(f"{path}:{line}:{column}: the key {key.value!r} stands here twice")
            out[key.value] = _plain(path, value, (*where, key.value), marks)
            marks[(*where, key.value)] = (line, column)
        return out
    if isinstance(node, yaml.SequenceNode):
        return [_plain(path, item, (*where, index), marks) for index, item in enumerate(node.value)]
    return node.value

"""The files of a rule pack → plain data, checked against the schema.

All scalars are read as text: YAML's own guesses (12:30 → 750, no → false) never apply. A mistake is
reported as `file:line:column: what was expected`.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from civicnews.errors import RuleError
from civicnews.rules.files import PackFiles
from civicnews.rules.schema import KINDS, Example, NearMiss, Pack, Rule, RuleFile

__all__ = ["PackSource", "SourceRule", "read_pack"]

MAX_RULES = 20_000
MAX_VOCABULARY = 200_000
MAX_NODES = 500_000
MAX_DEPTH = 32
_Model = TypeVar("_Model", bound=BaseModel)
_LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_TAGS = frozenset({"!", *(f"tag:yaml.org,2002:{name}" for name in ("str", "map", "seq"))})
_Marks = dict[tuple[Any, ...], tuple[int, int]]
"""Where a value stands: path within the file → line and column, from 1."""


class SourceRule(NamedTuple):
    """A rule as written, with its file, its kind, and where its pattern stands (line and column, from 1)."""

    rule: Rule
    path: Path
    kind: str
    mark: tuple[int, int]


@dataclass(frozen=True, slots=True)
class PackSource:
    """What a pack says.

    Attributes:
        manifest: its `pack.yaml`.
        vocabularies: name → surface → value.
        defines: sub-patterns by name.
        rules: in the order of the files.
    """

    manifest: Pack
    vocabularies: dict[str, dict[str, str]]
    defines: dict[str, str]
    rules: list[SourceRule]


def read_pack(files: PackFiles, types: tuple[str, ...]) -> PackSource:
    """Parse and check the files of a pack.

    Args:
        files: its bytes.
        types: the activity types of the packs below it, which its deeds may name too.

    Raises:
        RuleError: a file is wrong.
    """
    manifest = _parse(files.manifest[0], Pack, _text(*files.manifest), {})
    vocabularies = {path.stem: dict(_vocabulary(path, _text(path, data))) for path, data in files.vocabularies}
    source = PackSource(manifest, vocabularies, {}, [])
    allowed_types = frozenset((*types, *manifest.activity_types))
    added: dict[str, Path] = {}
    for path, data in files.rules:
        _read_rules(path, _text(path, data), allowed_types, added, source)
    return source


def _text(path: Path, data: bytes) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise RuleError(f"{path}:{line}:1: not UTF-8; save the file as UTF-8") from error


def _read_rules(path: Path, text: str, types: frozenset[str], added: dict[str, Path], source: PackSource) -> None:
    marks: _Marks = {}
    parsed = _parse(path, RuleFile, text, marks)
    if parsed.kind not in KINDS:
        line, column = marks.get(("kind",), (1, 1))
        raise RuleError(f"{path}:{line}:{column}: kind: unknown kind {parsed.kind!r}; expected one of {', '.join(sorted(KINDS))}")
    source.defines.update(parsed.define)
    allowed = KINDS[parsed.kind] if parsed.kind != "deed" else types
    for index, rule in enumerate(parsed.rules):
        at = marks.get(("rules", index, "id"), (1, 1))
        if rule.id in added:
            raise RuleError(f"{path}:{at[0]}:{at[1]}: rules.{index}.id: {rule.id!r} stands in {added[rule.id].name} too; ids are unique")
        if allowed is not None and rule.as_ not in allowed:
            line, column = marks.get(("rules", index, "as"), at)
            raise RuleError(
                f"{path}:{line}:{column}: rules.{index}.as: {rule.as_!r} is nothing that a {parsed.kind} rule decides; "
                f"expected one of {', '.join(sorted(allowed))}"
            )
        added[rule.id] = path
        if len(added) > MAX_RULES:
            raise RuleError(f"{path}:{at[0]}:{at[1]}: more than {MAX_RULES} rules in one pack; split the pack")
        source.rules.append(SourceRule(rule, path, parsed.kind, marks.get(("rules", index, "match"), at)))


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
        _refuse_depth(path, text)
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
        raise RuleError(f"{path}:{line}:{column}: {'.'.join(map(str, where))}: {_expected(first['type'], first['msg'], where)}") from error


def _expected(type_: str, message: str, where: tuple[int | str, ...]) -> str:
    """What stands wrong in a file, for the people who write it."""
    if type_ == "extra_forbidden":
        models: tuple[type[BaseModel], ...] = (Rule, RuleFile, Pack, Example, NearMiss)
        known = [field.alias or name for model in models for name, field in model.model_fields.items()]
        near = difflib.get_close_matches(str(where[-1]), known, 1)
        return f"there is no such key; perhaps {near[0]!r}" if near else "there is no such key"
    if type_ == "missing":
        return "this key is missing"
    if type_ == "model_type":
        return "expected keys and values, such as {text: '…'}"
    if type_ in ("tuple_type", "list_type"):
        return "expected a list: one entry a line, each behind a dash"
    if type_ in ("too_short", "string_too_short"):
        return "is empty"
    return message.removeprefix("Value error, ")


def _refuse_depth(path: Path, text: str) -> None:
    """Refuse deep nesting before nodes are made of it: that goes down in C, where too deep is a crash and no exception."""
    depth = 0
    for event in yaml.parse(text, Loader=_LOADER):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > MAX_DEPTH:
                mark = event.start_mark
                line, column = (mark.line + 1, mark.column + 1) if mark else (1, 1)
                raise RuleError(f"{path}:{line}:{column}: nested too deeply or grown by aliases; write plain YAML")
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def _plain(path: Path, node: yaml.Node, where: tuple[Any, ...], marks: _Marks) -> Any:
    """A YAML node as plain data, all scalars as text, with the place of every value noted."""
    marks[where] = (node.start_mark.line + 1, node.start_mark.column + 1)
    if len(where) > MAX_DEPTH or len(marks) > MAX_NODES:
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

"""What the program says to people, read from its source: for the test that all of it is in the catalogue."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import typer

from civicnews.cli.app import COMMANDS, MODULES, app
from civicnews.cli.manual import manual

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "civicnews"
_FIRST = {"say", "translated", "BadParameter", "label"}
"""Functions whose first argument is shown to people; so is that of every error."""
_INSIDE = {"UnknownSyntaxError"}
"""Errors that are caught where they are raised."""
_ALL = {"heads", "Check", "Why"}
"""Functions of which every argument is."""


def said() -> dict[str, str]:
    """Message → where it is. Of a formatted message the values are {0}, {1} …"""
    out: dict[str, str] = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        tree = ast.parse(path.read_text("utf-8"))
        for scope in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.Module)):
            for call in (node for node in ast.walk(scope) if isinstance(node, ast.Call)):
                for text in _texts(call, scope):
                    out.setdefault(text, f"{path.relative_to(PACKAGE)}:{call.lineno}")
    return out


def _texts(call: ast.Call, scope: ast.AST) -> Iterator[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else call.func.id if isinstance(call.func, ast.Name) else ""
    if name in _FIRST or (name.endswith("Error") and name[0].isupper() and name not in _INSIDE):
        for argument in call.args[:1]:
            yield from _messages(argument, scope)
    elif name in _ALL:
        for argument in call.args:
            yield from _messages(argument, scope)


def _messages(node: ast.AST, scope: ast.AST, seen: frozenset[str] = frozenset()) -> Iterator[str]:
    """The messages that an expression may be."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.JoinedStr):
        yield _template(node)
    elif isinstance(node, ast.IfExp):
        yield from _messages(node.body, scope, seen)
        yield from _messages(node.orelse, scope, seen)
    elif isinstance(node, ast.BoolOp):
        for value in node.values:
            yield from _messages(value, scope, seen)
    elif isinstance(node, ast.Dict | ast.Tuple):
        for value in node.values if isinstance(node, ast.Dict) else node.elts:
            yield from _messages(value, scope, seen)
    elif isinstance(node, ast.Starred | ast.Subscript):
        yield from _messages(node.value, scope, seen)
    elif isinstance(node, ast.Name) and node.id not in seen:
        for one in ast.walk(scope):
            if isinstance(one, ast.Assign) and any(isinstance(target, ast.Name) and target.id == node.id for target in one.targets):
                yield from _messages(one.value, scope, seen | {node.id})


def _template(node: ast.JoinedStr) -> str:
    """The message with {0}, {1} … for its values."""
    out, number = "", 0
    for part in node.values:
        if isinstance(part, ast.Constant):
            out += str(part.value)
        else:
            out += f"{{{number}}}"
            number += 1
    return out


def helped() -> dict[str, str]:
    """Paragraph of a help text, or help of an option → the command it is of."""
    out: dict[str, str] = {}
    todo: list[tuple[str, Any]] = [("civicnews", typer.main.get_command(app))]
    for name in COMMANDS:
        module = importlib.import_module(f"civicnews.cli.{MODULES.get(name, name)}")
        todo.append((name, typer.main.get_command(module.app)))
    while todo:
        name, command = todo.pop()
        todo.extend((f"{name} {below}", one) for below, one in getattr(command, "commands", {}).items())
        page = manual(command.help or "")
        out.update(dict.fromkeys((*page.about, *(meaning for _, meaning in page.exits)), name))
        for parameter in command.params:
            if getattr(parameter, "help", None):
                out.setdefault(parameter.help, name)
    return out

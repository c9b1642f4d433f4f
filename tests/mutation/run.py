"""Change one thing in a module and see whether its tests notice: a share of the changes, chosen by a seed.

    python tests/mutation/run.py                              # all modules of `TESTS`, 20 changes each
    python tests/mutation/run.py layout/rejoin --most 0       # all changes of one
    python tests/mutation/run.py link --lines 81 93           # all changes of these lines

Prints the changes that no test noticed, then how many were. Each is tried in a process of its own, forked from this one; the files
of the tree are left alone.
"""

from __future__ import annotations

import argparse
import ast
import copy
import importlib.abc
import importlib.machinery
import os
import random
import signal
import sys
import time
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "civicnews"
_OF_LAYOUT = ("test_layout_steps.py", "test_layout.py", "test_web_pages.py", "test_stories.py", "test_golden.py")
TESTS = {
    "layout/crossheads": _OF_LAYOUT,
    "layout/furniture": _OF_LAYOUT,
    "layout/lines": _OF_LAYOUT,
    "layout/pieces": _OF_LAYOUT,
    "layout/rejoin": ("test_rejoin.py", *_OF_LAYOUT),
    "layout/titles": ("test_titles.py", *_OF_LAYOUT),
    "layout/webpage": _OF_LAYOUT,
    "layout/wrap": _OF_LAYOUT,
    "mentions/calendar": ("test_date_values.py", "test_dates.py"),
    "mentions/date_values": ("test_date_values.py", "test_dates.py"),
    "mentions/dates": ("test_date_values.py", "test_dates.py"),
    "mentions/lunar": ("test_date_values.py", "test_dates.py"),
    "link": ("test_link_decisions.py",),
    "batch/log": ("test_batch_log.py", "test_batch_run.py"),
    "batch/index": ("test_batch_index.py", "test_batch_run.py"),
    "batch/run": ("test_batch_run.py",),
}
"""Module → the tests that must notice its changes."""
SECONDS = 300
_COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot, ast.IsNot: ast.Is,
}  # fmt: skip
_OPERATORS: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.FloorDiv, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult, ast.BitOr: ast.BitAnd,
}  # fmt: skip


def mutants(tree: ast.Module) -> Iterator[tuple[int, str, ast.Module]]:
    """Line, what is changed, and the changed tree."""
    never_run = {id(inner) for node in ast.walk(tree) for one in _annotations(node) for inner in ast.walk(one)}
    for index, node in enumerate(ast.walk(tree)):
        if id(node) in never_run:
            continue
        for number, told in enumerate(_changes(copy.deepcopy(node))):
            changed = copy.deepcopy(tree)
            *_, (_, twin) = (pair for pair in enumerate(ast.walk(changed)) if pair[0] <= index)
            for at, _ in enumerate(_changes(twin)):
                if at == number:
                    break
            yield getattr(node, "lineno", 0), told, ast.fix_missing_locations(changed)


def _annotations(node: ast.AST) -> list[ast.expr]:
    match node:
        case ast.FunctionDef(returns=ast.expr() as one):
            return [one]
        case ast.arg(annotation=ast.expr() as one) | ast.AnnAssign(annotation=one):
            return [one]
    return []


def _changes(node: ast.AST) -> Iterator[str]:
    """Change the node in place, in one way after the other; only the last one yielded holds."""
    match node:
        case ast.Compare(ops=[operator]) if type(operator) in _COMPARISONS:
            before = ast.unparse(node)
            node.ops = [_COMPARISONS[type(operator)]()]
            yield f"{before} -> {ast.unparse(node)}"
        case ast.BinOp(op=operator) if type(operator) in _OPERATORS:
            before = ast.unparse(node)
            node.op = _OPERATORS[type(operator)]()
            yield f"{before} -> {ast.unparse(node)}"
        case ast.BoolOp():
            before = ast.unparse(node)
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
            yield f"{before} -> {ast.unparse(node)}"
        case ast.Constant(value=bool(value)):
            node.value = not value
            yield f"{value} -> {not value}"
        case ast.Constant(value=int(value)):
            node.value = value + 1
            yield f"{value} -> {value + 1}"
        case ast.If() | ast.While() | ast.IfExp():
            before = ast.unparse(node.test)
            node.test = ast.UnaryOp(ast.Not(), node.test)
            yield f"if {before} -> if not"
        case ast.Return(value=ast.expr() as value) if not (isinstance(value, ast.Constant) and not value.value):
            before = ast.unparse(value)
            node.value = ast.Constant(None)
            yield f"return {before} -> return None"


class _Changed(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the changed tree where the module is imported."""

    def __init__(self, name: str, path: Path, tree: ast.Module) -> None:
        self._name, self._path, self._tree = name, path, tree

    def find_spec(self, name: str, path: object, target: object = None) -> importlib.machinery.ModuleSpec | None:
        return importlib.machinery.ModuleSpec(name, self, origin=os.fspath(self._path)) if name == self._name else None

    def exec_module(self, module: object) -> None:
        exec(compile(self._tree, os.fspath(self._path), "exec"), module.__dict__)


def noticed(module: str, tree: ast.Module) -> bool:
    """Whether a test fails, or the tests take too long."""
    child = os.fork()
    if child == 0:
        os.setsid()
        sink = os.open(os.devnull, os.O_WRONLY)
        os.dup2(sink, 1)
        os.dup2(sink, 2)
        sys.meta_path.insert(0, _Changed("civicnews." + module.replace("/", "."), SOURCE / f"{module}.py", tree))
        import pytest

        code = 1
        try:
            code = int(
                pytest.main(
                    [
                        "-x",
                        "-q",
                        "-p",
                        "no:cacheprovider",
                        "-o",
                        "filterwarnings=ignore",
                        *(os.fspath(ROOT / "tests" / one) for one in TESTS[module]),
                    ]
                )
            )
        finally:
            os._exit(1 if code else 0)
    until = time.monotonic() + SECONDS
    while time.monotonic() < until:
        done, status = os.waitpid(child, os.WNOHANG)
        if done:
            return status != 0
        time.sleep(0.05)
    os.killpg(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("modules", nargs="*", default=[])
    parser.add_argument("--most", type=int, default=20, help="changes of each module; 0 is all")
    parser.add_argument("--seed", default="1")
    parser.add_argument("--lines", nargs="+", type=int, default=[], help="only, and all, changes of these lines")
    options = parser.parse_args()
    import pydantic
    import pytest
    import re2
    import yaml

    assert all((pydantic, pytest, re2, yaml))  # loaded once, before the forks
    os.chdir(ROOT)
    for module in options.modules or TESTS:
        tree = ast.parse((SOURCE / f"{module}.py").read_text("utf-8"))
        if noticed(module, tree):
            print(f"{module}: its tests fail as it is", flush=True)
            continue
        found = [one for one in mutants(tree) if not options.lines or one[0] in options.lines]
        chosen = found if not options.most or options.lines else random.Random(options.seed).sample(found, min(options.most, len(found)))
        survived = 0
        for line, told, changed in sorted(chosen, key=lambda one: one[0]):
            if not noticed(module, changed):
                survived += 1
                print(f"src/civicnews/{module}.py:{line}: {told}", flush=True)
        print(f"{module}: {len(chosen) - survived} of {len(chosen)} noticed ({len(found)} changes in all)", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""What the program knows about Chinese stands in `rules/`: no stage holds a list of words."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "civicnews"
STAGES = sorted(path for name in ("layout", "mentions", "records", "redact") for path in (PACKAGE / name).glob("*.py")) + [
    PACKAGE / f"{name}.py" for name in ("stories", "bylines", "region", "link", "result", "sentences")
]
HAN = re.compile("[\u4e00-\u9ffe]")
ARITHMETIC = {"counts.py"}
"""Numerals are values, not words."""


def docstrings(tree: ast.AST) -> set[int]:
    return {
        id(each.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        for each in node.body
        if isinstance(each, ast.Expr)
    }


@pytest.mark.parametrize("path", [path for path in STAGES if path.name not in ARITHMETIC], ids=lambda path: path.stem)
def test_no_list_of_words_in_a_stage(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    told = docstrings(tree)
    lists = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Tuple | ast.List | ast.Set)
        and sum(isinstance(one, ast.Constant) and isinstance(one.value, str) and bool(HAN.search(one.value)) for one in node.elts) > 2
    ]
    words = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told and len(HAN.findall(node.value)) > 6
    ]
    assert not [*lists, *words], f"{path.name}: move the words of lines {lists + words} into rules/base/vocab"

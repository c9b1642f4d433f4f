"""Imports go one way: what flows and what is known below, the stages above them, the pipeline, the edges."""

import ast
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "src" / "civicnews"
LAYERS = [
    {"bounded", "cache", "errors", "foreign_json", "structs", "text", "watchdog"},
    {"models", "document", "byte_form", "literals", "prefilter", "expansion", "patterns", "match", "sentences", "data"},
    {"word_table", "word_cut", "word_source", "segment"},
    {"rules", "gazetteer"},
    {"region", "layout", "stories", "headlines", "bylines", "metadata", "mentions", "read", "inputs"},
    {"records", "link", "write", "read_result", "table", "schema", "stores"},
    {"result"},
    {"pipeline"},
    {"batch", "doctor", "evaluation", "explain", "redact", "report", "review", "spark"},
    {"cli"},
]
FREE = {("rules", "mentions"), ("gazetteer", "write")}
"""`rules check` asks the stages what they make of an example, and `gazetteer build` writes as all commands do; both import late."""
RANK = {name: rank for rank, names in enumerate(LAYERS) for name in names}


def imported(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("civicnews"):
            parts = node.module.split(".")
            yield from ([parts[1]] if len(parts) > 1 else [alias.name for alias in node.names])


@pytest.mark.parametrize("path", sorted(PACKAGE.rglob("*.py")), ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_imports_from_above(path):
    own = path.relative_to(PACKAGE).parts[0].removesuffix(".py")
    if own in ("__init__", "__main__"):
        return
    for name in imported(ast.parse(path.read_text("utf-8"))):
        if name in RANK and (own, name) not in FREE and not (own == "rules" and path.name in ("report.py", "gaps.py")):
            assert RANK[name] <= RANK[own], f"{own} imports {name}"


def test_every_module_has_its_layer():
    found = {path.name.removesuffix(".py") for path in PACKAGE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    assert found - {"__init__", "__main__"} <= RANK.keys()

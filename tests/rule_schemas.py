"""Write docs/schemas/, the JSON Schemas of the files of a rule pack: `python tests/rule_schemas.py`."""

from __future__ import annotations

from pathlib import Path

from civicnews.rules.load import load_rules
from civicnews.rules.new import schemas

DOCS = Path(__file__).parent.parent / "docs"


def published() -> dict[Path, str]:
    """Path → content, with the types of the built-in pack."""
    return {DOCS / path: text for path, text in schemas(load_rules().activity_types)}


if __name__ == "__main__":
    for path, text in published().items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

"""Read Chinese local-newspaper pages into records of community activities.

    import civicnews

    result = civicnews.extract(text, published="2023-03-07")
    for article in result.articles:
        for section in article.sections:
            for record in section.records:
                print(record.date, [place.name for place in record.communities])

`Pipeline` loads rules and gazetteer once for many pages: `Pipeline().run(read_path("page.txt"))`. What is
not named in `__all__` may change. Names are loaded when they are first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from civicnews.errors import CivicNewsError
    from civicnews.gazetteer import Gazetteer
    from civicnews.models import Record, Result
    from civicnews.pipeline import Pipeline, extract
    from civicnews.read import read_path
    from civicnews.rules.load import load_rules
    from civicnews.write import to_json

__all__ = [
    "CivicNewsError", "Gazetteer", "Pipeline", "Record", "Result", "__version__", "extract", "load_rules", "read_path", "to_json",
]  # fmt: skip

__version__ = "0.1.0"

_HOME = {
    "CivicNewsError": "errors",
    "Gazetteer": "gazetteer",
    "Pipeline": "pipeline",
    "Record": "models",
    "Result": "models",
    "extract": "pipeline",
    "load_rules": "rules.load",
    "read_path": "read",
    "to_json": "write",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.{_HOME[name]}"), name)


def __dir__() -> list[str]:
    return sorted(__all__)

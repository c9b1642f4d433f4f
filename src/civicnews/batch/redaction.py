"""The documents of a batch without personal names, made just before they are exported.

The log beside the output keeps the names: it is what later runs go on from, and it stays with whoever made it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import TYPE_CHECKING, Any

from civicnews.models import Result
from civicnews.redact import Redaction, redact
from civicnews.write import document_of

if TYPE_CHECKING:
    from civicnews.pipeline import Pipeline

__all__ = ["redacted"]

_Document = tuple[dict[str, Any], dict[str, str]]
"""A document, and article id → the signature of its story."""


def redacted(documents: Iterable[_Document], pipeline: Pipeline, redaction: Redaction) -> Iterator[_Document]:
    """Take the names out of documents.

    Args:
        documents: in the order of the inputs, each under the name of its input.
        pipeline: whose rules see names.
        redaction: what to replace.

    Yields:
        The same documents, but for failed inputs. Paths stay unique: where two differed in a name only, later ones get a number.
    """
    paths: set[str] = set()
    for document, signatures in documents:
        if "failure" in document:  # a name in its path could not be seen
            continue
        done = document_of(redact(_adapter().validate_python(document), pipeline, redaction))
        path = done["source"]["path"]
        if path != document["source"]["path"]:
            done["source"]["path"] = path = _free(path, paths)
            paths.add(path)
        yield done, signatures


def _free(path: str, taken: set[str]) -> str:
    number, free = 1, path
    while free in taken:
        number += 1
        free = f"{path}~{number}"
    return free


@cache
def _adapter() -> Any:
    from pydantic import TypeAdapter

    return TypeAdapter(Result)

"""`civicnews extract PAGE.txt`, read without typer, which takes longer to import than a page takes to read.

Only what is surely the same is read here: inputs, and the options below, each once and apart from its value. All else, and
whatever is a mistake, goes typer's way, where options are described.
"""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import Any

__all__ = ["FLAGS", "TEXTS", "plain_arguments", "plain_extract"]

TEXTS: Mapping[str, str] = {
    "--published": "published", "--newspaper": "newspaper", "--region": "region", "--format": "format_",
    "--output": "output", "-o": "output",
}  # fmt: skip
"""Option → the parameter of `extraction` that its value is, as text."""
FLAGS: Mapping[str, str] = {"--pretty": "pretty", "--quiet": "quiet", "-q": "quiet"}
_FORMATS = ("json", "jsonl", "csv", "table")
_COMPLETE = "_CIVICNEWS_COMPLETE"


def plain_extract(arguments: Sequence[str]) -> int | None:
    """Run `extract` where its arguments are plain.

    Args:
        arguments: those after the program's name.

    Returns:
        The exit code; None where nothing was done, for the arguments have to go typer's way.
    """
    from civicnews.cli.language import language_of, speak, split_language

    language, rest = split_language(arguments)
    known = plain_arguments(rest) if _COMPLETE not in os.environ else None
    if known is None:
        return None
    speak(language or language_of(os.environ))
    from civicnews.cli.extraction import extraction

    try:
        return extraction(**known)
    except Exception as error:
        from civicnews.cli.app import ended

        return ended(error, "civicnews extract")


def plain_arguments(arguments: Sequence[str]) -> dict[str, Any] | None:
    """What `extraction` is to be called with; None where the arguments are not plain."""
    if arguments[:1] != ["extract"]:
        return None
    known: dict[str, Any] = {}
    inputs: list[str] = []
    waiting = iter(arguments[1:])
    for argument in waiting:
        if argument == "-" or not argument.startswith("-"):
            inputs.append(argument)
            continue
        name, value = FLAGS.get(argument), None
        if name is None:
            name, value = TEXTS.get(argument), next(waiting, "-")
            if value.startswith("-") or (name == "format_" and value not in _FORMATS):
                return None
        if name is None or name in known:
            return None
        known[name] = True if value is None else value
    return {"inputs": inputs, **known} if inputs else None

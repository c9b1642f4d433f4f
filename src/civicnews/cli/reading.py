"""How commands read their inputs: with the pipeline of their options, one after the other, whatever is wrong with some of them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, TypeVar

from civicnews.cli.console import say, unexpected
from civicnews.errors import CivicNewsError, ReadError

if TYPE_CHECKING:
    from civicnews.document import Page
    from civicnews.pipeline import Pipeline

__all__ = ["Segmenter", "each", "exit_code", "open_pipeline", "read_page"]

Segmenter = Literal["auto", "rjieba", "jieba"]
T = TypeVar("T")


def open_pipeline(segmenter: Segmenter, rules: Sequence[Path], region: str | None, extra: Path | None) -> Pipeline:
    """The pipeline of the options `--segmenter`, `--rules`, `--region` and `--gazetteer`.

    Raises:
        typer.BadParameter: the segmenter is not installed.
        RuleError, GazetteerError: the rules, the gazetteer or the region are wrong.
    """
    from civicnews.gazetteer import Gazetteer
    from civicnews.pipeline import Pipeline
    from civicnews.rules.load import load_rules

    try:
        return Pipeline(rules=load_rules(*rules), segmenter=segmenter, region=region, gazetteer=Gazetteer.open(extra=extra))
    except ModuleNotFoundError as error:
        if error.name != "rjieba":
            raise
        import typer

        raise typer.BadParameter("rjieba is not installed; take jieba, or auto", param_hint="--segmenter") from error


def read_page(name: str, shown: str, encoding: str | None, most: int | None = None) -> Page:
    """The page in a file, or in standard input where the name is `-`.

    Args:
        shown: what messages call it.
        encoding: the codec that `--encoding` names; found out if None.
        most: what `--max-chars` says, for a command that has it.

    Raises:
        ReadError: it cannot be read, or is too long.
    """
    from civicnews.read import read_path, read_stdin
    from civicnews.watchdog import check_length

    page = read_stdin(encoding) if name == "-" else read_path(name, encoding)
    check_length(page.text, shown, most)
    return page


def each(inputs: Sequence[str], process: Callable[[str], T], failures: list[bool]) -> Iterator[T]:
    """What the inputs give, in order. What is wrong with one is said, and the others go on.

    Args:
        failures: for each that failed, whether it could not be opened, is added here. (The error itself would keep what was read of
            the input and what was made of it.)
    """
    for name in inputs:
        try:
            made = process(name)
        except CivicNewsError as error:
            say(str(error))
            failures.append(isinstance(error, ReadError) and isinstance(error.__cause__, OSError))
        except Exception as error:
            say(unexpected(error, f"{name}: "))
            failures.append(False)
        else:
            yield made


def exit_code(failures: Sequence[bool], inputs: Sequence[str]) -> int:
    """2 where not one input could be opened, else 1 where one failed."""
    if sum(failures) == len(inputs):
        return 2
    return 1 if failures else 0

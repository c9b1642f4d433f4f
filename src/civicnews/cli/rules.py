"""`civicnews rules`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from civicnews.cli.console import quiet_pipe, say
from civicnews.cli.rules_report import gaps, stats

if TYPE_CHECKING:
    from civicnews.rules.check import Failure

__all__ = ["app"]

CONTEXT = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True, context_settings=CONTEXT)


@app.callback()
def rules() -> None:
    """Look after rule packs.

    Example: civicnews rules check my-rules
    """


@app.command(context_settings=CONTEXT)
def check(
    pack: Annotated[Path | None, typer.Argument(metavar="PACK", help="Folder of a rule pack; else the built-in one.")] = None,
) -> int:
    """Run the examples, near-misses and known misses that stand beside each rule.

    Prints what does not hold, with its place. Exit code: 0 all hold, 1 some do not, 2 the pack cannot be
    read.

    Example: civicnews rules check my-rules
    """
    from civicnews.rules.check import check_rules
    from civicnews.rules.load import builtin_pack, load_rules
    from civicnews.write import open_output

    known = load_rules() if pack is None else load_rules(pack)
    folder = builtin_pack() if pack is None else pack
    failures = 0
    with quiet_pipe(), open_output(None) as write:
        for failure in check_rules(known, only=folder):
            write(describe(failure))
            failures += 1
    own = [rule for rule, path, _ in known.sources.values() if path.parent == folder]
    examples = sum(len(rule.examples) + len(rule.not_) + len(rule.todo) for rule in own)
    say(f"{folder}: {len(own)} rules, {examples} examples, {failures} failures")
    return 1 if failures else 0


app.command(context_settings=CONTEXT)(stats)
app.command(context_settings=CONTEXT)(gaps)


def describe(failure: Failure) -> str:
    """A failure for people: its place, the text with carets under the words in question, what should have come."""
    words = failure.found if failure.way == "near-miss" else failure.expected.rpartition(" = ")[0]
    start = failure.text.find(words) if words else -1
    lines = [f"{failure.path}:{failure.line}: {failure.rule}: {failure.way}", f"    {failure.text}"]
    if start >= 0:
        lines.append(f"    {' ' * _columns(failure.text[:start])}{'^' * _columns(words)}")
    lines += [f"    expected  {failure.expected}", f"    found     {failure.found or 'nothing'}"]
    return "\n".join(lines) + "\n"


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    from rich.cells import cell_len

    return cell_len(text)

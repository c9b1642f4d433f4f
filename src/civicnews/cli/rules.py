"""`civicnews rules`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from civicnews.cli.console import quiet_pipe, say
from civicnews.cli.rules_failures import describe
from civicnews.cli.rules_kit import list_, new, schema, try_
from civicnews.cli.rules_report import gaps, stats

__all__ = ["app"]

CONTEXT = {"help_option_names": ["-h", "--help"]}
app = typer.Typer(add_completion=False, rich_markup_mode=None, no_args_is_help=True, context_settings=CONTEXT)


@app.callback()
def rules() -> None:
    """Write, check and look after rule packs; docs/rules.md teaches it in ten minutes.

    Example: civicnews rules new my-paper
    civicnews rules check my-paper
    civicnews rules list my-paper
    """


@app.command(context_settings=CONTEXT)
def check(
    pack: Annotated[Path | None, typer.Argument(metavar="PACK", help="Folder of a rule pack; else the built-in one.")] = None,
) -> int:
    """Run the examples, near-misses and known misses that stand beside each rule.

    Prints what does not hold and why: nothing matched, wrong extent, wrong value, or ambiguous; with the
    text, what came instead, and what to do. Exit code: 0 all hold, 1 some do not, 2 the pack cannot be read.

    Example: civicnews rules check my-paper
    """
    from civicnews.rules.check import check_rules
    from civicnews.rules.load import builtin_pack, load_rules
    from civicnews.watchdog import time_limit
    from civicnews.write import open_output

    folder = builtin_pack() if pack is None else pack
    failures = 0
    with quiet_pipe(), time_limit(str(folder), 0 if pack is None else None), open_output(None) as write:
        known = load_rules() if pack is None else load_rules(pack)
        for failure in check_rules(known, only=folder):
            write(describe(failure, known))
            failures += 1
    own = [rule for rule, path, _ in known.sources.values() if path.parent == folder]
    examples = sum(len(rule.examples) + len(rule.not_) + len(rule.todo) for rule in own)
    say(f"{folder}: {len(own)} rules, {examples} examples, {failures} failures")
    return 1 if failures else 0


for name, command in (("new", new), ("try", try_), ("list", list_), ("schema", schema), ("stats", stats), ("gaps", gaps)):
    app.command(name, context_settings=CONTEXT)(command)

"""`civicnews doctor`."""

from __future__ import annotations

import dataclasses
import json
import os
from typing import Annotated

import typer

from civicnews.cli.arguments import Rules
from civicnews.cli.console import quiet_pipe
from civicnews.cli.language import heads, language, translated

__all__ = ["app"]

app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.command()
def doctor(
    rules: Rules = None,
    json_: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> int:
    """Look whether everything is there and works: versions, engines, rule packs, gazetteer, terminal, extras.

    What is missing is named with the command that installs it; put the output into a report of trouble.

    Exit code: 0 all that is needed works, 1 something is broken.

    Example: civicnews doctor
    civicnews doctor --rules my-paper --json
    """
    from civicnews.cli.tables import is_terminal, table
    from civicnews.doctor import Check, examine, terminal
    from civicnews.write import open_output

    named = next((f"{name}={os.environ[name]}" for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    checks = [*examine(rules or []), terminal(), Check("language", "ok", f"{language()} {named}".strip())]
    broken = any(check.state == "broken" for check in checks)
    with quiet_pipe(), open_output(None) as write:
        if json_:
            write(json.dumps({"ok": not broken, "checks": [dataclasses.asdict(one) for one in checks]}, ensure_ascii=False) + "\n")
        else:
            rows = [(translated(one.part), translated(one.state), translated(one.detail), translated(one.remedy or "")) for one in checks]
            write(table(heads("part", "state", "detail", "remedy"), rows, terminal=is_terminal()))
    return 1 if broken else 0

"""`civicnews schema`."""

from __future__ import annotations

import json

import typer

from civicnews.cli.console import quiet_pipe
from civicnews.write import open_output

__all__ = ["app"]

app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.command()
def schema() -> None:
    """Print the JSON Schema of what `civicnews extract` prints.

    Example: civicnews schema > civicnews-1.schema.json
    """
    from civicnews.schema import result_schema

    with quiet_pipe(), open_output(None) as write:
        write(json.dumps(result_schema(), ensure_ascii=False, indent=2) + "\n")

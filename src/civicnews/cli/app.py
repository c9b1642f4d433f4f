"""`civicnews`: finds the command, and turns whatever goes wrong into one line and an exit code.

0  everything was read
1  finished, but some input failed or some check did not hold
2  could not start: a mistake on the command line, in a rule pack or in a gazetteer; no such file
"""

from __future__ import annotations

import importlib
import os
import sys
from typing import Annotated, Any, Literal

import typer

from civicnews import __version__
from civicnews.cli.console import say, unexpected
from civicnews.cli.language import language_of, speak, split_language, translated
from civicnews.cli.light import LightGroup
from civicnews.cli.manual import dress
from civicnews.errors import CivicNewsError

__all__ = ["app", "ended", "main"]

COMMANDS = (
    "batch", "completion", "doctor", "eval", "explain", "extract", "gazetteer", "report", "review", "rules", "schema", "stats",
)  # fmt: skip
"""Each is a module beside this one with a Typer named `app`, loaded when it is asked for."""
MODULES = {"eval": "evaluate"}
"""Command → its module, where the command's name cannot be one."""
CONTEXT = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
INTERRUPTED = 130
_COMPLETE = "_CIVICNEWS_COMPLETE"
"""The variable by which a shell asks for completions; see `civicnews completion`."""


class Commands(LightGroup):
    """Commands that are imported on demand, so that each pays only for itself."""

    def list_commands(self, ctx: Any) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in COMMANDS:
            return None
        command = typer.main.get_command(importlib.import_module(f"civicnews.cli.{MODULES.get(cmd_name, cmd_name)}").app)
        command.name = cmd_name
        return dress(command)


app = typer.Typer(cls=Commands, add_completion=False, rich_markup_mode=None, no_args_is_help=True, context_settings=CONTEXT)


def _version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"civicnews {__version__}")
        raise typer.Exit


@app.callback()
def civicnews(
    version: Annotated[bool, typer.Option("--version", callback=_version, is_eager=True, help="Print the version and exit.")] = False,
    lang: Annotated[
        Literal["en", "zh"] | None, typer.Option(help="Language of messages and help; else that of the locale. Goes anywhere.")
    ] = None,
) -> None:
    """Read Chinese local-newspaper pages into records of community activities.

    Data goes to standard output, messages go to standard error.

    Exit code: 0 all read, 1 some input failed or some check did not hold, 2 could not start.

    Example: civicnews extract page.txt --published 2023-03-07
    civicnews extract page.txt --format table --lang zh
    civicnews rules new my-paper
    civicnews doctor
    """


def main(arguments: list[str] | None = None) -> int:
    """Run the program and return its exit code.

    Args:
        arguments: those after the program's name; from the command line if None.
    """
    chosen, rest = split_language(sys.argv[1:] if arguments is None else arguments)
    speak(chosen or language_of(os.environ))
    if _COMPLETE in os.environ:
        from typer.completion import completion_init  # type: ignore[attr-defined]

        completion_init()
    try:
        code = dress(typer.main.get_command(app)).main(args=rest, prog_name="civicnews", standalone_mode=False)
        return code if isinstance(code, int) else 0
    except Exception as error:
        return ended(error)


def ended(error: Exception, command: str = "civicnews") -> int:
    """Say what ended a command, and return its exit code.

    Args:
        error: what it raised.
        command: the command, where a mistake on the command line does not know it.
    """
    if isinstance(error, typer.TyperException):
        return _usage(error, command)
    if isinstance(error, typer.Abort):
        return INTERRUPTED
    say(str(error) if isinstance(error, CivicNewsError) else unexpected(error, ""))
    return 2 if isinstance(error, CivicNewsError) else 1


def _usage(error: typer.TyperException, command: str) -> int:
    context = getattr(error, "ctx", None)
    path = context.command_path if context is not None else command
    if type(error).__name__ == "NoArgsIsHelpError":
        typer.echo(error.format_message(), err=True)
    else:
        message = " ".join(error.format_message().split()).rstrip(".")
        say(f"{translated(message)}; see `{path} --help`")
    return error.exit_code

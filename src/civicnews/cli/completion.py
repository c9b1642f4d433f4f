"""`civicnews completion`."""

from __future__ import annotations

from typing import Annotated, Literal

import typer

from civicnews.cli.console import quiet_pipe

__all__ = ["app"]

app = typer.Typer(add_completion=False, rich_markup_mode=None, context_settings={"help_option_names": ["-h", "--help"]})


@app.command()
def completion(
    shell: Annotated[Literal["bash", "zsh", "fish", "powershell"], typer.Argument(metavar="SHELL", help="bash, zsh, fish or powershell.")],
) -> None:
    """Print the script by which a shell completes commands, options, rule ids and files.

    Put the line for your shell where it reads its settings, such as ~/.bashrc.

    Exit code: 0 printed, 2 no such shell.

    Example: eval "$(civicnews completion bash)"
    eval "$(civicnews completion zsh)"
    civicnews completion fish > ~/.config/fish/completions/civicnews.fish
    civicnews completion powershell | Out-String | Invoke-Expression
    """
    from typer.completion import get_completion_script  # type: ignore[attr-defined]

    from civicnews.write import open_output

    with quiet_pipe(), open_output(None) as write:
        write(get_completion_script(prog_name="civicnews", complete_var="_CIVICNEWS_COMPLETE", shell=shell) + "\n")

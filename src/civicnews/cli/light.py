"""Commands whose plain values reach them without conversion.

Typer converts every value through pydantic, which takes longer to import than a page takes to read. An option
that is not given, a text that is wanted as a text, and a choice that is spelled as listed need none.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import Any

from typer.core import TyperCommand, TyperGroup

__all__ = ["LightCommand", "LightGroup"]


class LightCommand(TyperCommand):
    """A command that converts only what has to be converted: `app.command(cls=LightCommand)`."""

    def get_params(self, ctx: Any) -> Any:
        return _light(super().get_params(ctx))


class LightGroup(TyperGroup):
    """The same for a group of commands."""

    def get_params(self, ctx: Any) -> Any:
        return _light(super().get_params(ctx))


def _light(parameters: Any) -> Any:
    for parameter in parameters:
        if not isinstance(parameter.process_value, partial):
            parameter.process_value = partial(_processed, parameter, parameter.process_value)
    return parameters


def _processed(parameter: Any, convert: Any, ctx: Any, value: Any) -> Any:
    """What typer would make of a value; `convert` is typer's own way."""
    several = parameter.multiple or parameter.nargs == -1
    if value is None and not parameter.required:
        made: Any = () if several else None
    elif parameter.required or not _is_plain(parameter, value, several=several):
        return convert(ctx, value)
    elif parameter.type_descriptor.annotation in (Path, list[Path]):
        made = [Path(one) for one in value] if several else Path(value)
    else:
        made = value
    return made if parameter.callback is None else parameter.callback(ctx, parameter, made)


def _is_plain(parameter: Any, value: Any, *, several: bool) -> bool:
    """Whether a value is a number left at its default, or text that is wanted as text, as one of some words, or as a path as it is."""
    described = parameter.type_descriptor
    if type(value) in (int, float) and described.annotation is type(value):
        return bool(value == parameter.default)
    values = value if several else (value,)
    if isinstance(values, str) or not all(isinstance(one, str) for one in values):
        return False
    if described.choices is not None:
        return not several and value in described.choices
    asked = described.parameter_info
    if described.annotation in (Path, list[Path]):
        return not (asked.exists or asked.resolve_path or asked.path_type)
    return described.annotation in (str, list[str])

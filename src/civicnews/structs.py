"""Dataclasses that are made in a sixth of the time: a start makes some sixty of them.

`dataclass(frozen=True, slots=True)` writes and compiles up to seven functions for each class. Here that is one, the
constructor; to compare, hash, show, refuse and pickle goes through functions that all classes share. All else is as it is
with `dataclass`: `fields`, `replace`, `asdict`, `match` and pydantic know the classes. A `field` may have a `default_factory` and
nothing else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from operator import attrgetter
from typing import TYPE_CHECKING, Any, TypeVar, dataclass_transform

if TYPE_CHECKING:
    from dataclasses import Field

__all__ = ["field", "frozen", "replace", "struct"]

T = TypeVar("T")
_MISSING = object()


class _Made:
    """The default of a field that is made for each object."""

    __slots__ = ("make",)

    def __init__(self, make: Callable[[], Any]) -> None:
        self.make = make


def field(*, default_factory: Callable[[], T]) -> T:
    """A field with a default that is made for each object."""
    made: Any = _Made(default_factory)
    return made  # type: ignore[no-any-return]


def replace(one: T, **changes: Any) -> T:
    """The same object with other values in some fields."""
    kind: Any = type(one)
    for name in kind.__slots__:
        if name not in changes:
            changes[name] = getattr(one, name)
    return kind(**changes)  # type: ignore[no-any-return]


@dataclass_transform(field_specifiers=(field,))
def struct(made: type[T]) -> type[T]:
    """As `dataclass(slots=True)`: values can be set, objects are equal when their values are."""
    return _made(made, {"__eq__": _equal, "__hash__": None}, "self.{0} = {0}")


@dataclass_transform(frozen_default=True, field_specifiers=(field,))
def frozen(made: type[T]) -> type[T]:
    """As `dataclass(frozen=True, slots=True)`: values cannot be set, objects can be keys."""
    shared = {"__eq__": _equal, "__hash__": _hash, "__setattr__": _refuse_to_set, "__delattr__": _refuse_to_delete}
    return _made(made, shared, "_set(self, {0!r}, {0})")


def _made(made: type[T], shared: dict[str, Any], assignment: str) -> type[T]:
    """The class again, with slots and with the functions that all share; its own come first."""
    names = tuple(made.__annotations__)
    values = attrgetter(*names) if len(names) > 1 else lambda one: (getattr(one, names[0]),)
    defaults = {name: value for name, value in vars(made).items() if name in names}
    own = {name: value for name, value in vars(made).items() if name not in {*names, "__dict__", "__weakref__"}}
    written = {
        "__slots__": names,
        "__match_args__": names,
        "__dataclass_fields__": _Fields(defaults),
        "__repr__": _shown,
        "__getstate__": _state,
        "__setstate__": _set_state,
        "_values": staticmethod(values),
        "__init__": _constructor(names, defaults, assignment),
    }
    anew: type[T] = type(made.__name__, made.__bases__, written | shared | own)
    return anew


def _constructor(names: Iterable[str], defaults: dict[str, Any], assignment: str) -> Callable[..., None]:
    """`__init__` for fields; `assignment` is how one is set, with `{0}` for its name."""
    known: dict[str, Any] = {"_set": object.__setattr__}
    parameters, lines = ["self"], []
    for name in names:
        default = defaults.get(name, _MISSING)
        if isinstance(default, _Made):
            known[f"_{name}"] = default.make
            parameters.append(f"{name}=_set")
            lines.append(f"if {name} is _set: {name} = _{name}()")
        elif default is not _MISSING:
            known[f"_{name}"] = default
            parameters.append(f"{name}=_{name}")
        else:
            parameters.append(name)
        lines.append(assignment.format(name))
    exec(f"def __init__({', '.join(parameters)}):\n " + "\n ".join(lines), known)
    constructor: Callable[..., None] = known["__init__"]
    constructor.__module__ = __name__
    return constructor


class _Fields:
    """The fields as the standard library describes them, made when they are first asked for."""

    def __init__(self, defaults: dict[str, Any]) -> None:
        self._defaults = defaults

    def __get__(self, one: object, kind: type) -> dict[str, Field[Any]]:
        import dataclasses

        defaults = {
            name: dataclasses.field(default_factory=default.make) if isinstance(default, _Made) else default
            for name, default in self._defaults.items()
        }
        body = {"__annotations__": kind.__annotations__, "__module__": kind.__module__, "__doc__": "", **defaults}
        made: Any = dataclasses.dataclass(init=False, repr=False, eq=False)(type(kind.__name__, (), body))
        found: dict[str, Field[Any]] = made.__dataclass_fields__
        kind.__dataclass_fields__ = found  # type: ignore[attr-defined]
        return found


def _equal(self: Any, other: Any) -> bool:
    return bool(self._values(self) == self._values(other)) if other.__class__ is self.__class__ else NotImplemented


def _hash(self: Any) -> int:
    return hash(self._values(self))


def _shown(self: Any) -> str:
    return f"{type(self).__qualname__}({', '.join(f'{name}={getattr(self, name)!r}' for name in self.__slots__)})"


def _refuse_to_set(self: Any, name: str, value: object) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(name)


def _refuse_to_delete(self: Any, name: str) -> None:
    from dataclasses import FrozenInstanceError

    raise FrozenInstanceError(name)


def _state(self: Any) -> list[Any]:
    return list(self._values(self))


def _set_state(self: Any, state: list[Any]) -> None:
    for name, value in zip(self.__slots__, state, strict=True):
        object.__setattr__(self, name, value)

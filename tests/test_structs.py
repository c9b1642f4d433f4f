"""Dataclasses of ours are like those of the standard library."""

import copy
import pickle
from dataclasses import FrozenInstanceError, asdict, dataclass, fields, is_dataclass, replace
from typing import Literal

import pytest
from pydantic import TypeAdapter

from civicnews.structs import field, frozen, struct


@frozen
class Name:
    """A name.

    Attributes:
        text: as printed.
        kinds: of the bearer.
    """

    text: str
    level: Literal["a", "b"] = "a"
    kinds: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        return len(self.text)


@struct
class Found:
    """Names."""

    first: Name
    others: list[Name] = field(default_factory=list)


@frozen
class Single:
    """One value."""

    value: int


@dataclass(frozen=True, slots=True)
class Model:
    text: str
    level: Literal["a", "b"] = "a"
    kinds: tuple[str, ...] = ()


NAME = Name("东风里", "b", ("社区",))


def test_values_are_given_by_place_or_name_and_have_defaults():
    assert (NAME.text, NAME.level, NAME.kinds, NAME.size) == ("东风里", "b", ("社区",), 3)
    assert Name(text="东风里") == Name("东风里", "a", ())
    assert Found(NAME).others == []
    assert Found(NAME).others is not Found(NAME).others
    with pytest.raises(TypeError, match="text"):
        Name()
    with pytest.raises(TypeError, match="unknown"):
        Name("东风里", unknown=1)


def test_they_compare_hash_and_show_by_value():
    assert Name("甲") == Name("甲") != Name("乙")
    assert hash(Name("甲")) == hash(Name("甲"))
    assert Single(3) == Single(3) != Single(4)
    assert hash(Single(3)) == hash(Single(3))
    assert Name("甲") != Model("甲")
    assert repr(NAME) == repr(Model("东风里", "b", ("社区",))).replace("Model", "Name")
    with pytest.raises(TypeError, match="unhashable"):
        hash(Found(NAME))


def test_what_is_frozen_stays_and_what_is_not_changes():
    with pytest.raises(FrozenInstanceError):
        NAME.text = "x"
    with pytest.raises(FrozenInstanceError):
        del NAME.text
    found = Found(NAME)
    found.others.append(NAME)
    found.first = Name("甲")
    assert found == Found(Name("甲"), [NAME])
    with pytest.raises(AttributeError):
        found.unknown = 1
    assert not hasattr(NAME, "__dict__")


def test_the_standard_library_takes_them_for_its_own():
    assert is_dataclass(Name)
    assert [one.name for one in fields(Name)] == ["text", "level", "kinds"]
    assert replace(NAME, level="a") == Name("东风里", "a", ("社区",))
    assert asdict(Found(NAME)) == {"first": {"text": "东风里", "level": "b", "kinds": ("社区",)}, "others": []}
    assert copy.deepcopy(NAME) == NAME == pickle.loads(pickle.dumps(NAME))
    assert pickle.loads(pickle.dumps(Found(NAME, [NAME]))) == Found(NAME, [NAME])
    match NAME:
        case Name(text, "b", (kind,)):
            assert (text, kind) == ("东风里", "社区")
        case _:
            pytest.fail("does not match")


def test_pydantic_takes_them_for_dataclasses():
    assert TypeAdapter(Name).validate_python({"text": "东风里", "level": "b", "kinds": ["社区"]}) == NAME
    assert TypeAdapter(Name).json_schema()["properties"] == TypeAdapter(Model).json_schema()["properties"]

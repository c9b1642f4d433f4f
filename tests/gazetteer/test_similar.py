from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicnews.gazetteer import Division, Gazetteer
from civicnews.gazetteer.normalise import Tables
from civicnews.gazetteer.similar import nearest
from civicnews.rules.load import builtin_pack

TABLES = Tables.read(builtin_pack() / "gazetteer")


def streets(*names: str) -> list[Division]:
    return [Division(f"91010100{n}", name, *TABLES.normalise(name, "street"), "street") for n, name in enumerate(names, 1)]


@pytest.mark.parametrize(
    ("printed", "official"),
    [
        ("平盛街道", "平盛路街道"),
        ("北市街道", "北市场街道"),
        ("奋斗街道", "奋斗路街道"),
        ("前进街", "前进街街道"),
        ("浮山新区", "浮山新区街道"),
        ("浮山街道", "浮山新区街道"),
        ("仓门街办事处", "仓门街街道"),
        ("劳动街", "劳动街道"),
        ("劳动路街道", "劳动街道"),
        ("平盛街道办事处", "平盛路街道"),
    ],
)
def test_near(printed: str, official: str) -> None:
    ((division, score),) = nearest(printed, streets(official), TABLES)
    assert division.name == official
    assert 0 < score <= 1


@pytest.mark.parametrize(
    ("printed", "official"),
    [
        ("桃花渡街道", "桃花岛街道"),
        ("人民路街道", "人民街街道"),
        ("青年路街道", "青年路北街道"),
        ("朝阳东街道", "朝阳街道"),
        ("和平一街道", "和平街道"),
        ("平盛街道", "平盛路镇"),
        ("永和镇", "永和街道"),
        ("平街道", "平路街道"),
        ("劳动街", "劳动镇"),
        ("劳动街", "西劳动街道"),
    ],
)
def test_not_near(printed: str, official: str) -> None:
    assert nearest(printed, streets(official), TABLES) == []


def test_the_nearest_comes_first() -> None:
    found = nearest("和平街道", streets("和平大街街道", "和平里街道", "和平街道"), TABLES)
    assert [(division.name, score) for division, score in found] == [("和平街道", 1.0), ("和平里街道", 0.67), ("和平大街街道", 0.5)]


def test_only_streets_within_a_city_are_near(small: Gazetteer) -> None:
    assert [d.code for d, _ in small.similar("平盛街道", level="street", within="9101")] == ["910101002"]
    assert [d.code for d, _ in small.similar("平盛街道", level="street", within="910101")] == ["910101002"]
    assert small.similar("平盛街道", level="street", within="910102") == []
    assert small.similar("平盛街道", level="street", within="91") == []
    assert small.similar("平盛街道", level="street", within="") == []
    assert small.similar("永和社区", level="community", within="910101") == []


def test_two_near_names_are_both_given(small: Gazetteer) -> None:
    assert [d.code for d, _ in small.similar("和平街道", level="street", within="9101")] == ["910101003", "910101004"]


_BASES = st.text(st.sampled_from("平盛东西一二路街场新区"), min_size=1, max_size=5)


@given(_BASES, _BASES)
def test_near_names_differ_by_a_word_at_the_end_or_not_at_all(one: str, other: str) -> None:
    (official,) = streets(f"{other}街道")
    printed = TABLES.normalise(f"{one}街道", "street").base
    for division, score in nearest(f"{one}街道", [official], TABLES):
        short, long = sorted((printed, division.base), key=len)
        assert long.startswith(short)
        assert long[len(short) :] in TABLES.generic | {""}
        assert score == round(len(short) / len(long), 2)

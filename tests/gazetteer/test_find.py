from __future__ import annotations

import multiprocessing
import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicnews.gazetteer import Gazetteer


def codes(gazetteer: Gazetteer, name: str, **how: str) -> list[str]:
    return [division.code for division in gazetteer.find(name, **how)]  # type: ignore[arg-type]


@pytest.mark.parametrize("name", ["永和社区", "永和社区居委会", "永和居委会", "永和社区居民委员会", "永和居民区"])
def test_a_community_is_found_by_every_form_of_its_name_and_no_village_is(small: Gazetteer, name: str) -> None:
    assert codes(small, name) == ["910101001001", "910102001001"]


def test_a_bare_name_finds_every_kind(small: Gazetteer) -> None:
    assert codes(small, "永和") == ["910101001001", "910101001201", "910102001001"]
    assert codes(small, "水泉") == ["910101001", "910101100", "910102001"]


def test_a_committee_without_the_word_is_a_community(small: Gazetteer) -> None:
    assert codes(small, "永平社区") == ["910101001002"]
    assert codes(small, "永平村") == []


def test_a_village_name_finds_villages_and_what_is_called_so(small: Gazetteer) -> None:
    assert codes(small, "尖山村") == ["910201100201", "910201100202"]
    assert codes(small, "尖山村社区") == ["910201100202"]
    assert codes(small, "胜利村社区") == ["910201200201"]
    assert codes(small, "尖山", level="community") == ["910201100201"]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("王村", "910101100201"),
        ("6916社区", "910300001001"),
        ("６９１６社区", "910300001001"),
        ("1１9街社区", "910101001003"),
        ("巴彦嘎查", "910201100203"),
        ("江南里居民区", "920101001001"),
        ("江南里社区", "920101001001"),
        ("惠民小区社区", "910101002001"),
        ("石门乡", "910201200"),
        ("石门满族乡", "910201200"),
        ("青原州", "9102"),
        ("青原苗族自治州", "9102"),
        ("云中", "91"),
        ("滨江新区", "920101"),
        ("滨江", "920101"),
    ],
)
def test_printed_forms(small: Gazetteer, name: str, code: str) -> None:
    assert codes(small, name) == [code]


@pytest.mark.parametrize("name", ["解放街道", "解放街道办事处", "朔阳市平川区解放街道", "解放"])
def test_the_names_of_the_divisions_above_may_be_left_out(small: Gazetteer, name: str) -> None:
    assert codes(small, name, level="street") == ["910101005"]


def test_a_community_loses_the_names_above_too(small: Gazetteer) -> None:
    (found,) = small.find("桃花社区")
    assert (found.name, found.base) == ("朔阳市平川区解放街道桃花社区居委会", "桃花")


@pytest.mark.parametrize("name", ["朔阳经济技术开发区", "朔阳经开区", "经开区", "开发区", "云中朔阳经济技术开发区"])
def test_zones_are_found_by_their_short_names(small: Gazetteer, name: str) -> None:
    assert codes(small, name, level="district") == ["910171"]


def test_within_is_a_prefix_of_any_length(small: Gazetteer) -> None:
    assert codes(small, "永和社区", within="910102") == ["910102001001"]
    assert codes(small, "永和社区", within="9101010") == ["910101001001"]
    assert codes(small, "永和社区", within="91010100100") == ["910101001001"]
    assert codes(small, "永和社区", within="910101001001") == ["910101001001"]
    assert codes(small, "永和社区", within="9102") == []
    assert codes(small, "永和社区", within="平川") == []


def test_level_keeps_one_level(small: Gazetteer) -> None:
    assert codes(small, "水泉街道", level="street") == ["910101001", "910102001"]
    assert codes(small, "水泉街道", level="community") == []
    assert codes(small, "朝阳", level="district") == ["910102", "910201"]


@pytest.mark.parametrize("name", ["市辖区", "", " ", "没有这个社区", "社区", "永", "\ud800", "a" * 10_000])
def test_what_is_not_there_is_not_found(small: Gazetteer, name: str) -> None:
    assert small.find(name) == []


def test_a_city_without_districts_is_found_once(small: Gazetteer) -> None:
    assert codes(small, "临港市") == ["9103"]
    assert [d.name for d in small.parents("910300001001")] == ["云中省", "临港市", "东城街道"]


def test_parents_leave_fillers_out(small: Gazetteer) -> None:
    assert [d.name for d in small.parents("920101001001")] == ["海陵市", "滨江新区", "浮山新区街道"]
    assert small.parents("91") == ()
    assert small.parents("999999") == ()


def test_get_knows_codes_and_nothing_else(small: Gazetteer) -> None:
    division = small.get("910101001")
    assert division is not None
    assert division == ("910101001", "水泉街道", "水泉", "街道", "street")
    for code in ("", "9", "910101001999", "990101001001", "abc", "９1", "1" * 40):
        assert small.get(code) is None


def test_children_are_one_level_down(small: Gazetteer) -> None:
    assert [d.code for d in small.children("")] == ["91", "92"]
    assert [d.code for d in small.children("92")] == ["9201"]
    assert [d.code for d in small.children("910102")] == ["910102001"]
    assert [d.code for d in small.children("910102001")] == ["910102001001"]
    assert small.children("910102001001") == small.children("nowhere") == []


def test_names_are_those_of_a_level_below_a_prefix(small: Gazetteer) -> None:
    assert [d.name for d in small.names("", "city")] == ["朔阳市", "青原苗族自治州", "临港市"]
    assert [d.base for d in small.names("910102", "community")] == ["永和"]
    assert len(small.names("9101", "street")) == 8
    assert small.names("9", "province") == small.names("", "province")


def test_answers_are_the_callers_own(small: Gazetteer) -> None:
    small.find("永和").clear()
    assert len(small.find("永和")) == 3


@given(st.text(max_size=12), st.text(max_size=6))
def test_no_name_and_no_scope_breaks_it(small_file: Path, name: str, within: str) -> None:
    with Gazetteer.open(small_file) as gazetteer:
        for division in gazetteer.find(name, within=within):
            assert division.code.startswith(within)
        gazetteer.children(within)
        gazetteer.parents(name)


def test_threads_share_it(small: Gazetteer) -> None:
    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(lambda _: len(small.find("永和")), range(200))) == {3}


def test_it_can_be_sent_to_another_process(small: Gazetteer) -> None:
    with pickle.loads(pickle.dumps(small)) as other:
        assert other.find("永和社区") == small.find("永和社区")


@pytest.mark.skipif("fork" not in multiprocessing.get_all_start_methods(), reason="needs fork")
@pytest.mark.filterwarnings("ignore::DeprecationWarning")
def test_children_of_a_fork_share_it(small: Gazetteer) -> None:
    with multiprocessing.get_context("fork").Pool(2) as pool:
        assert pool.map(small.find, ["永和社区"] * 4) == [small.find("永和社区")] * 4


def test_it_can_be_closed_twice(small_file: Path) -> None:
    gazetteer = Gazetteer.open(small_file)
    gazetteer.close()
    gazetteer.close()

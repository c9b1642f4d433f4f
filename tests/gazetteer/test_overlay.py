from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from civicnews.errors import GazetteerError
from civicnews.gazetteer import Division, Gazetteer
from civicnews.gazetteer.model import LEVELS

Opener = Callable[..., Gazetteer]
HEADER = "name,code,parent_code,alias,valid_from,valid_to\n"


def known(gazetteer: Gazetteer, code: str) -> Division:
    division = gazetteer.get(code)
    assert division is not None
    return division


@pytest.fixture
def overlay(tmp_path: Path, small_file: Path) -> Opener:
    """Open the small gazetteer with a user's file of the given lines."""

    def opened(*lines: str, header: str = HEADER, encoding: str = "utf-8") -> Gazetteer:
        (tmp_path / "own.csv").write_bytes((header + "\n".join(lines) + "\n").encode(encoding))
        return Gazetteer.open(small_file, extra=tmp_path / "own.csv")

    return opened


def test_a_new_community_with_a_code_of_the_list(overlay: Opener) -> None:
    gazetteer = overlay("云水社区,910101001050,,,,")
    (found,) = gazetteer.find("云水社区居委会", within="910101")
    assert found == ("910101001050", "云水社区", "云水", "社区", "community")
    assert [d.name for d in gazetteer.parents(found.code)] == ["云中省", "朔阳市", "平川区", "水泉街道"]
    assert found in gazetteer.children("910101001")
    assert found in gazetteer.names("9101", "community")


def test_codes_of_ones_own_need_a_parent_and_are_within_it(overlay: Opener) -> None:
    gazetteer = overlay("云水街道,mine-1,910101,,,", "云水社区,mine-2,mine-1,,,")
    (found,) = gazetteer.find("云水社区", within="910101")
    assert (found.code, found.level) == ("mine-2", "community")
    assert [d.code for d in gazetteer.parents("mine-2")] == ["91", "9101", "910101", "mine-1"]
    assert [d.code for d in gazetteer.children("mine-1")] == ["mine-2"]
    assert gazetteer.find("云水社区", within="910102") == []
    assert gazetteer.find("云水社区", within="mine-1") == [found]


def test_the_level_of_a_code_of_ones_own_follows_from_its_name(overlay: Opener) -> None:
    gazetteer = overlay("云水社区,mine,910101,,,")
    assert known(gazetteer, "mine").level == "community"


def test_a_new_name_takes_the_place_of_the_official_one(overlay: Opener) -> None:
    gazetteer = overlay("清泉街道,910101001,,,,")
    assert known(gazetteer, "910101001").name == "清泉街道"
    assert [d.code for d in gazetteer.find("清泉街道")] == ["910101001"]
    assert [d.code for d in gazetteer.find("水泉街道")] == ["910102001"]
    assert gazetteer.parents("910101001001")[-1].name == "清泉街道"
    assert [d.name for d in gazetteer.names("910101001", "street")] == ["清泉街道"]


def test_aliases_find_the_official_division(overlay: Opener) -> None:
    gazetteer = overlay(",910101001001,,永和苑|老永和社区,,")
    for name in ("永和苑", "老永和社区", "老永和", "老永和居委会", "永和社区"):
        assert "910101001001" in [d.code for d in gazetteer.find(name)]
    assert gazetteer.find("永和苑")[0].name == "永和社区居民委员会"
    assert gazetteer.find("老永和村") == []


def test_dated_names_hold_on_their_days(overlay: Opener) -> None:
    gazetteer = overlay("清泉街道,910101001,,,2024-01-01,", "古泉街道,910101001,,,,1999-12-31")
    found = {
        (name, on): [d.name for d in gazetteer.find(name, within="910101", level="street", on=on)]
        for name in ("清泉街道", "古泉街道", "水泉街道")
        for on in (date(1990, 1, 1), date(2020, 1, 1), date(2024, 1, 1), None)
    }
    assert {asked for asked, names in found.items() if names} == {
        ("古泉街道", date(1990, 1, 1)),
        ("水泉街道", date(2020, 1, 1)),
        ("清泉街道", date(2024, 1, 1)),
        ("清泉街道", None),
        ("古泉街道", None),
        ("水泉街道", None),
    }


def test_a_community_may_move_to_another_street(overlay: Opener) -> None:
    gazetteer = overlay("永和社区,910101001001,910101002,,,")
    assert gazetteer.parents("910101001001")[-1].name == "平盛路街道"
    assert "910101001001" in [d.code for d in gazetteer.children("910101002")]
    assert "910101001001" not in [d.code for d in gazetteer.children("910101001")]
    assert [d.code for d in gazetteer.find("永和社区", within="910101002")] == ["910101001001"]


def test_new_streets_can_be_near(overlay: Opener) -> None:
    gazetteer = overlay("云水路街道,mine,910101,,,")
    assert [d.code for d, _ in gazetteer.similar("云水街道", level="street", within="9101")] == ["mine"]


def test_several_areas_at_once_know_the_users_names(overlay: Opener) -> None:
    gazetteer = overlay("永和社区,910101001001,910101002,,,", "云水社区,own,910101,,,")
    areas = ["910101001", "910101002", "910102", "9101"]
    for name in ("永和社区", "云水社区", "平盛路街道"):
        for level in LEVELS:
            apart = [one for area in areas for one in gazetteer.find(name, level=level, within=area)]
            assert gazetteer.find_each(name, level=level, within=areas) == apart, (name, level)


def test_columns_may_be_missing_or_in_another_order_and_lines_blank(overlay: Opener) -> None:
    gazetteer = overlay("910101001050,云水社区", "", ",", header="code,name\n")
    assert known(gazetteer, "910101001050").name == "云水社区"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_spreadsheets(overlay: Opener, encoding: str) -> None:
    assert known(overlay("云水社区,910101001050,,,,", encoding=encoding), "910101001050").base == "云水"


def test_the_rest_of_the_gazetteer_stays(overlay: Opener, small: Gazetteer) -> None:
    gazetteer = overlay("云水社区,910101001050,,,,")
    assert gazetteer.find("永和社区") == small.find("永和社区")
    assert gazetteer.names("9102", "street") == small.names("9102", "street")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("云水社区,,,,,", "expected a code"),
        (",910101001001,,,,", "expected a name, an alias or both"),
        (",910101001050,,云水,,", "the code 910101001050 is new"),
        ("云水社区,mine,,,,", "expected a parent_code of a street or above"),
        ("云水社区,mine,999999,,,", "expected a parent_code that is in the gazetteer or in a row above and found '999999'"),
        ("云水社区,mine,910101001001,,,", "expected a parent_code of a street or above"),
        ("云水街道,910101009,910101001,,,", "expected a parent_code above the level of street"),
        ("云水社区,919999001001,,,,", "there is no division 919999001"),
        ("云水社区,910101001050,,,2024,", "expected valid_from as YYYY-MM-DD and found '2024'"),
        ("云水社区,910101001050,,,,31.12.2024", "expected valid_to as YYYY-MM-DD"),
        ("云水社区,910101001050,,,2024-02-01,2024-01-01", "expected valid_to on or after valid_from"),
        ("云水社区,910101001050,,,,,,", "expected 6 cells"),
        ("长" * 201 + ",910101001050,,,,", "at most 200 characters"),
    ],
)
def test_a_bad_row_is_named_by_file_and_line(overlay: Opener, line: str, message: str) -> None:
    with pytest.raises(GazetteerError) as raised:
        overlay("永安社区,910101001051,,,,", line)
    assert "own.csv:3: " in str(raised.value)
    assert message in str(raised.value)
    assert "\n" not in str(raised.value)


def test_the_lines_of_all_bad_rows_are_named(overlay: Opener) -> None:
    with pytest.raises(GazetteerError, match=r"own\.csv:2: expected a code \(also wrong: line 4, 5\)"):
        overlay("云水社区,,,,,", "永安社区,910101001051,,,,", "云水社区,,,,,", "云水社区,,,,,")


@pytest.mark.parametrize("header", ["name\n", "code\n", "name,code,population\n", "name,code,name\n", "云水社区,910101001050\n", ""])
def test_a_header_is_required(overlay: Opener, header: str) -> None:
    with pytest.raises(GazetteerError, match=r"own\.csv:\d: expected a header"):
        overlay("", header=header)


def test_a_file_that_is_not_there_is_an_error_of_ours(small_file: Path, tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match="cannot be read"):
        Gazetteer.open(small_file, extra=tmp_path / "none.csv")
    with pytest.raises(GazetteerError, match="cannot be read"):
        Gazetteer.open(small_file, extra=tmp_path)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200) | st.text(st.sampled_from('namecodp_,"\n\r0123456789社区\0é')).map(lambda text: (HEADER + text).encode()))
def test_no_file_breaks_it(tmp_path: Path, small_file: Path, content: bytes) -> None:
    (tmp_path / "own.csv").write_bytes(content)
    try:
        with Gazetteer.open(small_file, extra=tmp_path / "own.csv") as gazetteer:
            assert len(gazetteer.find("永和社区")) == 2
    except GazetteerError as error:
        assert str(error).startswith(str(tmp_path / "own.csv"))


def test_many_children_of_one_street_take_no_time_and_too_many_rows_are_refused(overlay: Opener, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "\n".join(f"mine-{number},红石{number}社区,910101001" for number in range(20_000))
    begun = time.process_time()
    gazetteer = overlay(rows, header="code,name,parent_code\n")
    assert time.process_time() - begun < 5
    assert gazetteer.find("红石19999社区")
    monkeypatch.setattr("civicnews.gazetteer.overlay.MAX_ROWS", 2)
    with pytest.raises(GazetteerError, match=r":4: expected at most 2 rows"):
        overlay(*rows.splitlines()[:3], header="code,name,parent_code\n")

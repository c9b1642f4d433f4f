from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from civicnews.errors import GazetteerError
from civicnews.gazetteer import Level
from civicnews.gazetteer.normalise import Tables, clean
from civicnews.rules.load import builtin_pack

TABLES = Tables.read(builtin_pack() / "gazetteer")


@pytest.mark.parametrize(
    ("name", "base", "kind"),
    [
        ("永和社区居民委员会", "永和", "社区"),
        ("永和社区居委会", "永和", "社区"),
        ("永和社区", "永和", "社区"),
        ("永和居委会", "永和", "居委会"),
        ("永和居民委员", "永和", "居委会"),
        ("三电社区居民委会", "三电", "社区"),
        ("工农社区居", "工农", "社区"),
        ("惠民小区社区居委会", "惠民小区", "社区"),
        ("温泉花园A区社区居委会", "温泉花园A区", "社区"),
        ("温泉花园Ａ区社区居委会", "温泉花园A区", "社区"),
        ("６９１６社区", "6916", "社区"),
        ("東趙莊村委会", "东赵庄", "村"),
        ("119街社区居委会", "119街", "社区"),
        ("南十社区", "南十", "社区"),
        ("北村社区居委会", "北村", "社区"),
        ("尖山村村委会", "尖山", "村"),
        ("尖山村委会", "尖山", "村"),
        ("尖山村民委员会", "尖山", "村"),
        ("尖山村", "尖山", "村"),
        ("北辛社区村民委员会", "北辛", "社区"),
        ("巴彦扎拉嘎嘎查委员会", "巴彦扎拉嘎", "嘎查"),
        ("巴彦嘎查村委会", "巴彦", "嘎查"),
        ("江南里居民区居委会", "江南里", "居民区"),
        ("水利厅家委会", "水利厅", "家委会"),
        ("一连生活区", "一连", "生活区"),
        ("黄骅开发区虚拟社区", "黄骅开发区", "虚拟"),
        ("第四生产队", "第四生产队", "生产队"),
        ("红光村委会（三叉河）", "红光", "村"),
        ("合隆居委会（合隆经济开发区）（省级）", "合隆", "居委会"),
        ("扎玛村（一村）委会", "扎玛", "村"),
        ("中国矿业大学（北京）社区居委会", "中国矿业大学（北京）", "社区"),
    ],
)
def test_communities(name: str, base: str, kind: str) -> None:
    assert TABLES.normalise(name, "community") == (base, kind)


@pytest.mark.parametrize(
    ("name", "base", "kind"),
    [
        ("王村村委会", "王村", "村"),
        ("王村委会", "王村", "村"),
        ("王村", "王村", "村"),
        ("东居委会", "东社区", "居委会"),
        ("社区居委会", "社区", "居委会"),
    ],
)
def test_a_base_of_one_character_takes_the_word_of_its_kind(name: str, base: str, kind: str) -> None:
    assert TABLES.normalise(name, "community") == (base, kind)


@pytest.mark.parametrize(
    ("name", "base", "kind"),
    [
        ("前进街街道", "前进街", "街道"),
        ("前进街街道办事处", "前进街", "街道"),
        ("清远街办", "清远", "街道"),
        ("浮山新区街道", "浮山新区", "街道"),
        ("尖山镇政府", "尖山", "镇"),
        ("沙后所满族镇", "沙后所", "镇"),
        ("农丰满族锡伯族镇", "农丰", "镇"),
        ("四族镇", "四族", "镇"),
        ("恩和俄罗斯族民族乡", "恩和", "民族乡"),
        ("新发朝鲜民族乡", "新发", "民族乡"),
        ("喇嘛甸蒙古族乡", "喇嘛甸", "民族乡"),
        ("罕苏木苏木", "罕苏木", "苏木"),
        ("十八里店地区", "十八里店", "地区"),
        ("泗县开发区管委会", "泗县开发区", "开发区"),
        ("白银库伦牧场", "白银库伦牧场", "牧场"),
        ("徽州区直辖村级区划", "徽州区", "占位"),
    ],
)
def test_township_level(name: str, base: str, kind: str) -> None:
    assert TABLES.normalise(name, "street") == (base, kind)


@pytest.mark.parametrize(
    ("name", "level", "base", "kind"),
    [
        ("大同市", "city", "大同", "市"),
        ("内蒙古自治区", "province", "内蒙古", "自治区"),
        ("新疆维吾尔自治区", "province", "新疆", "自治区"),
        ("巴音郭楞蒙古自治州", "city", "巴音郭楞", "自治州"),
        ("恩施土家族苗族自治州", "city", "恩施", "自治州"),
        ("市辖区", "city", "市辖区", "占位"),
        ("赵县", "district", "赵县", "县"),
        ("城区", "district", "城区", "区"),
        ("清新区", "district", "清新", "区"),
        ("下花园区", "district", "下花园", "区"),
        ("浦东新区", "district", "浦东", "新区"),
        ("东乡族自治县", "district", "东乡", "自治县"),
        ("积石山保安族东乡族撒拉族自治县", "district", "积石山", "自治县"),
        ("龙胜各族自治县", "district", "龙胜", "自治县"),
        ("鄂温克族自治旗", "district", "鄂温克", "自治旗"),
        ("管城回族区", "district", "管城", "区"),
        ("苏州工业园区", "district", "苏州工业园区", "开发区"),
    ],
)
def test_upper_levels(name: str, level: Level, base: str, kind: str) -> None:
    assert TABLES.normalise(name, level) == (base, kind)


def test_the_table_of_a_level_does_not_apply_to_another() -> None:
    assert TABLES.normalise("前进街道", "community") == ("前进街道", "其他")


@given(st.text(), st.sampled_from(["province", "city", "district", "street", "community"]))
def test_any_text_has_a_base_unless_it_is_blank(name: str, level: Level) -> None:
    base, kind = TABLES.normalise(name, level)
    assert bool(base) == bool(clean(name))
    assert kind


@given(st.text(st.sampled_from("永和村社区居民委员会嘎查街道（）1１ ")), st.sampled_from(["street", "community"]))
def test_a_name_is_taken_apart_the_same_however_it_is_typed(name: str, level: Level) -> None:
    assert TABLES.normalise(name, level) == TABLES.normalise(f" {name.replace('1', '１')}　", level)


def test_a_missing_table_is_named(tmp_path: Path) -> None:
    with pytest.raises(GazetteerError, match=r"community\.tsv"):
        Tables.read(tmp_path)


def test_a_bad_line_of_a_table_is_named(tmp_path: Path) -> None:
    for path in (builtin_pack() / "gazetteer").glob("*.tsv"):
        (tmp_path / path.name).write_text(path.read_text(encoding="utf-8"), encoding="utf-8")
    (tmp_path / "kinds.tsv").write_text("# kinds\n社区\t社区\n", encoding="utf-8")
    with pytest.raises(GazetteerError, match=r"kinds\.tsv:2: expected 3 cells"):
        Tables.read(tmp_path)


def test_no_table_says_two_things_of_one_word() -> None:
    for name in ("community", "street", "district", "city", "kinds", "peoples", "generic", "aliases"):
        words = [row[0] for row in TABLES.rows[name]]
        assert len(words) == len(set(words)), name


def test_every_kind_that_a_printed_name_accepts_is_a_kind_of_some_table() -> None:
    kinds = {row[1] for name in ("community", "street", "district", "city") for row in TABLES.rows[name]} | {"其他"}
    assert {kind for row in TABLES.rows["kinds"] for kind in [row[0], *row[1].split()]} <= kinds

"""Names and roles of reporters, however printed."""

from __future__ import annotations

from functools import cache

import pytest

from civicnews.bylines import Credit, byline_line, closing, opening, parse
from civicnews.rules.load import RuleSet, load_rules
from civicnews.text import Text


@cache
def rules() -> RuleSet:
    return load_rules()


def pairs(credit: Credit | None) -> list[tuple[str, str]]:
    assert credit is not None
    return [(byline.name, byline.role) for byline in credit.bylines]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("本报讯（记者 尚小丽 郑林 通讯员 段雨）近日，", [("尚小丽", "记者"), ("郑林", "记者"), ("段雨", "通讯员")]),
        ("本报讯 （见习记者 彭小佳）今天，", [("彭小佳", "见习记者")]),
        ("本报讯(文/图 那小苏 实习生 白禾)昨日，", [("那小苏", "文"), ("白禾", "实习生")]),
        ("云州日报全媒体讯（全媒体记者 黎粤、陈小细）昨日，", [("黎粤", "全媒体记者"), ("陈小细", "全媒体记者")]),
        ("本报讯（记者尚小丽通讯员段雨）近日，", [("尚小丽", "记者"), ("段雨", "通讯员")]),
        ("本报讯（记者 王  敏 通讯员 欧阳 雪）近日，", [("王敏", "记者"), ("欧阳雪", "通讯员")]),
        ("本报讯（记者 李 强 佟 欣）近日，", [("李强", "记者"), ("佟欣", "记者")]),
        ("本报讯（全媒体记者 陈细 实习生 Lily Wong）昨日，", [("陈细", "全媒体记者"), ("Lily Wong", "实习生")]),
        ("本报讯（记者 阿依古丽·艾力 王建）昨日，", [("阿依古丽·艾力", "记者"), ("王建", "记者")]),
        ("本报讯（记者 石上柳　通讯员 罗霄／文　肖扬／图）昨日，", [("石上柳", "记者"), ("罗霄", "通讯员"), ("肖扬", "通讯员")]),
        ("本报讯 记者 贺兰 通讯员 冉冬 近日，街道", [("贺兰", "记者"), ("冉冬", "通讯员")]),
        ("新华社云州3月5日电（记者 郝山）", [("郝山", "记者")]),
        ("本报讯 近日，", []),
        ("（记者 贺兰）近日，街道", [("贺兰", "记者")]),
    ],
)
def test_openings(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(opening(Text.of(text), rules())) == expected


@pytest.mark.parametrize("text", ["近日，本报讯（记者 云杉）", "记者昨日走进社区，", "3月5日，街道来电，", "喜讯传来，"])
def test_no_openings(text: str) -> None:
    assert opening(Text.of(text), rules()) is None


def test_the_date_of_a_dateline() -> None:
    found = opening(Text.of("本报云州5月9日讯（记者 云杉）昨天，"), rules())
    assert found is not None
    assert str(found.date) == "5月9日"


@pytest.mark.parametrize(
    ("text", "names", "photo"),
    [
        ("让环境更美好。 本报记者 郑小林", ["郑小林"], False),
        ("登台朗诵。 通讯员 卫小禾 文/图", ["卫小禾"], False),
        ("换下插座90多个。（木小华 摄）", ["木小华"], True),
        ("包粽子。 木小华 摄", ["木小华"], True),
        ("接待居民八百余人次。（何苗）", ["何苗"], False),
        ("亮堂起来”\n(本报记者 那小杰)", ["那小杰"], False),
        ("好。（记者 云杉 通讯员 白小禾）", ["云杉", "白小禾"], False),
    ],
)
def test_credits_at_the_end(text: str, names: list[str], photo: bool) -> None:
    found = closing(Text.of(text), rules())
    assert found is not None
    assert [byline.name for byline in found.bylines] == names
    assert found.photo is photo


@pytest.mark.parametrize(
    "text", ["大家都说好。（完）", "共办了4场。（下转第5版）", "这是最好的礼物。", "他把消息告诉了记者。", "如图所示。（资料图）"]
)
def test_no_credits(text: str) -> None:
    assert closing(Text.of(text), rules()) is None


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("本报记者 阮潇 实习生 孟小晴", ["阮潇", "孟小晴"]),
        ("□本报记者　黎粤", ["黎粤"]),
        ("（摄影报道 多杰才让）", ["多杰才让"]),
        ("　　（蓝晓 雷建军）", ["蓝晓", "雷建军"]),
        ("记者：王小明 摄影：李娜", ["王小明", "李娜"]),
        ("记者 王小明 编辑 李娜", ["王小明"]),
    ],
)
def test_lines_of_reporters(text: str, names: list[str]) -> None:
    found = byline_line(Text.of(text).strip(), rules())
    assert found is not None
    assert [byline.name for byline in found.bylines] == names


@pytest.mark.parametrize("text", ["志愿红点亮早春", "记者走进社区看变化，", "编辑同志：", "（上接A1版）", "永和社区"])
def test_no_lines_of_reporters(text: str) -> None:
    assert byline_line(Text.of(text), rules()) is None


def test_names_know_their_place() -> None:
    text = Text.of("记者 李 强 王建", 100)
    bylines = parse(text, rules())
    assert bylines is not None
    assert [byline.text.spans() for byline in bylines] == [((103, 104), (105, 106)), ((107, 109),)]

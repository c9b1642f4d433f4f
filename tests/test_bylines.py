"""Names and roles of reporters, however printed."""

from __future__ import annotations

from functools import cache

import pytest

from civicnews.bylines import Credit, authors, byline_line, closing, opening, parse, signature
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


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("云州网（云州日报网）讯（通讯员 柯小勇、郑婷）“大夫，", [("柯小勇", "通讯员"), ("郑婷", "通讯员")]),
        ("云州融媒体中心讯（通讯员 周小君）针对雷雨，", [("周小君", "通讯员")]),
        ("云州融媒（记者 袁小平）7月27日，", [("袁小平", "记者")]),
        ("云上云州报道：（全媒体记者 聂小颖）4月12日，", [("聂小颖", "全媒体记者")]),
        ("云州讯（特约记者 关小雷 通讯员 曲宁）眼下，", [("关小雷", "特约记者"), ("曲宁", "通讯员")]),
        ("【通讯员 付小露】端午节，", [("付小露", "通讯员")]),
        ("本网讯 吕小辉 报道：花园里，", [("吕小辉", "")]),
        ("河东社区讯：为弘扬传统，", []),
    ],
)
def test_openings_of_county_media(text: str, expected: list[tuple[str, str]]) -> None:
    assert pairs(opening(Text.of(text), rules())) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("努力。（河东社区：刘小文）", [("刘小文", "")]),
        ("温情。（河东街道 赵小娟）", [("赵小娟", "")]),
        ("自觉。（杨小珂 供稿）", [("杨小珂", "")]),
        ("教室。（通讯员：黎小秀）。", [("黎小秀", "通讯员")]),
        ("假期。 记者王小光摄", [("王小光", "记者")]),
    ],
)
def test_credits_of_offices_name_only_the_person(text: str, expected: list[tuple[str, str]]) -> None:
    found = closing(Text.of(text), rules())
    assert found is not None
    assert [name for name, _ in pairs(found)] == [name for name, _ in expected]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("来源：云州时报 作者：张小萌 点击：12", [("张小萌", "")]),
        ("（来源：河东社区　通讯员：刘小梅　编辑：连小希）", [("刘小梅", "通讯员")]),
        ("作者：曹涛来源：审计局时间：2025-09-10", [("曹涛", "")]),
        ("来源：云州文明网 作者： 发表时间：09-04 10:36", []),
        ("作者：河东街道 来源：本站", []),
    ],
)
def test_authors_in_the_source_line(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(byline.name, byline.role) for byline in authors(Text.of(text), rules())] == expected


def test_editors_before_the_reporter() -> None:
    assert pairs(byline_line(Text.of("编辑:吴小逸通讯员:李小如"), rules())) == [("李小如", "通讯员")]


@pytest.mark.parametrize(("text", "names"), [("王小宇 巩小雪", ["王小宇", "巩小雪"]), ("欧阳雪", ["欧阳雪"])])
def test_signatures(text: str, names: list[str]) -> None:
    found = signature(Text.of(text), rules())
    assert found is not None
    assert [byline.name for byline in found.bylines] == names


@pytest.mark.parametrize("text", ["河东社区", "王家大院里的笑声", "记者走访", "（完）", "暖心服务"])
def test_no_signatures(text: str) -> None:
    assert signature(Text.of(text), rules()) is None


def test_a_name_set_apart_by_a_blank_may_look_like_a_credit_word() -> None:
    assert pairs(opening(Text.of("本报讯（记者 束　文 通讯员 卞小舟）近日，"), rules())) == [("束文", "记者"), ("卞小舟", "通讯员")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("文/半岛记者 张小杨 王小鹏 图/受访者提供", ["张小杨", "王小鹏"]),
        ("程小莉 云州晨报、39度视频首席记者张小明", ["程小莉", "张小明"]),
        ("文丨林小一 图丨苏小木", ["林小一", "苏小木"]),
    ],
)
def test_lines_with_papers_and_pictures(text: str, expected: list[str]) -> None:
    assert [name for name, _ in pairs(byline_line(Text.of(text), rules()))] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("志愿者给老人理发。（阿依努尔 摄）", ["阿依努尔"]),
        ("志愿者教老人用手机。（段小磊摄/光明图片）", ["段小磊"]),
        ("“我们会建得更好。”他说。卢小霞 毛小波", ["卢小霞", "毛小波"]),
    ],
)
def test_credits_without_a_blank_or_a_known_name(text: str, expected: list[str]) -> None:
    assert [name for name, _ in pairs(closing(Text.of(text), rules()))] == expected


def test_a_pointer_to_a_picture_is_nobody() -> None:
    assert closing(Text.of("片区将停水。（见下图）"), rules()) is None

"""Repair of the page: nothing lost, nothing edited, sentences whole."""

from __future__ import annotations

from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from civicnews.document import Layout, Page
from civicnews.layout import repair
from civicnews.rules.load import RuleSet, load_rules
from civicnews.stories import split
from civicnews.text import fold


@cache
def rules() -> RuleSet:
    return load_rules()


def repaired(text: str) -> Layout:
    return repair(Page(text, None, "", "utf-8"), rules())


def blocks(text: str, kind: str) -> list[str]:
    return [str(block.text) for block in repaired(text).blocks if block.kind == kind]


LEAD = "本报讯（记者 云杉）近日，安乐街道各社区开展志愿服务活动，居民纷纷参与。\n"

SNIPPETS = st.sampled_from(
    [
        "本报讯（记者 云杉）近日，",
        "●安乐街道",
        "安乐社区",
        "▲昨日，居民在做手工。 云杉 摄",
        "[图]",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\f",
        "　　",
        " ",
        "，",
        "。",
        "本报记者\n云杉",
        "2023年3月7日　星期二",
        "【社区速递】",
        "遗失声明",
        "编者按",
        "“",
        "”",
        "（",
        "）",
        '"',
        ".",
        "图为",
        "（上接A1版）",
        "3月5日，",
        "清理楼道杂物",
        "的",
        "\ud800",
        "\u200b",
        "\x00",
        "1．",
        "：",
        "——",
    ]
)
TEXTS = st.one_of(st.text(max_size=200), st.lists(SNIPPETS, max_size=40).map("".join))


@settings(max_examples=300, deadline=None)
@given(TEXTS)
def test_every_character_of_a_block_is_the_one_at_its_origin_and_none_is_lost(text: str) -> None:
    layout = repaired(text)
    list(split(layout, rules()))
    origins = [origin for block in layout.blocks for origin in block.text.origin]
    assert all(text[o] == c for block in layout.blocks for o, c in zip(block.text.origin, block.text.chars, strict=True))
    assert len(origins) == len(set(origins))
    lost = set(range(len(text))) - set(origins)
    assert all(fold(text[offset]).isspace() for offset in lost)


@settings(max_examples=200, deadline=None)
@given(TEXTS.filter(lambda text: "\r" not in text))
def test_line_ends_of_both_kinds_give_the_same_blocks(text: str) -> None:
    unix, dos = repaired(text), repaired(text.replace("\n", "\r\n"))
    assert [(b.kind, str(b.text), b.wide_gap) for b in unix.blocks] == [(b.kind, str(b.text), b.wide_gap) for b in dos.blocks]


def test_a_blank_line_inside_a_sentence_is_closed() -> None:
    text = LEAD + "据了解，针对辖区老楼存在的\n\n管线老化、照明不足等问题，社区多次与物业沟通。\n"
    assert "据了解，针对辖区老楼存在的管线老化、照明不足等问题，社区多次与物业沟通。" in blocks(text, "body")


def test_two_captions_in_the_middle_of_a_word_are_taken_out() -> None:
    text = (
        LEAD + "\n安乐社区联合中学开展活动。活动中，师生们手持铲子和清洁布，穿梭在辖\n\n\n"
        "近日，安平社区的志愿者擦拭公交站牌，让环境更美好。 本报记者 云杉\n\n"
        "5日，安康社区的孩子们擦拭健身器材。\n\n本报记者\n白小禾\n\n区的每个角落，铲除小广告。\n"
    )
    layout = repaired(text)
    whole = "安乐社区联合中学开展活动。活动中，师生们手持铲子和清洁布，穿梭在辖区的每个角落，铲除小广告。"
    assert whole in [str(block.text) for block in layout.blocks if block.kind == "body"]
    assert [str(block.text)[:3] for block in layout.blocks if block.kind == "caption"] == ["近日，", "5日，"]
    assert [warning.code for warning in layout.warnings] == ["caption-interrupts-sentence"] * 2
    start, end = layout.warnings[0].spans[0]
    assert text[start:end].startswith("近日，安平社区")


def test_a_caption_on_two_lines_inside_a_sentence() -> None:
    text = (
        LEAD + "网格员挨家挨户检查燃气灶具，对家里只有老人的住户，网格员逐户登\n昨日，志愿者教居民折收纳盒。\n"
        "　　本报记者 白小禾 摄\n记造册，免费更换软管。"
    )
    assert blocks(text, "body")[-1].endswith("网格员逐户登记造册，免费更换软管。")


@pytest.mark.parametrize("width", [15, 22, 30, 45])
def test_hard_wrapped_columns_become_paragraphs(width: int) -> None:
    first = (
        "本报讯（记者 云杉）台风登陆前的夜间，安乐街道安乐社区党委书记林小进带着社区工作人员冒雨转移低洼地段的群众，"
        "把八十六名群众接到学校体育馆安置，送上热粥和毛毯，并安排医护人员彻夜守在各个点位"
    )
    second = (
        "清晨风雨稍歇，安平社区会同市政养护公司出动三十多人，锯开倒伏的大树十七棵，疏通积水路段四处，上午十时前主干道恢复通行，"
        "居民们纷纷走出家门帮助清扫落叶和泥沙。"
    )
    lines = [paragraph[i : i + width] for paragraph in (first, second) for i in range(0, len(paragraph), width)]
    assert blocks("风雨夜 灯亮着\n" + "\n".join(lines), "body") == [first, second]


def test_a_placeholder_in_a_sentence_is_dropped() -> None:
    text = LEAD + "大小活动二十多场，让居民在家门口就能享受到\n[图]\n\n浓浓的夏日福利。"
    assert blocks(text, "body")[-1].endswith("享受到浓浓的夏日福利。")
    assert "[图]" in blocks(text, "furniture")


def test_lines_that_are_whole_paragraphs_stay_apart() -> None:
    paragraphs = ["3月5日，安乐社区为老人理发。", "“不能！”", "据了解，活动每月一次。", "安平社区清理楼道。"]
    assert blocks("理发进社区\n" + "\n".join(paragraphs), "body") == paragraphs


def test_a_missing_full_stop_does_not_swallow_the_next_paragraph() -> None:
    text = (
        "摊位摆到家门口\n"
        + LEAD
        + "3月5日，志愿者在小广场为居民理发、磨刀、修伞、缝补，服务居民两百余人次，大家都说这样的活动好\n活动结束后，志愿者又清扫了广场。"
    )
    assert blocks(text, "body")[-1] == "活动结束后，志愿者又清扫了广场。"


@pytest.mark.parametrize(
    "line",
    [
        "云州晚报　04 社区",
        "2023年3月8日　星期三　责编：柳小岸　版式：麦小禾",
        "导读　▶06版 老楼装电梯怎么申请",
        "【天气】今天多云，南风2到3级，最高气温17℃",
        "服务热线:0472-5550101  投递查询:0472-5550102",
        "本报地址：云州大道　广告许可证：工商广字000号",
        "（上接A1版）",
        "【声明】因搬迁，发行站电话变更为：0532-55501166",
        "来源：云州日报　发布时间：2023-03-07 10:12　点击：128",
        "分享到：微信 微博",
        "旧家电回收　上门电话：0310-5550188",
        "https://news.example.cn/1.html",
        "- 5 -",
    ],
)
def test_furniture_is_set_aside(line: str) -> None:
    assert line in blocks(f"社区办起集市\n{LEAD}{line}", "furniture")


def test_the_text_of_a_declaration_goes_with_its_header() -> None:
    text = f"社区办起集市\n{LEAD}●遗失声明\n云州市顺手便利店公章不慎丢失，特此声明。\n理发进社区\n{LEAD}"
    assert blocks(text, "title") == ["社区办起集市", "理发进社区"]
    assert "云州市顺手便利店公章不慎丢失，特此声明。" in blocks(text, "furniture")


def test_headings_stand_alone_or_before_text() -> None:
    text = f"学雷锋 树新风\n{LEAD}【安乐街道】\n5日，志愿者清扫楼道。\n■安平街道　6日，志愿者修剪树枝，居民点赞。"
    assert blocks(text, "heading") == ["【安乐街道】", "■安平街道"]


def test_a_division_above_a_headline_is_a_title() -> None:
    text = f"社区办起集市\n{LEAD}安平街道安平社区\n暑期安全第一课\n本报讯（通讯员 白小禾）昨日，安平社区开课。"
    assert blocks(text, "title")[-2:] == ["安平街道安平社区", "暑期安全第一课"]


def test_crossheads_are_no_titles() -> None:
    text = (
        f"一条老街的新生\n{LEAD}记者走进老街，看到墙面一新。\n党建引领聚合力\n社区书记说，党员先上。\n共治共享促和谐\n"
        "居民议事会每月开一次。"
    )
    assert blocks(text, "title") == ["一条老街的新生"]


def test_ten_thousand_headings_and_a_million_characters_without_a_stop_are_no_trouble() -> None:
    assert len(repaired("安乐街道\n" * 10_000).blocks) == 10_000
    assert len(repaired("社区" * 500_000).blocks) == 1
    assert repaired(("开展志愿服务活动清理楼道杂物垃圾铲除小广告" * 4 + "\n\n") * 3000).blocks


def test_names_on_end_inside_a_story_are_a_list():
    text = LEAD + "名单如下\n河东街道安乐社区\n河东街道永福社区\n河西街道石桥社区\n"
    assert blocks(text + "居民都为他们高兴，说要向他们学习，把自己的家园打理得更好。\n", "title") == []


def test_a_crosshead_told_like_a_story_is_none_beside_others():
    text = (
        "新楼新邻里\n本报讯（记者 云杉）近日，安乐街道安乐社区的居民搬进新楼，邻里之间渐渐熟了起来。\n"
        "一张议事桌\n大家围坐一圈，商量停车位怎么划，你一言我一语，足足议了两个小时才散。\n"
        "一方小舞台\n3月12日下午，社区艺术团排练新节目，围观的居民跟着打拍子，笑声不断。\n"
    )
    assert blocks(text, "title") == ["新楼新邻里"]


def test_teasers_of_other_pages_are_set_apart_with_their_titles():
    text = LEAD + "新平台上线\n近日，记者获悉，一个平台将在全市推广，惠及更多的居民。[详细]\n"
    assert blocks(text, "title") == []
    assert len(blocks(text, "furniture")) == 2


def test_a_line_below_the_byline_is_a_crosshead():
    text = "小事不小\n本报记者 云杉\n灯坏了，一条微信\n3月2日下午，安乐街道安乐社区的楼道灯坏了，网格员二十分钟就赶到。\n"
    assert blocks(text, "title") == ["小事不小"]

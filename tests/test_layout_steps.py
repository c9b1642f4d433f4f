"""The steps of the repair of a page, one at a time, on pieces made by hand and on short pages of our own."""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest

from civicnews.bylines import Credit
from civicnews.document import Page
from civicnews.layout import repair
from civicnews.layout.crossheads import Lone, StorySoFar, above_byline, is_list, settle_lone, without_listed
from civicnews.layout.lines import read_lines
from civicnews.layout.pieces import Piece, is_closed, is_heading, join, named, tag, width
from civicnews.layout.webpage import above_source, count_sources, settle_titled, without_menus
from civicnews.layout.wrap import unwrap
from civicnews.rules.load import RuleSet, load_rules
from civicnews.text import Text

TOLD = "志愿者清扫楼道，居民点赞。"
DATELINE = Credit(0, 3, [], None, False, "r")


@cache
def rules() -> RuleSet:
    return load_rules()


def piece(words: str, kind: Any = None, rule: str | None = None, **more: Any) -> Piece:
    text = Text.of(words)
    return Piece(text, False, 0.0, tag(text, rules()), kind, rule, **more)


def kinds(pieces: list[Piece]) -> list[str | None]:
    return [one.kind for one in pieces]


def words(pieces: list[Piece]) -> list[str]:
    return [str(one.text) for one in pieces]


# -- pieces ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "em"), [("", 0), ("社区", 2), ("ab", 1), ("社a 1", 2.5)])
def test_a_latin_letter_is_half_as_wide(text: str, em: float) -> None:
    assert width(text) == em


@pytest.mark.parametrize("text", ["好。", "好！", "好？", "好…", "好；", "好—", "好：", "好。”", "好。”）", "好。” ", "好。 "])
def test_closed(text: str) -> None:
    assert is_closed(text)


@pytest.mark.parametrize("text", ["", "”", " ", "好", "好，", "“好”", "。好", "。好 "])
def test_not_closed(text: str) -> None:
    assert not is_closed(text)


@pytest.mark.parametrize("text", ["社区办起集市", "社" * 46, "a" * 92, "能办吗？", "“不能！”", "他说“好。”", "他说“好”", "一、"[:1]])
def test_short_lines(text: str) -> None:
    assert piece(text).short is (text != "他说“好。”")


@pytest.mark.parametrize(
    "text", ["社" * 47, "a" * 93, "社" * 45 + "aaa", "好。", "好；", "好，", "好、", "好。真好", "好。”真", "（好。）"]
)
def test_lines_that_are_no_title_by_their_looks(text: str) -> None:
    assert not piece(text).short


def test_what_has_a_kind_or_a_dateline_is_no_short_line() -> None:
    assert not piece("社区办起集市", "label").short
    assert not piece("社区办起集市", dateline=DATELINE).short


def test_of_several_hits_of_one_tag_the_longest_counts() -> None:
    hit = tag(Text.of("【安乐街道】"), rules())["heading"]
    assert (hit.start, hit.end) == (0, 6)


def test_quotation_marks_are_folded_anew_where_pieces_are_joined() -> None:
    parts = [Text.of('他说"好'), Text.of('的"。')]
    assert join(parts).folded == "他说“好的”。"
    assert join(parts[:1]).folded == parts[0].folded
    assert join([Text.of("社区"), Text.of("居民")]).folded == "社区居民"


def test_a_heading_is_the_name_of_a_division_and_nothing_else() -> None:
    assert is_heading(piece("【安乐街道】"))
    assert named(piece("【安乐街道】")) == "安乐街道"
    assert not is_heading(piece("【安乐街道】志愿者清扫楼道"))
    assert not is_heading(piece("社区办起集市"))


# -- lines ----------------------------------------------------------------------------------------


def read(page: str) -> list[Piece]:
    return read_lines(page, rules())


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\f", "\u2028"])
def test_a_blank_line_is_a_gap_whatever_ends_it(end: str) -> None:
    found = read(f"{end}{end}甲村开会{end}乙村唱戏{end}　{end}丙村开会{end}{end}丁村唱戏")
    assert [(str(one.text), one.gap) for one in found] == [("甲村开会", False), ("乙村唱戏", False), ("丙村开会", True), ("丁村唱戏", True)]


def test_how_far_a_line_is_indented() -> None:
    assert [one.indent for one in read("甲村开会\n　　乙村唱戏\n 丙村开会")] == [0.0, 2.0, 1.0]


def test_a_placeholder_is_cut_out_of_its_line() -> None:
    found = read("前头\n\n居民在[图]看戏")
    assert [(str(one.text), one.kind, one.gap) for one in found] == [
        ("前头", None, False),
        ("[图]", "furniture", True),
        ("居民在看戏", None, True),
    ]
    assert words(read("[图]")) == ["[图]"]


# -- wrap -----------------------------------------------------------------------------------------

COLUMN = (
    "清晨风雨稍歇安平社区会同市政养护公司出动三十多人锯开倒伏的大树十七棵疏通积水路段四处上午十时前主干道恢复通行"
    "居民们走出家门帮助清扫落叶和泥沙大家都说这样的日子过得踏实心里也暖和起来了往后还要常来常往把院子打理得更好"
)


def column(size: int, lines: int, begin: int = 0) -> list[str]:
    return [COLUMN[begin + at * size : begin + (at + 1) * size] for at in range(lines)]


def unwrapped(page: str) -> list[str]:
    return words(unwrap(read(page), rules()))


def test_three_full_lines_are_a_column_and_two_are_not() -> None:
    assert unwrapped("\n".join(column(15, 3))) == ["".join(column(15, 3))]
    assert unwrapped("\n".join(column(15, 2))) == column(15, 2)


@pytest.mark.parametrize(("size", "joined"), [(9, False), (10, True), (50, True), (51, False)])
def test_how_wide_a_column_is(size: int, joined: bool) -> None:
    lines = [(COLUMN * 3)[3 + at * size : 3 + (at + 1) * size] for at in range(4)]
    assert unwrapped("\n".join(lines)) == (["".join(lines)] if joined else lines)


@pytest.mark.parametrize(("missing", "joined"), [(1, True), (2, True), (3, False)])
def test_a_full_line_may_lack_two_characters(missing: int, joined: bool) -> None:
    lines = column(20, 5)
    lines[1] = lines[1][:-missing]
    found = unwrapped("\n".join(lines))
    assert found == (["".join(lines)] if joined else [lines[0] + lines[1], "".join(lines[2:])])


def test_a_short_line_ends_its_paragraph_and_a_blank_line_does() -> None:
    lines = [*column(20, 3), "居民点赞。", *column(20, 2, 10), "大家高兴"]
    assert unwrapped("\n".join(lines)) == ["".join(lines[:4]), "".join(lines[4:])]
    assert unwrapped("\n".join(column(20, 2)) + "\n\n" + "\n".join(column(20, 2, 40))) == [
        "".join(column(20, 2)),
        "".join(column(20, 2, 40)),
    ]


def test_an_indented_line_begins_a_paragraph() -> None:
    lines = [f"　　{column(20, 1)[0][:18]}", *column(20, 2, 18), f"　　{column(20, 1, 58)[0][:18]}", *column(20, 1, 76)]
    found = unwrapped("\n".join(lines))
    assert found == [("".join(lines[:3])).strip("　"), ("".join(lines[3:])).strip("　")]


def test_a_full_line_with_a_stop_goes_on_only_where_paragraphs_are_indented() -> None:
    lines = column(20, 4)
    lines[1] = lines[1][:-1] + "。"
    assert unwrapped("\n".join(lines)) == ["".join(lines[:2]), "".join(lines[2:])]
    assert unwrapped("　　" + "\n".join(lines)) == ["".join(lines)]


def test_paragraphs_are_indented_by_one_blank_too_and_it_may_show_below() -> None:
    lines = column(20, 4)
    lines[1] = lines[1][:-1] + "。"
    assert unwrapped(" " + "\n".join(lines)) == ["".join(lines)]
    later = ["居民点赞。", "　　大家高兴。"]
    assert unwrapped("\n".join([*lines, *later]))[0] == "".join([*lines, later[0]])


def widths(*sizes: int) -> list[str]:
    return [(COLUMN * 2)[3 + 25 * at : 3 + 25 * at + size] for at, size in enumerate(sizes)]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (widths(20, 20, 20, 30), False),  # one wider line for three of a column is too many
        (widths(20, 20, 20, 20, 30), True),
        (widths(19, 21, 21, 23), True),  # not wider than the widest of the column by more than a full line may lack
        (widths(19, 21, 21, 24), False),
    ],
)
def test_few_lines_are_wider_than_a_column(lines: list[str], joined: bool) -> None:
    assert (unwrapped("\n".join(lines))[0] != lines[0]) is joined


def test_lines_that_all_end_in_a_stop_are_no_column() -> None:
    lines = [line[:-1] + "。" for line in column(20, 4)]
    assert unwrapped("\n".join(lines)) == lines
    half = [line[:-1] + "。" if at % 2 else line for at, line in enumerate(lines)]
    half = [column(20, 4)[0], lines[1], column(20, 4)[2], lines[3]]
    assert unwrapped("\n".join(half)) == [half[0] + half[1], half[2] + half[3]]


def test_a_caption_with_its_credit_is_cut_out_of_a_column() -> None:
    caption = ["昨日，志愿者在小广场上手把手教老人", "折收纳盒大家笑。本报记者 云杉 摄"]
    lines = [*column(17, 3), *caption, *column(17, 3, 51)]
    assert unwrapped("\n".join(lines)) == ["".join(lines[:3]), "".join(caption), "".join(lines[5:])]


def test_a_caption_begins_at_its_day_and_not_where_its_text_goes_on() -> None:
    caption = ["昨日，志愿者在小广场上手把手教老人", "活动中大家学了一样又一样折了又拆开", "折收纳盒大家笑。本报记者 云杉 摄"]
    lines = [*column(17, 3), *caption, *column(17, 3, 51)]
    assert unwrapped("\n".join(lines)) == ["".join(lines[:3]), "".join(caption), "".join(lines[6:])]


@pytest.mark.parametrize(("size", "cut"), [(8, True), (9, False)])
def test_how_many_lines_a_caption_has(size: int, cut: bool) -> None:
    caption = [
        "昨日，志愿者在小广场上手把手教老人",
        *["折了又拆拆了又折乐得合不拢嘴笑声满"] * (size - 2),
        "折收纳盒大家笑。本报记者 云杉 摄",
    ]
    lines = [*column(17, 3), *caption, *column(17, 3, 51)]
    assert ("".join(caption) in unwrapped("\n".join(lines))) is cut


@pytest.mark.parametrize(("between", "full"), [(4, True), (5, False)])
def test_a_column_shows_within_six_lines(between: int, full: bool) -> None:
    one, *others = column(20, 3)
    short = ["居民来了"] * between
    found = unwrap(read("\n".join([one, *short, *others])), rules())
    assert words(found)[0] == (one + short[0] if full else one)
    found = unwrap(read("\n".join([*others, *short, one])), rules())
    assert found[-1].full is full


@pytest.mark.parametrize("line", ["本报讯（记者 云杉）近日社区开课居民", "本报记者 云杉", "▲昨日，居民在做手工，大家都说好看"])
def test_a_line_that_opens_something_of_its_own_is_not_joined(line: str) -> None:
    lines = [*column(17, 4), line, *column(17, 3, 70)]
    assert not any(line in one and one.startswith(lines[0]) for one in unwrapped("\n".join(lines)))


# -- crossheads -----------------------------------------------------------------------------------


def test_a_line_below_the_only_byline_is_a_crosshead() -> None:
    title, byline, below = piece("小事不小"), piece("本报记者 云杉", "byline"), piece("一条微信")
    run = [title, below]
    assert above_byline(run, [title, byline, below]) == [title]
    assert (title.kind, below.kind) == (None, "label")


@pytest.mark.parametrize("case", ["no byline", "two bylines", "two below", "none above", "subhead", "heading"])
def test_lines_at_a_byline_that_stay_titles(case: str) -> None:
    title, byline, below = piece("小事不小"), piece("本报记者 云杉", "byline"), piece("一条微信")
    if case == "subhead":
        below.tags = {"subhead": tag(Text.of("【安乐街道】"), rules())["heading"]}
    if case == "heading":
        below = piece("【安乐街道】")
    passed = {
        "no byline": [title, below],
        "two bylines": [title, byline, piece("记者 云杉", "byline"), below],
        "two below": [title, byline, below, piece("一盏灯")],
        "none above": [byline, below],
    }.get(case, [title, byline, below])
    run = [one for one in passed if one.kind is None]
    assert above_byline(run, passed) == run
    assert set(kinds(run)) == {None}


def test_more_than_eight_short_lines_are_a_list() -> None:
    lines = [piece("一条微信") for _ in range(9)]
    assert (is_list(lines), is_list(lines[1:])) == (True, False)


def test_three_names_of_divisions_on_end_are_a_list_and_what_stands_around_them_is_no_title() -> None:
    names = [piece(f"【{name}街道】") for name in ("安乐", "安平", "安康")]
    around = [piece("名单如下"), *names, piece("（排名不分先后）")]
    assert without_listed(around) == []
    assert kinds(around) == ["label"] * 5
    two = [piece("名单如下"), piece("【安乐街道】"), piece("【安平街道】")]
    assert without_listed(two) == two
    assert kinds(two) == [None] * 3
    mixed = [*(piece(f"【{name}街道】") for name in ("安乐", "安平", "安康")), piece("名单如下"), piece("【安宁街道】")]
    assert without_listed(mixed) == mixed[-1:]
    assert kinds(mixed) == ["label"] * 4 + [None]


def lone(count: int, *, dated: int = 0, told: bool = True, bodies: int = 1, wide: str = "") -> list[Lone]:
    return [Lone(piece(wide or f"一条微信{at}", "title"), bodies, at < dated, told) for at in range(count)]


@pytest.mark.parametrize(
    ("story", "several", "crossheads"),
    [
        (StorySoFar(byline=True, lone=lone(2)), False, True),
        (StorySoFar(byline=True, lone=lone(1)), False, False),
        (StorySoFar(byline=True, lone=lone(1), untold=1), False, True),
        (StorySoFar(byline=True, lone=lone(2), credits=1), False, False),
        (StorySoFar(lone=lone(2)), False, False),
        (StorySoFar(lone=lone(2, bodies=2)), False, True),
        (StorySoFar(lone=lone(2, told=False)), False, True),
        (StorySoFar(byline=True, lone=lone(2, wide="社" * 22)), False, True),
        (StorySoFar(byline=True, lone=lone(2, wide="社" * 22 + "a")), False, False),
        (StorySoFar(byline=True, lone=lone(2, dated=1)), True, True),
        (StorySoFar(byline=True, lone=lone(3, dated=2)), True, False),
        (StorySoFar(byline=True, lone=lone(2, dated=2)), False, True),
        (StorySoFar(byline=True, untold=5), False, True),
    ],
)
def test_which_lone_lines_are_crossheads(story: StorySoFar, several: bool, crossheads: bool) -> None:
    for line in story.lone:
        line.piece.kind = "title"
    settle_lone(story, several=several, single=False)
    assert {line.piece.kind for line in story.lone} <= {"label" if crossheads else "title"}


def test_lone_lines_of_a_single_story_are_crossheads() -> None:
    story = StorySoFar(lone=lone(2))
    settle_lone(story, several=False, single=True)
    assert {line.piece.kind for line in story.lone} == {"label"}


def test_a_story_begins_with_nothing() -> None:
    begun = StorySoFar()
    assert (begun.byline, begun.bodies, begun.headings, begun.credits, begun.ended, begun.lone, begun.untold) == (
        False,
        0,
        0,
        0,
        False,
        [],
        0,
    )


# -- web pages ------------------------------------------------------------------------------------

SOURCE = ("来源：云州日报　2023-03-07 10:12", "furniture", "web.masthead-source")


def test_three_very_short_lines_on_end_are_a_menu() -> None:
    run = [piece(one) for one in ("首页", "新闻", "社会新闻网", "社区办起集市")]
    assert without_menus(run, run) == run[3:]
    assert kinds(run) == ["furniture"] * 3 + [None]


def test_lines_that_are_no_menu() -> None:
    for lines in (["首页", "新闻", "社区办起集市"], ["首页", "新闻", "社区新闻网站", "社区办起集市"], ["首页", "新闻", "社会"]):
        run = [piece(one) for one in lines]
        assert without_menus(run, run) == run
        assert set(kinds(run)) == {None}


def test_furniture_counts_as_an_item_of_a_menu_and_stays() -> None:
    passed = [piece("首页"), piece("打印", "furniture", "web.tool"), piece("新闻"), piece("社区办起集市")]
    assert without_menus([passed[0], *passed[2:]], passed) == passed[3:]
    assert passed[1].rule == "web.tool"
    passed = [piece("首页"), piece("记者 云杉", "byline"), piece("新闻"), piece("社会"), piece("社区办起集市")]
    assert len(without_menus([passed[0], *passed[2:]], passed)) == 4
    passed = [piece("首页"), piece("安乐街道"), piece("新闻"), piece("社会"), piece("社区办起集市")]
    assert len(without_menus(list(passed), passed)) == 5


def test_a_page_of_nothing_but_a_menu_keeps_its_lines() -> None:
    run = [piece("首页"), piece("新闻"), piece("社会")]
    passed = [*run, piece(TOLD)]
    assert without_menus(run, passed) == run


def test_how_many_texts_have_a_source() -> None:
    title = piece("社区办起集市")
    text, byline = piece(TOLD), piece("记者 云杉", "byline")
    source, dated = piece(*SOURCE), piece("2023-03-07　10:12：30", "furniture", "line.masthead-date")
    undated = piece("2023年3月7日", "furniture", "line.masthead-date")
    assert count_sources([]) == 0
    assert count_sources([title, source, text]) == 1
    assert count_sources([title, source, title, source, text]) == 1
    assert count_sources([title, source, text, title, source, text]) == 2
    assert count_sources([title, source, text, source]) == 1
    assert count_sources([title, byline, source, text]) == 0
    assert count_sources([title, undated, text]) == 0
    assert count_sources([title, dated, text]) == (1 if "：" in dated.text.folded else 0)
    assert count_sources([title, source, text, piece("打印", "furniture"), source]) == 1


def test_titles_of_a_web_page_stand_above_its_source() -> None:
    above, source, below = piece("社区办起集市了"), piece(*SOURCE), piece("字号大小")
    assert above_source([above, below], [above, source, below], rules()) == [above]
    assert (above.kind, below.kind) == (None, "label")


def test_a_title_below_the_source_stays_where_none_stands_above() -> None:
    above, source, below = piece("云州新闻网"), piece(*SOURCE), piece("社区办起集市了")
    assert above_source([above, below], [above, source, below], rules()) == [above, below]
    short = piece("云州一二三")
    assert above_source([short, below], [short, source, below], rules()) == [short, below]


def test_the_title_may_be_repeated_below_its_source() -> None:
    above, source, below = piece("社区办起集市了"), piece(*SOURCE), piece("社区 办起集市了")
    assert above_source([above, below], [above, source, below], rules()) == [above, below]


LEAD = "新春将至，清溪镇、石桥镇等地张灯结彩，居民齐聚一堂，欢欢喜喜迎接新的一年到来，处处热热闹闹。"


def titled(*pieces: Piece) -> list[bool]:
    settle_titled(list(pieces))
    return ["heading" in one.tags for one in pieces if "：" in one.text.folded and one.kind is None and one.short]


def test_places_with_a_colon_are_headings_below_a_lead_that_names_one() -> None:
    def places() -> list[Piece]:
        return [piece("清溪镇：灯火闹元宵"), piece(TOLD), piece("石桥镇：社火进村来"), piece(TOLD)]

    assert titled(piece("欢欢喜喜过大年"), piece(LEAD), *places()) == [True, True]
    assert titled(piece("欢欢喜喜过大年"), piece(TOLD), *places()) == [False, False]
    assert titled(piece("清溪镇：灯火闹元宵"), piece(LEAD), *places()) == [False, False, False]
    assert titled(piece(LEAD), *places()[:2]) == [False]
    assert titled(piece(LEAD), piece("本报记者 云杉", "byline"), *places()) == [False, False]
    assert titled(piece("本报记者 云杉", "byline"), piece(LEAD), *places()) == [True, True]


def test_a_page_of_headings_only_is_repaired() -> None:
    assert repair(Page("安乐街道", None, "", "utf-8"), rules()).blocks

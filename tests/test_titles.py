"""Which short lines are titles: pieces made by hand, with the tags that the case is about."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from civicnews.bylines import Credit
from civicnews.layout.pieces import Piece
from civicnews.layout.titles import find_titles
from civicnews.rules.load import RuleSet, load_rules
from civicnews.text import Text

DATELINE, CREDIT = Credit(0, 2, [], None, False, "r"), Credit(0, 2, [], None, False, "r")
TEXT = "昨天下午，社区的志愿者清扫楼道，居民点赞。"
DATED = "opens/line.opens-date"


@cache
def rules() -> RuleSet:
    return load_rules()


def p(words: str, *tags: str, kind: Any = None, rule: str | None = None, **more: Any) -> Piece:
    """A piece with these tags, each `name` or `name/rule`; a heading spans the whole piece and names it."""
    text = Text.of(words)
    hits = {}
    for one in tags:
        name, _, rule_id = one.partition("/")
        hit = SimpleNamespace(rule=SimpleNamespace(id=rule_id or "r"), start=0, end=len(words))
        hit.group = lambda group, folded: folded
        hits[name] = hit
    return Piece(text, False, 0.0, hits, kind, rule, **more)  # type: ignore[arg-type]


def kinds(*pieces: Piece) -> list[str | None]:
    return [one.kind for one in find_titles(list(pieces), rules())]


def lead() -> list[Piece]:
    """A story of a newspaper's page, with its title and its dateline."""
    return [p("云州日报", kind="furniture", rule="line.masthead"), p("社区办起集市"), p(TEXT, dateline=DATELINE)]


def body(*tags: str, **more: Any) -> Piece:
    return p(TEXT, *tags, **more)


def after_lead(*pieces: Piece) -> list[str | None]:
    return kinds(*lead(), *pieces)[3:]


@pytest.mark.parametrize("below", [body(dateline=DATELINE), body(), p(TEXT, kind="caption")])
def test_short_lines_at_the_head_are_titles(below: Piece) -> None:
    assert kinds(p("春风十里"), p("社区办起集市"), below)[:2] == ["title", "title"]


def test_a_group_has_five_lines_and_what_is_above_is_a_label() -> None:
    found = kinds(*(p(f"第{n}行字在此") for n in "一二三四五六"), body(dateline=DATELINE))
    assert found == ["label"] + ["title"] * 5 + ["body"]


def test_a_numbered_crosshead_at_the_foot_of_a_group_is_none_of_its_lines() -> None:
    numbered = "crosshead/line.crosshead-numbered"
    assert kinds(p("社区办起集市"), p("一、摆摊", numbered), body()) == ["title", "label", "body"]
    assert kinds(p("一、摆摊", numbered), body()) == ["title", "body"]
    assert kinds(p("社区办起集市"), p("摆摊", "crosshead"), body()) == ["title", "title", "body"]


def test_a_line_that_ends_in_a_colon_above_a_text_is_text() -> None:
    assert kinds(p("社区办起集市"), p("居民说："), body()) == ["title", "body", "body"]
    assert after_lead(p("居民说："), body()) == ["body", "body"]


def test_quotations_on_end_inside_a_story_are_text() -> None:
    assert after_lead(p("“不能吗？”"), p("能啊"), body()) == ["body", "body", "body"]
    assert after_lead(p("“不能吗？”"), body(dateline=DATELINE)) == ["title", "body"]


def test_a_lone_line_inside_a_story() -> None:
    assert after_lead(p("理发进社区"), body(DATED)) == ["title", "body"]
    assert after_lead(p("怎么办？"), body()) == ["body", "body"]
    assert after_lead(p("怎么办？"), body(DATED)) == ["title", "body"]
    assert after_lead(p("怎么办？"), body(credit=CREDIT)) == ["title", "body"]
    assert after_lead(p("3月5日，居民来了", DATED), p("记者 云杉", kind="byline"), body())[0] == "title"
    assert after_lead(p("一、摆摊", "crosshead/r.cross"), body()) == ["label", "body"]


def test_several_lines_inside_a_story_open_another() -> None:
    assert after_lead(p("春风十里"), p("理发进社区"), body()) == ["title", "title", "body"]
    assert after_lead(p("春风十里："), p("理发进社区"), body()) == ["body", "body", "body"]
    assert after_lead(p("春风十里"), p("摆摊", "crosshead"), body()) == ["body", "body", "body"]
    assert after_lead(*(p(f"第{n}行字在此") for n in "一二三四五六"), body()) == ["body"] * 7


def test_nine_lines_inside_a_story_are_a_list() -> None:
    lines = [p(f"第{n}行字在此") for n in "一二三四五六七八九"]
    assert set(after_lead(*lines, body())[:-1]) == {"label"}
    assert set(after_lead(*lines)) == {"label"}


def test_short_lines_at_the_end_of_a_page() -> None:
    assert after_lead(p("图片新闻")) == ["label"]
    assert after_lead(p("居民点赞！")) == ["body"]
    assert after_lead(p("据了解居民都来了", "opens")) == ["body"]
    assert kinds(*lead()[:2], body(dateline=DATELINE, credit=CREDIT), p("理发进社区"))[-1] == "title"


# -- headings -------------------------------------------------------------------------------------


def test_names_of_townships_alone_are_headings() -> None:
    assert after_lead(p("安乐街道", "heading"), body(), p("安平街道", "heading"), body()) == ["heading", "body"] * 2
    assert after_lead(p("安乐", "heading"), body()) == ["label", "body"]
    assert after_lead(p("安乐", "heading"), body(), p("安平", "heading"), body()) == ["heading", "body"] * 2
    assert after_lead(p("【安乐】", "heading/line.heading-marked"), body()) == ["heading", "body"]


def test_a_bare_name_above_a_dateline_is_a_title_where_the_story_has_no_headings() -> None:
    assert after_lead(p("安乐街道", "heading"), body(dateline=DATELINE)) == ["title", "body"]
    assert after_lead(p("【安乐】", "heading/line.heading-marked"), body(dateline=DATELINE)) == ["heading", "body"]
    assert after_lead(p("安乐街道", "heading"), body(), p("安平街道", "heading"), body(dateline=DATELINE))[2] == "heading"
    assert kinds(p("安乐", "heading"), body())[0] == "title"


def test_the_last_of_several_lines_may_be_a_heading() -> None:
    assert after_lead(p("理发进社区"), p("安乐街道", "heading"), body()) == ["title", "heading", "body"]
    assert after_lead(p("理发进社区"), p("安乐街道", "heading"), body(dateline=DATELINE)) == ["title", "title", "body"]
    assert after_lead(p("理发进社区"), p("安乐", "heading"), body()) == ["title", "title", "body"]


def test_the_first_of_several_lines_may_be_a_heading() -> None:
    assert after_lead(p("安乐街道", "heading"), p("理发进社区"), body()) == ["title", "title", "body"]
    marked = "heading/line.heading-marked"
    assert after_lead(p("【安乐】", marked), p("理发进社区"), body()) == ["heading", "label", "body"]
    before = [p("安平街道", "heading"), body()]
    assert after_lead(*before, p("安乐街道", "heading"), p("理发进社区"), body())[2:] == ["heading", "label", "body"]
    assert after_lead(p("安乐街道", "heading"), p("理发进社区"), body(dateline=DATELINE)) == ["title", "title", "body"]
    assert kinds(p("安乐街道", "heading"), p("理发进社区"), body()) == ["title", "title", "body"]


# -- web pages of one story -------------------------------------------------------------------------


def test_a_page_without_bylines_and_days_has_crossheads_and_no_second_title() -> None:
    plain = "志愿者清扫楼道，擦拭扶手，忙个不停，大家都说这样真好。"
    assert kinds(p("办起集市"), p(plain), p("摆摊"), p(plain)) == ["title", "body", "label", "body"]
    assert kinds(p("办起集市"), p(plain), p("真好！"), p(plain)) == ["title", "body", "body", "body"]
    assert kinds(p("办起集市"), p(plain), p("摆摊，大家来"), p(plain))[2] == "body"
    assert kinds(p("办起集市"), p(plain), p("青春护绿，洁净家园"), p(plain))[2] == "label"
    assert kinds(p("办起集市"), p(plain), p("3月5日开市"), p(plain))[2] == "title"
    assert kinds(p("办起集市"), p(plain), p("摆摊"), p(plain, credit=CREDIT))[2] == "title"


def test_a_web_page_with_one_source_has_one_story_whatever_day_a_crosshead_tells() -> None:
    source = p("来源：云州日报　2023-03-07", kind="furniture", rule="web.masthead-source")
    assert kinds(p("社区办起集市"), source, body(), p("3月5日开市"), body())[3] == "label"
    assert kinds(p("社区办起集市"), source, body(), p("3月5日开市"), body(DATED))[3] == "label"


# -- notices, repeats and pages of short lines ------------------------------------------------------


def test_a_notice_below_its_title() -> None:
    assert kinds(p("停水通知", "notice/r.notice"), p(TEXT, "notice/r.notice")) == ["title", "notice"]
    weather = p("今天多云，南风2到3级。", kind="furniture", rule="line.weather")
    assert kinds(p("天气", "notice"), weather)[1] == "notice"
    weather = p("今天多云，南风2到3级。", kind="furniture", rule="line.weather")
    assert kinds(p("天气"), weather, body())[1] == "furniture"


def test_a_title_that_is_repeated_is_there_once() -> None:
    assert kinds(p("社区办起集市"), p("社区 办起集市"), body()) == ["title", "furniture", "body"]
    assert kinds(p("社区办起集市"), p("社区办起集市_云州网"), body()) == ["title", "furniture", "body"]
    assert kinds(p("首页>新闻>社区办起集市"), p("社区办起集市"), body()) == ["furniture", "title", "body"]
    assert kinds(p("首页>新闻"), p("社区办起集市"), body()) == ["title", "title", "body"]


def test_of_a_page_of_short_lines_the_last_is_text() -> None:
    assert kinds(p("社区办起集市"), p("居民来了"))[-1] == "body"
    assert kinds(p("名单", kind="label")) == ["label"]


# -- titles and headings on the line of their text --------------------------------------------------


def split(words: str, *tags: str, **more: Any) -> list[tuple[str, str | None]]:
    return [(str(one.text), one.kind) for one in find_titles([p(words, *tags, **more)], rules())]


def test_a_title_on_the_line_of_its_text_is_split_off() -> None:
    lead = "本报讯（记者 云杉）昨日，社区的志愿者清扫楼道，居民纷纷点赞。"
    dated = "3月5日上午，社区的志愿者清扫楼道，居民纷纷点赞。"
    assert split(f"社区办起集市 {lead}") == [("社区办起集市", "title"), (lead, "body")]
    assert split(f"社区办起集市 {dated}") == [("社区办起集市", "title"), (dated, "body")]
    assert split(f"大家来，办集市 {lead}")[0] == ("大家来，办集市", "title")
    assert split(f"大家来，办集市 {dated}") == [(f"大家来，办集市 {dated}", "body")]
    assert len(split(f"办起集市。来 {lead}")) == 1
    assert len(split(f"集市上 {lead}")) == 1
    assert split(f"集市上办 {lead}")[0] == ("集市上办", "title")
    assert len(split(f"社区办起集市 {dated}", dateline=DATELINE)) == 1


def test_the_credit_moves_with_the_text() -> None:
    words = "社区办起集市 3月5日上午，志愿者清扫楼道，居民点赞。（记者 云杉）"
    _, rest = find_titles([p(words, credit=Credit(27, 34, [], None, False, "r"))], rules())
    assert rest.credit is not None
    assert str(rest.text)[rest.credit.start : rest.credit.end] == words[27:34]

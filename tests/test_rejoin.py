"""Which halves of a sentence are joined and which are not: pieces made by hand, with the tags that the case is about."""

from __future__ import annotations

from functools import cache
from types import SimpleNamespace
from typing import Any

import pytest

from civicnews.bylines import Credit
from civicnews.layout.pieces import Piece
from civicnews.layout.rejoin import FAR, rejoin
from civicnews.rules.load import RuleSet, load_rules
from civicnews.text import Text

FIRST, SECOND = "据了解，老楼管线老化的", "难题得到了解决，居民点赞。"
WHOLE = FIRST + SECOND
CREDIT, PHOTO = Credit(0, 2, [], None, False, "r.credit"), Credit(0, 2, [], None, True, "r.photo")
CAPTION = "昨日，志愿者教居民折纸盒。"


@cache
def rules() -> RuleSet:
    return load_rules()


def p(words: str, *tags: str, kind: Any = None, **more: Any) -> Piece:
    """A piece with these tags, each `name` or `name/rule`; `name!` ends where the piece ends, others before."""
    hits = {}
    for one in tags:
        name, _, rule = one.rstrip("!").partition("/")
        hits[name] = SimpleNamespace(rule=SimpleNamespace(id=rule or "r"), start=0, end=len(words) if one.endswith("!") else 1)
    text = Text.of(words)
    fields = {"gap": False, "indent": 0.0, **more}
    return Piece(text, fields.pop("gap"), fields.pop("indent"), hits, kind, **fields)  # type: ignore[arg-type]


def joined(*pieces: Piece) -> list[tuple[str, str | None]]:
    return [(str(one.text), one.kind) for one in rejoin(list(pieces), rules())[0]]


def texts(*pieces: Piece) -> list[str]:
    return [words for words, _ in joined(*pieces)]


OPEN = [
    (p(FIRST, full=True), True),
    (p(FIRST), False),
    (p(FIRST, dateline=CREDIT), True),
    (p("社" * 46), False),
    (p("社" * 46 + "a"), True),
    (p(FIRST, "broken"), True),
    (p("他说：“老楼管线"), True),
    (p("他说：“好”老楼管线"), False),
    (p("办好了。老楼管线"), True),
    (p("老楼，管线，老化，的"), True),
    (p("老楼，管线，老化的"), False),
    (p("老楼，管线老化的", "opens/line.opens-date"), True),
    (p("老楼管线老化的", "opens/line.opens-date"), False),
    (p("老楼，" + "社" * 21 + "a", "opens"), True),
    (p("老楼，" + "社" * 21, "opens"), False),
    (p("老楼，" + "社" * 21 + "a"), False),
    (p(FIRST, full=True, settled=True), False),
    (p(FIRST, "broken", settled=True), True),
    (p(FIRST, full=True, credit=CREDIT), False),
    (p(FIRST + "。", full=True), False),
    (p(FIRST, "subhead", full=True), False),
    (p(FIRST, "heading!", full=True), False),
    (p(FIRST, "crosshead!", full=True), False),
    (p(FIRST, "heading", full=True), True),
    (p(FIRST, full=True, kind="label"), False),
]


@pytest.mark.parametrize(("first", "is_open"), OPEN, ids=[f"{n}-{row[0].text}" for n, row in enumerate(OPEN)])
def test_which_paragraphs_wait_for_a_second_half(first: Piece, is_open: bool) -> None:
    words = str(first.text)
    assert texts(first, p(SECOND, "continues")) == ([words + SECOND] if is_open else [words, SECOND])


HALVES = [
    # nothing speaks against it
    (p(FIRST, full=True), p(SECOND), True),
    # the second opens as a paragraph does
    (p(FIRST, full=True), p(SECOND, "opens"), False),
    (p(FIRST, "unfinished", full=True), p(SECOND, "opens"), True),
    (p(FIRST, "unfinished", dateline=CREDIT), p(SECOND, "opens"), False),
    (p("社" * 46 + "a", "unfinished"), p(SECOND, "opens"), True),
    (p(FIRST, "broken"), p(SECOND, "opens"), True),
    (p(FIRST, full=True), p(SECOND, "opens", "continues"), True),
    # … and hangs below an indented one
    (p(FIRST + "社" * 40, full=True, indent=2.0), p(SECOND, "opens"), True),
    (p(FIRST + "社" * 40, full=True, indent=2.0), p(SECOND, "opens", indent=2.0), False),
    (p(FIRST + "社" * 40, full=True), p(SECOND, "opens"), False),
    (p(FIRST, full=True, indent=2.0), p(SECOND, "opens"), False),
    # a quotation or bracket that the second closes
    (p("他说：“老楼管线"), p("的事办好了”，居民点赞。", "opens"), True),
    (p("他说：“老楼管线"), p("“的事办好了”，居民点赞。", "opens"), False),
    (p("他说：“老楼管线"), p("的事办好了，居民点赞。", "opens"), False),
    (p("活动（老楼", settled=True), p("改造）办好了，居民点赞。"), True),
    (p("活动（老楼", settled=True), p("改造办好了，居民点赞。"), False),
    (p("活动（老楼", settled=True), p("改造（二期）办好了，居民点赞。"), False),
    # the second is a short line
    (p(FIRST, full=True), p("难题"), False),
    (p(FIRST, "broken"), p("难题"), True),
    (p(FIRST, "broken"), p("难题", "opens"), True),
    (p(FIRST, "unfinished", full=True), p("难题"), True),
    (p(FIRST, "unfinished", full=True), p("难题", "opens"), False),
    # the second is something of its own
    (p(FIRST, full=True), p(SECOND, dateline=CREDIT), False),
    (p(FIRST, full=True), p(SECOND, "heading"), False),
    (p(FIRST, full=True), p(SECOND, "subhead"), False),
    (p(FIRST, full=True), p(SECOND, "crosshead!"), False),
    (p(FIRST, full=True), p(SECOND, kind="label"), False),
    (p(FIRST, full=True), p(SECOND, kind="notice"), False),
]


@pytest.mark.parametrize(("first", "second", "whole"), HALVES, ids=[f"{n}-{row[1].text}" for n, row in enumerate(HALVES)])
def test_which_halves_belong_together(first: Piece, second: Piece, whole: bool) -> None:
    halves = [str(first.text), str(second.text)]
    assert texts(first, second) == (["".join(halves)] if whole else halves)


def test_a_short_second_half_is_none_where_a_story_begins_below_it() -> None:
    def below(piece: Piece) -> list[str]:
        return texts(p(FIRST, "broken"), p("难题解决了！"), piece)

    assert below(p("社区开课，居民点赞。")) == [FIRST + "难题解决了！", "社区开课，居民点赞。"]
    assert below(p("记者 云杉", kind="byline"))[:2] == [FIRST, "难题解决了！"]
    assert below(p("社区开课，居民点赞。", dateline=CREDIT))[:2] == [FIRST, "难题解决了！"]


def test_more_than_two_parts_are_joined_and_stay_what_they_are() -> None:
    first = p("本报讯老楼管线", "broken", gap=True, indent=2.0, dateline=CREDIT)
    (whole,), warnings = rejoin([first, p("老化的问题", "continues", "broken"), p(SECOND, "continues", settled=True)], rules())
    assert (str(whole.text), whole.gap, whole.indent, whole.dateline, whole.settled) == (
        "本报讯老楼管线老化的问题" + SECOND,
        True,
        2.0,
        CREDIT,
        True,
    )
    assert warnings == []


def test_the_credit_at_the_end_of_the_second_half_is_that_of_the_whole() -> None:
    (whole,), _ = rejoin([p(FIRST, full=True), p("难题得到了解决。（记者 云杉）", "continues")], rules())
    assert whole.credit is not None
    assert [byline.name for byline in whole.credit.bylines] == ["云杉"]


BETWEEN = [
    # furniture and captions are passed over; captions are told of
    ([p("云州日报　03版", kind="furniture")], True, 0),
    ([p(CAPTION, kind="caption")], True, 1),
    ([p(CAPTION, kind="caption"), p("云州日报　03版", kind="furniture"), p(CAPTION, kind="caption")], True, 2),
    ([p("上图：", "pointer", kind="label")], True, 0),
    # a paragraph with a credit, or a byline below it, is a caption
    ([p(CAPTION, credit=PHOTO, kind=None)], True, 1),
    ([p(CAPTION, "opens"), p("云杉 摄", kind="byline")], True, 1),
    ([p(CAPTION, "opens", credit=CREDIT)], True, 1),
    ([p(CAPTION, credit=CREDIT)], True, 1),
    # so is one that opens as a paragraph does, where the second half surely goes on
    ([p(CAPTION, "opens")], True, 1),
    # these are something of their own
    ([p("记者 云杉", kind="byline")], False, 0),
    ([p("名单", kind="label")], False, 0),
    ([p("社区开课，居民点赞。", dateline=CREDIT)], False, 0),
    ([p("安乐街道", "heading!")], False, 0),
]


@pytest.mark.parametrize(("between", "whole", "warnings"), BETWEEN, ids=[str(n) for n in range(len(BETWEEN))])
def test_what_may_stand_between_two_halves(between: list[Piece], whole: bool, warnings: int) -> None:
    pieces, told = rejoin([p(FIRST, full=True), *between, p(SECOND, "continues")], rules())
    assert (str(pieces[0].text) == WHOLE, len(told)) == (whole, warnings)
    assert sorted("".join(str(one.text) for one in pieces)) == sorted(WHOLE + "".join(str(one.text) for one in between))
    if whole:
        assert {one.kind for one in pieces[1:]} <= {"caption", "furniture", "label", "byline"}


@pytest.mark.parametrize(
    ("first", "between", "second", "whole"),
    [
        # a credited paragraph that goes on itself is the second half, if what follows opens
        (p(FIRST, full=True), p(CAPTION, "continues", credit=CREDIT), p(SECOND), False),
        (p(FIRST, full=True), p(CAPTION, credit=CREDIT), p(SECOND, "opens"), False),
        (p(FIRST, full=True), p(CAPTION, "opens", credit=CREDIT), p(SECOND), True),
        # a caption without a credit has to open and to end, and the halves have to belong together
        (p(FIRST, "unfinished", dateline=CREDIT), p(CAPTION, "opens"), p(SECOND), True),
        (p(FIRST, dateline=CREDIT), p(CAPTION, "opens"), p(SECOND), False),
        (p(FIRST, "unfinished", dateline=CREDIT), p(CAPTION, "opens"), p(SECOND, "opens"), False),
        (p(FIRST, dateline=CREDIT), p(CAPTION, "opens"), p(SECOND, "continues"), True),
        (p(FIRST, dateline=CREDIT), p(CAPTION, "opens"), p(SECOND, "continues", "opens"), False),
        (p(FIRST, dateline=CREDIT), p(CAPTION[:-1] + "，", "opens"), p(SECOND, "continues"), False),
        (p(FIRST, dateline=CREDIT), p(CAPTION, "opens"), p("难题", "continues"), False),
    ],
)
def test_captions_between_two_halves(first: Piece, between: Piece, second: Piece, whole: bool) -> None:
    assert (texts(first, between, second)[0] == FIRST + str(second.text)) is whole


def test_the_second_half_is_looked_for_so_far_and_no_farther() -> None:
    def apart(count: int) -> str:
        return texts(p(FIRST, full=True), *(p("云州日报", kind="furniture") for _ in range(count)), p(SECOND))[0]

    assert (apart(FAR - 1), apart(FAR)) == (WHOLE, FIRST)


def test_what_stood_between_follows_and_a_credit_below_a_caption_becomes_part_of_it() -> None:
    found = joined(p(FIRST, full=True), p(CAPTION, "opens"), p("云杉 摄", kind="byline"), p(SECOND, "continues"), p("完。"))
    assert found == [(WHOLE, None), (CAPTION + "云杉 摄", "caption"), ("完。", None)]


def test_reporters_below_a_caption_become_part_of_it_unless_it_has_a_credit() -> None:
    def between(caption: Piece) -> list[tuple[str, str | None]]:
        return joined(p(FIRST, full=True), caption, p("本报记者 云杉", kind="byline"), p(SECOND, "continues"))[1:]

    assert between(p(CAPTION, "opens")) == [(CAPTION + "本报记者 云杉", "caption")]
    assert between(p(CAPTION, "opens", credit=CREDIT)) == [(CAPTION, "caption"), ("本报记者 云杉", "byline")]


def test_two_broken_sentences_are_told_apart() -> None:
    found = texts(p(FIRST, full=True), p(SECOND), p("他说：“老楼管线"), p(CAPTION, kind="caption"), p("的事办好了”，居民点赞。"))
    assert found == [WHOLE, "他说：“老楼管线的事办好了”，居民点赞。", CAPTION]


# -- a short line with a comma above a caption -----------------------------------------------------

STORY = p("社区办起集市，居民点赞。")


@pytest.mark.parametrize(
    ("before", "line", "below", "cut"),
    [
        (STORY, p("居民提着篮子，来到"), p(CAPTION, kind="caption"), True),
        (STORY, p("居民提着篮子、水桶来到"), p(CAPTION, kind="caption"), True),
        (STORY, p("居民提着篮子来到"), p(CAPTION, kind="caption"), False),
        (STORY, p("居民提着篮子，来了！"), p(CAPTION, kind="caption"), False),
        (STORY, p("居民提着篮子，来到"), p("[图]", kind="furniture", rule="line.placeholder"), True),
        (STORY, p("居民提着篮子，来到"), p("云州日报", kind="furniture"), False),
        (STORY, p("居民提着篮子，来到"), p(CAPTION, "opens", credit=PHOTO), True),
        (STORY, p("居民提着篮子，来到", "subhead"), p(CAPTION, kind="caption"), False),
        (p("名单", kind="label"), p("居民提着篮子，来到"), p(CAPTION, kind="caption"), False),
        (p("社区办起集市，居民点赞。", credit=CREDIT), p("居民提着篮子，来到"), p(CAPTION, kind="caption"), False),
    ],
)
def test_a_short_line_above_a_caption_may_be_a_first_half(before: Piece, line: Piece, below: Piece, cut: bool) -> None:
    second = "小广场上挑选年货，热闹非凡。"
    found = texts(before, line, below, p(second, "continues"))
    assert (str(line.text) + second in found) is cut


def test_a_short_line_at_the_head_or_the_end_of_a_page_is_no_first_half() -> None:
    assert texts(p("居民提着篮子，来到"), p(CAPTION, kind="caption"), p(SECOND)) == ["居民提着篮子，来到", CAPTION, SECOND]
    assert texts(STORY, p("居民提着篮子，来到")) == [str(STORY.text), "居民提着篮子，来到"]


# -- captions --------------------------------------------------------------------------------------

CAPTIONS = [
    (p("▲昨日，居民折纸盒。", "caption/r.mark"), ("caption", "r.mark")),
    (p("▲居民折纸盒", "caption/r.mark"), (None, None)),
    (p("▲" + "社" * 20, "caption/r.mark"), ("caption", "r.mark")),
    (p("▲" + "社" * 19, "caption/r.mark"), (None, None)),
    (p("▲居民折纸盒", "caption/r.mark", credit=CREDIT), ("caption", "r.mark")),
    (p("▲昨日，居民折纸盒。", "caption/r.mark", dateline=CREDIT), (None, None)),
    (p("▲昨日，居民折纸盒。", "caption/r.mark", kind="label"), ("label", None)),
    (p("图昨日，居民折纸盒。", "pointer/r.point"), ("caption", "r.point")),
    (p("图春花满园。", "pointer/r.point"), ("label", "r.point")),
    (p("图" + "社" * 36, "pointer/r.point", credit=CREDIT), ("caption", "r.point")),
    (p("图" + "社" * 35, "pointer/r.point", credit=CREDIT), ("label", "r.point")),
    (p("图" + "社" * 36, "pointer/r.point"), ("label", "r.point")),
    (p("居民折纸盒，大家点赞。", credit=PHOTO), ("caption", "r.photo")),
    (p("居民折纸盒，大家点赞。", credit=CREDIT), (None, None)),
    (p("居民折纸盒", credit=PHOTO), (None, None)),
]


@pytest.mark.parametrize(("piece", "decided"), CAPTIONS, ids=[f"{n}-{row[0].text}" for n, row in enumerate(CAPTIONS)])
def test_which_pieces_are_captions_by_themselves(piece: Piece, decided: tuple[str | None, str | None]) -> None:
    ((found,), _) = rejoin([piece], rules())
    assert (found.kind, found.rule) == decided


def byline(words: str) -> Piece:
    return p(words, kind="byline", rule="r.byline")


def test_a_credit_below_a_caption_becomes_part_of_it() -> None:
    shot, written = "本报记者 云杉 摄", "本报记者 云杉"
    told = "居民折纸盒，大家点赞。"
    assert joined(p(told), byline(shot)) == [(told + shot, "caption")]
    assert joined(p(told), byline(written)) == [(told, None), (written, "byline")]
    assert joined(p(told, kind="caption"), byline(written)) == [(told + written, "caption")]
    assert joined(p(told, kind="caption", credit=PHOTO), byline(written)) == [(told, "caption"), (written, "byline")]
    assert joined(p(told, dateline=CREDIT), byline(shot)) == [(told, None), (shot, "byline")]
    assert joined(p("居民折纸盒"), byline(shot)) == [("居民折纸盒", None), (shot, "byline")]
    assert joined(p(told, kind="label"), byline(shot)) == [(told, "label"), (shot, "byline")]
    assert joined(byline(shot), p(told)) == [(shot, "byline"), (told, None)]


def test_the_only_credit_of_a_page_below_a_paragraph_that_goes_on_is_the_storys() -> None:
    told = "活动中，居民折纸盒，大家点赞。"
    goes_on, shot = "opens/line.opens-connective", "本报记者 云杉 摄"
    assert joined(p(told, goes_on), byline(shot)) == [(told, None), (shot, "byline")]
    assert joined(p(told, "opens"), byline(shot)) == [(told + shot, "caption")]
    assert joined(byline("记者 林一"), p(told, goes_on), byline(shot))[1:] == [(told + shot, "caption")]
    assert joined(p("社区办起集市，居民点赞。", dateline=CREDIT), p(told, goes_on), byline(shot))[1:] == [(told + shot, "caption")]

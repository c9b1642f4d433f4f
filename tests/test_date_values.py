"""Where a date's meaning turns: the first and last day of each window, what a year that is named changes, what is not known.

The sentences are our own. `P` is the publication date of most of them, a Wednesday.
"""

from __future__ import annotations

from datetime import date

import pytest

from civicnews.mentions.date_values import DateContext, DateValue, resolve
from civicnews.mentions.dates import find
from civicnews.rules.load import load_rules
from civicnews.text import Text

P = "2023-10-25"
NEVER = None
"""No publication date."""


def values(sentence: str, published: str | None, *, month_day: tuple[int, int] | None = None) -> list[DateValue]:
    """All dates of a sentence in order, each resolved with the one before it named."""
    out: list[DateValue] = []
    for mention in find(Text.of(sentence), load_rules()):
        issued = date.fromisoformat(published) if published else None
        out.append(resolve(mention, DateContext(issued, None, out[-1] if out else None, month_day)))
    return out


ONE = [
    # lunar days, with the year and without
    (P, "2021年正月初五，社区写春联", "2021-02-16", "day"),
    (P, "2021年腊月二十八，社区写春联", "2022-01-30", "day"),
    (P, "2022年冬月初十，社区写春联", "2022-12-03", "day"),
    ("2024-02-20", "去年腊月二十八，社区写春联", "2024-02-07", "day"),
    (P, "2024年腊月三十，社区写春联", None, "day"),
    (P, "1900年腊月初八，社区写春联", None, "day"),  # before the tables begin
    (P, "2023年闰二月初二，社区写春联", "2023-03-23", "day"),
    (P, "2021年闰二月初二，社区写春联", None, "day"),
    (P, "闰二月初二，社区写春联", "2023-03-23", "day"),
    ("2024-10-25", "闰二月初二，社区写春联", "2023-03-23", "day"),
    ("2024-01-05", "歌会将于腊月二十八举行", "2024-02-07", "day"),
    (NEVER, "2021年正月初五，社区写春联", "2021-02-16", "day"),
    (NEVER, "腊月二十八到正月初七，灯会不歇", None, "range"),
    ("2024-02-20", "去年腊月二十八到正月初七，灯会不歇", "2024-02-07/2024-02-16", "range"),
    # lunar months
    (P, "正月里，社区写春联", "2023-01-22/2023-02-19", "range"),
    (P, "今年正月里，社区写春联", "2023-01-22/2023-02-19", "range"),
    ("2024-02-05", "今年正月里，社区写春联", "2024-02-10/2024-03-09", "range"),
    ("2024-02-09", "正月里，社区写春联", "2023-01-22/2023-02-19", "range"),
    ("2024-02-10", "正月里，社区写春联", "2024-02-10/2024-03-09", "range"),
    (NEVER, "正月里，社区写春联", None, "range"),
    # a paper speaks of a feast so many days before it
    ("2023-08-17", "国庆之际，社区挂灯", "2023-10-01", "day"),
    ("2023-08-16", "国庆之际，社区挂灯", "2022-10-01", "day"),
    ("2023-09-30", "国庆节，社区挂灯", "2022-10-01", "day"),
    ("2023-10-01", "国庆节，社区挂灯", "2023-10-01", "day"),
    ("2023-01-21", "春节期间，社区挂灯", "2022-02-01/2022-02-07", "range"),
    ("2023-01-22", "春节期间，社区挂灯", "2023-01-22/2023-01-28", "range"),
    ("2021-09-19", "中秋节期间，社区挂灯", "2021-09-19/2021-09-21", "range"),
    ("2021-09-18", "中秋节期间，社区挂灯", "2020-10-01/2020-10-03", "range"),
    ("2021-09-19", "中秋节，社区挂灯", "2020-10-01", "day"),
    ("2023-06-05", "中秋、国庆期间，社区挂灯", "2022-09-10/2022-10-07", "range"),
    (P, "今年中秋国庆期间，社区挂灯", "2023-09-29/2023-10-07", "range"),
    ("2024-02-05", "歌会将于元宵节当天举行", "2024-02-24", "day"),
    ("2024-02-24", "歌会将于元宵节当天举行", "2024-02-24", "day"),
    ("2023-10-02", "国庆假期将举行歌会", "2024-10-01/2024-10-07", "range"),
    (NEVER, "母亲节当天，社区挂灯", None, "day"),
    (NEVER, "元旦，社区挂灯", "XXXX-01-01", "day"),
    (NEVER, "元旦期间，社区挂灯", None, "range"),
    (NEVER, "“五一”期间，社区挂灯", "XXXX-05-01/XXXX-05-05", "range"),
    (NEVER, "国庆前夕，社区挂灯", None, "vague"),
    (NEVER, "国庆前后，社区挂灯", None, "vague"),
    # seasons and parts of years
    ("2024-02-29", "今年冬天，社区挂灯", "2023-24", "season"),
    ("2024-03-01", "今年冬天，社区挂灯", "2024-24", "season"),
    ("2024-02-29", "今年春天，社区挂灯", "2024-21", "season"),
    ("2024-02-29", "2022年冬天，社区挂灯", "2022-24", "season"),
    (NEVER, "2022年冬天，社区挂灯", "2022-24", "season"),
    (NEVER, "今年冬天，社区挂灯", None, "season"),
    (P, "今夏，社区挂灯", "2023-22", "season"),
    (P, "第三季度，路面改造", "2023-07/2023-09", "range"),
    ("2023-01-25", "第四季度，路面改造", "2022-10/2022-12", "range"),
    ("2023-06-25", "今年下半年，路面改造", "2023-07/2023-12", "range"),
    (P, "2022年下半年，路面改造", "2022-07/2022-12", "range"),
    (NEVER, "上半年，路面改造", "XXXX-01/XXXX-06", "range"),
    # thirds of months
    (P, "上月中旬，路面改造", "2023-09-11/2023-09-20", "range"),
    ("2020-10-25", "2月下旬，路面改造", "2020-02-21/2020-02-29", "range"),
    (P, "8月下旬，路面改造", "2023-08-21/2023-08-31", "range"),
    # months counted from this one, and days that they lack
    (P, "下月5日，路面改造", "2023-11-05", "day"),
    ("2023-12-25", "下月5日，路面改造", "2024-01-05", "day"),
    ("2023-03-31", "上月31日，路面改造", None, "day"),
    (P, "今年2月29日，路面改造", None, "day"),
    # weekdays, with the day in brackets
    (P, "歌会将于周三举行", "2023-10-25", "day"),
    (P, "歌会将于周二举行", "2023-10-31", "day"),
    (P, "周日（22日），歌会举行", "2023-10-22", "day"),
    (P, "歌会将于周二（31日）举行", "2023-10-31", "day"),
    (P, "上周五（22日），歌会举行", "2023-10-22", "day"),
    (P, "本周五（28日），歌会举行", "2023-10-28", "day"),
    (P, "上周五（9月20日），歌会举行", "2023-09-20", "day"),
    (P, "下周五（11月3日），歌会举行", "2023-11-03", "day"),
    (P, "下周五（11月4日），歌会举行", "2023-11-04", "day"),
    (P, "下周末，将举行歌会", "2023-11-04/2023-11-05", "range"),
    (NEVER, "上周日（10月22日），歌会举行", "XXXX-10-22", "day"),
    (NEVER, "周日，歌会举行", None, "day"),
    (NEVER, "周末，歌会举行", None, "range"),
    (NEVER, "上周，歌会举行", None, "range"),
    # since
    (P, "将从11月3日起，居民可登记", "2023-11-03/..", "range"),
    ("2023-11-03", "11月3日起，居民可登记", "2023-11-03/2023-11-03", "range"),
    (P, "2022年以来，夜校从未停课", "2022-01-01/2023-10-25", "range"),
    (P, "9月下旬以来，夜校从未停课", "2023-09-21/2023-10-25", "range"),
    (NEVER, "2021年3月5日以来，夜校从未停课", "2021-03-05/..", "range"),
    (NEVER, "3月5日以来，夜校从未停课", None, "range"),
    # spans and lists
    (P, "1月30日至2月30日，医生进村", None, "range"),
    (P, "30日至2023年10月2日，医生进村", "2023-09-30/2023-10-02", "range"),
    (NEVER, "30日至2023年10月2日，医生进村", "2023-09-30/2023-10-02", "range"),
    (P, "20日、2023年10月22日，医生进村", "{2023-10-20,2023-10-22}", "set"),
    (P, "10月20日、2月30日，医生进村", None, "set"),
    ("2023-10-25", "集市将于10月24日至25日开放", "2023-10-24/2023-10-25", "range"),
    ("2023-10-26", "集市将于10月24日至25日开放", "2024-10-24/2024-10-25", "range"),
    ("2023-03-01", "昨天、今天，医生进村", "{2023-02-28,2023-03-01}", "set"),
]  # fmt: skip


@pytest.mark.parametrize(("published", "sentence", "value", "precision"), ONE, ids=[f"{row[0]}-{row[1]}" for row in ONE])
def test_one_date(published: str | None, sentence: str, value: str | None, precision: str) -> None:
    (found,) = values(sentence, published)
    assert (found.edtf, found.precision) == (value, precision)
    assert found.text
    assert found.text in sentence


SEVERAL = [
    # a bare day takes the month before it, and one that took it hands it on
    (P, "8月12日开街。13日唱戏。14日谢幕", ["2023-08-12", "2023-08-13", "2023-08-14"]),
    (P, "10月20日、22日开街。24日谢幕", ["{2023-10-20,2023-10-22}", "2023-10-24"]),
    (NEVER, "10月20日、22日开街。24日谢幕", ["{XXXX-10-20,XXXX-10-22}", "XXXX-10-24"]),
    (NEVER, "10月20日至22日开街。24日谢幕", ["XXXX-10-20/XXXX-10-22", "XXXX-10-24"]),
    # … where it lies near enough to the day of publication
    (P, "12月5日开街。29日谢幕", ["2022-12-05", "2022-12-29"]),
    (P, "12月5日开街。28日谢幕", ["2022-12-05", "2023-09-28"]),
    (P, "明年12月26日开街。26日谢幕", ["2024-12-26", "2023-09-26"]),
    (P, "今年12月5日开街。26日谢幕", ["2023-12-05", "2023-12-26"]),
    (P, "今年12月5日开街。27日谢幕", ["2023-12-05", "2023-09-27"]),
    # … and where the month has it
    (P, "9月5日开街。31日谢幕", ["2023-09-05", "2023-08-31"]),
    (NEVER, "9月5日开街。31日谢幕", ["XXXX-09-05", "XXXX-XX-31"]),
    # a month takes no year where the day of publication is known
    (P, "去年3月5日开街。4月7日谢幕", ["2022-03-05", "2023-04-07"]),
    # the day after
    (P, "9月28日至30日开街。次日谢幕", ["2023-09-28/2023-09-30", "2023-10-01"]),
    (P, "9月28日、30日开街。次日谢幕", ["{2023-09-28,2023-09-30}", "2023-10-01"]),
    (P, "9月开街。次日谢幕", ["2023-09", None]),
    (P, "近日开街。次日谢幕", [None, None]),
]


@pytest.mark.parametrize(("published", "sentence", "expected"), SEVERAL, ids=[f"{row[0]}-{row[1]}" for row in SEVERAL])
def test_a_date_and_those_before_it(published: str | None, sentence: str, expected: list[str | None]) -> None:
    assert [found.edtf for found in values(sentence, published)] == expected


def test_what_follows_an_inherited_day_is_inherited_and_the_day_after_is_not() -> None:
    found = values("9月28日，甲村挂灯。同一天，乙村挂灯。随后，居民登台。翌日谢幕", P)
    assert [one.inherited for one in found] == [False, True, True, False]
    assert [one.inherited for one in values("9月28日，甲村挂灯。随后，居民登台", P)] == [False, False]
    assert [one.inherited for one in values("同一天，乙村挂灯", P)] == [True]


@pytest.mark.parametrize(
    ("published", "sentence", "end"),
    [
        ("2023-08-17", "国庆前夕，社区挂灯", "2023-10-01"),
        ("2023-08-16", "国庆前夕，社区挂灯", "2022-10-01"),
        (P, "2022年春节前夕，社区挂灯", "2022-02-01"),
    ],
)
def test_an_eve_ends_on_its_feast(published: str, sentence: str, end: str) -> None:
    (found,) = values(sentence, published)
    assert (found.edtf, found.start, found.end) == (None, None, end)


@pytest.mark.parametrize(
    ("sentence", "bounds"),
    [
        ("2022年以来，夜校从未停课", ("2022-01-01", P)),
        ("将从11月3日起，居民可登记", ("2023-11-03", None)),
        ("1月30日至2月30日，医生进村", ("2023-01-30", None)),
        ("10月20日、22日，医生进村", ("2023-10-20", "2023-10-22")),
        ("9月下旬，路面改造", ("2023-09-21", "2023-09-30")),
        ("第三季度，路面改造", ("2023-07-01", "2023-09-30")),
        ("2021年冬天，社区挂灯", ("2021-12-01", "2022-02-28")),
        ("2023年冬天，社区挂灯", ("2023-12-01", "2024-02-29")),
    ],
)
def test_first_and_last_day(sentence: str, bounds: tuple[str | None, str | None]) -> None:
    (found,) = values(sentence, P)
    assert (found.start, found.end) == bounds


@pytest.mark.parametrize(("month_day", "value"), [((3, 1), "XXXX-02-28"), ((1, 1), "XXXX-12-31"), ((10, 10), "XXXX-10-09")])
def test_yesterday_of_a_dateline_without_a_year(month_day: tuple[int, int], value: str) -> None:
    (found,) = values("昨日，社区挂灯", NEVER, month_day=month_day)
    assert (found.edtf, found.start, found.precision) == (value, None, "day")

"""Publication date and newspaper."""

from __future__ import annotations

import datetime
from functools import cache

import pytest

from civicnews.document import Layout, Page
from civicnews.layout import repair
from civicnews.metadata import newspaper, publication
from civicnews.rules.load import RuleSet, load_rules


@cache
def rules() -> RuleSet:
    return load_rules()


def layout(text: str) -> Layout:
    return repair(Page(text, None, "", "utf-8"), rules())


BODY = "\n社区办起集市\n本报讯（记者 云杉）3月5日，安乐社区办起集市。"


@pytest.mark.parametrize(
    "head",
    [
        "云州日报 2023年3月7日 星期二 第05版",
        "２０２３．０３．０７　星期二　C03",
        "2023-03-07",
        "二〇二三年三月七日 星期二",
        "云州日报\n2023年3月7日　星期二　正月十六　第5版",
        "2023-03-07 10:12 来源：云州日报",
        "发布时间：2023/03/07 来源：云州日报",
    ],
)
def test_date_in_the_head(head: str) -> None:
    assert publication(layout(head + BODY), None, rules()) == (datetime.date(2023, 3, 7), "text")


@pytest.mark.parametrize("path", ["yzrb_20230307_05.txt", "in/2023-03-07.txt", "papers/2023/03/07/A05.txt", "2023年3月7日.txt"])
def test_date_in_the_path(path: str) -> None:
    assert publication(layout(BODY), path, rules()) == (datetime.date(2023, 3, 7), "filename")


@pytest.mark.parametrize("path", ["page.txt", "20231307.txt", "1234567890123.txt", "3-7.txt", None])
def test_no_date(path: str | None) -> None:
    assert publication(layout(BODY), path, rules()) == (None, None)


def test_the_page_is_asked_before_the_path() -> None:
    assert publication(layout("云州日报 2023年3月7日" + BODY), "2023-03-08.txt", rules())[0] == datetime.date(2023, 3, 7)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("云州日报 2023年3月7日 星期二 第05版", "云州日报"),
        ("云州晚报·街坊版　2024.03.14", "云州晚报·街坊版"),
        ("2023-03-07 10:12 来源：云州晨报", "云州晨报"),
        ("2023年3月7日", None),
    ],
)
def test_newspaper(head: str, name: str | None) -> None:
    assert newspaper(layout(head + BODY), rules()) == name


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (
            "电子报阅读机\n2025-12-19\n星期五\n当前报纸名称:云州日报\n\n邻里一家亲\n\n日期:11-26\n字号:\n版面:第03版:综合  上一篇  下一篇",
            None,
        ),
        ("2025-12-19\n日期：2025-11-26", datetime.date(2025, 11, 26)),
        ("2025-11-26\n日期:11-26", datetime.date(2025, 11, 26)),
        ("• 来源:\n• 发布时间:2019-08-01\n• 【字体:", datetime.date(2019, 8, 1)),
        ("2018-09-21 16:14 | 来源: 云州新闻网", datetime.date(2018, 9, 21)),
        ("[字号:大 中 小] 2016-06-10 阅读次数:299 |", datetime.date(2016, 6, 10)),
        ("来源:云州文明网 作者: 发表时间:09-04 10:36", None),
    ],
)
def test_dates_of_web_pages(head: str, expected: datetime.date | None) -> None:
    assert publication(layout(head + BODY), None, rules())[0] == expected


def test_the_dates_of_other_pages_are_none() -> None:
    text = "社区办起集市\n来源：云州日报\n3月5日，安乐社区办起集市，居民都来了。\n相关阅读\n街道办起书屋 2024-05-10"
    assert publication(layout(text), None, rules()) == (None, None)


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("2022-02-13 19:06:00  来源:云州时报  作者:张小萌", "云州时报"),
        ("当前报纸名称:云州日报", "云州日报"),
        ("《 云州日报 》( 2022年02月07日 04 版)", "云州日报"),
        ("来源：河东社区", None),
    ],
)
def test_newspaper_of_a_web_page(head: str, name: str | None) -> None:
    assert newspaper(layout(head + BODY), rules()) == name

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

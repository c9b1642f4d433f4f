"""Where a record opens, what belongs to it, and which date it bears."""

from datetime import date
from functools import cache

import pytest

from civicnews.pipeline import Pipeline
from civicnews.read import page_of

LEAD = "本报讯（记者 林一）连日来，平城区各街道、社区纷纷开展志愿服务活动。\n"


@cache
def pipeline():
    return Pipeline()


def records(text, published=date(2023, 3, 7)):
    result = pipeline().run(page_of(text), published=published)
    return [record for article in result.articles for section in article.sections for record in section.records]


def opened(text):
    return [[place.name for place in record.communities] for record in records(text)]


def dates(text):
    return [record.date and (record.date.text, record.date.basis) for record in records(text)]


def test_each_community_under_a_heading_makes_a_record():
    text = LEAD + "新旺街道\n和信社区组织志愿者清理楼道杂物。\n工农路北社区的志愿者为老人理发。\n"
    assert opened(text) == [["和信社区"], ["工农路北社区"]]


def test_several_communities_in_one_sentence_make_one_record():
    assert opened("近日，平城区新旺街道和信社区、文博苑社区联合举办义诊，医生为居民量血压。") == [["和信社区", "文博苑社区"]]


def test_another_community_in_the_same_paragraph_opens_a_record():
    text = "近日，平城区新旺街道和信社区组织志愿者清理楼道杂物。文博苑社区邀请医生为居民义诊。"
    assert opened(text) == [["和信社区"], ["文博苑社区"]]


def test_what_follows_belongs_to_the_record():
    text = "近日，平城区新旺街道和信社区组织志愿者清理楼道杂物。随后，志愿者向居民发放宣传册。活动现场，居民踊跃参与。"
    assert len(records(text)) == 1


@pytest.mark.parametrize(
    "aside",
    [
        "据了解，和信社区今年已开展活动20场。",
        "下一步，和信社区将继续开展志愿服务。",
        "“楼道干净多了。”文博苑社区居民王大姐说。",
        "今年以来，和信社区累计服务居民3000人次。",
        "下一场活动将走进文博苑社区。",
    ],
)
def test_results_quotes_and_outlooks_open_none(aside):
    text = f"近日，平城区新旺街道和信社区组织志愿者清理楼道杂物。\n{aside}\n"
    assert opened(text) == [["和信社区"]]


def test_an_introduction_makes_no_record_and_gives_its_date():
    text = LEAD + "新旺街道\n和信社区组织志愿者清理楼道杂物。\n"
    assert dates(text) == [("连日来", "inherited")]


def test_a_date_of_its_own_wins_over_the_lead():
    text = LEAD + "新旺街道\n5日，和信社区组织志愿者清理楼道杂物。\n文博苑社区的志愿者为老人理发。\n"
    assert dates(text) == [("5日", "stated"), ("连日来", "inherited")]


def test_another_day_of_the_same_community_opens_a_record():
    text = "3月4日，平城区新旺街道和信社区组织志愿者清理楼道杂物。\n5日，和信社区又邀请医生为居民义诊。\n"
    assert [record.date.edtf for record in records(text)] == ["2023-03-04", "2023-03-05"]


def test_the_same_day_points_back():
    text = "3月4日，平城区新旺街道和信社区组织志愿者清理楼道杂物。当天，文博苑社区邀请医生为居民义诊。"
    assert [record.date.edtf for record in records(text)] == ["2023-03-04", "2023-03-04"]


def test_the_same_community_name_under_another_street_is_another():
    text = LEAD + "云冈区平盛街道安华里社区组织志愿者清理楼道杂物。平城区新旺街道和信社区为老人理发。\n"
    assert opened(text) == [["安华里社区"], ["和信社区"]]


def test_a_record_without_a_date_has_none():
    assert dates("平城区新旺街道和信社区组织志愿者清理楼道杂物。") == [None]


def test_news_of_no_community_makes_no_record():
    assert records("全省粮食再获丰收\n本报讯（记者 林一）昨日，记者从省统计局获悉，全省粮食总产量再创新高。\n") == []


def test_a_publication_date_is_no_date_of_a_record():
    assert dates("大同日报　2023年3月7日　星期二\n平城区新旺街道和信社区组织志愿者清理楼道杂物。") == [None]

"""Where an activity takes place."""

from __future__ import annotations

from itertools import pairwise

import pytest

from civicnews.mentions import dates, venues
from civicnews.mentions.parties import read_example
from civicnews.mentions.sites import Sites
from civicnews.rules.check import check_rules
from civicnews.rules.load import RuleSet, load_rules


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules()


def found(rules: RuleSet, text: str) -> list[str]:
    sentence = read_example(rules, text)
    sentence.dates = dates.find(sentence.text, rules)
    return [phrase.text for phrase in venues.find(sentence, rules)]


def test_examples_and_near_misses_of_all_venue_rules_hold(rules: RuleSet) -> None:
    assert [f for f in check_rules(rules) if rules.sources[f.rule][2] == "venue"] == []


@pytest.mark.parametrize(
    ("sentence", "venue"),
    [
        ("志愿者在滨河公园捡拾垃圾。", "滨河公园"),
        ("队员走进桃源小区发放传单。", "桃源小区"),
        ("律师在小区凉亭里答疑。", "小区凉亭"),
        ("联防队在建设路与光明街路口执勤。", "建设路与光明街路口"),
        ("党员对桃源小区的卫生死角进行清理。", "桃源小区"),
        ("昨晚，老戏台上锣鼓喧天。", "老戏台"),
    ],
)
def test_venue(rules: RuleSet, sentence: str, venue: str) -> None:
    assert found(rules, sentence)[:1] == [venue]


@pytest.mark.parametrize(
    "sentence", ["党员走进小区，走上街头。", "志愿者来到李大爷家中理发。", "社区在辖区开展普法活动。", "网格员正在岗位上忙碌。"]
)
def test_no_venue(rules: RuleSet, sentence: str) -> None:
    assert found(rules, sentence) == []


def test_divisions_are_cut_off_the_front(rules: RuleSet) -> None:
    assert found(rules, "医生在柳湾街道青松社区文化广场义诊。") == ["文化广场"]


def test_a_place_in_somebodys_words_is_no_venue(rules: RuleSet) -> None:
    assert found(rules, "“那年我到青石桥小学教书，路都没有。”老人说") == []


@pytest.mark.parametrize(
    ("sentence", "venue"),
    [
        ("医生在村北的麦田边摆开诊桌。", "麦田边"),
        ("社区把讲座搬进了纺织厂的旧礼堂。", "旧礼堂"),
        ("居民在东湖广场西侧的空地上种花。", "东湖广场"),
    ],
)
def test_the_scene_is_seen_behind_its_owner(rules: RuleSet, sentence: str, venue: str) -> None:
    assert found(rules, sentence)[0] == venue


@pytest.mark.parametrize(
    ("sentence", "venue"),
    [
        ("9日，青松社区门前停着一辆献血车，", "青松社区门前"),
        ("9日，石岭村村委会院子里飘着墨香，", "村委会院子"),
        ("9日，青松社区健身广场，音乐响起，", "健身广场"),
    ],
)
def test_what_is_cut_off_the_front_leaves_a_place(rules: RuleSet, sentence: str, venue: str) -> None:
    assert found(rules, sentence) == [venue]


@pytest.mark.parametrize("sentence", ["联合市图书馆，为孩子们送书。", "到5号楼王大妈家中慰问。", "充分利用文化广场资源开展活动。"])
def test_a_partner_a_home_and_a_resource_are_no_venues(rules: RuleSet, sentence: str) -> None:
    assert found(rules, sentence) == []


@pytest.mark.parametrize(
    ("sentence", "venue"),
    [
        ("邻里节在惠和小区广场热闹上演。", "惠和小区广场"),
        ("活动在惠安社区和乐小区的中心广场举行。", "和乐小区的中心广场"),
        ("内环路体育公园里，百余名居民打起太极。", "内环路体育公园"),
        ("志愿者准时出现在实验中学考点外。", "实验中学考点外"),
        ("医生把诊桌摆到清河大集入口处。", "清河大集入口处"),
        ("居民在“童趣小屋”写作业。", "“童趣小屋”"),
        ("6名医生来到青石小学门口的便民广场义诊。", "青石小学门口的便民广场"),
    ],
)
def test_the_name_of_a_place_reaches_back_to_a_mark_or_a_function_word(rules: RuleSet, sentence: str, venue: str) -> None:
    assert found(rules, sentence)[0] in (venue, venue.rsplit("的", maxsplit=1)[-1])


@pytest.mark.parametrize("sentence", ["社区在3个小区建起车棚。", "书记在自家阳台上养花。", "3月5日，活动现场人头攒动。"])
def test_several_places_homes_and_a_bare_scene_are_none(rules: RuleSet, sentence: str) -> None:
    assert found(rules, sentence) == []


def test_any_text_has_sites(rules: RuleSet) -> None:
    for odd in ("", "“", "”", "在", "\ud800", "在" * 3000, "“" * 3000, "“广场" * 1000, "广场的" * 1000):
        for words in (None, frozenset[int](), frozenset(range(len(odd) + 1))):
            sites = Sites(odd, [], words, rules).all()
            assert all(one.end <= other.start for one, other in pairwise(sites))

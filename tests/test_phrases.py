"""Activity names and venues."""

from __future__ import annotations

import pytest

from civicnews.mentions import phrases
from civicnews.rules.check import check_rules
from civicnews.rules.load import RuleSet, load_rules
from civicnews.text import Text


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules()


def names(rules: RuleSet, sentence: str) -> list[str]:
    return [phrase.text for phrase in phrases.names(Text.of(sentence), rules)]


def venues(rules: RuleSet, sentence: str, *divisions: str) -> list[str]:
    spans = [(sentence.index(name), sentence.index(name) + len(name)) for name in divisions]
    return [phrase.text for phrase in phrases.venues(Text.of(sentence), rules, spans)]


def test_examples_and_near_misses_of_all_phrase_rules_hold(rules: RuleSet) -> None:
    assert [f for f in check_rules(rules) if rules.sources[f.rule][2] in ("name", "venue")] == []


@pytest.mark.parametrize(
    ("sentence", "name"),
    [
        ("社区举办“暖冬送岗”招聘会。", "“暖冬送岗”招聘会"),
        ("大家开展了以“守护清水河”为主题的宣传活动。", "以“守护清水河”为主题的宣传活动"),
        ("镇里办起首届柿子节，客人不少。", "首届柿子节"),
        ("社区“星光课堂”开班。", "星光课堂"),
        ("剧团送上《渔家谣》专场演出。", "《渔家谣》专场演出"),
        ("社区开展节水护河主题宣传活动。", "节水护河主题宣传活动"),
        ("街道举办九九重阳慰问活动。", "九九重阳慰问活动"),
    ],
)
def test_name(rules: RuleSet, sentence: str, name: str) -> None:
    assert names(rules, sentence) == [name]


@pytest.mark.parametrize(
    "sentence",
    [
        "“石榴花”志愿服务队上门理发。",
        "大家合唱《我的祖国》。",
        "社区开展普法宣传活动。",
        "支部开展主题党日活动。",
        "居民说：“这样的活动真好！”",
        "商户签下《诚信经营承诺书》。",
        "党员认领“微心愿”二十个。",
    ],
)
def test_no_name(rules: RuleSet, sentence: str) -> None:
    assert names(rules, sentence) == []


def test_western_quotes_are_reported_as_printed(rules: RuleSet) -> None:
    assert names(rules, '社区举办"暖冬送岗"招聘会.') == ['"暖冬送岗"招聘会']


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
    assert venues(rules, sentence)[:1] == [venue]


@pytest.mark.parametrize(
    "sentence", ["党员走进小区，走上街头。", "志愿者来到李大爷家中理发。", "社区在辖区开展普法活动。", "网格员正在岗位上忙碌。"]
)
def test_no_venue(rules: RuleSet, sentence: str) -> None:
    assert venues(rules, sentence) == []


def test_divisions_are_cut_off_the_front(rules: RuleSet) -> None:
    assert venues(rules, "医生在柳湾街道青松社区文化广场义诊。", "柳湾街道", "青松社区") == ["文化广场"]


def test_any_text_is_survived(rules: RuleSet) -> None:
    for odd in ("", "“", "”", "在", "\ud800", "在" * 3000, "“" * 3000):
        phrases.names(Text.of(odd), rules)
        phrases.venues(Text.of(odd), rules)


def test_a_place_in_somebodys_words_is_no_venue(rules: RuleSet) -> None:
    assert venues(rules, "“那年我到青石桥小学教书，路都没有。”老人说") == []


@pytest.mark.parametrize(
    ("sentence", "venue"),
    [
        ("医生在村北的麦田边摆开诊桌。", "麦田边"),
        ("社区把讲座搬进了纺织厂的旧礼堂。", "旧礼堂"),
        ("居民在东湖广场西侧的空地上种花。", "东湖广场"),
    ],
)
def test_the_scene_is_seen_behind_its_owner(rules: RuleSet, sentence: str, venue: str) -> None:
    assert venues(rules, sentence)[0] == venue


def test_a_feast_in_quotes_is_no_name(rules: RuleSet) -> None:
    assert names(rules, "“八一”建军节前，社区慰问老兵。") == []


@pytest.mark.parametrize(
    ("sentence", "division", "venue"),
    [
        ("9日，青松社区门前停着一辆献血车，", "青松社区", "青松社区门前"),
        ("9日，石岭村村委会院子里飘着墨香，", "石岭村村委会", "村委会院子"),
        ("9日，青松社区健身广场，音乐响起，", "青松社区", "健身广场"),
    ],
)
def test_what_is_cut_off_the_front_leaves_a_place(rules: RuleSet, sentence: str, division: str, venue: str) -> None:
    assert venues(rules, sentence, division) == [venue]


@pytest.mark.parametrize("sentence", ["联合市图书馆，为孩子们送书。", "到5号楼王大妈家中慰问。", "充分利用文化广场资源开展活动。"])
def test_a_partner_a_home_and_a_resource_are_no_venues(rules: RuleSet, sentence: str) -> None:
    assert venues(rules, sentence) == []

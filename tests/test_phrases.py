"""Activity names."""

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


def test_examples_and_near_misses_of_all_name_rules_hold(rules: RuleSet) -> None:
    assert [f for f in check_rules(rules) if rules.sources[f.rule][2] == "name"] == []


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


def test_any_text_is_survived(rules: RuleSet) -> None:
    for odd in ("", "“", "”", "在", "\ud800", "在" * 3000, "“" * 3000):
        phrases.names(Text.of(odd), rules)


def test_a_feast_in_quotes_is_no_name(rules: RuleSet) -> None:
    assert names(rules, "“八一”建军节前，社区慰问老兵。") == []

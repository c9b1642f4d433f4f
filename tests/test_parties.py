"""Who is named: names, kinds, counts, affiliations."""

from __future__ import annotations

import itertools
import time

import pytest

from civicnews.document import Party, PlaceMention
from civicnews.mentions import parties
from civicnews.mentions.counts import count_of, number_of
from civicnews.models import Count
from civicnews.rules.load import RuleSet, load_rules
from civicnews.segment import open_segmenter, word_starts
from civicnews.text import Text


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules()


def read(text: str, rules: RuleSet, *communities: str, elided: str = "") -> list[Party]:
    """The parties of a text whose communities are named by the test."""
    whole = Text.of(text)
    places = []
    for name in communities:
        start = whole.folded.index(name)
        full = name if name.endswith(("社区", "村")) else name + "社区"
        places.append(PlaceMention(start, start + len(name), full, "community", "test", elided=name in elided.split()))
    return parties.find(whole, places, word_starts(open_segmenter().cut(whole.folded)), rules)


def names(found: list[Party]) -> list[str]:
    return [party.name for party in found]


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("120余名", Count(120, True, "名")),
        ("百余名", Count(100, True, "名")),
        ("十几名", Count(10, True, "名")),
        ("数十名", Count(None, True, "名")),
        ("两支", Count(2, False, "支")),
        ("十七家", Count(17, False, "家")),
        ("1.2万名", Count(12_000, False, "名")),
        ("近千名", Count(1000, True, "名")),
        ("一百零八位", Count(108, False, "位")),
        ("1，286人", Count(1286, False, "人")),
        ("一行15人", Count(15, False, "人")),
        ("1万余户", Count(10_000, True, "户")),
    ],
)
def test_a_printed_quantity_is_read(words: str, count: Count, rules: RuleSet) -> None:
    assert count_of(words, rules) == count


def test_words_without_a_number_have_no_count(rules: RuleSet) -> None:
    assert count_of("名", rules) is None
    assert number_of("若干") is None


@pytest.mark.parametrize(
    ("words", "value"),
    [
        ("0", 0), ("1，286", 1286), ("1.2万", 12_000), ("3百", 300), ("2千万", 20_000_000), ("1.26", 1),
        ("12人", None), ("十", 10), ("十二", 12), ("二十", 20), ("一百零八", 108), ("一百一十", 110), ("三千", 3000),
        ("两万", 20_000), ("一万二千", 12_000), ("万", 10_000), ("一亿", 100_000_000), ("二〇二三", 2023),
        ("一二", 12), ("五", 5), ("二千零一十", 2010), ("", None), ("好", None), ("1好", None),
    ],
)  # fmt: skip
def test_numbers_in_digits_and_in_words(words: str, value: int | None) -> None:
    assert number_of(words) == value


@pytest.mark.parametrize("words", ["9" * 13, "9" * 40, "九" * 13, "9999亿亿", "九亿亿亿"])
def test_a_huge_number_is_no_value(words: str) -> None:
    assert number_of(words) is None


def test_a_group_is_named_without_count_and_ornament(rules: RuleSet) -> None:
    (party,) = read("30多名辖区独居老人，", rules)
    assert (party.name, party.kind, party.count) == ("独居老人", "group", Count(30, True, "名"))
    assert party.outer == 0


def test_a_group_of_one_community_has_it_as_affiliation(rules: RuleSet) -> None:
    (party,) = read("柳河社区的网格员上门", rules, "柳河社区")
    assert (party.name, party.affiliation, party.outer) == ("网格员", "柳河社区", 0)


def test_a_group_of_several_communities_has_none(rules: RuleSet) -> None:
    (party,) = read("柳河、梅溪和松岗社区的工作人员清扫", rules, "柳河", "梅溪", "松岗社区", elided="柳河 梅溪")
    assert (party.name, party.affiliation, party.outer) == ("工作人员", None, 0)


def test_a_group_of_a_body_has_the_body_as_affiliation(rules: RuleSet) -> None:
    found = read("邀请市美发协会的6名理发师，", rules)
    assert [(p.name, p.affiliation, p.count) for p in found] == [("理发师", "市美发协会", Count(6, False, "名"))]


def test_a_team_and_its_members_stay_two_where_both_have_a_count(rules: RuleSet) -> None:
    assert names(read("3支志愿服务队的46名志愿者轮流上阵", rules)) == ["志愿服务队", "志愿者"]


def test_a_community_that_acts_is_a_party_with_its_place(rules: RuleSet) -> None:
    (party,) = read("柳河社区举办茶话会", rules, "柳河社区")
    assert (party.name, party.kind, party.place) == ("柳河社区", "organisation", 0)


def test_a_body_of_a_community_keeps_the_community(rules: RuleSet) -> None:
    assert names(read("柳河社区党支部举办茶话会", rules, "柳河社区")) == ["柳河社区党支部"]


def test_a_shared_body_is_put_back(rules: RuleSet) -> None:
    found = read("柳河、梅溪社区新时代文明实践站开展活动", rules, "柳河", "梅溪社区", elided="柳河")
    assert names(found) == ["柳河社区新时代文明实践站", "梅溪社区新时代文明实践站"]


def test_the_own_name_of_a_body_ends_at_the_function_word_before_it(rules: RuleSet) -> None:
    assert names(read("社区会同清风法律援助中心在广场设点", rules)) == ["社区", "清风法律援助中心"]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("救护师何文兰讲解了要点", "何文兰"),
        ("医生周敏用方言朗读", "周敏"),
        ("社区党委书记赵前进带着大家", "赵前进"),
        ("退休教师欧阳慧敏为大家上课", "欧阳慧敏"),
        ("看望了老兵林国栋老人", "林国栋"),
        ("牧民次仁扎西，", "次仁扎西"),
        ("社区干部古丽娜·艾山说", "古丽娜·艾山"),
        ("外国游客Anna问路", "Anna"),
        ("为居民宋婆婆装上扶手", "宋婆婆"),
        ("网格员小邹入户走访", "小邹"),
        ("82岁的孙月兰领到了蛋糕", "孙月兰"),
    ],
)
def test_a_person_is_named_without_the_title_and_the_verb(text: str, name: str, rules: RuleSet) -> None:
    assert [p.name for p in read(text, rules) if p.kind == "person"] == [name]


@pytest.mark.parametrize("text", ["居民高兴地说", "志愿者向居民宣传", "居民小区", "志愿者于近日上门", "学生安全回家"])
def test_words_behind_a_title_are_no_name(text: str, rules: RuleSet) -> None:
    assert [p for p in read(text, rules) if p.kind == "person"] == []


@pytest.mark.parametrize("text", ["居民楼外墙", "志愿者协会", "老人节", "记者了解到", "他们来了"])
def test_what_only_begins_like_a_group_is_none(text: str, rules: RuleSet) -> None:
    assert [p for p in read(text, rules) if p.kind == "group"] == []


def test_a_title_that_runs_into_a_body_keeps_the_person(rules: RuleSet) -> None:
    found = read("市第一医院医生王芳坐诊", rules)
    assert [(p.name, p.affiliation) for p in found] == [("王芳", "市第一医院")]


def test_names_are_as_printed(rules: RuleSet) -> None:
    (party,) = read("３０名志愿者，", rules)
    assert party.count == Count(30, False, "名")


@pytest.mark.parametrize("text", ["", "。", "“", "的", "们", "\ud800", "岁" * 50, "老" * 200, "居民" * 200, "（" * 99])
def test_no_text_makes_it_fail(text: str, rules: RuleSet) -> None:
    parties.find(Text.of(text), [], None, rules)


def test_parties_do_not_overlap(rules: RuleSet) -> None:
    found = read("柳河社区党委书记王建华和市第一医院医生李芳带着20名志愿者来到居民宋婆婆家", rules, "柳河社区")
    assert all(a.end <= b.outer for a, b in itertools.pairwise(found))


def test_time_is_linear_in_the_text(rules: RuleSet) -> None:
    def seconds(times: int) -> float:
        text = Text.of("居民志愿者王建国向老人，" * times)
        start = time.perf_counter()
        parties.find(text, [], None, rules)
        return time.perf_counter() - start

    seconds(100)
    assert seconds(2000) < 12 * max(seconds(500), 0.01)


def test_a_head_shared_by_listed_bodies_is_put_back(rules: RuleSet) -> None:
    assert names(read("柳林村党支部、妇联、志愿者清扫道路", rules, "柳林村")) == ["柳林村党支部", "柳林村妇联", "志愿者"]


def test_a_title_behind_a_listed_body_keeps_it_from_sharing_the_head(rules: RuleSet) -> None:
    assert "柳林村妇联" not in names(read("柳林村党支部、妇联主席带头清扫", rules, "柳林村"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("联合共建单位市图书馆举办书展", ["市图书馆"]),
        ("看望丁素芬奶奶、林秀芳奶奶两位独居老人", ["丁素芬", "林秀芳"]),
        ("看望独居老人和五保老人", ["独居老人", "五保老人"]),
        ("驻村工作队队员上门", ["队员"]),
        ("每一位老人", ["老人"]),
    ],
)
def test_what_stands_beside_a_party_is_no_other(text: str, expected: list[str], rules: RuleSet) -> None:
    assert names(read(text, rules)) == expected


def test_a_quantity_for_each_is_no_count(rules: RuleSet) -> None:
    assert count_of("每一位", rules) is None


def test_a_team_stationed_at_a_village_keeps_its_whole_name(rules: RuleSet) -> None:
    team = next(party for party in read("区医保局驻柳林村工作队走访农户", rules, "柳林村") if party.kind == "group")
    assert (team.name, team.affiliation) == ("驻柳林村工作队", "区医保局")


def test_people_have_the_body_before_them_as_affiliation(rules: RuleSet) -> None:
    [people] = read("5名镇派出所民警上门", rules)
    assert (people.name, people.affiliation, people.count) == ("民警", "镇派出所", Count(5, False, "名"))


def test_a_preposition_before_a_number_is_no_part_of_a_name(rules: RuleSet) -> None:
    assert names(read("教师周敏为80余名家长讲课", rules)) == ["周敏", "家长"]
    assert names(read("民警向进山的村民讲解", rules)) == ["民警", "村民"]


def test_quoted_words_make_a_name_with_the_noun_behind_them(rules: RuleSet) -> None:
    assert names(read("“五老”人员和村“两委”干部上门", rules)) == ["“五老”人员", "村“两委”干部"]

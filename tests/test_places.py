"""Divisions found in a sentence: where a name begins, lists that share an ending, words that only look like names."""

import pytest

from civicnews.gazetteer import Gazetteer
from civicnews.mentions import places
from civicnews.region import Scope
from civicnews.rules.load import load_rules
from civicnews.segment import open_segmenter, word_starts
from civicnews.text import Text

RULES = load_rules()
GAZETTEER = Gazetteer.open()
SEGMENTER = open_segmenter()


def find(sentence, *regions):
    text = Text.of(sentence)
    return places.find(text, word_starts(SEGMENTER.cut(text.folded)), Scope(GAZETTEER, regions), RULES)


def names(sentence, *regions, level="community"):
    return [mention.name for mention in find(sentence, *regions) if mention.level == level]


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("永和社区的工作人员来到广场", ["永和社区"]),
        ("近日，记者走进翠柳社区", ["翠柳社区"]),
        ("志愿者在金桥社区清扫楼道", ["金桥社区"]),
        ("由春晖社区承办的集市", ["春晖社区"]),
        ("６９１６社区的小广场", ["6916社区"]),
        ("119街社区的读书会", ["119街社区"]),
        ("石桥村村委会请来专家", ["石桥村"]),
        ("柳湾村村民大会", ["柳湾村"]),
        ("宝秀路居民区办起集市", ["宝秀路居民区"]),
        ("南苑居委会开展活动", ["南苑社区"]),
        ("巴彦嘎查的牧民", ["巴彦嘎查"]),
    ],
)
def test_a_name_without_its_region(sentence, expected):
    assert names(sentence) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("民健、梅园两个社区种下树苗", ["民健社区", "梅园社区"]),
        ("东二、石肯、叠南三个社区设立分会场", ["东二社区", "石肯社区", "叠南社区"]),
        ("青岛路一、二社区开展义诊", ["青岛路一社区", "青岛路二社区"]),
        ("温泉花园A区、B区社区联合检查", ["温泉花园A区社区", "温泉花园B区社区"]),
        ("工人新村一、二、三社区组织楼长", ["工人新村一社区", "工人新村二社区", "工人新村三社区"]),
        ("任冬、燕马两社区的突击队", ["任冬社区", "燕马社区"]),
    ],
)
def test_lists_share_an_ending_or_a_head(sentence, expected):
    assert names(sentence) == expected


@pytest.mark.parametrize(
    "sentence",
    [
        "反诈课堂进社区",
        "各社区纷纷开展活动",
        "建设美丽乡村",
        "来到小区清理垃圾",
        "全体村民参加",
        "走进城中村",
        "八年前社区摸底",
        "该社区共有三个小区",
        "遇到困难请及时联系社区",
        "在特色小镇举行",
        "返乡大学生",
    ],
)
def test_words_that_end_like_a_division_name_none(sentence):
    assert [m.name for m in find(sentence) if m.level in ("community", "street")] == []


def test_the_region_decides_where_a_name_begins():
    """大同 has 和信社区; without it 和 would be read as a conjunction or 和信 as chance."""
    assert names("新旺街道和信社区携手带领孩子们", "1402") == ["和信社区"]


def test_no_name_is_found_inside_other_words():
    """大同 has 民和社区 too: it does not stand in 居民和."""
    assert names("鼓励居民和社区商户", "1402") == []


def test_a_community_that_only_its_station_names():
    assert names("御锦源新时代文明实践站通过劝导行人", "1402") == ["御锦源社区"]
    assert names("新华街道新时代文明实践所的宣讲员", "1402") == []


def test_bare_names_in_a_list_are_completed():
    assert names("柳港园南院、文博苑、馨泰花园、福寓苑和向阳东街社区的工作人员", "1402") == [
        "柳港园南院社区",
        "文博苑社区",
        "馨泰花园社区",
        "福寓苑社区",
        "向阳东街社区",
    ]


def test_streets_by_their_many_endings():
    assert names("仓门街办事处石坡街社区", "6301", level="street") == ["仓门街街道"]
    assert names("北关街道办事处组织", level="street") == ["北关街道"]
    assert names("潭门镇镇长带队", "469002", level="street") == ["潭门镇"]
    assert names("百家村街道光华苑社区", "1304", level="street") == ["百家村街道"]


def test_each_name_knows_the_division_printed_before_it():
    found = find("近日，平城区御河街道永和社区", "1402")
    assert [(m.name, m.parent) for m in found] == [("平城区", None), ("御河街道", 0), ("永和社区", 1)]


def test_a_common_word_is_a_district_only_behind_its_city():
    assert names("走出城区", level="district") == []
    assert names("阳泉市城区", level="district") == ["城区"]


@pytest.mark.parametrize(
    "sentence", ["社区", "村村村村", "、、社区", "街道街道社区", "和社区", "一、二社区", "等社区", "村" * 500, "区" * 500]
)
def test_odd_text_raises_nothing(sentence):
    for mention in find(sentence, "1402"):
        assert 0 <= mention.start < mention.end <= len(sentence)


def test_a_count_may_follow_a_name_that_ends_in_a_number():
    """沈阳 has 南十社区: 南十三个社区 is 南十 and 三个."""
    assert names("南八、南九、南十三个社区联合开展", "2101")[-1] == "南十社区"


def test_a_village_word_in_a_list_of_communities_is_part_of_a_base():
    found = [d for d in GAZETTEER.names("50", "community") if d.base.endswith("村") and d.kind == "社区"]
    base = found[0].base
    other = next(d for d in GAZETTEER.names(found[0].code[:9], "community") if d.kind == "社区" and not d.base.endswith("村"))
    assert names(f"{base}、{other.base}社区联合开展", "50") == [f"{base}社区", f"{other.base}社区"]


@pytest.mark.parametrize(
    "sentence",
    [
        "居民从浓烟中撤到村委会广场",
        "办起全省第一张社区报",
        "党支部及5村1居的志愿者",
        "送去一张印着社区电话的卡片",
        "街办包抓村（社区）工作人员入户走访",
    ],
)
def test_words_before_an_ending_that_are_no_name(sentence):
    assert names(sentence) == []


def test_a_verb_before_the_bodies_of_a_village_is_no_name():
    assert names("修水县溪口镇社工联合村两委开展宣传", "360424") == []


def test_a_name_that_follows_its_town_is_whole():
    assert names("移风店镇大兰家庄村的老人", "3702") == ["大兰家庄村"]


def test_numbered_names_share_a_head():
    assert names("石马坪街道西河南路第一、第二社区的网格员", "6205") == ["西河南路第一社区", "西河南路第二社区"]


def test_the_body_of_one_community_is_no_other_in_a_list():
    assert "中心社区" not in names("长山社区党群服务中心、长山社区退役军人服务站", "3302")


@pytest.mark.parametrize(
    "sentence",
    [
        "居民们表示感谢社区",
        "有事就找社区",
        "请他作为代表社区发言",
        "暑期社区公益班开班",
        "打造“红色物业社区”",
        "让书香满社区",
        "街道打造暖心社区",
    ],
)
def test_everyday_words_make_no_unlisted_name(sentence):
    assert names(sentence, "3303") == []


def test_a_new_name_that_is_no_everyday_word_is_kept():
    assert names("芦花苑社区组织志愿者理发", "3303") == ["芦花苑社区"]


def test_a_person_before_a_list_is_no_community():
    assert names("马道村党支部书记王林、上埠社区主任李芳参加", "3303") == ["马道村", "上埠社区"]


def test_a_land_of_a_people_is_no_township():
    assert names("五彩壮乡歌声响", "4503", level="street") == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("举办“情浓元宵·社区有爱”活动", []),
        ("开展“情满佳节，翠柳社区”活动", []),
        ("“翠柳社区夜校”开班", ["翠柳社区"]),
        ("翠柳、桃园、松坡里等居民社区的志愿者", ["翠柳社区", "桃园社区", "松坡里社区"]),
        ("红松农场社区的志愿者", ["红松农场社区"]),
        ("翠柳社区村史馆开馆", ["翠柳社区"]),
        ("从这村唱到那村", []),
        ("翠柳村、桃园村两村联手办集市", ["翠柳村", "桃园村"]),
        ("在老年村里", []),
    ],
)
def test_slogans_and_kinds_name_no_community(sentence, expected):
    assert names(sentence) == expected


def test_a_farms_community_bears_its_name():
    assert names("二道河农场社区的志愿者", "2308") == ["二道河农场社区"]


def test_short_names_of_townships():
    assert names("狮子山街团工委组织志愿者", "4201", level="street") == ["狮子山街"]
    assert names("在狮子山街摆摊", "4201", level="street") == []
    assert names("72团团结路社区", level="street") == ["72团"]


def test_a_district_of_the_past_is_no_part_of_a_township():
    assert names("新浦区浦东街道的志愿者", "3207", level="street") == ["浦东街道"]

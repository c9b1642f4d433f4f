"""Who does what for whom, in a sentence and in a record."""

from __future__ import annotations

import pytest

from civicnews.document import Sentence
from civicnews.mentions import parties, roles
from civicnews.rules.load import RuleSet, load_rules


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules()


def annotated(text: str, rules: RuleSet) -> Sentence:
    sentence = parties.read_example(rules, text)
    sentence.roles = roles.assign(sentence, rules)
    sentence.unsure = roles.unsure(sentence, rules)
    sentence.looks_back = roles.looks_back(sentence, rules)
    return sentence


def given(text: str, rules: RuleSet) -> dict[str, str]:
    """Name → role, in one sentence."""
    sentence = annotated(text, rules)
    return {sentence.parties[index].name: role for index, (role, _) in sentence.roles.items()}


def members(rules: RuleSet, *texts: str, communities: tuple[str, ...] = ()) -> list[tuple[str, str]]:
    """(name, role) of a record of several sentences."""
    return [(party.name, role) for _, party, role, _ in roles.merge([annotated(text, rules) for text in texts], communities)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("永丰社区联合市第九医院开展义诊活动。", {"永丰社区": "organiser", "市第九医院": "partner"}),
        ("永丰社区与河湾师范学校共同举办诗会。", {"永丰社区": "organiser", "河湾师范学校": "partner"}),
        ("活动由区义工协会主办、永丰社区承办。", {"区义工协会": "organiser", "永丰社区": "organiser"}),
        ("永丰社区邀请市书法家协会的书法家写春联。", {"永丰社区": "organiser", "书法家": "actor"}),
        ("永丰社区组织河东物业公司、志愿者清理楼道。", {"永丰社区": "organiser", "河东物业公司": "partner", "志愿者": "actor"}),
        ("在区残联支持下，永丰社区开办培训班。", {"区残联": "partner", "永丰社区": "organiser"}),
        ("志愿者为独居老人理发。", {"志愿者": "actor", "独居老人": "beneficiary"}),
        ("民警走进永丰社区，向居民讲解反诈知识。", {"民警": "actor", "居民": "beneficiary"}),
        ("医生来到困难群众家中送药。", {"医生": "actor", "困难群众": "beneficiary"}),
        ("志愿者把饺子送到环卫工人手中。", {"志愿者": "actor", "环卫工人": "beneficiary"}),
        ("300多名居民前来咨询。", {"居民": "beneficiary"}),
        ("居民登台演唱。", {"居民": "actor"}),
        ("永丰社区清理楼道杂物。", {"永丰社区": "actor"}),
        ("34家企业带来岗位460个。", {"企业": "partner"}),
        ("永丰社区的消夏晚会在小广场举行。", {"永丰社区": "organiser"}),
        ("志愿者与老人亲切聊天。", {"志愿者": "actor", "老人": "beneficiary"}),
        ("永丰社区联合国风学校开展活动。", {"永丰社区": "organiser", "国风学校": "partner"}),
        ("民盟柳林县支部为居民义诊。", {"民盟柳林县支部": "actor", "居民": "beneficiary"}),
        ("市委党校邀请区第一医院郑秀兰老师讲课。", {"市委党校": "organiser", "郑秀兰": "actor"}),
        ("清河艺术团等多支队伍亮相。", {"清河艺术团": "actor"}),
        ("小朋友在家长的陪同下登台。", {"小朋友": "actor", "家长": "actor"}),
        ("社区工作人员、志愿者和居民50余人参加。", {"社区工作人员": "actor", "志愿者": "actor", "居民": "beneficiary"}),
    ],
)
def test_a_sentence_gives_roles(text: str, expected: dict[str, str], rules: RuleSet) -> None:
    assert given(text, rules) == expected


@pytest.mark.parametrize(
    "text",
    [
        "“手艺真好。”居民丁素芬说。",
        "社区党委书记林建国介绍，活动每月一次。",
        "为进一步提高居民的安全意识，",
        "下一步，永丰社区将继续服务居民。",
        "活动受到居民的一致好评。",
    ],
)
def test_who_is_quoted_aimed_at_or_promised_takes_no_part(text: str, rules: RuleSet) -> None:
    assert given(text, rules) == {}


def test_speech_holds_no_participants(rules: RuleSet) -> None:
    assert "志愿者" not in given("“志愿者帮我搬了家，真好！”他的声音很大。", rules)


def test_a_corridor_is_no_speech(rules: RuleSet) -> None:
    assert given("志愿者清扫楼道。", rules) == {"志愿者": "actor"}


def test_each_role_names_its_frame(rules: RuleSet) -> None:
    sentence = annotated("永丰社区联合市第九医院开展义诊活动。", rules)
    assert [rule for _, rule in sentence.roles.values()] == ["frame/body-holds", "frame/jointly"]


def test_a_record_names_each_participant_once_in_the_order_of_roles(rules: RuleSet) -> None:
    found = members(rules, "志愿者为老人理发。", "永丰社区组织志愿者清理楼道。", communities=("永丰社区",))
    assert found == [("永丰社区", "organiser"), ("志愿者", "actor"), ("老人", "beneficiary")]


def test_a_bare_community_takes_the_name_of_the_record(rules: RuleSet) -> None:
    assert ("永丰社区", "organiser") in members(rules, "随后，社区组织志愿者清扫。", communities=("永丰社区",))
    assert all(role != "organiser" for _, role in members(rules, "随后，社区组织志愿者清扫。", communities=("永丰社区", "柳林社区")))


def test_a_later_count_is_kept(rules: RuleSet) -> None:
    sentences = [annotated(text, rules) for text in ("志愿者清扫楼道。", "20名志愿者擦拭扶手。")]
    ((_, party, _, _),) = roles.merge(sentences, ())
    assert party.count is not None
    assert party.count.value == 20


def test_a_bare_noun_points_back(rules: RuleSet) -> None:
    assert members(rules, "志愿者为40名小学生讲解防溺水知识。", "孩子们认真练习。") == [("志愿者", "actor"), ("小学生", "beneficiary")]


def test_the_said_body_takes_its_name(rules: RuleSet) -> None:
    found = members(rules, "记者从区人社局获悉，由该局主办的招聘会将举行。")
    assert found == [("区人社局", "organiser")]


@pytest.mark.parametrize("text", ["", "。", "“", "（", "》《", "\ud800", "为" * 300, "（居民" * 50])
def test_no_text_makes_it_fail(text: str, rules: RuleSet) -> None:
    assert isinstance(given(text, rules), dict)


def test_a_sentence_that_looks_back_adds_nobody_once_somebody_acts(rules: RuleSet) -> None:
    first, second = "志愿者为独居老人理发。", "今年以来，永丰社区为残疾人送餐。"
    told = [annotated(first, rules), annotated(second, rules)]
    told[1].looks_back = roles.looks_back(told[1], rules)
    assert [(party.name, role) for _, party, role, _ in roles.merge(told, ())] == [("志愿者", "actor"), ("独居老人", "beneficiary")]
    assert [party.name for _, party, _, _ in roles.merge(told[1:], ())] != []


@pytest.mark.parametrize(
    ("text", "looks_back"),
    [
        ("截至目前，该社区已建服务站5个。", True),
        ("据了解，永丰社区现有老人300名。", True),
        ("通过此次活动，居民学到了知识。", True),
        ("截至当天下午3时，57人献了血。", False),
        ("此次活动由永丰社区主办。", False),
        ("去年9月以来，志愿者在此授课。", False),
    ],
)
def test_what_sums_up_is_told_from_what_happened(text: str, looks_back: bool, rules: RuleSet) -> None:
    assert roles.looks_back(annotated(text, rules), rules) is looks_back


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("驻村工作队邀请市第九医院坐诊。", {"驻村工作队": "organiser", "市第九医院": "partner"}),
        ("驻村工作队清扫院子。", {"驻村工作队": "actor"}),
        ("居民丁素芬说，自己也想当志愿者。", {}),
        ("河东物业公司为老人维修水管。", {"河东物业公司": "actor", "老人": "beneficiary"}),
    ],
)
def test_teams_bodies_and_speakers(text: str, expected: dict[str, str], rules: RuleSet) -> None:
    assert given(text, rules) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("永丰社区工作队邀请医生坐诊。", {"工作队": "organiser", "医生": "actor"}),
        ("活动由河湾师范学校与永丰社区主办。", {"河湾师范学校": "organiser", "永丰社区": "organiser"}),
        ("永丰社区与柳林社区联合举办义诊。", {"永丰社区": "organiser", "柳林社区": "organiser"}),
        ("永丰社区利用农家书屋办起托管班。", {"永丰社区": "organiser"}),
        ("镇派出所民警走进辖区的药店。", {"民警": "actor"}),
        ("课堂由镇团委牵头。", {"镇团委": "organiser"}),
        ("志愿者捡拾游客丢下的纸屑。", {"志愿者": "actor"}),
        ("据了解，清溪镇现有退役军人312名。", {}),
    ],
)
def test_hosts_scenes_and_statistics(text: str, expected: dict[str, str], rules: RuleSet) -> None:
    assert given(text, rules) == expected


def test_a_sure_role_corrects_a_default_but_not_the_other_way_round(rules: RuleSet) -> None:
    default, sure = "课堂上，居民心潮起伏。", "居民登台演唱。"
    assert members(rules, default, sure) == members(rules, sure, default) == [("居民", "actor")]


def test_a_body_and_a_team_are_known_again_by_a_short_name(rules: RuleSet) -> None:
    assert members(rules, "柳河派出所组织民警入户。", "派出所举办讲座。") == [("柳河派出所", "organiser"), ("民警", "actor")]
    assert members(rules, "“红马甲”服务队清扫楼道。", "“红马甲”们擦拭扶手。") == [("“红马甲”服务队", "actor")]


def test_once_the_organiser_is_known_a_late_body_is_told_of_in_passing(rules: RuleSet) -> None:
    told = members(rules, "永丰社区举办茶话会。", "老人们谈起往事。", "区义工协会也举办过这样的活动。")
    assert ("永丰社区", "organiser") in told
    assert "区义工协会" not in dict(told)


def test_background_names_nobody_once_the_story_has_begun(rules: RuleSet) -> None:
    told = members(rules, "永丰社区举办茶话会。", "据了解，辖区的退役军人有三十多名。")
    assert told == [("永丰社区", "organiser")]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("主办方为区义工协会，承办单位是永丰社区。", {"区义工协会": "organiser", "永丰社区": "organiser"}),
        ("由区义工协会、永丰社区、河湾人才在线联合举办。", {"区义工协会": "organiser", "永丰社区": "organiser"}),
        ("在师生见证下，书屋揭牌。", {"师生": "beneficiary"}),
        ("活动结束，让老人感受到邻里的温暖。", {}),
        ("全村没出过一名大学生。", {}),
        ("院里的老人都剪了头发。", {"老人": "beneficiary"}),
        ("党委委员、武装部部长林国栋来到老兵家中。", {"林国栋": "actor", "老兵": "beneficiary"}),
        ("周立新、丁素芬等8名学生接过奖状。", {"周立新": "beneficiary", "丁素芬": "beneficiary", "学生": "beneficiary"}),
    ],
)
def test_sponsors_witnesses_effects_and_lists(text: str, expected: dict[str, str], rules: RuleSet) -> None:
    assert given(text, rules) == expected


def test_a_default_adds_no_second_served_party_later(rules: RuleSet) -> None:
    first, later = "志愿者为老人理发。", "课堂上，居民心潮起伏。"
    assert members(rules, first, later) == [("志愿者", "actor"), ("老人", "beneficiary")]
    assert ("居民", "beneficiary") in members(rules, later, first)

"""What was done: which deeds a sentence shows, and the types of a record."""

from __future__ import annotations

import pytest

from civicnews.document import Deed
from civicnews.mentions import deeds
from civicnews.rules.check import check_rules
from civicnews.rules.load import RuleSet, load_rules
from civicnews.text import Text


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules()


def types(rules: RuleSet, *sentences: str) -> tuple[str, ...]:
    return deeds.types(deeds.find(Text.of(sentence), rules) for sentence in sentences)


def test_examples_and_near_misses_of_all_deed_rules_hold(rules: RuleSet) -> None:
    assert [f for f in check_rules(rules) if rules.sources[f.rule][2] in ("deed", "scope")] == []


@pytest.mark.parametrize(
    ("sentence", "main"),
    [
        ("党员们把花坛里的烟头和塑料袋捡得干干净净。", "environment_cleanup"),
        ("学生来到敬老院，给老人们梳头、读报。", "elder_care"),
        ("社区干部给环卫工人送去手套和热水。", "condolence_visit"),
        ("商户们为病童小伟募捐3万元。", "charity_aid"),
        ("摊位上，师傅们为居民磨剪子、修雨伞。", "convenience_service"),
        ("村里召开村民代表会议，表决了修路方案。", "community_governance"),
        ("经人民调解员三次上门劝说，两户握手言和。", "dispute_mediation"),
        ("区人大代表一行到社区视察菜市场改造。", "inspection_survey"),
        ("网格员逐户检查燃气软管。", "fire_traffic_safety"),
        ("大家连夜抽排地下室积水。", "epidemic_emergency"),
        ("民警用案例给居民讲解防骗知识。", "legal_service"),
        ("医生为居民测血压、听心肺。", "health_service"),
        ("街道举办专场招聘会，带来岗位三百个。", "employment_service"),
        ("老党员重温入党誓词。", "party_building"),
        ("社区请来戏迷，唱了一晚黄梅戏。", "culture_sports"),
        ("大学生在四点半课堂辅导孩子写作业。", "child_youth"),
        ("志愿者在路口劝阻行人闯红灯。", "civility_guidance"),
        ("居民拿旧衣换绿植。", "ecology_waste"),
    ],
)
def test_main_type(rules: RuleSet, sentence: str, main: str) -> None:
    assert types(rules, sentence)[0] == main


def test_nothing_found_is_other_alone(rules: RuleSet) -> None:
    assert types(rules, "四月到了。") == ("other",)


def test_one_short_hint_behind_the_first_sentence_decides_nothing() -> None:
    short = Deed(0, 2, "culture_sports", "y", weak=True, hint=True, word="公里")
    assert deeds.types([[], [short]]) == ("other",)
    assert deeds.types([[short]]) == ("culture_sports",)
    assert deeds.types([[], [short, Deed(4, 6, "culture_sports", "y", weak=True, hint=True, word="奖牌")]]) == ("culture_sports",)


def test_a_meeting_of_residents_is_no_work_meeting(rules: RuleSet) -> None:
    assert types(rules, "社区组织召开业主代表座谈会。") == ("community_governance",)
    assert types(rules, "镇里召开秋收工作推进会。") == ("inspection_survey",)


def test_a_food_check_is_no_safety_check(rules: RuleSet) -> None:
    assert types(rules, "街道对餐饮店开展节前食品安全检查。") == ("consumer_protection",)


def test_volunteer_service_is_last(rules: RuleSet) -> None:
    assert types(rules, "志愿者清扫楼道垃圾。") == ("environment_cleanup", "volunteer_service")


def test_safety_teaching_is_no_publicity(rules: RuleSet) -> None:
    assert types(rules, "消防员发放宣传单，向居民讲解灭火知识。") == ("fire_traffic_safety",)


def test_mixed_teaching_keeps_publicity(rules: RuleSet) -> None:
    found = types(rules, "工作人员向居民宣传医保政策、消防安全知识。")
    assert set(found) == {"fire_traffic_safety", "publicity_education"}


def test_topic_goes_before_its_teaching(rules: RuleSet) -> None:
    assert types(rules, "律师向居民宣传民法典。")[:2] == ("legal_service", "publicity_education")


def test_separate_deeds_keep_the_order_of_the_text(rules: RuleSet) -> None:
    assert types(rules, "上午，居民清扫落叶。", "下午，大家登台演出。") == ("environment_cleanup", "culture_sports")


def test_housework_for_the_old_is_no_public_cleaning(rules: RuleSet) -> None:
    assert types(rules, "队员为独居老人打扫卫生。") == ("elder_care",)


def test_words_within_a_place_name_are_no_deed(rules: RuleSet) -> None:
    text = Text.of("敬老院社区召开村民大会。")
    assert "elder_care" not in {deed.type for deed in deeds.find(text, rules, [(0, 5)])}


def test_negated_words_are_no_deed(rules: RuleSet) -> None:
    assert deeds.find(Text.of("因雨未能举办招聘会。"), rules) == []


@pytest.mark.parametrize(
    "sentence",
    ["为增强居民的消防安全意识，", "下一步，社区将继续组织义诊。", "“社区常来理发，真好！”", "她被评为优秀调解员，化解纠纷无数。"],
)
def test_aims_plans_remarks_and_honours_are_weak(rules: RuleSet, sentence: str) -> None:
    assert all(deed.weak for deed in deeds.find(Text.of(sentence), rules))


def test_weak_words_decide_only_without_strong_ones(rules: RuleSet) -> None:
    assert types(rules, "为增强消防安全意识，", "居民清扫落叶。") == ("environment_cleanup",)


def test_types_of_hand_made_deeds() -> None:
    sentence = [Deed(0, 4, "elder_care", "x"), Deed(2, 6, "condolence_visit", "y")]
    assert deeds.types([sentence]) == ("condolence_visit", "elder_care")
    apart = [Deed(0, 4, "elder_care", "x"), Deed(5, 6, "condolence_visit", "y")]
    assert deeds.types([apart]) == ("elder_care", "condolence_visit")


def test_the_event_goes_before_other_deeds_of_its_sentence(rules: RuleSet) -> None:
    found = types(rules, "社区组织队员唱歌助兴，并举办义诊活动。")
    assert found[:2] == ("health_service", "culture_sports")


@pytest.mark.parametrize(
    "sentence", ["近年来，社区常办演出。", "截至目前，该镇已化解纠纷30起。", "通过此次活动，增强了居民的消防安全意识。"]
)
def test_background_and_results_are_weak(rules: RuleSet, sentence: str) -> None:
    assert all(deed.weak for deed in deeds.find(Text.of(sentence), rules))


def test_a_deed_in_a_weak_scope_counts_more_than_a_hint(rules: RuleSet) -> None:
    assert types(rules, "下一步，社区将继续组织义诊，孩子们也会来。") == ("health_service",)


def test_what_is_told_in_passing_is_left_out_where_one_type_dominates() -> None:
    cleaning = [Deed(at, at + 2, "environment_cleanup", "x") for at in (0, 4, 8)]
    aside = [Deed(0, 2, "culture_sports", "y")]
    assert deeds.types([cleaning, aside]) == ("environment_cleanup",)
    assert deeds.types([cleaning, aside, aside]) == ("environment_cleanup", "culture_sports")
    assert deeds.types([cleaning, [Deed(0, 2, "culture_sports", "y", event=True)]]) == ("environment_cleanup", "culture_sports")


def test_teaching_without_a_topic_counts_only_where_nothing_else_is_done(rules: RuleSet) -> None:
    assert types(rules, "老匠人向街坊讲解古桥的来历。") == ("publicity_education",)
    assert types(rules, "师傅更换了水龙头，并讲解了保养办法。") == ("convenience_service",)


@pytest.mark.parametrize(
    ("sentence", "given"),
    [
        ("医生给老人测血压。", {"health_service"}),
        ("网格员为独居老人安装烟雾报警器。", {"fire_traffic_safety"}),
        ("骑手帮独居老人拎菜上楼。", {"elder_care"}),
        ("调解员为老人讨回了工钱，双方握手言和。", {"dispute_mediation"}),
    ],
)
def test_what_is_done_for_the_old_is_not_always_care(rules: RuleSet, sentence: str, given: set[str]) -> None:
    assert set(types(rules, sentence)) == given


def test_any_text_is_survived(rules: RuleSet) -> None:
    for odd in ("", "“", "\ud800", "为" * 5000, "清理" * 5000):
        deeds.find(Text.of(odd), rules)


def test_the_theme_goes_before_a_deed_in_passing() -> None:
    aside = Deed(0, 2, "culture_sports", "x")
    hints = [
        Deed(at, at + 3, "legal_service", "y", weak=True, hint=True, word=word)
        for at, word in ((3, "派出所"), (7, "冒充客"), (11, "来电预"), (15, "刷单返"), (19, "验证码"))
    ]
    assert deeds.types([[aside, *hints]]) == ("legal_service", "culture_sports")
    assert deeds.types([[aside, *hints[:2]]]) == ("culture_sports",)


def test_one_hint_said_often_is_no_theme() -> None:
    aside = Deed(0, 2, "culture_sports", "x")
    hints = [Deed(at, at + 3, "legal_service", "y", weak=True, hint=True, word="派出所") for at in (3, 7, 11)]
    assert deeds.types([[aside, *hints]]) == ("culture_sports",)


def test_what_officials_lead_stays_the_main_type() -> None:
    led = Deed(0, 2, "inspection_survey", "x")
    hints = [Deed(at, at + 3, "health_service", "y", weak=True, hint=True, word=f"词语{at}") for at in (3, 7, 11, 15, 19)]
    assert deeds.types([[led, *hints]]) == ("inspection_survey",)


@pytest.mark.parametrize(
    ("sentence", "main"),
    [
        ("民警在社区办起反诈茶话会。", "legal_service"),
        ("村里召开防溺水院坝会。", "fire_traffic_safety"),
        ("街道举办军嫂茶话会。", "veterans_military"),
        ("社区开办老年大学。", "elder_care"),
        ("镇里组织干部砸冰铲雪。", "environment_cleanup"),
        ("台风来袭，村干部把溪边人家接到祠堂。", "epidemic_emergency"),
        ("两家人坐下来喝碗茶，话说开了。", "dispute_mediation"),
        ("业委会选聘物业，楼门长轮流当。", "community_governance"),
    ],
)
def test_the_topic_says_more_than_the_form(rules: RuleSet, sentence: str, main: str) -> None:
    assert types(rules, sentence)[0] == main


def test_a_programme_named_without_being_held_is_no_strong_evidence(rules: RuleSet) -> None:
    found = deeds.find(Text.of("墙上挂着老年大学的牌子。"), rules)
    assert all(deed.weak for deed in found)


def _deed(start: int, kind: str, word: str, *, hint: bool = False) -> Deed:
    return Deed(start, start + len(word), kind, f"{kind}/rule", weak=hint, hint=hint, word=word)


def test_a_type_told_in_passing_needs_a_hint_beside_its_one_word() -> None:
    cleaning = [_deed(0, "environment_cleanup", "清扫落叶"), _deed(6, "environment_cleanup", "清运垃圾")]
    passing = _deed(12, "fire_traffic_safety", "灭火器")
    assert deeds.types([[*cleaning, passing]]) == ("environment_cleanup",)
    borne_out = _deed(20, "fire_traffic_safety", "隐患", hint=True)
    assert deeds.types([[*cleaning, passing], [borne_out]]) == ("environment_cleanup", "fire_traffic_safety")


def test_a_tale_is_teaching_only_where_nothing_else_is_done(rules: RuleSet) -> None:
    assert types(rules, "老街坊在渡口讲起往事。") == ("publicity_education",)
    assert "publicity_education" not in types(rules, "老街坊讲起往事，志愿者清扫落叶、清运垃圾。")


@pytest.mark.parametrize(
    ("sentence", "main"),
    [
        ("年轻人把楼顶的破缸一趟趟抬下楼。", "environment_cleanup"),
        ("工会干部和工友们一起吃年夜饭。", "condolence_visit"),
        ("谁冷谁拿，棉大衣就挂在墙上。", "charity_aid"),
        ("水漫过脚踝，民警背着老太太往高处走。", "epidemic_emergency"),
        ("小两口闹着要离婚，干部劝到半夜。", "dispute_mediation"),
        ("渔政人员把鱼苗倒进江里。", "ecology_waste"),
    ],
)
def test_deeds_in_plain_words(rules: RuleSet, sentence: str, main: str) -> None:
    assert types(rules, sentence)[0] == main


def test_what_is_advised_is_not_done(rules: RuleSet) -> None:
    assert types(rules, "社区给独居老人送去棉被，叮嘱他们检查燃气软管。") == types(rules, "社区给独居老人送去棉被。")


def test_in_a_disaster_what_hands_do_is_its_fight(rules: RuleSet) -> None:
    clearing = deeds.find(Text.of("社区组织志愿者清理下水道杂物。"), rules)
    assert deeds.types([clearing])[0] == "environment_cleanup"
    assert deeds.types([clearing], disaster=True) == ("epidemic_emergency", "volunteer_service")


def test_in_a_disaster_what_is_no_fight_of_it_keeps_its_types(rules: RuleSet) -> None:
    drill = deeds.find(Text.of("社区举行防汛应急演练。"), rules)
    assert deeds.types([drill], disaster=True) == deeds.types([drill])
    gift = deeds.find(Text.of("村民为受灾的邻县捐款三万元。"), rules)
    assert deeds.types([gift], disaster=True)[0] == "charity_aid"

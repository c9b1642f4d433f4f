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


def test_a_lead_that_sums_up_several_communities_makes_no_record():
    text = (
        "近日，平城区新旺街道和信社区、文博苑社区开展了丰富多彩的慰问活动。\n"
        "活动现场，和信社区工作人员给退役军人送去米面。\n"
        "文博苑社区邀请老兵讲故事。\n"
    )
    assert opened(text) == [["和信社区"], ["文博苑社区"]]
    assert dates(text) == [("近日", "inherited")] * 2


def test_what_several_do_in_one_sentence_stays_one_record():
    text = (
        "近日，平城区新旺街道和信社区、文博苑社区联合举办义诊，医生为居民量血压。\n和信社区志愿者搬来桌椅。\n文博苑社区志愿者发放传单。\n"
    )
    assert opened(text)[0] == ["和信社区", "文博苑社区"]


def test_a_day_singled_out_of_a_vague_time_opens_a_record():
    text = "连日来，平城区新旺街道组织网格员对和信社区、文博苑社区开展夜间巡查。3月4日晚8时，在和信社区，网格员劝阻了两名居民燃放鞭炮。"
    assert opened(text) == [["和信社区", "文博苑社区"], ["和信社区"]]


def test_a_planned_day_of_a_community_opens_a_record():
    text = "3月4日，平城区新旺街道和信社区组织志愿者清理积雪。\n16日，文博苑社区还将组织志愿者到敬老院扫雪。\n"
    assert opened(text) == [["和信社区"], ["文博苑社区"]]


def test_a_dated_setting_opens_a_record_with_the_sentence_behind_it():
    text = "3月4日，平城区新旺街道和信社区组织志愿者清理积雪。\n5日，雪过天晴。志愿者给老人送去馒头。\n"
    assert dates(text) == [("3月4日", "stated"), ("5日", "stated")]


def test_labelled_paragraphs_open_records_of_their_own():
    text = (
        "平城区新旺街道多措并举守护平安。\n"
        "开好一次院坝会。3月4日，和信社区召开院坝会，民警演示救生圈的用法。\n"
        "组建一支巡逻队。党员和网格员编成小组巡查，劝返下水的居民。\n"
    )
    assert opened(text) == [["和信社区"], []]


def test_the_scene_of_a_townships_activity_is_no_other_community():
    text = "3月4日，平城区新旺街道举办包粽子活动。\n在和信社区活动现场，志愿者和居民围坐在一起包粽子。\n"
    assert opened(text) == [["和信社区"]]


def test_another_organiser_that_holds_another_thing_opens_a_record():
    text = "3月4日，平城区新旺街道和信社区召开居民议事会，居民代表商量建车棚。议事会散场后，社区工会又支起修车摊，给快递员修车、理发。"
    assert opened(text) == [["和信社区"], ["和信社区"]]


def test_news_of_no_named_community_is_kept():
    assert opened("近日，派出所民警走进辖区商户，向居民讲解防骗知识，发放反诈手册。") == [[]]


@pytest.mark.parametrize(
    "text",
    [
        "近日，市剧院上演话剧，演员为观众表演了三个节目。",
        "2024年度城乡居民医保开始缴费。参保人可到村（社区）便民服务中心办理，也可通过手机银行缴费。",
        "问：哪些学生可以申请？答：农村学生可到村委会（社区）开具证明后申请。",
    ],
)
def test_what_is_no_community_news_makes_no_record(text):
    assert opened(text) == []


def test_the_weather_of_a_lead_gives_way_to_the_day_of_the_deeds():
    text = (
        "3月3日夜间，我市迎来一场大雪。4日一早，平城区新旺街道各社区纷纷组织扫雪。\n"
        "和信社区志愿者清理积雪。\n"
        "文博苑社区网格员给老人送去馒头。\n"
    )
    assert dates(text) == [("4日一早", "inherited")] * 2


def test_a_time_of_day_takes_the_day_named_just_before():
    assert dates("昨天是世界献血者日。一大早，平城区新旺街道和信社区组织居民献血。") == [("昨天", "stated")]
    assert dates("平城区新旺街道和信社区有300户居民。上午9时，志愿者给老人理发。") == [None]


def test_a_look_back_opens_no_record():
    before = "3月5日，平城区新旺街道和信社区组织义诊，医生为居民量血压。"
    assert opened(before + "\n2021年，文博苑社区建成首个食堂，老人去吃饭。") == [["和信社区"]]
    assert opened("昨天下午，平城区新旺街道和信社区人来人往。前天，社区刚贴出募捐通知，居民就捐来衣服。") == [["和信社区"]]


def test_where_helpers_and_speakers_are_from_opens_no_record():
    before = "3月5日，平城区新旺街道和信社区组织义诊，医生为居民量血压。"
    assert opened(before + "\n志愿者全部来自文博苑社区和向阳东街社区。") == [["和信社区"]]
    assert opened(before + "\n“以后还来。”文博苑社区居民王阿姨一边收拾，一边笑着说。") == [["和信社区"]]


@pytest.mark.parametrize(
    "text",
    [
        "最美志愿服务社区：和信社区、文博苑社区、向阳东街社区。",
        "近日，平城区新旺街道和信社区、文博苑社区入选市级示范社区。",
    ],
)
def test_who_was_honoured_is_no_record(text):
    assert opened(text) == []


def test_prizes_of_a_contest_belong_to_it():
    text = "3月5日晚，平城区新旺街道举办广场舞比赛，居民登台表演。\n最后，和信社区获得一等奖，文博苑社区、向阳东街社区获得二等奖。"
    assert opened(text) == [[]]


def test_news_of_a_body_without_a_community_is_kept():
    assert opened("3月5日，市妇联的志愿者来到环卫驿站，给环卫工人送去热粥。") == [[]]


def test_a_community_that_only_a_speaker_names_is_that_of_the_paragraph():
    text = (
        "3月5日上午，在平城区永安花园小区，志愿者清扫积雪。和信社区主任林小一说，报名的人很多。\n"
        "在东关胡同三号院，大家正挥锹铲冰。“一早就来了。”文博苑社区工作人员告诉记者。\n"
    )
    assert opened(text) == [["和信社区"], ["文博苑社区"]]


def test_a_township_that_leads_a_roundup_of_villages_makes_no_record():
    text = (
        "一个多月来，清溪镇的“村晚”像一把火。\n"
        "石桥村的老戏台前，村民看戏。\n柳湾村的果园里，村民登台唱歌。\n东坡村赶庙会，村民敲锣打鼓，表演节目。\n"
    )
    assert opened(text) == [["石桥村"], ["柳湾村"], ["东坡村"]]


def test_days_count_from_a_dateline_without_a_year():
    story = "云州新闻网11月1日讯（记者 林一）昨日，平城区新旺街道和信社区组织志愿者清理楼道。"
    assert [record.date.edtf for record in records(story, None)] == ["XXXX-10-31"]


def test_a_dated_deed_in_a_street_makes_a_record_whoever_does_it():
    assert len(records("3月6日，平城区水泊寺街道的旧沙发、烂纸箱被一车车清走。")) == 1
    assert records("3月6日，平城区水泊寺街道春光正好。") == []


def test_labels_of_the_parts_of_one_activity_open_nothing():
    text = (
        "2月11日，平城区新旺街道和信社区开展元宵节活动。\n揉面团，煮汤圆。活动现场，居民边包边聊。\n"
        "挂灯笼，猜灯谜。本次活动还挂出灯谜，孩子们领走小礼品。\n"
    )
    assert opened(text) == [["和信社区"]]


def test_an_item_of_a_list_takes_no_date_of_the_item_before():
    text = (
        "平城区新旺街道开展系列敬老活动。\n一是上门慰问。3月2日，和信社区为老人送去米面。"
        "二是举办文艺演出。文博苑社区办起文艺汇演，老人登台。\n"
    )
    assert opened(text) == [["和信社区"], ["文博苑社区"]]
    assert dates(text) == [("3月2日", "stated"), None]


def test_a_second_lead_gives_its_township_and_date_to_the_communities_below():
    text = (
        "3月2日，平城区新旺街道和信社区组织义诊，医生为居民量血压。\n"
        "3月3日，平城区水泊寺街道各社区也开展活动。永和社区组织志愿者清理楼道。\n"
    )
    found = records(text)
    assert [record.street.name for record in found] == ["新旺街道", "水泊寺街道"]
    assert dates(text) == [("3月2日", "stated"), ("3月3日", "inherited")]


def test_a_lead_of_several_days_is_told_day_by_day_below():
    text = (
        "3月1日至2日，律师走进平城区新旺街道和信社区、文博苑社区开展普法宣传。\n"
        "1日，在和信社区，律师讲解婚姻家庭。\n2日，在文博苑社区，律师解答物业纠纷。\n"
    )
    assert opened(text) == [["和信社区"], ["文博苑社区"]]


def test_the_partner_of_this_community_is_no_other_host():
    text = "日前，平城区新旺街道和信社区为老人送去米面。去年9月10日，该社区志愿者联合永和社区合唱队，慰问困难军属，送去慰问金。"
    assert opened(text) == [["和信社区"], ["和信社区"]]


def test_a_township_that_holds_takes_no_community_of_the_record_before():
    text = "3月2日，平城区新旺街道和信社区组织义诊，医生为居民量血压。\n3月4日，街道联合红十字会，为20户困难家庭送去棉被。\n"
    assert opened(text) == [["和信社区"], []]


def test_a_habit_of_years_dates_no_record_that_began_without_it():
    text = "平城区新旺街道和信社区组织志愿者清扫楼道。近年来，社区坚持每周清扫。"
    assert dates(text) == [None]


def test_a_named_resident_within_a_paragraph_brings_no_community():
    text = "3月2日，平城区新旺街道和信社区举办招聘会，现场人头攒动。永和社区居民李春花和企业达成意向。"
    assert opened(text) == [["和信社区"]]


def test_the_office_that_issued_a_text_names_its_division():
    text = "3月2日下午，社区开展元宵活动，居民猜灯谜。\n志愿者把元宵送到老人手中。 （平城区水泊寺街道永和社区）"
    (found,) = records(text)
    assert ([place.name for place in found.communities], found.street.name) == (["永和社区"], "水泊寺街道")

"""Dates: what is found in a sentence, and what it resolves to.

The sentences are our own. `P` is the publication date of most of them, a Wednesday.
"""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from civicnews.mentions import lunar
from civicnews.mentions.calendar import Partial, bounds, complete, edtf
from civicnews.mentions.dates import DATE_OPERATORS, DateContext, DateValue, evaluate, find, resolve
from civicnews.rules.load import RuleSet, load_rules
from civicnews.rules.schema import KINDS
from civicnews.text import Text

P = "2023-10-25"
NEW_YEAR = "2023-01-03"
SPRING = "2024-02-20"
NEVER = None
"""No publication date."""


@pytest.fixture(scope="module")
def rules() -> RuleSet:
    return load_rules()


def values(rules: RuleSet, sentence: str, published: str | None, *, dateline: str | None = None) -> list[tuple[bool, DateValue]]:
    """All dates of a sentence in order, each resolved with the one before it named."""
    named = None
    out = []
    for mention in find(Text.of(sentence), rules):
        issued = date.fromisoformat(published) if published else None
        written = date.fromisoformat(dateline) if dateline else None
        named = resolve(mention, DateContext(issued, written, named))
        out.append((mention.of_activity, named))
    return out


def of_activity(rules: RuleSet, sentence: str, published: str | None) -> DateValue:
    """The first date of a sentence that is the activity's."""
    return next(value for own, value in values(rules, sentence, published) if own)


RESOLVED = [
    # a day, with and without month and year
    (P, "10月20日，柳岸社区开展义诊", "10月20日", "2023-10-20", "day"),
    (P, "5日，柳岸社区清理河道", "5日", "2023-10-05", "day"),
    (P, "25日，柳岸社区清理河道", "25日", "2023-10-25", "day"),
    (P, "28日，柳岸社区清理河道", "28日", "2023-09-28", "day"),
    (P, "31日，柳岸社区清理河道", "31日", "2023-08-31", "day"),
    (NEW_YEAR, "28日，志愿者扫雪除冰", "28日", "2022-12-28", "day"),
    (NEW_YEAR, "12月28日，志愿者扫雪除冰", "12月28日", "2022-12-28", "day"),
    (NEW_YEAR, "1月3日，志愿者扫雪除冰", "1月3日", "2023-01-03", "day"),
    (P, "2021年6月8日，食堂开张", "2021年6月8日", "2021-06-08", "day"),
    (P, "２０２１年６月８日，食堂开张", "２０２１年６月８日", "2021-06-08", "day"),
    (P, "二〇二一年六月八日，食堂开张", "二〇二一年六月八日", "2021-06-08", "day"),
    (P, "六月二十一日，食堂开张", "六月二十一日", "2023-06-21", "day"),
    (P, "十月廿日上午，食堂开张", "十月廿日上午", "2023-10-20", "day"),
    (P, "二十日，食堂开张", "二十日", "2023-10-20", "day"),
    (P, "10 月 20 日，食堂开张", "10月20日", "2023-10-20", "day"),
    (P, "2023.10.20 社区食堂开张", "2023.10.20", "2023-10-20", "day"),
    (P, "10月20号，食堂开张", "10月20号", "2023-10-20", "day"),
    (P, "20号上午，食堂开张", "20号上午", "2023-10-20", "day"),
    (P, "2月29日，食堂开张", "2月29日", "2020-02-29", "day"),
    (P, "早在6月28日，居民就挂起灯笼", "6月28日", "2023-06-28", "day"),
    (P, "去年10月20日，食堂开张", "去年10月20日", "2022-10-20", "day"),
    (P, "今年3月5日，食堂开张", "今年3月5日", "2023-03-05", "day"),
    (P, "前年12月5日，食堂开张", "前年12月5日", "2021-12-05", "day"),
    (P, "本月10日，食堂开张", "本月10日", "2023-10-10", "day"),
    (P, "上月20日晚，食堂开张", "上月20日晚", "2023-09-20", "day"),
    (NEW_YEAR, "上月20日，食堂开张", "上月20日", "2022-12-20", "day"),
    # parts and hours of a day stay in the text
    (P, "10月20日上午，居民齐聚广场", "10月20日上午", "2023-10-20", "day"),
    (P, "10月20日晚，居民齐聚广场", "10月20日晚", "2023-10-20", "day"),
    (P, "10月20日一早，居民齐聚广场", "10月20日一早", "2023-10-20", "day"),
    (P, "10月20日夜间，居民齐聚广场", "10月20日夜间", "2023-10-20", "day"),
    (P, "10月20日上午11时，居民齐聚广场", "10月20日上午11时", "2023-10-20", "day"),
    (P, "10月20日9时30分，居民齐聚广场", "10月20日9时30分", "2023-10-20", "day"),
    (P, "10月20日晚7点半，居民齐聚广场", "10月20日晚7点半", "2023-10-20", "day"),
    (P, "10月20日下午14:30，居民齐聚广场", "10月20日下午14:30", "2023-10-20", "day"),
    (P, "20日清晨6时许，居民齐聚广场", "20日清晨6时许", "2023-10-20", "day"),
    (P, "10月20日（星期五），居民齐聚广场", "10月20日", "2023-10-20", "day"),
    (P, "10月20日（周五）晚上，居民齐聚广场", "10月20日（周五）晚上", "2023-10-20", "day"),
    (P, "10月20日晚会上，居民齐聚一堂", "10月20日", "2023-10-20", "day"),
    (P, "10月20日当天，居民齐聚广场", "10月20日当天", "2023-10-20", "day"),
    # counted from the day of writing
    (P, "昨日，社区办起集市", "昨日", "2023-10-24", "day"),
    (P, "昨天下午3时许，社区办起集市", "昨天下午3时许", "2023-10-24", "day"),
    (P, "昨晚，社区办起集市", "昨晚", "2023-10-24", "day"),
    (P, "昨上午，社区办起集市", "昨上午", "2023-10-24", "day"),
    (P, "前天，社区办起集市", "前天", "2023-10-23", "day"),
    (P, "前日傍晚，社区办起集市", "前日傍晚", "2023-10-23", "day"),
    (P, "大前天，社区办起集市", "大前天", "2023-10-22", "day"),
    (P, "今天，社区办起集市", "今天", "2023-10-25", "day"),
    (P, "今早，社区办起集市", "今早", "2023-10-25", "day"),
    (P, "明天上午，社区将办起集市", "明天上午", "2023-10-26", "day"),
    ("2023-03-01", "昨日，社区办起集市", "昨日", "2023-02-28", "day"),
    # weeks and weekdays
    (P, "上周六，合唱队登台", "上周六", "2023-10-21", "day"),
    (P, "上个星期天一早，合唱队登台", "上个星期天一早", "2023-10-22", "day"),
    (P, "本周一，合唱队登台", "本周一", "2023-10-23", "day"),
    (P, "周三，合唱队登台", "周三", "2023-10-25", "day"),
    (P, "周四晚上，合唱队登台", "周四晚上", "2023-10-19", "day"),
    (P, "星期日，合唱队登台", "星期日", "2023-10-22", "day"),
    (P, "本周五（27日），合唱队将登台", "本周五（27日）", "2023-10-27", "day"),
    (P, "上周日（10月22日）上午，合唱队登台", "上周日（10月22日）上午", "2023-10-22", "day"),
    (P, "下周二将举行首演", "下周二", "2023-10-31", "day"),
    (P, "上周末，合唱队登台", "上周末", "2023-10-21/2023-10-22", "range"),
    (P, "周末，合唱队登台", "周末", "2023-10-21/2023-10-22", "range"),
    (P, "上周，合唱队登台", "上周", "2023-10-16/2023-10-22", "range"),
    # months, parts of months and years
    (P, "9月，楼道换了新灯", "9月", "2023-09", "month"),
    (P, "11月，楼道换了新灯", "11月", "2022-11", "month"),
    (P, "今年三月，楼道换了新灯", "今年三月", "2023-03", "month"),
    (P, "2021年3月，楼道换了新灯", "2021年3月", "2021-03", "month"),
    (P, "本月初，楼道换了新灯", "本月初", "2023-10", "month"),
    (P, "上个月底，楼道换了新灯", "上个月底", "2023-09", "month"),
    (NEW_YEAR, "上月，楼道换了新灯", "上月", "2022-12", "month"),
    (P, "9月下旬，楼道换了新灯", "9月下旬", "2023-09-21/2023-09-30", "range"),
    (P, "今年2月下旬，楼道换了新灯", "今年2月下旬", "2023-02-21/2023-02-28", "range"),
    (P, "本月上旬，楼道换了新灯", "本月上旬", "2023-10-01/2023-10-10", "range"),
    (P, "去年，楼道换了新灯", "去年", "2022", "year"),
    (P, "去年底，楼道换了新灯", "去年底", "2022", "year"),
    (P, "今年春季，楼前种了新树", "今年春季", "2023-21", "season"),
    (P, "2022年冬天，楼前种了新树", "2022年冬天", "2022-24", "season"),
    (SPRING, "今年冬天，楼前种了新树", "今年冬天", "2023-24", "season"),
    (P, "去年下半年，楼前种了新树", "去年下半年", "2022-07/2022-12", "range"),
    # since
    (P, "今年以来，社区共调解纠纷八件", "今年以来", "2023-01-01/2023-10-25", "range"),
    (P, "去年9月以来，夜校从未停课", "去年9月以来", "2022-09/2023-10-25", "range"),
    (P, "9月以来，夜校从未停课", "9月以来", "2023-09/2023-10-25", "range"),
    (P, "10月9日起，夜校重新开课", "10月9日起", "2023-10-09/2023-10-25", "range"),
    (P, "2021年至今，夜校从未停课", "2021年至今", "2021-01-01/2023-10-25", "range"),
    (P, "国庆节以来，夜校从未停课", "国庆节以来", "2023-10-01/2023-10-25", "range"),
    # spans and lists
    (P, "10月20日至22日，医生进村", "10月20日至22日", "2023-10-20/2023-10-22", "range"),
    (P, "9月28日—10月6日，医生进村", "9月28日—10月6日", "2023-09-28/2023-10-06", "range"),
    (P, "6月27日到7月3日，医生进村", "6月27日到7月3日", "2023-06-27/2023-07-03", "range"),
    (P, "12—14日，医生进村", "12—14日", "2023-10-12/2023-10-14", "range"),
    (P, "10月20-22日，医生进村", "10月20-22日", "2023-10-20/2023-10-22", "range"),
    (P, "10月24日～27日，医生进村", "10月24日～27日", "2023-10-24/2023-10-27", "range"),
    (P, "28日至3日，医生进村", "28日至3日", "2023-09-28/2023-10-03", "range"),
    ("2023-01-10", "12月28日至1月3日，医生进村", "12月28日至1月3日", "2022-12-28/2023-01-03", "range"),
    ("2023-01-01", "12月28日至1月3日，医生进村", "12月28日至1月3日", "2022-12-28/2023-01-03", "range"),
    (P, "2022年12月28日至2023年1月3日，医生进村", "2022年12月28日至2023年1月3日", "2022-12-28/2023-01-03", "range"),
    (P, "上周五至本周一，医生进村", "上周五至本周一", "2023-10-20/2023-10-23", "range"),
    (P, "去年11月至今年2月，路面改造", "去年11月至今年2月", "2022-11/2023-02", "range"),
    (P, "即日起至11月5日，居民可来登记", "即日起至11月5日", "2023-10-25/2023-11-05", "range"),
    (P, "10月19日、20日，理发师进村", "10月19日、20日", "{2023-10-19,2023-10-20}", "set"),
    (P, "17日和18日，理发师进村", "17日和18日", "{2023-10-17,2023-10-18}", "set"),
    (P, "9月30日和10月1日，理发师进村", "9月30日和10月1日", "{2023-09-30,2023-10-01}", "set"),
    (P, "5、6日，理发师进村", "5、6日", "{2023-10-05,2023-10-06}", "set"),
    (P, "3日、10日、17日，理发师进村", "3日、10日、17日", "{2023-10-03,2023-10-10,2023-10-17}", "set"),
    (NEW_YEAR, "12月31日、1月1日，理发师进村", "12月31日、1月1日", "{2022-12-31,2023-01-01}", "set"),
    # the lunar calendar and feasts
    (SPRING, "从腊月二十八到正月初七，灯会不歇", "腊月二十八到正月初七", "2024-02-07/2024-02-16", "range"),
    (SPRING, "大年初三，舞龙队登场", "大年初三", "2024-02-12", "day"),
    (SPRING, "正月初五上午，舞龙队登场", "正月初五上午", "2024-02-14", "day"),
    (SPRING, "腊月二十八，志愿者写春联", "腊月二十八", "2024-02-07", "day"),
    (SPRING, "正月初一至初七，庙会开锣", "正月初一至初七", "2024-02-10/2024-02-16", "range"),
    (SPRING, "除夕夜民警仍在值守", "除夕夜", "2024-02-09", "day"),
    (SPRING, "春节期间，网格员照常上岗", "春节期间", "2024-02-10/2024-02-16", "range"),
    (SPRING, "小年当天，社区蒸年糕", "小年当天", "2024-02-02", "day"),
    (SPRING, "腊八，社区熬粥", "腊八", "2024-01-18", "day"),
    (SPRING, "冬至当天，社区包饺子", "冬至当天", "2023-12-22", "day"),
    (SPRING, "元旦期间，社区办灯谜会", "元旦期间", "2023-12-30/2024-01-01", "range"),
    ("2024-04-13", "农历三月初三，畲乡对歌", "农历三月初三", "2024-04-11", "day"),
    ("2024-02-26", "元宵节当天，社区猜灯谜", "元宵节当天", "2024-02-24", "day"),
    ("2024-04-08", "清明节期间，社区劝导文明祭扫", "清明节期间", "2024-04-04/2024-04-06", "range"),
    ("2023-06-26", "端午节，社区包粽子", "端午节", "2023-06-22", "day"),
    ("2023-06-26", "端午节期间，社区包粽子", "端午节期间", "2023-06-22/2023-06-24", "range"),
    ("2023-09-25", "中秋之际，社区上门慰问", "中秋之际", "2023-09-29", "day"),
    (P, "10月23日重阳节当天，食堂做了长寿面", "10月23日", "2023-10-23", "day"),
    (P, "重阳节，食堂做了长寿面", "重阳节", "2023-10-23", "day"),
    (P, "去年重阳节当天，食堂做了长寿面", "去年重阳节当天", "2022-10-04", "day"),
    (P, "国庆期间，志愿者不打烊", "国庆期间", "2023-10-01/2023-10-07", "range"),
    (P, "中秋国庆期间，志愿者不打烊", "中秋国庆期间", "2023-09-29/2023-10-07", "range"),
    ("2023-05-08", "“五一”期间，志愿者不打烊", "“五一”期间", "2023-05-01/2023-05-05", "range"),
    ("2023-06-05", "六一儿童节当天，孩子们登台", "六一儿童节当天", "2023-06-01", "day"),
    ("2023-03-10", "三八妇女节当天，姐妹们登台", "三八妇女节当天", "2023-03-08", "day"),
    ("2023-03-10", "学雷锋纪念日当天，青年们上街", "学雷锋纪念日当天", "2023-03-05", "day"),
    ("2023-05-18", "母亲节当天，孩子们登台", "母亲节当天", "2023-05-14", "day"),
    # a day that names a feast and goes on to tell what was done
    (P, "10月23日是重阳节，社区摆开长桌宴请老人", "10月23日", "2023-10-23", "day"),
    # announced futures
    (P, "歌会将于11月3日在广场举行", "11月3日", "2023-11-03", "day"),
    (P, "歌会定于28日开唱", "28日", "2023-10-28", "day"),
    (P, "10月28日，社区将举办歌会", "10月28日", "2023-10-28", "day"),
    (P, "集市将于10月20日至11月20日开放", "10月20日至11月20日", "2023-10-20/2023-11-20", "range"),
    (P, "集市将于11月3日至5日开放", "11月3日至5日", "2023-11-03/2023-11-05", "range"),
    (P, "本周六、周日，集市将开放", "本周六、周日", "{2023-10-28,2023-10-29}", "set"),
    ("2023-12-28", "歌会拟于1月5日举行", "1月5日", "2024-01-05", "day"),
    # vague
    *((P, f"{words}，社区走访老人", words, None, "vague") for words in (
        "近日", "日前", "连日来", "近期", "近年来", "近来", "近段时间", "目前", "最近", "这几天", "前不久", "入冬以来",
        "入夏以来", "三年来", "暑假期间", "寒假", "国庆前夕", "春节前后", "近一个月来", "开学以来",
    )),
    (P, "自上任以来，她走遍了楼道", "上任以来", None, "vague"),
    # no publication date
    (NEVER, "5日，柳岸社区清理河道", "5日", "XXXX-XX-05", "day"),
    (NEVER, "3月5日，柳岸社区清理河道", "3月5日", "XXXX-03-05", "day"),
    (NEVER, "今年3月5日，柳岸社区清理河道", "今年3月5日", "XXXX-03-05", "day"),
    (NEVER, "2021年3月5日，柳岸社区清理河道", "2021年3月5日", "2021-03-05", "day"),
    (NEVER, "本月5日，柳岸社区清理河道", "本月5日", "XXXX-XX-05", "day"),
    (NEVER, "9月，柳岸社区清理河道", "9月", "XXXX-09", "month"),
    (NEVER, "9月下旬，柳岸社区清理河道", "9月下旬", "XXXX-09-21/XXXX-09-30", "range"),
    (NEVER, "3月12日至14日，柳岸社区清理河道", "3月12日至14日", "XXXX-03-12/XXXX-03-14", "range"),
    (NEVER, "12日至14日，柳岸社区清理河道", "12日至14日", "XXXX-XX-12/XXXX-XX-14", "range"),
    (NEVER, "5日、6日，柳岸社区清理河道", "5日、6日", "{XXXX-XX-05,XXXX-XX-06}", "set"),
    (NEVER, "六一儿童节当天，孩子们登台", "六一儿童节当天", "XXXX-06-01", "day"),
    (NEVER, "国庆期间，志愿者不打烊", "国庆期间", "XXXX-10-01/XXXX-10-07", "range"),
    (NEVER, "腊八，社区熬粥", "腊八", None, "day"),
    (NEVER, "昨日，柳岸社区清理河道", "昨日", None, "day"),
    (NEVER, "上周六，柳岸社区清理河道", "上周六", None, "day"),
    (NEVER, "上月，柳岸社区清理河道", "上月", None, "month"),
    (NEVER, "今年以来，柳岸社区清理河道八次", "今年以来", None, "range"),
    (NEVER, "近日，柳岸社区清理河道", "近日", None, "vague"),
]  # fmt: skip


@pytest.mark.parametrize(("published", "sentence", "text", "value", "precision"), RESOLVED, ids=[f"{row[0]}-{row[1]}" for row in RESOLVED])
def test_resolves(rules: RuleSet, published: str | None, sentence: str, text: str, value: str | None, precision: str) -> None:
    found = of_activity(rules, sentence, published)
    assert (found.text, found.edtf, found.precision) == (text, value, precision)


def test_edtf_is_valid_and_bounds_enclose_it(rules: RuleSet) -> None:
    for published, sentence, *_ in RESOLVED:
        found = of_activity(rules, sentence, published)
        if found.edtf is not None:
            parse_edtf(found.edtf)
        if found.start and found.end:
            assert found.start <= found.end
        if found.precision == "vague":
            assert found.start is None
        if found.edtf is not None and "X" not in found.edtf:
            assert None not in (found.start, found.end)


NOT_OF_ACTIVITY = [
    ("老人4月2日过生日，队员们送来蛋糕", "birthday"),
    ("今年1月20日是老林的生日，孩子们画了一本画册", "birthday"),
    ("他生于1952年3月，如今腿脚不便", "birthday"),
    ("学堂自去年10月8日成立以来，已开课120次", "founding"),
    ("驿站成立于2018年5月", "founding"),
    ("管网工程2022年11月6日开工，惠及居民两千户", "founding"),
    ("3月5日是第60个学雷锋纪念日。", "memorial"),
    ("12月4日是国家宪法日。", "memorial"),
    ("10月23日是重阳节。", "memorial"),
    ("条例自5月1日起施行", "law"),
    ("记者8日从区民政局获悉，食堂增至九家", "reporter"),
    ("昨日，记者从街道获悉，食堂增至九家", "reporter"),
    ("老兵1952年2月随部队入朝", "career"),
    ("8名3月份入党的老党员重温誓词", "career"),
    ("截至6月底，共办会22次", "deadline"),
    ("集市将持续到8月底", "deadline"),
    ("目前已有126户装上扶手", "statistic"),
    ("“昨天我一宿没睡好。”老人说", "quotation"),
]


@pytest.mark.parametrize(("sentence", "belongs"), NOT_OF_ACTIVITY)
def test_dates_of_something_else_are_marked(rules: RuleSet, sentence: str, belongs: str) -> None:
    found = find(Text.of(sentence), rules)
    assert [(mention.of_activity, mention.fields["belongs"]) for mention in found] == [(False, belongs)]


NO_DATE = [
    "每周三晚上7时，议事厅开门", "每到周五，志愿者打扫楼道", "每月最后一个周四下午，医生坐诊", "每月5日、15日开集",
    "每年的3月5日都有义诊", "每逢重阳节，社区都办长桌宴", "周一至周五上午9点到11点开放", "周二、周四下午坐诊",
    "上午9点到下午4点，医生坐诊", "三年前，他搬进小区", "八年前的冬天很冷", "忙了两个小时", "3个月大的婴儿", "3月大的婴儿也来了",
    "30日龄的雏鸡", "推出海岛5日游", "7日内办结", "3日间走访百户", "第15日", "今年62岁的张伯", "今年的主题是安全", "家住五一路5号",
    "119街社区", "八一花园社区", "为庆祝端午佳节，社区包粽子", "迎国庆，社区挂灯笼", "“重阳节”主题活动", "端午、中秋都热闹",
    "初二学生当志愿者", "一日三餐送上门", "种下月季三百株", "谁都可以来看", "离家最近的医院", "共创美好明天", "暑期托管班开课",
    "截至目前，共办八场", "到目前为止，共办八场", "价值315元", "版本3.15", "生日当天收到蛋糕", "2023年共办了四场", "一周一次的例会",
    "请于4月10日前报名", "咨询电话2021-6618", "活动之前天气转晴",
]  # fmt: skip


@pytest.mark.parametrize("sentence", NO_DATE)
def test_no_date(rules: RuleSet, sentence: str) -> None:
    assert [(mention.rule, mention.fields["text"]) for mention in find(Text.of(sentence), rules)] == []


def test_weather_stays_but_is_known_as_such(rules: RuleSet) -> None:
    (mention,) = find(Text.of("6月30日夜间，全城普降大雨"), rules)
    assert (mention.of_activity, mention.fields["belongs"]) == (True, "weather")


OCCASIONS = [
    ("元宵佳节即将来临之际，2月28日，社区猜灯谜", "2018-03-01", "2018-02-28"),
    ("国庆前夕，9月27日下午，社区唱红歌", P, "2023-09-27"),
    ("近日，记者获悉，10月20日社区食堂开张", P, "2023-10-20"),
    ("入冬以来气温骤降，昨日，社区送棉被", P, "2023-10-24"),
]


@pytest.mark.parametrize(("sentence", "published", "value"), OCCASIONS)
def test_day_wins_over_its_occasion(rules: RuleSet, sentence: str, published: str, value: str) -> None:
    found = of_activity(rules, sentence, published)
    assert found.edtf == value


def test_weekday_in_brackets_is_no_date_of_its_own(rules: RuleSet) -> None:
    assert len(find(Text.of("将于3月23日（星期六）举办棋赛"), rules)) == 1


def test_day_takes_the_month_printed_before_it(rules: RuleSet) -> None:
    assert [v.edtf for _, v in values(rules, "8月12日至13日开街。12日上午，居民登台。", P)] == ["2023-08-12/2023-08-13", "2023-08-12"]
    assert [v.edtf for _, v in values(rules, "3月5日开街。7日，居民登台。", NEVER)] == ["XXXX-03-05", "XXXX-03-07"]
    assert [v.edtf for _, v in values(rules, "2021年3月5日开街。7日，居民登台。", NEVER)] == ["2021-03-05", "2021-03-07"]
    assert [v.edtf for _, v in values(rules, "2021年3月5日开街。4月7日，居民登台。", NEVER)] == ["2021-03-05", "2021-04-07"]


def test_day_does_not_take_a_month_that_was_not_printed(rules: RuleSet) -> None:
    assert [v.edtf for _, v in values(rules, "28日开街。2日，居民登台。", NEW_YEAR)] == ["2022-12-28", "2023-01-02"]


def test_day_does_not_take_a_month_long_past(rules: RuleSet) -> None:
    assert values(rules, "老人1952年2月离家。20日，社区上门。", P)[-1][1].edtf == "2023-10-20"


@pytest.mark.parametrize("word", ["当天", "当日", "当天下午", "这天"])
def test_pointer_carries_the_day_pointed_to(rules: RuleSet, word: str) -> None:
    _, (own, value) = values(rules, f"12月4日是国家宪法日。{word}，律师进村普法", "2022-12-05")
    assert (own, value.text, value.edtf, value.precision, value.inherited) == (True, "12月4日", "2022-12-04", "day", False)


@pytest.mark.parametrize("word", ["同一天", "与此同时"])
def test_same_day_is_inherited(rules: RuleSet, word: str) -> None:
    _, (_, value) = values(rules, f"10月20日上午，甲村开会。{word}，乙村唱戏", P)
    assert (value.text, value.edtf, value.inherited) == ("10月20日上午", "2023-10-20", True)


def test_next_day_follows_the_day_named(rules: RuleSet) -> None:
    _, (_, value) = values(rules, "9月30日，甲村开会。次日一早，乙村唱戏", P)
    assert (value.text, value.edtf) == ("次日一早", "2023-10-01")


def test_pointer_without_a_day_before_it_has_no_value(rules: RuleSet) -> None:
    value = of_activity(rules, "当天，乙村唱戏", P)
    assert (value.text, value.edtf, value.start) == ("当天", None, None)


def test_today_counts_from_the_dateline(rules: RuleSet) -> None:
    ((_, value),) = values(rules, "今天，甲村开会", "2023-05-10", dateline="2023-05-09")
    assert value.edtf == "2023-05-09"
    ((_, value),) = values(rules, "昨日，甲村开会", NEVER, dateline="2023-05-09")
    assert value.edtf == "2023-05-08"


def test_dateline_in_the_text_is_no_date(rules: RuleSet) -> None:
    assert find(Text.of("本报5月9日讯（记者 甲）"), rules) == []


def test_vague_ends_on_the_publication_date(rules: RuleSet) -> None:
    value = of_activity(rules, "近日，甲村开会", P)
    assert (value.start, value.end) == (None, P)


def test_eve_ends_on_the_feast(rules: RuleSet) -> None:
    value = of_activity(rules, "国庆前夕，甲村挂灯", "2023-09-28")
    assert (value.start, value.end) == (None, "2023-10-01")


@pytest.mark.parametrize("text", ["2023年2月30日", "6月31日"])
def test_a_day_that_does_not_exist_has_no_value(rules: RuleSet, text: str) -> None:
    assert of_activity(rules, f"{text}，甲村开会", P).edtf is None


def test_operators_are_the_closed_list_of_the_schema() -> None:
    assert KINDS["date"] in (None, DATE_OPERATORS)


def test_examples_resolve_against_a_fixed_day(rules: RuleSet) -> None:
    assert [finding.value for finding in evaluate(rules, "昨日，甲村开会", None)] == ["2023-03-06"]


HAN = "〇一二三四五六七八九"


def han(number: int) -> str:
    tens, ones = divmod(number, 10)
    return ("" if tens == 0 else "十" if tens == 1 else HAN[tens] + "十") + (HAN[ones] if ones else "")


WIDE = str.maketrans("0123456789", "０１２３４５６７８９")
FORMS = [
    lambda d: f"{d.year}年{d.month}月{d.day}日",
    lambda d: f"{d.year}年{d.month}月{d.day}日".translate(WIDE),
    lambda d: f"{d.year}年{d.month:02d}月{d.day:02d}日上午",
    lambda d: f"{''.join(HAN[int(c)] for c in str(d.year))}年{han(d.month)}月{han(d.day)}日",
    lambda d: f"{d.year} 年 {d.month} 月 {d.day} 日",
    lambda d: f"{d.year}.{d.month}.{d.day}",
]
DAYS = st.dates(date(1990, 1, 1), date(2035, 12, 31))


@given(DAYS, st.sampled_from(FORMS))
@settings(max_examples=150, deadline=None)
def test_every_full_date_resolves_to_itself(day: date, form: object) -> None:
    printed = form(day)  # type: ignore[operator]
    (mention,) = find(Text.of(f"{printed}，甲村开会"), RULES)
    value = resolve(mention, DateContext(date(2023, 10, 25)))
    assert (value.edtf, value.start, value.end) == (day.isoformat(),) * 3
    assert value.text == printed.replace(" ", "")


@given(DAYS, st.integers(0, 364))
@settings(max_examples=150, deadline=None)
def test_month_and_day_are_the_latest_not_after_publication(day: date, ago: int) -> None:
    if (day.month, day.day) == (2, 29):
        return
    published = day + timedelta(days=ago)
    value = of_activity(RULES, f"{day.month}月{day.day}日，甲村开会", published.isoformat())
    assert value.edtf == day.isoformat()


@given(DAYS, st.integers(0, 27))
@settings(max_examples=150, deadline=None)
def test_bare_day_is_the_latest_not_after_publication(day: date, ago: int) -> None:
    published = day + timedelta(days=ago)
    value = of_activity(RULES, f"{day.day}日，甲村开会", published.isoformat())
    assert value.edtf == day.isoformat()


@given(DAYS, st.integers(1, 40), st.integers(0, 60))
@settings(max_examples=100, deadline=None)
def test_spans_keep_their_order_across_months_and_years(first: date, length: int, ago: int) -> None:
    last = first + timedelta(days=length)
    if (2, 29) in ((first.month, first.day), (last.month, last.day)):
        return
    published = first + timedelta(days=ago)
    value = of_activity(RULES, f"{first.month}月{first.day}日至{last.month}月{last.day}日，甲村唱戏", published.isoformat())
    assert value.edtf == f"{first.isoformat()}/{last.isoformat()}"


WORDS = """今年 去年 3月 5日 至 、 和 “ ” 《 》 （ ） 二〇二三年 2023年 正月 初五 春节 期间 前夕 当天 随后 以来 起 每 周三 上 本 周 末
    每月 三十一 0 9 近日 目前 ， 。 是 纪念日 生日 记者 获悉 将于 截至 上旬 年 月 日 号 时 点 晚 会 夏 农历 闰 大年 三十 中秋 国庆 A"""
PIECES = st.sampled_from([*WORDS.split(), "\ud800", "\u3000"])


@given(st.lists(PIECES, max_size=25).map("".join), st.one_of(st.none(), st.dates()))
@settings(max_examples=300, deadline=None)
def test_nothing_raises_and_spans_spell(sentence: str, published: date | None) -> None:
    text = Text.of(sentence)
    named = None
    last = 0
    for mention in find(text, RULES):
        assert last <= mention.start < mention.end <= len(text)
        last = mention.end
        assert mention.operator in DATE_OPERATORS
        assert "".join(sentence[mention.start : mention.end].split()) == mention.fields["text"]
        named = resolve(mention, DateContext(published, None, named))
        assert named.edtf is None or parse_edtf(named.edtf)
        assert None in (named.start, named.end) or named.start <= named.end  # type: ignore[operator]


@given(st.text(max_size=60))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read(sentence: str) -> None:
    for mention in find(Text.of(sentence), RULES):
        resolve(mention, DateContext())


def test_complete_searches_both_ways() -> None:
    anchor = date(2023, 3, 7)
    assert complete(Partial(day=31), anchor, forward=False) == Partial(2023, 1, 31)
    assert complete(Partial(day=31), anchor, forward=True) == Partial(2023, 3, 31)
    assert complete(Partial(month=2, day=29), anchor, forward=True) == Partial(2024, 2, 29)
    assert complete(Partial(month=2, day=30), anchor, forward=False) is None
    assert complete(Partial(month=3), None, forward=False) == Partial(month=3)


def test_partial_dates_are_written_with_unspecified_digits() -> None:
    assert [edtf(Partial(day=5)), edtf(Partial(month=3)), edtf(Partial(2023))] == ["XXXX-XX-05", "XXXX-03", "2023"]
    assert bounds(Partial(month=3, day=5)) is None
    assert bounds(Partial(2024, 2)) == (date(2024, 2, 1), date(2024, 2, 29))


FEASTS = [
    ("lunar:1-1", 2024, "2024-02-10"),
    ("lunar:12-last", 2024, "2024-02-09"),
    ("lunar:12-last", 2025, "2025-01-28"),
    ("lunar:9-9", 2023, "2023-10-23"),
    ("term:清明", 2024, "2024-04-04"),
    ("term:冬至", 2023, "2023-12-22"),
    ("nth:5-2-7", 2023, "2023-05-14"),
    ("10-01 7", 2023, "2023-10-01"),
]


@pytest.mark.parametrize(("feast", "year", "day"), FEASTS)
def test_feasts(feast: str, year: int, day: str) -> None:
    assert lunar.feast_day(feast, year) == date.fromisoformat(day)


def test_feasts_beyond_the_tables_have_no_day() -> None:
    assert lunar.feast_day("lunar:1-1", 3000) is None
    assert lunar.feast_days_near("term:清明", 1) == []


HOLIDAYS = [
    ("2021-09-21", "2021-09-19", "2021-09-21"),
    ("2022-01-01", "2022-01-01", "2022-01-03"),
    ("2023-06-22", "2023-06-22", "2023-06-24"),
    ("2023-04-05", "2023-04-05", "2023-04-05"),
    ("2024-06-10", "2024-06-08", "2024-06-10"),
]


@pytest.mark.parametrize(("day", "first", "last"), HOLIDAYS)
def test_three_days_off_adjoin_the_weekend(day: str, first: str, last: str) -> None:
    assert lunar.holiday("12-31 bridge", date.fromisoformat(day)) == (date.fromisoformat(first), date.fromisoformat(last))


RULES = load_rules()
"""For the property tests, which cannot take a fixture of the module."""

"""Articles of our own making, as many as are wanted: real divisions of the gazetteer, made-up news. No two are alike."""

from __future__ import annotations

import datetime
import random
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from civicnews.gazetteer import Division, Gazetteer

PAPERS = ("涪江晨报", "云岭日报", "江岸晚报", "北川时报", "南湖日报")
GROUPS = ("志愿者", "网格员", "党员", "医护人员", "社工", "退休教师", "巾帼志愿者", "青年志愿者", "民警", "大学生")
PEOPLE = ("老人", "居民", "孩子", "环卫工人", "独居老人", "残疾人", "家长", "困难家庭", "快递员", "新市民")
PLACES = ("活动室", "小广场", "党群服务中心", "文化长廊", "幸福食堂", "图书角", "凉亭", "康乐养老院", "社区大院", "居民楼下")
DEEDS = (
    "为{people}理发、修伞、磨剪刀",
    "给{people}量血压、测血糖，发放健康手册",
    "清理楼道杂物，擦洗宣传栏",
    "教{people}识别电信诈骗",
    "同{people}一起包饺子、下跳棋",
    "举办“{name}”文艺演出，{people}看得入迷",
    "开展消防演练，手把手教{people}用灭火器",
    "为{people}送去米、油和棉被",
    "开办“{name}”剪纸课，{people}学得认真",
    "捡拾绿化带里的垃圾，铲除小广告",
    "举办招聘会，{people}与企业面对面交谈",
    "调解邻里纠纷，{people}握手言和",
)
NAMES = ("暖春行动", "邻里相伴", "同心圆", "夕阳红", "童心向未来", "清风课堂", "幸福来敲门", "老街新韵", "我们的节日", "书香满楼")
ENDINGS = (
    "“{praise}，”参加的{people}说，“{wish}。”",
    "活动持续了{hours}个小时，{wish}。",
    "据介绍，这样的活动今年已是第{times}次，{wish}。",
    "{people}们纷纷表示，{praise}，{wish}。",
)
PRAISE = ("家门口就能享受服务", "日子越过越有滋味", "心里热乎乎的", "真是解了燃眉之急", "比过节还热闹", "大家的事大家办", "出门就见笑脸")
WISH = ("盼着下个月再来", "希望多办几回", "愿意一起把院子收拾好", "下次要带上邻居", "明年还要报名", "以后常来常往", "有事就到居委会坐坐")
FILLER = (
    "早上{hour}点，{place}里已经坐满了人。",
    "{weather}，却挡不住大家的热情。",
    "桌上摆着{things}，墙上贴着{things2}。",
    "队伍排到了院门口，最前面的{people}笑着招手。",
)
WEATHER = ("细雨蒙蒙", "北风很紧", "烈日当头", "天色阴沉", "雪后初晴", "雾气未散")
THINGS = ("一筐橘子", "几盆茉莉", "红纸和剪刀", "血压计", "旧相册", "一摞图书", "二胡和锣鼓", "针线包", "几把折扇", "安全手册")


@cache
def _communities() -> tuple[tuple[Division, Division, Division], ...]:
    """Districts, townships and communities from all over the list, some 2,000 of each kind of name."""
    gazetteer = Gazetteer.open()
    out = []
    for province in ("13", "14", "32", "34", "37", "42", "44", "51", "61"):
        for city in gazetteer.children(province):
            for district in gazetteer.children(city.code)[:3]:
                for street in gazetteer.children(district.code)[:3]:
                    if not street.name.endswith("街道"):
                        continue
                    out += [(district, street, one) for one in gazetteer.children(street.code)[:6] if one.base]
    return tuple(out)


def article(number: int, *, seed: int = 1) -> str:
    """The text of one article, always the same for a number."""
    rng = random.Random(f"{seed}-{number}")
    day = published(number)
    district, street, first = rng.choice(_communities())
    paragraphs = []
    for index in range(rng.randint(1, 3)):
        community = first if index == 0 else rng.choice(_communities())[2]
        held = day - datetime.timedelta(days=rng.randint(0, 4))
        where = f"{district.name}{street.name}{community.base}社区" if index == 0 else f"{community.base}社区"
        words = {
            "people": rng.choice(PEOPLE), "place": rng.choice(PLACES), "name": rng.choice(NAMES), "praise": rng.choice(PRAISE),
            "wish": rng.choice(WISH), "hours": rng.randint(2, 6), "times": rng.randint(2, 30), "hour": rng.randint(7, 10),
            "weather": rng.choice(WEATHER), "things": rng.choice(THINGS), "things2": rng.choice(THINGS),
        }  # fmt: skip
        deeds = "，".join(deed.format(**words) for deed in rng.sample(DEEDS, rng.randint(1, 3)))
        opening = f"{held.month}月{held.day}日，{where}组织{rng.randint(3, 90)}名{rng.choice(GROUPS)}在{words['place']}{deeds}。"
        more = [one.format(**words) for one in rng.sample(FILLER, rng.randint(0, 3))]
        paragraphs.append("　　" + ("本报讯 " if index == 0 else "") + opening + "".join(more) + rng.choice(ENDINGS).format(**words))
    headline = f"{first.base}社区{rng.choice(('热闹起来', '有新事', '暖意浓', '办实事', '邻里亲'))} {rng.choice(PRAISE)}"
    return (
        f"{rng.choice(PAPERS)}　{day.year}年{day.month}月{day.day}日　第{rng.randint(1, 8)}版\n\n{headline}\n\n"
        + "\n".join(paragraphs)
        + "\n"
    )


def published(number: int) -> datetime.date:
    """The day on which an article was printed."""
    return datetime.date(2015, 1, 1) + datetime.timedelta(days=number * 7 % 3_600)


def path_of(number: int) -> str:
    """Where an article lies below its folder: 2015/01/08/A0001.txt."""
    return f"{published(number):%Y/%m/%d}/A{number:05}.txt"


def write_articles(folder: Path, count: int, *, seed: int = 1) -> list[Path]:
    """Write the articles 0 to `count` - 1 below a folder."""
    return [_write(folder / path_of(number), article(number, seed=seed)) for number in range(count)]


def texts(count: int, *, seed: int = 1) -> Iterator[str]:
    """The articles 0 to `count` - 1."""
    return (article(number, seed=seed) for number in range(count))


def _write(path: Path, text: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path

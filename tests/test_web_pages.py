"""Copies of electronic newspapers and news sites: what stands around a story is no part of it."""

from __future__ import annotations

from functools import cache

import pytest

from civicnews.document import Page, Story
from civicnews.layout import repair
from civicnews.rules.load import RuleSet, load_rules
from civicnews.stories import split


@cache
def rules() -> RuleSet:
    return load_rules()


def stories(text: str) -> list[Story]:
    return list(split(repair(Page(text, None, "", "utf-8"), rules()), rules()))


def text_of(story: Story) -> list[str]:
    return [str(paragraph) for passage in story.passages for paragraph in passage.paragraphs]


def names(story: Story) -> list[str]:
    return [byline.name for byline in story.bylines]


TITLE = "安乐社区清理楼道"
FIRST = "3月5日，安乐社区组织志愿者清理楼道杂物，居民纷纷参与。"
SECOND = "“楼道亮堂了，心里也敞亮。”居民王阿姨说。"


@pytest.mark.parametrize(
    "head",
    [
        "第7B版:社区 上一版 下一版  \n上一篇 下一篇",
        "第AB07版：社区 | 上一版3 4下一版",
        "云州新闻网-首页新闻",
        "404 Not Found\n\nWEB/1.22.95",
        "12345678\n910111213",
        "云州市委宣传部 云州市文明办 主办",
        "电子报阅读机\n2025-12-19\n星期五\n当前报纸名称:云州日报",
        "版面导航 标题导航\n日 一 二 三 四 五 六\n      1 2 3 4\n5 6 7 8 9 10 11\n放大+ 缩小- 默认",
        "首页|新闻中心|电视点播|专题专栏|长三角 设为首页|收藏本站",
        "欢迎访问云州文明网\n设为首页  |  加入收藏 \n城市名片\n您所在的位置: 首页 >> 城市名片 >> 正文",
        "下载关注\n首页 > 长岭社区 社区资讯",
        "退出长者模式\n无障碍阅读",
        "云州新闻网官方新闻门户-权威媒体 云州门户",
        "标题导航\n街道办起书屋\n楼院放电影\n第06版：社区",
        TITLE,
        TITLE + "_社区新闻_云州网",
        "您的当前位置：首页 > 街道社区 > 安乐街道",
        "EN\n首页\n首页 / 云州要闻 / 正文",
        "今天是2025年04月12日，欢迎您访问云州社区网！\n云州社区发展网",
        "云易首页 > 云易号 > 正文 申请入驻",
        "返回   上一版    下一版\n云州网 | 云州日报 | 云州晚报 | 版面导航\n  往期回顾：    高级检索   出版日期： 2019-12-25",
        "安乐街道办事处信息公开目录\n索引号： 1145/2022-00012 分类：\n发布机构： 云州区政府 成文日期： 2022-03-02",
        "主题词：\n【打印】 【字体：",
        "选择城市\n登录\n原创\n精华\n图文\n首页",
        "镇街动态",
        "亚洲精品一区，国产在线观看视频，中文字幕二区，欧美三区",
    ],
)
def test_what_stands_above_the_title(head: str) -> None:
    [story] = stories(f"{head}\n\n{TITLE}\n\n{FIRST}\n{SECOND}")
    assert [str(line) for line in story.headline] == [TITLE]
    assert not story.kicker
    assert not story.subhead
    assert text_of(story) == [FIRST, SECOND]


@pytest.mark.parametrize(
    "below",
    [
        "2022-02-13 19:06:00  来源:云州时报  \n1\n听新闻",
        "2018-09-21 16:14 | 来源: 云州新闻网",
        "• 来源:\n• 编辑:\n• 发布时间:2019-08-01\n• 【字体:    ",
        "来源:\n2025-03-06 11:04:50\n责编:\n王小霞",
        "文章来源:新安街道浏览量:发表时间:2026-02-25 08:42\n字体大小:【    】",
        "[字号:大 中 小] 2016-06-10 阅读次数:299 |",
        "日期:11-26\n字号:\n版面:第03版:综合       上一篇    下一篇",
        "2014年3月6日 16:03\n编辑:赵小华\n一键转发",
        "来源：云州日报 编辑：李丽 2024-05-12 09:10:11 点击量：233次",
        "云州观察 原创\n2024-05-20 10:22",
        "01-16 15:36   云州县融媒体中心",
        "编辑日期:2013/9/4   来源:区委部门 > 宣传部 > 新闻中心",
        "精华\n热点\n2025-11-13 07:49:26\n7243\n阅读\n关注",
        "0\n分享至\n![]()",
        "本篇文章1099字，读完约3分钟",
    ],
)
def test_what_stands_below_the_title(below: str) -> None:
    [story] = stories(f"{TITLE}\n{below}\n\n{FIRST}\n{SECOND}")
    assert [str(line) for line in story.headline] == [TITLE]
    assert not story.subhead
    assert text_of(story) == [FIRST, SECOND]
    assert not names(story)


@pytest.mark.parametrize(
    "foot",
    [
        "\n责任编辑: 赵小倩",
        " 初审:郭小宇 复审:石小巍 终审:曹小南",
        "(责任编辑:赵小佳)",
        "\n一审:张小勤\n二审:王小梅\n三审:刘 明\n扫一扫在手机打开当前页面",
        "\n图文编辑|吴小滟\n一审|吴小争(实习生)\n终审|皮小星\n请输入验证码",
        "\n标签:社区;困难群体;慰问\n责编:滕小方",
        "\n责编:安乐街道",
        "(文明云州)",
        "(图片由安乐社区提供)",
        "\n供稿：安乐街道办",
        "\n版权所有 ©2022 云州日报 云ICP备 10200198号",
        "\n主办单位:云州市民政局\n地址:云州市云州大道1280号\n电话:0310-5550123   网站地图\n网站标识码:1304000041",
        "\n相关阅读\n- 河东街道：粽叶飘香满社区2025-05-29\n- 老兵当先锋 蓝天常在2025-05-29",
        "\n用户评论\n已有0人评论\n新闻快报 阅读全部",
        "\n图片1.jpg",
        "\n《 云州日报 》( 2022年02月07日 04 版)\n(责编:牛小镛、岳小彬)",
        "\n●招租　临街门面120平方米，水电齐全，有意者请电0310-5550199",
        "\n关于我们    │    广告服务    │    网站地图",
        '\n{"appId":"wx00","title":"x"}',
        "\n视频新闻 更多>>\n影像资料 更多>>",
        " |",
    ],
)
def test_what_stands_below_the_story(foot: str) -> None:
    [story] = stories(f"{TITLE}\n\n{FIRST}\n{SECOND}\n活动受到好评。{foot}")
    assert [str(line) for line in story.headline] == [TITLE]
    assert text_of(story) == [FIRST, SECOND, "活动受到好评。"]
    assert not names(story)


@pytest.mark.parametrize(
    ("foot", "expected"),
    [
        ("\n王小宇 巩小雪", ["王小宇", "巩小雪"]),
        ("\n\n(新安街道 赵小娟)\n\n扫一扫在手机打开当前页", ["赵小娟"]),
        ("编辑:吴小逸通讯员:李小如", ["李小如"]),
        ("\n(来源:长岭社区  通讯员:刘小梅  编辑:连小希)", ["刘小梅"]),
        ("\n通讯员 熊小君\n责任编辑 梅小萍", ["熊小君"]),
        (" 安乐街道党群服务中心 通讯员：元小威 2021年6月17日", ["元小威"]),
        ("(云州区发展改革局、安乐街道工作组 刘小松、苗安小)", ["刘小松", "苗安小"]),
    ],
)
def test_who_signed_it(foot: str, expected: list[str]) -> None:
    [story] = stories(f"{TITLE}\n\n{FIRST}\n{SECOND}\n活动受到好评。{foot}")
    assert names(story) == expected
    assert text_of(story) == [FIRST, SECOND, "活动受到好评。"]


def test_names_end_each_of_several_stories() -> None:
    page = f"楼道亮了\n{FIRST}\n李小明\n老人学用手机\n3月6日，阳光社区举办培训班，30余名老人参加。\n(王小勇)"
    assert [(str(story.headline[0]), names(story)) for story in stories(page)] == [("楼道亮了", ["李小明"]), ("老人学用手机", ["王小勇"])]


def test_words_below_a_picture_do_not_split_the_one_story_of_a_web_page() -> None:
    page = f"{TITLE}\n时间：2024-03-06 来源：安乐街道\n{FIRST}\n\n志愿者在清理楼道\n\n居民们纷纷竖起大拇指，{SECOND}\n活动受到好评。"
    [story] = stories(page)
    assert text_of(story) == [FIRST, "居民们纷纷竖起大拇指，" + SECOND, "活动受到好评。"]


def test_a_title_that_names_its_community_stays_whole() -> None:
    [story] = stories(f"安乐镇同心社区:爱心义诊护健康 垃圾分类倡文明\n2025-10-31 15:19:01\n{FIRST}")
    assert [str(line) for line in story.headline] == ["安乐镇同心社区:爱心义诊护健康 垃圾分类倡文明"]


def test_a_photographer_below_the_second_paragraph_of_a_story_without_byline() -> None:
    [story] = stories(f"{TITLE}\n\n{FIRST}\n\n活动中，大家分工合作，每一个角落都不放过。\n\n记者 鲍 莉 摄")
    assert story.kind is None
    assert names(story) == ["鲍莉"]


@pytest.mark.parametrize(
    ("opening", "expected"),
    [
        ("新云州讯【通讯员祁小国】", ["祁小国"]),
        ("云州观察讯（谢小远、记者曾小玲）", ["谢小远", "曾小玲"]),
        ("云江报·云视频记者 柳小青 通讯员 沙小洲\n", ["柳小青", "沙小洲"]),
        ("本报记者 田小川 通讯员 邓小亮\n掌上云州报道\n", ["田小川", "邓小亮"]),
        ("云州网河东消息 ", []),
    ],
)
def test_datelines_of_web_pages(opening: str, expected: list[str]) -> None:
    [story] = stories(f"{TITLE}\n{opening}{FIRST}\n{SECOND}")
    assert names(story) == expected
    assert text_of(story) == [FIRST, SECOND]
    assert [str(line) for line in story.headline] == [TITLE]


def test_tools_and_nobody_are_no_authors() -> None:
    [story] = stories(f"{TITLE}\n2023-06-30　来源：云州晨刊　作者：冶小明　　打印　关闭\n{FIRST}\n{SECOND}")
    assert names(story) == ["冶小明"]
    [story] = stories(f"{TITLE}\n时间:2021/4/22来源:本站原创 作者:佚名 点击: 61 次\n{FIRST}\n{SECOND}")
    assert names(story) == []


def test_crossheads_do_not_split_the_one_story_of_a_web_page() -> None:
    rest = ["社区组织20名小学生给垃圾桶贴标识。", "居民用旧报纸换走了绿植。"]
    page = f"{TITLE}\n\n{FIRST}\n\n小手拉大手，分类我先行\n\n{rest[0]}\n\n旧物换新颜，绿色进万家\n\n{rest[1]}"
    [story] = stories(page)
    assert text_of(story) == [FIRST, *rest]


def test_a_page_that_lost_its_line_breaks() -> None:
    [story] = stories(f"{TITLE} 2023-05-10 08:12 来源：云州晚报 本报记者 金小川 {FIRST}")
    assert ([str(line) for line in story.headline], names(story), text_of(story)) == ([TITLE], ["金小川"], [FIRST])
    [story] = stories(f"{TITLE}\n{TITLE}发表时间：2023-05-10 08:12 {FIRST}")
    assert ([str(line) for line in story.headline], text_of(story)) == ([TITLE], [FIRST])


def test_what_a_page_prints_twice_is_read_once() -> None:
    [story] = stories(f"{TITLE}\n摘要：{FIRST}\n{FIRST}\n{SECOND}\n{FIRST}")
    assert text_of(story) == [FIRST, SECOND]


def test_a_column_above_a_headline_is_a_kicker() -> None:
    [story] = stories(f"■文明实践在身边\n\n{TITLE}\n\n本报记者 段小薇\n\n{FIRST}")
    assert ([str(line) for line in story.kicker], [str(line) for line in story.headline]) == (["文明实践在身边"], [TITLE])


def test_items_of_a_list_bear_their_division_and_date() -> None:
    first = f"[安乐镇] {TITLE}　　2025-06-12\n{FIRST}（赖小立）"
    second = "[河东镇] 老人学用手机　　2025-06-11\n昨晚，河东镇阳光社区举办培训班，30余名老人参加。（余小涛）"
    found = stories(f"首页 > 镇办动态\n\n{first}\n\n{second}")
    assert [[str(line) for line in story.headline] for story in found] == [[TITLE], ["老人学用手机"]]
    assert [str(story.dateline) for story in found] == ["2025-06-12", "2025-06-11"]


def test_lines_that_name_a_township_head_the_sections_of_a_roundup() -> None:
    lead = "春节期间，初村镇、怡园街道开展形式多样的活动。"
    [story] = stories(f"{lead}\n初村镇：情暖百姓家\n驾前社区举办饺子宴。\n怡园街道：文化润邻里\n丽景社区办起年货大集。")
    assert [str(passage.heading) for passage in story.passages] == ["None", "初村镇", "怡园街道"]


def test_items_with_credits_of_their_own_are_stories() -> None:
    items = ["安乐社区：端午送粽子", "阳光社区：包粽子话家常"]
    lead = "端午节是传统节日，让我们看看山城人民怎样过端午。"
    page = f"{lead}\n{items[0]}\n图文/张小含\n{FIRST}\n{items[1]}\n图文/李小青\n3月6日，阳光社区邀请居民包粽子。"
    assert [str(story.headline[0]) for story in stories(page) if story.headline] == items


def test_the_beginning_of_another_text_below_a_list_is_none_of_it() -> None:
    (story,) = stories(
        f"{TITLE}\n{FIRST}\n新闻推荐\n本报讯（记者 郝山）昨日，柳林社区办起讲座，来的人把屋子坐得满满当当的，大家都说下次还要来听听..."
    )
    assert text_of(story) == [FIRST]
    assert names(story) == []


def test_the_line_that_an_export_leaves_gives_the_date() -> None:
    (story,) = stories(f"{TITLE}\n{FIRST}\n--> 2024-02-21 清溪镇 1 1 云州日报 content_10001.html 1 {TITLE} /enpproperty-->")
    assert text_of(story) == [FIRST]


def test_newspapers_before_a_reporter_are_no_names() -> None:
    (story,) = stories(f"{TITLE}\n{FIRST}{SECOND}\n通讯员 卫小禾 云州晚报/山水新闻记者 郝山")
    assert names(story) == ["卫小禾", "郝山"]


def test_the_place_of_the_page_before_its_title_is_none() -> None:
    (story,) = stories(f"首页 > 市州新闻 {TITLE}，居民叫好\n{TITLE}，居民叫好\n{FIRST}")
    assert str(story.headline[0]) == f"{TITLE}，居民叫好"
    assert not story.kicker

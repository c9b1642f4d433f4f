"""Splitting a repaired page into stories."""

from __future__ import annotations

from functools import cache

from civicnews.document import Page, Story
from civicnews.layout import repair
from civicnews.rules.load import RuleSet, load_rules
from civicnews.stories import split


@cache
def rules() -> RuleSet:
    return load_rules()


def stories(text: str) -> list[Story]:
    return list(split(repair(Page(text, None, "", "utf-8"), rules()), rules()))


def titles(story: Story) -> tuple[str, str, str]:
    return tuple(" ".join(map(str, lines)) for lines in (story.kicker, story.headline, story.subhead))  # type: ignore[return-value]


def paragraphs(story: Story) -> list[str]:
    return [str(paragraph) for passage in story.passages for paragraph in passage.paragraphs]


def names(story: Story) -> list[str]:
    return [byline.name for byline in story.bylines]


def test_kicker_headline_and_subhead() -> None:
    text = "学雷锋　在身边\n一抹志愿红 温暖一座城\n——云州市志愿服务见闻\n本报记者 云杉 实习生 白小禾\n近日，志愿者走上街头，清扫落叶。"
    (story,) = stories(text)
    assert titles(story) == ("学雷锋　在身边", "一抹志愿红 温暖一座城", "云州市志愿服务见闻")
    assert names(story) == ["云杉", "白小禾"]


def test_dateline_and_credit_are_no_text() -> None:
    (story,) = stories("社区办起集市\n本报5月9日讯（记者 云杉）近日，安乐社区办起集市。（白小禾 摄影报道）")
    assert paragraphs(story) == ["近日，安乐社区办起集市。"]
    assert names(story) == ["云杉", "白小禾"]
    assert str(story.dateline) == "5月9日"


def test_a_second_dateline_opens_a_story_without_headline() -> None:
    text = "社区办起集市\n本报讯（记者 云杉）近日，安乐社区办起集市。\n本报讯（记者 白小禾）昨日，安平社区开课。"
    first, second = stories(text)
    assert titles(second) == ("", "", "")
    assert names(first) == ["云杉"]
    assert names(second) == ["白小禾"]


def test_a_caption_stands_after_the_story_that_it_interrupts() -> None:
    text = (
        "社区办起集市\n本报讯（记者 云杉）近日，安乐社区办起集市，志愿者一早就来到\n"
        "▲昨日，安平社区的孩子们包粽子。 白小禾 摄\n小广场，支起帐篷。\n集市每月一次。"
    )
    first, second = stories(text)
    assert paragraphs(first) == ["近日，安乐社区办起集市，志愿者一早就来到小广场，支起帐篷。", "集市每月一次。"]
    assert second.kind == "photo_caption"
    assert names(second) == ["白小禾"]
    assert paragraphs(second) == ["昨日，安平社区的孩子们包粽子。"]


def test_a_caption_that_only_points_is_no_story() -> None:
    (story,) = stories("社区办起集市\n本报讯（记者 云杉）近日，安乐社区办起集市。\n上图：孩子们在表演。")
    assert paragraphs(story) == ["近日，安乐社区办起集市。"]


def test_headings_name_their_passages() -> None:
    text = (
        "学雷锋 树新风\n本报讯（记者 云杉）连日来，各街道开展活动。\n●花园区安乐街道\n5日，志愿者清扫楼道。\n"
        "1．安平街道\n6日，志愿者修剪树枝。\n▶安康街道：7日，志愿者为老人理发，大家都说好。"
    )
    (story,) = stories(text)
    assert [str(passage.heading) for passage in story.passages] == ["None", "花园区安乐街道", "安平街道", "安康街道"]
    assert paragraphs(story)[-1] == "7日，志愿者为老人理发，大家都说好。"


def test_a_district_heading_goes_with_the_townships_below_it() -> None:
    text = (
        "学雷锋 树新风\n本报讯（记者 云杉）连日来，各街道开展活动。\n【河东区】\n【安乐街道】\n5日，志愿者清扫楼道。"
        "\n【安平街道】\n6日，志愿者修剪树枝。"
    )
    (story,) = stories(text)
    assert [str(passage.heading) for passage in story.passages if passage.heading] == ["河东区安乐街道", "河东区安平街道"]


def test_title_dateline_and_text_on_one_line() -> None:
    (story,) = stories("岗位送上门 求职不出院 本报讯（记者 云杉）2月18日，安乐社区举办招聘会。")
    assert titles(story)[1] == "岗位送上门 求职不出院"
    assert paragraphs(story) == ["2月18日，安乐社区举办招聘会。"]


def test_title_and_text_on_one_line_without_dateline() -> None:
    (story,) = stories("周末集市来了“百事通” 近日，安乐社区的便民集市摆到了路口，居民赶来赶场。（白小禾）")
    assert titles(story)[1] == "周末集市来了“百事通”"
    assert names(story) == ["白小禾"]


def test_one_plain_paragraph_is_a_story() -> None:
    (story,) = stories("近日，安乐社区开展义诊活动，服务居民两百余人次。")
    assert titles(story) == ("", "", "")
    assert len(paragraphs(story)) == 1


def test_one_plain_line_without_stop_is_a_story() -> None:
    (story,) = stories("近日，安乐社区开展义诊活动")
    assert paragraphs(story) == ["近日，安乐社区开展义诊活动"]


def test_items_under_a_label_are_one_story_without_headline() -> None:
    text = (
        "社区办起集市\n本报讯（记者 云杉）近日，安乐社区办起集市。\n【社区速递】\n"
        "▶安平街道：昨日，安平社区开课，居民都来听课。（白小禾）\n▶安康街道：前日，安康社区义诊，医生上门。（云杉）"
    )
    _, items = stories(text)
    assert titles(items) == ("", "", "")
    assert len(items.passages) == 2
    assert names(items) == ["白小禾", "云杉"]


def test_a_notice_is_marked() -> None:
    (story,) = stories("注意！这些小区今晚停水\n受管网改造影响，安乐社区沿线的小区将停水，请市民提前储水。")
    assert story.notice


def test_a_web_copy() -> None:
    text = (
        "社区办起集市\n2023-03-07 10:12 来源：云州日报 作者：白小禾 编辑：云杉\n3月5日，安乐社区办起集市。\n居民说好。"
        "\n（责任编辑：云杉）\n分享到："
    )
    (story,) = stories(text)
    assert titles(story)[1] == "社区办起集市"
    assert paragraphs(story) == ["3月5日，安乐社区办起集市。", "居民说好。"]
    assert names(story) == ["白小禾"]


def test_a_series_line_above_an_editors_note_is_a_kicker() -> None:
    text = "一江两岸 百船赛龙\n编者按　本报今起推出系列报道。\n安平村的“船叔”\n□本报记者　云杉\n安平村的老少都叫他“船叔”。"
    (story,) = stories(text)
    assert titles(story)[:2] == ("一江两岸 百船赛龙", "安平村的“船叔”")
    assert paragraphs(story) == ["安平村的老少都叫他“船叔”。"]


def test_the_name_of_a_county_above_a_headline_is_no_kicker():
    (story,) = stories("永丰区\n\n楼道里的小菜园\n\n本报讯（记者 云杉）近日，居民种菜。")
    assert titles(story) == ("", "楼道里的小菜园", "")
    assert [str(line) for line in story.area] == ["永丰区"]


def test_items_under_a_label_are_stories_when_each_has_its_credit():
    text = "简讯两则\n●3月4日，石桥村的党员清理河道，捞出垃圾五车。（林小一）\n●3月5日，东坡村的村民给果树剪枝，专家在旁指点。（苏小禾）\n"
    assert [[byline.name for byline in story.bylines] for story in stories(text)] == [["林小一"], ["苏小禾"]]


def test_the_captions_of_an_only_story_belong_to_it() -> None:
    text = (
        "社区办起集市\n孩子们逛集市。白小禾 摄\n本报讯（记者 云杉）近日，安乐社区办起集市，居民都来了。\n"
        "集市每月一次。\n收摊后，志愿者清扫广场。"
    )
    (only,) = stories(text)
    assert (only.kind, only.captions, names(only)) == (None, 1, ["云杉", "白小禾"])


def test_captions_under_one_headline_are_one_story() -> None:
    text = (
        "各地欢度元宵\n2月12日，河东区安乐社区的居民猜灯谜。（白小禾 摄）\n2月12日，河西区安平社区的孩子们做花灯。（云杉 摄）\n"
        "2月12日，河南区安居社区的志愿者煮汤圆。（郝山 摄）"
    )
    (only,) = stories(text)
    assert (only.kind, titles(only)[1], len(paragraphs(only))) == ("photo_caption", "各地欢度元宵", 3)


def test_crossheads_below_a_signed_lead_open_no_stories() -> None:
    text = (
        "安乐社区：新年送暖\n新年将至，安乐社区开展系列活动，把关怀送到居民身边。记者 云杉\n关爱老人，传递温情\n"
        "2月10日，安乐社区给老人发放就餐卡。\n快速响应，打通最后一米\n2月6日，安乐社区接到电话，赶去开锁。"
    )
    (only,) = stories(text)
    assert len(paragraphs(only)) == 3


def test_items_with_their_places_under_one_headline_are_passages() -> None:
    text = (
        "文明之花处处开\n安乐社区：红马甲成风景\n每天早上，安乐社区的志愿者准时上岗。\n"
        "安平社区：楼道变画廊\n5月7日，安平社区组织居民彩绘楼道。\n"
        "安居社区：花园人人护\n5月5日，安居社区把荒地改成花园。\n（本报记者 云杉）"
    )
    (only,) = stories(text)
    assert (titles(only)[1], len(only.passages)) == ("文明之花处处开", 3)


def test_a_column_in_brackets_is_a_kicker() -> None:
    (only,) = stories("【社区新风】\n小院“变脸”记\n本报记者 云杉\n4月2日，安乐社区把旧花坛改成停车位。")
    assert titles(only) == ("社区新风", "小院“变脸”记", "")


def test_a_table_of_keys_and_values_is_no_title() -> None:
    text = (
        "安乐社区：灯谜挂满院\n- 索引号\n- aq/20250212-00031\n- 发文机构\n- 河东街道办事处\n- 浏览量\n- 日期\n- 2025-02-12\n"
        "2月11日，安乐社区开展元宵活动。"
    )
    (only,) = stories(text)
    assert (titles(only)[1], paragraphs(only)) == ("安乐社区：灯谜挂满院", ["2月11日，安乐社区开展元宵活动。"])

"""Linking, one decision at a time: records made by hand of divisions that the gazetteer lists.

永安社区 is in 水泊寺街道 of 平城区 and in 永安镇 of 浑源县; 永和社区 and 恒大社区 are in 水泊寺街道 alone; all lie in 大同.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from civicnews.document import PlaceMention, Sentence
from civicnews.gazetteer import Gazetteer
from civicnews.link import Linked, Printed, link, link_heading
from civicnews.models import Place
from civicnews.records import Draft
from civicnews.region import Scope
from civicnews.text import Text

DATONG = ("1402",)
LEVELS = {"省": "province", "市": "city", "区": "district", "县": "district", "道": "street", "镇": "street", "乡": "street"}


def said(*names: str, apart: bool = False) -> Sentence:
    """A sentence that names divisions, each printed directly before the next unless they stand apart."""
    sentence = Sentence(Text.of("，".join(names) if apart else "".join(names)), 0, True)
    at = 0
    for index, name in enumerate(names):
        level = "community" if name.endswith(("社区", "村")) else LEVELS[name[-1]]
        parent = None if apart or not index else index - 1
        sentence.places.append(PlaceMention(at, at + len(name), name, level, "r", parent))  # type: ignore[arg-type]
        at += len(name) + apart
    return sentence


def printed(*sentences: Sentence) -> list[Printed]:
    return [(sentence, place) for sentence in sentences for place in sentence.places]


def linked(
    *sentences: Sentence,
    heading: Sequence[Sentence] = (),
    titles: Sequence[Sentence] = (),
    regions: Sequence[str] = DATONG,
    previous: Linked | None = None,
    gazetteer: Gazetteer | None = None,
) -> Linked:
    places = printed(*sentences)
    draft = Draft(
        list(sentences),
        [one for one in places if one[1].level == "community"],
        [one for one in places if one[1].level == "street"],
        [one for one in places if one[1].level in ("district", "city", "province")],
    )
    return link(draft, printed(*heading), titles, Scope(gazetteer or Gazetteer.open(), regions), previous)


def told(place: Place | None) -> tuple[str, str | None, str | None] | None:
    return place and (place.name, place.code, place.match)


def codes(found: Linked) -> list[str | None]:
    return [place.code for place in found.communities]


def warned(found: Linked) -> list[tuple[str, str]]:
    return [(warning.code, warning.message) for warning in found.warnings]


SHUIBOSI, XINWANG = ("水泊寺街道", "140213066", "exact"), ("新旺街道", "140213052", "exact")
INFERRED = ("水泊寺街道", "140213066", "inferred")


def test_an_ambiguous_community_has_no_code_and_all_its_candidates_are_named() -> None:
    found = linked(said("永安社区"))
    assert codes(found) == [None]
    assert warned(found) == [("ambiguous-place", "永安社区: 140213066001, 140225100012")]
    assert found.warnings[0].spans == ((0, 4),)
    assert (found.street, told(found.city)) == (None, ("大同市", "1402", "inferred"))


def test_of_very_many_candidates_the_first_twenty_are_named() -> None:
    found = linked(said("双龙村"), regions=("50",))
    ((_, message),) = warned(found)
    assert len(message.split(", ")) == 20


@pytest.mark.parametrize("where", ["printed", "heading", "title", "previous"])
def test_the_street_tells_which_community_is_meant(where: str) -> None:
    street = said("水泊寺街道")
    found = {
        "printed": lambda: linked(said("水泊寺街道", "永安社区")),
        "heading": lambda: linked(said("永安社区"), heading=[street]),
        "title": lambda: linked(said("永安社区"), titles=[street]),
        "previous": lambda: linked(said("永安社区"), previous=linked(street)),
    }[where]()
    assert codes(found) == ["140213066001"]
    assert told(found.street) == SHUIBOSI
    assert found.street is not None
    assert found.street.spans == ((0, 5),)
    assert found.warnings == []


def test_the_district_tells_which_community_is_meant_and_its_street_is_inferred() -> None:
    for found in (linked(said("平城区", "永安社区")), linked(said("永安社区"), titles=[said("平城区")])):
        assert codes(found) == ["140213066001"]
        assert told(found.street) == INFERRED
        assert told(found.district) == ("平城区", "140213", "exact")


def test_a_heading_counts_more_than_the_record_before() -> None:
    before = linked(said("水泊寺街道"))
    found = linked(said("永安社区"), heading=[said("永安镇")], previous=before)
    assert codes(found) == ["140225100012"]
    assert told(found.street) == ("永安镇", "140225100", "exact")


def test_only_the_first_street_of_the_titles_is_passed_on() -> None:
    titles = [said("新旺街道"), said("水泊寺街道")]
    assert codes(linked(said("永安社区"), titles=titles)) == [None]
    assert codes(linked(said("永安社区"), titles=titles[::-1])) == ["140213066001"]
    assert codes(linked(said("永安社区"), heading=[said("新旺街道"), said("水泊寺街道")])) == ["140213066001"]


def test_a_printed_street_decides_alone() -> None:
    found = linked(said("新旺街道", "永安社区"), titles=[said("水泊寺街道")])
    assert codes(found) == ["140213066001"]  # the only one of the street's district
    assert told(found.street) == XINWANG
    assert warned(found) == [
        ("street-mismatch", "永安社区: printed under 新旺街道 (140213052), listed under 水泊寺街道 (140213066)"),
    ]
    assert codes(linked(said("新旺街道", "幸福里社区"))) == ["140213054009"]
    assert codes(linked(said("永安镇", "恒大社区"))) == [None]


def test_each_community_is_looked_for_under_its_own_street() -> None:
    found = linked(said("水泊寺街道", "永安社区"), said("永安镇", "永安社区"))
    assert codes(found) == ["140213066001", "140225100012"]
    assert told(found.street) == SHUIBOSI
    assert codes(linked(said("永安社区"), said("永安镇", "永安社区"))) == ["140225100012"]


def test_a_community_named_twice_is_one() -> None:
    found = linked(said("水泊寺街道", "永和社区"), said("永和社区"), said("恒大社区"))
    assert codes(found) == ["140213066002", "140213066007"]


def test_of_several_streets_without_a_community_the_first_is_the_records() -> None:
    found = linked(said("新旺街道", "水泊寺街道", apart=True))
    assert (codes(found), told(found.street)) == ([], XINWANG)
    found = linked(said("东城街道"), said("南川区", "南城街道"), heading=[said("铜梁区")], regions=("50",))
    assert told(found.street) == ("东城街道", None, None)  # the district is that of the second


def test_a_street_that_is_not_listed_is_kept_as_printed() -> None:
    found = linked(said("平城区", "紫云街道", "永安社区"))
    assert told(found.street) == ("紫云街道", None, None)
    assert codes(found) == ["140213066001"]
    assert found.warnings == []


def test_a_community_of_another_street_than_the_heading_is_warned_of_once() -> None:
    found = linked(said("永和社区"), heading=[said("新旺街道")])
    assert (codes(found), told(found.street)) == (["140213066002"], XINWANG)
    assert [code for code, _ in warned(found)] == ["street-mismatch"]
    found = linked(said("永和社区"), said("恒大社区"), heading=[said("新旺街道")])
    assert [warning.message[:4] for warning in found.warnings] == ["永和社区", "恒大社区"]
    assert linked(said("永和社区"), heading=[said("水泊寺街道")]).warnings == []
    assert linked(said("紫云社区"), heading=[said("新旺街道")]).warnings == []
    assert linked(said("永和社区"), heading=[said("紫云街道")]).warnings == []


def test_a_street_of_the_titles_gives_way_to_that_of_the_community() -> None:
    found = linked(said("永和社区"), titles=[said("新旺街道")])
    assert (told(found.street), found.warnings) == (INFERRED, [])


def test_an_unlisted_street_above_keeps_its_name() -> None:
    found = linked(said("永和社区"), titles=[said("紫云街道")])
    assert told(found.street) == ("紫云街道", None, None)
    assert codes(found) == ["140213066002"]


def test_the_first_community_with_a_code_says_the_street() -> None:
    assert told(linked(said("紫云社区"), said("永和社区")).street) == INFERRED
    assert linked(said("紫云社区")).street is None
    assert told(linked(said("紫云社区"), titles=[said("水泊寺街道")]).street) == SHUIBOSI
    assert told(linked(said("紫云社区"), previous=linked(said("水泊寺街道"))).street) == SHUIBOSI


def test_a_record_without_a_community_takes_the_one_of_the_titles() -> None:
    found = linked(Sentence(Text.of("居民点赞"), 0, True), titles=[said("永和社区")])
    assert (codes(found), told(found.street)) == (["140213066002"], INFERRED)
    found = linked(titles=[said("永和社区"), said("平城区", "永和社区")])
    assert [place.spans for place in found.communities] == [((0, 4),)]
    assert codes(linked(titles=[said("永和社区"), said("恒大社区")])) == []
    assert codes(linked(said("水泊寺街道"), titles=[said("永和社区")])) == []
    assert codes(linked(said("恒大社区"), titles=[said("永和社区")])) == ["140213066007"]
    assert codes(linked(titles=[said("水泊寺街道")])) == []


def test_a_street_of_two_districts_needs_its_district() -> None:
    assert told(linked(said("东城街道"), regions=("50",)).street) == ("东城街道", None, None)
    assert told(linked(said("南川区", "东城街道"), regions=("50",)).street) == ("东城街道", "500119001", "exact")
    assert told(linked(said("东城街道"), titles=[said("铜梁区")], regions=("50",)).street) == ("东城街道", "500151002", "exact")


def test_the_district_before_a_street_counts_more_than_others_printed() -> None:
    found = linked(said("南川区", "东城街道"), titles=[said("铜梁区")], heading=[said("铜梁区")], regions=("50",))
    assert told(found.street) == ("东城街道", "500119001", "exact")
    assert told(found.district) == ("南川区", "500119", "exact")


def test_several_districts_printed_elsewhere_decide_together() -> None:
    near = {"titles": [said("平城区", "浑源县", apart=True)]}
    assert codes(linked(said("永安社区"), **near)) == [None]  # type: ignore[arg-type]
    assert codes(linked(said("永安社区"), titles=[said("平城区", "云冈区", apart=True)])) == ["140213066001"]
    assert codes(linked(said("永安社区"), titles=[said("平城区", "平城区", apart=True)])) == ["140213066001"]
    found = linked(titles=[said("平城区", "云冈区", apart=True)])
    assert (found.district, told(found.city)) == (None, ("大同市", "1402", "inferred"))
    assert told(linked(titles=[said("平城区")]).district) == ("平城区", "140213", "exact")


def test_near_names_of_streets() -> None:
    assert told(linked(said("平盛街道")).street) == ("平盛街道", "140214027", "fuzzy")
    assert told(linked(said("云冈区", "平盛街道")).street) == ("平盛街道", "140214027", "fuzzy")
    assert told(linked(said("平城区", "平盛街道")).street) == ("平盛街道", None, None)
    assert told(linked(said("平盛街道"), regions=("14",)).street) == ("平盛街道", None, None)
    assert told(linked(said("平盛街道"), regions=("1402", "14")).street) == ("平盛街道", "140214027", "fuzzy")
    assert told(linked(said("平盛街道"), regions=()).street) == ("平盛街道", None, None)
    assert told(linked(said("平盛街道"), regions=("1402", "140214")).street) == ("平盛街道", "140214027", "fuzzy")


def test_a_street_with_another_ending_is_the_only_one_of_its_name() -> None:
    assert told(linked(said("大庆路镇")).street) == ("大庆路镇", "140213059", "fuzzy")
    assert told(linked(said("玉泉乡")).street) == ("玉泉乡", None, None)  # a street and a town have the name


@pytest.fixture
def own(tmp_path: Path) -> Gazetteer:
    """Two more streets in 平城区 whose names are near others."""
    table = tmp_path / "own.csv"
    rows = ["name,code,parent_code,alias,valid_from,valid_to", "青柳路街道,140213901,140213,,,", "青柳新区街道,140213902,140213,,,"]
    table.write_text("\n".join([*rows, "白杨路街道,140213903,140213,,,", "白杨街街道,140213904,140213,,,"]) + "\n", "utf-8")
    return Gazetteer.open(extra=table)


def test_of_two_near_names_the_nearer_is_meant_and_neither_if_both_are_as_near(own: Gazetteer) -> None:
    assert told(linked(said("青柳街道"), gazetteer=own).street) == ("青柳街道", "140213901", "fuzzy")
    assert told(linked(said("白杨街道"), gazetteer=own).street) == ("白杨街道", None, None)


def test_without_a_code_the_divisions_are_as_printed() -> None:
    found = linked(said("花果市", "云梦区", "紫云社区"), regions=())
    assert (told(found.district), told(found.city), found.province) == (("云梦区", None, None), ("花果市", None, None), None)
    assert found.district is not None
    assert found.district.spans == ((3, 6),)
    found = linked(said("紫云社区"), heading=[said("云梦区")], titles=[said("花果市")], regions=())
    assert (told(found.district), told(found.city)) == (("云梦区", None, None), ("花果市", None, None))
    found = linked(said("紫云社区"), regions=())
    assert (found.district, found.city, found.province) == (None, None, None)


def test_a_community_is_looked_for_in_the_whole_country_where_the_region_is_not_known() -> None:
    assert codes(linked(said("紫云社区"), regions=())) == [None]


def test_the_printed_street_says_the_district_before_the_community_does() -> None:
    found = linked(said("永和社区"), heading=[said("口泉街道")])
    assert (codes(found), told(found.street)) == (["140213066002"], ("口泉街道", "140214018", "exact"))
    assert told(found.district) == ("云冈区", "140214", "inferred")


def test_a_community_with_a_code_says_the_district_where_the_street_has_none() -> None:
    found = linked(said("永和社区"), titles=[said("紫云街道")])
    assert told(found.district) == ("平城区", "140213", "inferred")


@pytest.mark.parametrize(
    ("region", "levels"),
    [
        ("1402", (None, "大同市", "山西省")),
        ("50", (None, "重庆市", "重庆市")),
        ("469002", ("琼海市", None, "海南省")),
        ("4419", (None, "东莞市", "广东省")),
    ],
)
def test_the_region_says_what_lies_above(region: str, levels: tuple[str | None, ...]) -> None:
    found = linked(said("紫云湾社区"), regions=(region,))
    assert tuple(place and place.name for place in (found.district, found.city, found.province)) == levels
    assert {place.match for place in (found.district, found.city, found.province) if place is not None} == {"inferred"}


def test_the_city_of_a_municipality_is_the_province_only_there() -> None:
    found = linked(said("南川区", "东城街道"), regions=("50",))
    assert (told(found.city), told(found.province)) == (("重庆市", "50", "inferred"), ("重庆市", "50", "inferred"))


def test_divisions_keep_the_words_and_the_spans_that_are_printed() -> None:
    found = linked(said("山西省", "大同市", "平城区", "水泊寺街道", "永和社区"))
    places = [found.province, found.city, found.district, found.street, found.communities[0]]
    assert [place and place.spans for place in places] == [((0, 3),), ((3, 6),), ((6, 9),), ((9, 14),), ((14, 18),)]
    assert [place and place.match for place in places] == ["exact", "exact", "exact", "exact", "normalised"]
    assert found.communities[0].official_name == "永和社区居民委员会"


def test_the_records_own_words_count_before_those_above() -> None:
    found = linked(said("平城区", "永和社区"), heading=[said("大同市", "平城区")], titles=[said("平城区")])
    assert found.district is not None
    assert found.district.spans == ((0, 3),)
    assert found.city is not None
    assert found.city.spans == ((0, 3),)


def test_a_heading_is_linked_by_the_district_before_or_beside_it() -> None:
    scope = Scope(Gazetteer.open(), ("50",))
    assert told(link_heading(printed(said("南川区", "东城街道")), scope)) == ("东城街道", "500119001", "exact")
    assert told(link_heading(printed(said("南川区", "东城街道", apart=True)), scope)) == ("东城街道", "500119001", "exact")
    assert told(link_heading(printed(said("东城街道")), scope)) == ("东城街道", None, None)
    assert link_heading(printed(said("南川区")), scope) is None
    assert link_heading([], scope) is None

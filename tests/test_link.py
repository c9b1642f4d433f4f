"""Linking: right codes where parents are printed, none where a name is ambiguous, warnings where paper and list differ."""

import random
from functools import cache

import pytest

from civicnews.gazetteer import Gazetteer
from civicnews.pipeline import Pipeline
from civicnews.read import page_of

SEED = 20231107
SENTENCES = 500


@cache
def pipeline():
    return Pipeline()


def records(text):
    result = pipeline().run(page_of(text))
    return [record for article in result.articles for section in article.sections for record in section.records]


def printed(division):
    """A community as a newspaper prints it."""
    if division.base.endswith(division.kind) or division.kind in ("其他", "虚拟"):
        return division.base
    return division.base + {"居委会": "社区"}.get(division.kind, division.kind)


@cache
def communities():
    """Communities and villages drawn at random from the whole gazetteer, each with its parents."""
    gazetteer = Gazetteer.open()
    chance = random.Random(SEED)
    districts = [d for d in gazetteer.names("", "district") if len(d.code) == 6]
    out = []
    while len(out) < SENTENCES:
        district = chance.choice(districts)
        streets = gazetteer.names(district.code, "street")
        if not streets:
            continue
        street = chance.choice(streets)
        below = [d for d in gazetteer.names(street.code, "community") if d.kind in ("社区", "村", "居委会")]
        if below:
            out.append((gazetteer.parents(district.code), district, street, chance.choice(below)))
    return out


def test_names_with_their_printed_parents_link_to_the_right_code():
    """500 communities of all China, drawn at random, printed behind city, district and township."""
    right = wrong = 0
    for above, district, street, community in communities():
        city = above[-1].name if len(above) > 1 else ""
        text = f"近日，{city}{district.name}{street.name}{printed(community)}开展志愿服务活动，志愿者清理楼道杂物。"
        codes = [place.code for record in records(text) for place in record.communities]
        right += codes == [community.code]
        wrong += any(code not in (None, community.code) for code in codes)
    assert right >= 0.99 * SENTENCES
    assert wrong <= 0.005 * SENTENCES


def test_an_ambiguous_name_without_parents_has_no_code():
    gazetteer = Gazetteer.open()
    checked = 0
    for _, _, _, community in communities():
        name = printed(community)
        if len(gazetteer.find(name, level="community")) < 2:
            continue
        checked += 1
        for record in records(f"近日，{name}开展志愿服务活动，志愿者清理楼道杂物。"):
            assert all(place.code is None for place in record.communities)
    assert checked > 100


def one(text):
    (record,) = records(text)
    return record


def test_parents_that_are_not_printed_are_inferred():
    record = one("近日，平城区永和社区组织志愿者清理楼道杂物。")
    assert [(place.name, place.match) for place in (record.street, record.city, record.province)] == [
        ("水泊寺街道", "inferred"),
        ("大同市", "inferred"),
        ("山西省", "inferred"),
    ]
    assert (record.district.name, record.district.match) == ("平城区", "exact")


def test_a_street_printed_shorter_than_listed_is_fuzzy():
    record = one("近日，大同市云冈区平盛街道安华里社区组织志愿者清理楼道杂物。")
    assert (record.street.name, record.street.code, record.street.match) == ("平盛街道", "140214027", "fuzzy")
    assert record.street.official_name == "平盛路街道"


def test_a_near_but_different_name_is_no_match():
    """温州 lists 桃花岛社区: 桃花渡社区 is another."""
    record = one("近日，温州市鹿城区桃花渡社区组织志愿者清理楼道杂物。")
    assert [(place.name, place.code) for place in record.communities] == [("桃花渡社区", None)]


def test_a_community_printed_under_another_street_of_its_district_is_linked_with_a_warning():
    record = one("近日，大同市平城区新旺街道永和社区组织志愿者清理楼道杂物。")
    assert record.communities[0].code == "140213066002"
    assert [warning.code for warning in record.warnings] == ["street-mismatch"]
    assert "140213052" in record.warnings[0].message
    assert "140213066" in record.warnings[0].message


def test_an_ambiguous_name_in_a_known_city_lists_its_candidates():
    gazetteer = Gazetteer.open()
    names = [d.base for d in gazetteer.names("1402", "community") if d.kind == "社区"]
    twice = next(
        name for name in names if names.count(name) > 1 and len(gazetteer.find(name + "社区", level="community", within="1402")) > 1
    )
    record = one(f"近日，大同市{twice}社区组织志愿者清理楼道杂物。")
    assert record.communities[0].code is None
    (warning,) = record.warnings
    assert warning.code == "ambiguous-place"
    assert all(d.code in warning.message for d in gazetteer.find(twice + "社区", level="community", within="1402"))


def test_a_name_that_the_list_lacks_is_kept_as_printed():
    record = one("近日，大同市平城区紫云湾社区组织志愿者清理楼道杂物。")
    assert [(place.name, place.code, place.match) for place in record.communities] == [("紫云湾社区", None, None)]


@pytest.mark.parametrize("name", ["北京市昌平区北七家镇", "重庆市渝中区大溪沟街道"])
def test_in_a_municipality_the_city_repeats_the_province(name):
    record = one(f"近日，{name}组织志愿者清理楼道杂物。")
    assert record.city.name == record.province.name == name[:3]


def test_a_city_without_districts_has_none():
    record = one("近日，东莞市石排镇组织志愿者清理楼道杂物。")
    assert (record.city.name, record.district) == ("东莞市", None)


def test_a_county_level_city_is_the_district():
    record = one("近日，琼海市潭门镇草塘村组织志愿者清理渔港垃圾。")
    assert (record.district.name, record.district.code) == ("琼海市", "469002")


def test_a_users_own_names_are_linked(tmp_path):
    table = tmp_path / "own.csv"
    table.write_text("name,code,parent_code,alias,valid_from,valid_to\n紫云湾社区,140213066900,140213066,,,\n", "utf-8")
    own = Pipeline(gazetteer=Gazetteer.open(extra=table))
    result = own.run(page_of("近日，大同市平城区紫云湾社区组织志愿者清理楼道杂物。"))
    (record,) = [r for article in result.articles for section in article.sections for r in section.records]
    assert record.communities[0].code == "140213066900"
    assert record.street.name == "水泊寺街道"


def test_a_county_that_became_a_district_is_found_by_its_former_name():
    record = one("近日，徐州市铜山县三堡街道组织志愿者清理道路垃圾。")
    assert (record.district.name, record.district.official_name, record.district.match) == ("铜山县", "铜山区", "fuzzy")


def test_a_town_that_became_a_street_is_found_by_its_former_name():
    record = one("近日，徐州市铜山区三堡镇组织志愿者清理道路垃圾。")
    assert (record.street.name, record.street.official_name, record.street.match) == ("三堡镇", "三堡街道", "fuzzy")

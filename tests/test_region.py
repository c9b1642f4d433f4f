"""Where a page is from is decided by all its names together, never by one that is merely unique."""

from civicnews.gazetteer import Gazetteer
from civicnews.region import PrintedName, Scope, decide_region, region_of

GAZETTEER = Gazetteer.open()


def decide(*names, prior=""):
    return decide_region([PrintedName(*name) for name in names], GAZETTEER, prior=prior)


def test_a_printed_district_with_its_streets():
    assert decide(("平城区", "district"), ("新旺街道", "street"), ("永和社区", "community")) == ("1402",)


def test_a_district_of_many_cities_is_told_by_its_street():
    """铁西区 is in 沈阳, 鞍山 and 四平; 工人村街道 only in 沈阳."""
    assert decide(("铁西区", "district"), ("工人村街道", "street")) == ("2101",)


def test_a_name_that_is_merely_unique_decides_nothing():
    """The only 平盛街道 of the list is in 哈尔滨; a page from elsewhere may print it."""
    assert decide(("平盛街道", "street")) == ()


def test_nothing_printed_gives_no_region():
    assert decide() == ()


def test_the_users_region_stands_in_where_nothing_is_printed():
    assert decide(("永和社区", "community"), prior="140213") == ("1402",)


def test_a_municipality_is_one_region():
    assert decide(("昌平区", "district"), ("北七家镇", "street")) == ("11",)


def test_a_county_under_a_province_is_its_own_region():
    assert region_of("469002") == "469002"
    assert decide(("琼海市", "district"), ("潭门镇", "street")) == ("469002",)


def test_a_scope_knows_only_its_own_region():
    here, nowhere = Scope(GAZETTEER, ("1402",)), Scope(GAZETTEER)
    assert here.knows("community", "永和", "社区")
    assert not here.knows("community", "五四广场", "社区")
    assert not nowhere.knows("community", "永和", "社区")

"""Results for the tests of the edges, which need no pipeline."""

from __future__ import annotations

from civicnews.models import (
    ActivityEvidence,
    Article,
    Count,
    Date,
    Evidence,
    Participant,
    Phrase,
    Place,
    Record,
    Reporter,
    Result,
    Section,
    Source,
    Warning,
)


def place(name: str, code: str | None = None) -> Place:
    return Place(name, code, None, "exact" if code else None, ((0, len(name)),))


def record(**changes: object) -> Record:
    """A record with a value in every field; `changes` replace some."""
    values: dict[str, object] = {
        "id": "a1.s1.r1",
        "text": "3月5日，柳岸社区邀请120余名志愿者到广场义诊。",
        "spans": ((10, 20), (30, 44)),
        "communities": (place("柳岸社区", "999001001001"), place("桥头社区")),
        "street": place("河湾街道", "999001001"),
        "district": place("南城区"),
        "city": place("江州市"),
        "province": None,
        "date": Date("3月5日", "2023-03-05", "2023-03-05", "2023-03-05", "day", "stated", ((10, 14),)),
        "participants": (
            Participant("柳岸社区", "organisation", "organiser", None, None, ((15, 19),)),
            Participant("志愿者", "group", "actor", Count(120, True, "名"), "柳岸社区", ((33, 36),)),
        ),
        "activity_types": ("health_service", "volunteer_service"),
        "activity_evidence": (ActivityEvidence("health_service", "deed.clinic", ((40, 42),)),),
        "activity_name": Phrase("“暖春”义诊", ((3, 9),)),
        "venue": Phrase("广场", ((37, 39),)),
        "evidence": (Evidence("date", "date.month-day", ((10, 14),)),),
        "warnings": (Warning("odd-date", "the date is odd"),),
    }
    return Record(**(values | changes))  # type: ignore[arg-type]


def result(*records: Record, headline: str | None = "柳岸社区：义诊, “暖春”") -> Result:
    """A document of one article with one section that holds `records`; without records, an empty document."""
    source = Source("页.txt", "ab" * 32, "utf-8", "江州日报", "2023-03-07", "option")
    if not records:
        return Result("civicnews/1", source, (), (Warning("no-articles", "no article was found"),))
    section = Section(place("河湾街道"), True, ((0, 60),), records)
    reporters = (Reporter("何其", "记者", ((0, 2),)), Reporter("苏木", "通讯员", ((3, 5),)))
    return Result("civicnews/1", source, (Article("a1", "brief", None, headline, None, reporters, ((0, 60),), (section,)),), ())

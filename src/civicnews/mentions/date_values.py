"""Resolve a date mention against the article: what the words say → an EDTF value with bounds.

Finding and resolving are apart: `dates.find` reads the words into fields, and nothing here sees the text. The
publication date is an argument, never the clock. A function stands for each operator; `resolve` picks it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from civicnews.document import DateMention
from civicnews.mentions.calendar import Partial, bounds, complete, edtf, season_bounds, shift_month, weekday_of
from civicnews.mentions.lunar import feast_day, feast_days_near, holiday, lunar_day, lunar_days_near, lunar_month
from civicnews.models import Precision
from civicnews.structs import frozen, replace

__all__ = ["RESOLVERS", "DateContext", "DateValue", "resolve"]

Fields = Mapping[str, str]
_APPROACH = timedelta(days=45)
"""How long before a feast a paper speaks of its eve."""
_WEEK = timedelta(days=7)
_AHEAD, _BEHIND = timedelta(days=62), timedelta(days=300)
"""A bare day takes the month printed before it only where that lies this near to the publication date: not 1952年2月."""


@frozen
class DateValue:
    """What a date mention means.

    Attributes:
        edtf: EDTF (ISO 8601-2) value, or None where vague or not resolvable.
        start: ISO date of the first day, or None where unbounded or unknown.
        end: ISO date of the last day, or None where unbounded or unknown.
        precision: as in the output.
        text: the words to show; for 当天 and the like those of the day pointed to.
        inherited: whether the words (同一天, 与此同时) make the record's date `inherited`.
        month: `2023-03` or `XXXX-03` where the words name a month, which a later day without one takes.
    """

    edtf: str | None
    start: str | None
    end: str | None
    precision: Precision
    text: str = ""
    inherited: bool = False
    month: str | None = None


COMMON_YEAR = 2023
"""A year without a leap day, to count days in where no year is known."""


@frozen
class DateContext:
    """What a date is resolved against.

    Attributes:
        published: the publication date.
        dateline: the date in 本报5月9日讯, from which 今天 and 昨天 count.
        named: the value of the last date named before, in the article; for 随后 the date of the record before.
        month_day: month and day of the dateline where no year is known.
    """

    published: date | None = None
    dateline: date | None = None
    named: DateValue | None = None
    month_day: tuple[int, int] | None = None

    @property
    def issued(self) -> date | None:
        """The last day that the paper can report on."""
        return self.published or self.dateline

    @property
    def written(self) -> date | None:
        """The day that 今天 is."""
        return self.dateline or self.published


def resolve(mention: DateMention, context: DateContext) -> DateValue:
    """Resolve a mention.

    Args:
        mention: what `dates.find` found; its operator is one of `DATE_OPERATORS`.
        context: publication date, dateline, and the date named before.

    Returns:
        The value; `edtf` is None where the words have no value, or none that the context gives.
    """
    value = _value(mention.operator, mention.fields, context, "future" in mention.fields)
    return value if value.text else replace(value, text=mention.fields.get("text", ""))


def _value(operator: str, fields: Fields, context: DateContext, forward: bool) -> DateValue:
    try:
        return RESOLVERS[operator](fields, context, forward)
    except (OverflowError, ValueError):  # the calendar ends: the day before 0001-01-01
        return _unknown("day")


def _unknown(precision: Precision) -> DateValue:
    return DateValue(None, None, None, precision)


def _day(day: date) -> DateValue:
    return DateValue(day.isoformat(), day.isoformat(), day.isoformat(), "day")


def _span(first: date, last: date) -> DateValue:
    return DateValue(f"{first.isoformat()}/{last.isoformat()}", first.isoformat(), last.isoformat(), "range")


def _partial(when: Partial) -> DateValue:
    span = bounds(when)
    precision: Precision = "day" if when.day is not None else "month" if when.month is not None else "year"
    return DateValue(edtf(when), span[0].isoformat() if span else None, span[1].isoformat() if span else None, precision)


def _year(fields: Fields, written: date | None) -> int | None:
    """The year that the words name, by number or by word."""
    if "year" in fields:
        return int(fields["year"])
    offset = fields.get("relative_year", fields.get("season_year"))
    return written.year + int(offset) if offset is not None and written is not None else None


def _number(fields: Fields, name: str) -> int | None:
    return int(fields[name]) if name in fields else None


def _calendar(fields: Fields, context: DateContext, forward: bool) -> DateValue:
    """2023年3月5日, 去年9月, 本月10日, 9月下旬, 5日, 今年."""
    written = context.written
    year, month, day = _year(fields, written), _number(fields, "month"), _number(fields, "day")
    if "relative_month" in fields and written is not None:
        year, month = shift_month(written, int(fields["relative_month"]))
    if year is month is day is None:
        return _unknown("month" if "relative_month" in fields else "year")
    said = Partial(year, month, day)
    taken = _month_before(said, context) if year is None else None
    when = complete(taken or said, None if "relative_year" in fields else context.issued, forward=forward)
    if when is None:
        return _unknown("day")
    value = _partial(when) if "third" not in fields else _third(when, int(fields["third"]))
    return replace(value, month=edtf(Partial(when.year, when.month)) if when.month and (month or taken) else None)


def _month_before(said: Partial, context: DateContext) -> Partial | None:
    """A bare day with the month printed before it; without a publication date, a bare month with the year before it."""
    named = context.named.month if context.named else None
    if named is None:
        return None
    year = int(named[:4]) if named[:4].isdigit() else None
    if said.month is not None:
        return replace(said, year=year) if context.issued is None and year else None
    taken = Partial(year, int(named[5:7]), said.day)
    span = bounds(taken) if taken.exists() else None
    if context.issued is None or span is None:
        return taken if taken.exists() else None
    return taken if -_BEHIND <= span[0] - context.issued <= _AHEAD else None


def _third(when: Partial, third: int) -> DateValue:
    days = range(10 * third - 9, 32 if third == 3 else 10 * third + 1)
    last = max(day for day in days if replace(when, day=day).exists())
    first, final = _partial(replace(when, day=10 * third - 9)), _partial(replace(when, day=last))
    return DateValue(f"{first.edtf}/{final.edtf}", first.start, final.end, "range")


def _relative_day(fields: Fields, context: DateContext, forward: bool) -> DateValue:
    """昨日, 前天, 明晚."""
    offset = timedelta(days=int(fields.get("relative_day", fields.get("relative_short", "0"))))
    if context.written is not None:
        return _day(context.written + offset)
    if context.month_day is None:
        return _unknown("day")
    day = date(COMMON_YEAR, *context.month_day) + offset
    return DateValue(f"XXXX-{day.month:02}-{day.day:02}", None, None, "day")


def _weekday(fields: Fields, context: DateContext, forward: bool) -> DateValue:
    """上周六, 周三, 本周日（10日）, 上周末, 上周."""
    written, said = context.written, Partial(None, _number(fields, "month"), _number(fields, "day"))
    first, _, last = fields.get("weekday", "1-7").partition("-")
    if written is None:
        return _unknown("range" if last else "day") if said.day is None else _partial(said)
    day = weekday_of(written, int(fields.get("week", "0")), int(first))
    if said.day is not None:
        near = [day] if "week" in fields else [day, day - _WEEK, day + _WEEK]
        agreed = next((one for one in near if one.day == said.day and said.month in (None, one.month)), None)
        when = complete(said, context.issued, forward=forward or day > written) if agreed is None else None
        return _day(agreed) if agreed is not None else _partial(when) if when is not None else _unknown("day")
    if "week" not in fields and (day < written if forward else day > written):
        day += _WEEK if forward else -_WEEK
    return _span(day, day + timedelta(days=int(last) - int(first))) if last else _day(day)


def _chosen(days: list[date], anchor: date | None, forward: bool) -> date | None:
    """The latest day not after the anchor, or the earliest not before it."""
    if anchor is None:
        return None
    fitting = [day for day in days if (day >= anchor if forward else day <= anchor)]
    return (fitting[0] if forward else fitting[-1]) if fitting else None


def _lunar(fields: Fields, context: DateContext, forward: bool) -> DateValue:
    """正月初五, 农历三月三十, 正月里."""
    leap, month = "leap" in fields, int(fields.get("lunar_month", "1"))
    year, issued = _year(fields, context.written), context.issued
    if "lunar_day" not in fields:
        years = (year,) if year is not None else range(issued.year - 1, issued.year + 2) if issued is not None else ()
        months = {found[0]: found for y in years if (found := lunar_month(y, month)) is not None}
        first = _chosen(list(months), issued, forward) if year is None else next(iter(months), None)
        return _span(*months[first]) if first is not None else _unknown("range")
    number = int(fields["lunar_day"])
    if year is not None:
        day = lunar_day(year, month, number, leap=leap)
    else:
        day = _chosen(lunar_days_near(issued.year, month, number, leap=leap), issued, forward) if issued is not None else None
    return _day(day) if day is not None else _unknown("day")


def _feast(fields: Fields, context: DateContext, forward: bool) -> DateValue:
    """春节期间, 元宵节当天, 中秋之际, 国庆前夕."""
    feast = fields["feast"]
    scope = fields.get("scope", fields.get("scope_weak", "day"))
    if scope == "around":
        return _vague(fields, context, forward)
    year, issued = _year(fields, context.written), context.issued
    if year is None and issued is None:
        return _feast_of_any_year(feast, scope)
    day = feast_day(feast, year) if year is not None else _feast_near(feast, scope, issued or date.min, forward)
    if day is None:
        return _unknown("vague" if scope == "eve" else "day")
    if scope == "eve":
        return DateValue(None, None, day.isoformat(), "vague")
    if scope != "holiday":
        return _day(day)
    first, last = holiday(feast, day)
    if "first_feast" in fields:
        other = min(feast_days_near(fields["first_feast"], day.year), key=lambda found: abs(found - day), default=day)
        first, last = min(first, other), max(last, other)
    return _day(day) if first == last else _span(first, last)


def _feast_near(feast: str, scope: str, issued: date, forward: bool) -> date | None:
    """The feast that is meant: the latest whose holiday has begun; 之际 and 前夕 may speak of one that is near."""
    days = feast_days_near(feast, issued.year)
    if forward:
        return next((day for day in days if day >= issued), None)
    lead = _APPROACH if scope in ("at", "eve") else timedelta(0)
    begun = [day for day in days if (holiday(feast, day)[0] if scope == "holiday" else day) <= issued + lead]
    return begun[-1] if begun else None


def _feast_of_any_year(feast: str, scope: str) -> DateValue:
    """Without a year only a feast of the solar calendar has a value, and only where its holiday has fixed bounds."""
    when, _, length = feast.partition(" ")
    if scope in ("eve", "around"):
        return _unknown("vague")
    if ":" in when or (scope == "holiday" and length == "bridge"):
        return _unknown("range" if scope == "holiday" and length else "day")
    month, day = (int(number) for number in when.split("-"))
    first = _partial(Partial(None, month, day))
    if scope != "holiday" or not length:
        return first
    last = _partial(Partial(None, month, day + int(length) - 1))
    return DateValue(f"{first.edtf}/{last.edtf}", None, None, "range")


def _season(fields: Fields, context: DateContext, forward: bool) -> DateValue:
    """今年春季, 去年冬天, 今夏."""
    year, season = _year(fields, context.written), int(fields["season"])
    if year is None:
        return _unknown("season")
    if season == 24 and "year" not in fields and context.written is not None and context.written.month < 3:
        year -= 1
    first, last = season_bounds(year, season)
    return DateValue(f"{year:04d}-{season}", first.isoformat(), last.isoformat(), "season")


def _part_of_year(fields: Fields, context: DateContext, forward: bool) -> DateValue:
    """今年上半年, 第三季度."""
    first, last = (int(month) for month in fields["part_of_year"].split("-"))
    year = _year(fields, context.written)
    start = complete(Partial(year, first), None if "relative_year" in fields else context.issued, forward=forward)
    if start is None:
        return _unknown("range")
    a, b = _partial(start), _partial(replace(start, month=last))
    return DateValue(f"{a.edtf}/{b.edtf}", a.start, b.end, "range")


def _vague(fields: Fields, context: DateContext, forward: bool) -> DateValue:
    """近日, 连日来, 入冬以来, 暑假期间."""
    return DateValue(None, None, context.issued.isoformat() if context.issued else None, "vague")


def _since(fields: Fields, context: DateContext, forward: bool) -> DateValue:
    """去年9月以来, 3月1日起: from a start to the publication date."""
    start = _value(fields["0.operator"], _part(fields, 0), context, forward)
    if start.edtf is None or start.start is None or start.end is None:
        return replace(start, edtf=None, precision="vague" if start.precision == "vague" else "range")
    lower = start.start if start.precision == "year" else start.edtf.split("/")[0]
    issued = context.issued
    if issued is None or date.fromisoformat(start.start) > issued:
        return DateValue(f"{lower}/..", start.start, None, "range", month=start.month)
    return DateValue(f"{lower}/{issued.isoformat()}", start.start, issued.isoformat(), "range", month=start.month)


def _part(fields: Fields, number: int) -> dict[str, str]:
    """The fields of one part of a range or list."""
    lead = f"{number}."
    return {name[len(lead) :]: value for name, value in fields.items() if name.startswith(lead)}


_FLOATING = frozenset({"calendar", "weekday", "lunar", "feast"})
_FIXED = frozenset({"year", "relative_year", "relative_month", "week"})


def _parts(fields: Fields, context: DateContext, forward: bool) -> list[DateValue]:
    """The values of the parts in order, each that leaves its year or month open not before the one before it."""
    parts: list[dict[str, str]] = [{} for _ in range(int(fields["parts"]))]
    for name, value in fields.items():
        part_number, dot, rest = name.partition(".")
        if dot:
            parts[int(part_number)][rest] = value
    values: list[DateValue] = []
    for number, part in enumerate(parts):
        floating = part["operator"] in _FLOATING and _FIXED.isdisjoint(part)
        around, ahead = context, forward
        if values and floating:
            start = values[-1].start
            around = DateContext(date.fromisoformat(start)) if start else DateContext(named=values[-1])
            ahead = start is not None
        elif floating and number + 1 < len(parts) and _names_more(parts[number + 1], part):
            last = _value(parts[number + 1]["operator"], parts[number + 1], context, forward)
            around = DateContext(date.fromisoformat(last.start)) if last.start else context
        values.append(_value(part["operator"], part, around, ahead))
    return values


def _names_more(later: Fields, part: Fields) -> bool:
    """Whether a part must be sought back from the one behind it, which alone names the year or month."""
    return "year" in later or ("month" in later and part["operator"] == "calendar" and "month" not in part)


def _range(fields: Fields, context: DateContext, forward: bool) -> DateValue:
    """3月5日至7日, 12月28日至1月3日, 腊月二十八到正月初七.

    An announced span may have begun: the latest one is taken where it has not ended.
    """
    if forward and context.issued is not None:
        begun = _range(fields, context, False)
        if begun.end is not None and date.fromisoformat(begun.end) >= context.issued:
            return begun
    values = _parts(fields, context, forward)
    first, last = values[0], values[-1]
    month = last.month or first.month
    if first.edtf is None or last.edtf is None or (first.start and last.end and first.start > last.end):
        return DateValue(None, first.start, last.end, "range", month=month)
    return DateValue(f"{first.edtf.split('/')[0]}/{last.edtf.split('/')[-1]}", first.start, last.end, "range", month=month)


def _set(fields: Fields, context: DateContext, forward: bool) -> DateValue:
    """5日、6日; 17日和18日."""
    values = _parts(fields, context, forward)
    known = [value.edtf for value in values if value.edtf]
    month = values[-1].month or values[0].month
    text = "{" + ",".join(known) + "}" if len(known) == len(values) else None
    return DateValue(text, values[0].start, values[-1].end, "set", month=month)


def _pointer(fields: Fields, context: DateContext, forward: bool) -> DateValue:
    """当天, 同一天, 随后 and 次日: the day named before, or the one after it."""
    days, _, how = fields.get("pointer", "0").partition(" ")
    named = context.named
    if named is None:
        return replace(_unknown("day"), inherited=how == "inherited")
    if days == "0":
        return replace(named, inherited=how == "inherited" or (how == "sequel" and named.inherited))
    if named.end is None or named.precision not in ("day", "range", "set"):
        return _unknown("day")
    return _day(date.fromisoformat(named.end) + timedelta(days=int(days)))


RESOLVERS: dict[str, Callable[[Fields, DateContext, bool], DateValue]] = {
    "calendar": _calendar,
    "relative-day": _relative_day,
    "weekday": _weekday,
    "lunar": _lunar,
    "feast": _feast,
    "season": _season,
    "part-of-year": _part_of_year,
    "vague": _vague,
    "since": _since,
    "range": _range,
    "set": _set,
    "pointer": _pointer,
}
"""Operator of a mention → how its value is computed."""

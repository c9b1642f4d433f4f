"""Link the divisions of a record to their official codes.

Printed parents decide first, then the heading and the titles above the record, then what the region of
the page has only once. What stays ambiguous has a null code and a warning that lists the candidates; a
name that the gazetteer lacks is kept as printed. Parents that are not printed are filled from the code.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from civicnews.document import PlaceMention, Sentence
from civicnews.gazetteer import Division, Gazetteer
from civicnews.models import Match, Place, Warning
from civicnews.records import Draft
from civicnews.region import Scope
from civicnews.structs import field, struct
from civicnews.text import Span

__all__ = ["Linked", "Printed", "link", "link_heading"]

Printed = tuple[Sentence, PlaceMention]


@struct
class Linked:
    """The divisions of one record, as they are reported."""

    communities: tuple[Place, ...] = ()
    street: Place | None = None
    district: Place | None = None
    city: Place | None = None
    province: Place | None = None
    warnings: list[Warning] = field(default_factory=list)


def link_heading(heading: Sequence[Printed], scope: Scope) -> Place | None:
    """The township that a section heading names, linked; None where it names none."""
    streets = [one for one in heading if one[1].level == "street"]
    if not streets:
        return None
    linker = _Linker(scope)
    return linker.street(streets[0], linker.districts_of([streets[0]], heading))


def link(record: Draft, heading: Sequence[Printed], titles: Sequence[Sentence], scope: Scope, previous: Linked | None) -> Linked:
    """Link one record.

    Args:
        record: the record, with the divisions that it prints.
        heading: the divisions in the heading of its section.
        titles: the kicker, headline and subhead above it.
        scope: what the gazetteer knows of the page's region.
        previous: the record before it in the same story, whose street it may share.

    Returns:
        Places with codes where they are certain, and warnings where they are not.
    """
    return _Linker(scope).record(record, heading, titles, previous)


class _Linker:
    def __init__(self, scope: Scope) -> None:
        self.scope = scope
        self.gazetteer: Gazetteer = scope.gazetteer

    def record(self, record: Draft, heading: Sequence[Printed], titles: Sequence[Sentence], previous: Linked | None) -> Linked:
        out = Linked()
        above = [(title, place) for title in titles for place in title.places]
        headed = [one for one in heading if one[1].level == "street"]
        own_streets = self._own_streets(record)
        titled = [one for one in above if one[1].level == "street"]
        districts = self.districts_of(own_streets or headed, [*record.uppers, *heading, *above])
        street = self.street(own_streets[0], districts) if own_streets else None
        inherited = [place for place in (self.street(one, districts) for one in [*headed, *titled[:1]]) if place is not None]
        if previous is not None and previous.street is not None and not headed:
            inherited.append(previous.street)
        communities = record.communities or self._titled_communities(record, above, street)
        places = []
        for sentence, mention in communities:
            printed_parent = self._parent_street(sentence, mention)
            parent = self.street((sentence, printed_parent), districts) if printed_parent is not None else street
            places.append(self._community(sentence, mention, parent, inherited, districts, out.warnings))
        out.communities = tuple({(place.name, place.code): place for place in places}.values())
        if street is None and headed:
            street = inherited[0]
            self._note_mismatch(out, street)
        out.street = street or self._street_above(out.communities, inherited)
        self._fill(out, record, heading, above, districts)
        return out

    # -- townships --------------------------------------------------------------------------------

    def _own_streets(self, record: Draft) -> list[Printed]:
        for sentence, mention in record.communities:
            parent = self._parent_street(sentence, mention)
            if parent is not None:
                return [(sentence, parent)]
        return record.streets[:1]

    def _parent_street(self, sentence: Sentence, mention: PlaceMention) -> PlaceMention | None:
        parent = mention.parent
        if parent is None or not 0 <= parent < len(sentence.places):
            return None
        place = sentence.places[parent]
        return place if place.level == "street" else None

    def street(self, printed: Printed, districts: Sequence[Division]) -> Place:
        sentence, mention = printed
        spans = sentence.text.spans(mention.start, mention.end)
        name = sentence.text.as_printed(mention.name)
        found = self.scope.candidates("street", mention.name)
        inside = [one for one in found if not districts or any(one.code.startswith(district.code) for district in districts)]
        if len(inside) == 1:
            return _place(name, inside[0], _how(mention.name, inside[0]), spans)
        if not inside:
            near = self._near(mention.name, districts)
            if near is not None:
                return _place(name, near, "fuzzy", spans)
        return Place(name, None, None, None, spans)

    def _near(self, name: str, districts: Sequence[Division]) -> Division | None:
        within = [district.code for district in districts] or list(self.scope.regions)
        near = [one for prefix in within if len(prefix) >= 4 for one in self.gazetteer.similar(name, level="street", within=prefix)]
        best = {division.code: (division, score) for division, score in near}
        ranked = sorted(best.values(), key=lambda pair: (-pair[1], pair[0].code))
        if len(ranked) > 1:
            return ranked[0][0] if ranked[0][1] > ranked[1][1] else None
        return ranked[0][0] if len(ranked) == 1 else self._of_another_kind(name, within)

    def _of_another_kind(self, name: str, within: Sequence[str]) -> Division | None:
        """The one township within that has the name with another ending: 永和镇 became 永和街道."""
        base = self.gazetteer.normalise(name, "street").base
        same = [one for one in self.gazetteer.find_each(base, level="street", within=within) if one.base == base]
        return same[0] if len(same) == 1 else None

    def _street_above(self, communities: Sequence[Place], inherited: Sequence[Place]) -> Place | None:
        """The township of the first community: by its code, else the one that it inherits."""
        for community in communities:
            if community.code is not None:
                for place in inherited:
                    if place.code == community.code[:9]:
                        return place
                division = self.gazetteer.get(community.code[:9])
                if division is not None:
                    unlisted = inherited and all(place.code is None for place in inherited)
                    return inherited[0] if unlisted else _place(division.name, division, "inferred", ())
        return inherited[0] if inherited else None

    # -- communities ------------------------------------------------------------------------------

    def _titled_communities(self, record: Draft, above: Sequence[Printed], street: Place | None) -> list[Printed]:
        named = [one for one in above if one[1].level == "community"]
        return named[:1] if len({one[1].name for one in named}) == 1 and not record.streets else []

    def _community(
        self,
        sentence: Sentence,
        mention: PlaceMention,
        street: Place | None,
        inherited: Sequence[Place],
        districts: Sequence[Division],
        warnings: list[Warning],
    ) -> Place:
        spans = sentence.text.spans(mention.start, mention.end)
        name = sentence.text.as_printed(mention.name)
        found = self.scope.candidates("community", mention.name)
        for parent in [street] if street is not None else list(inherited):
            if parent.code is not None:
                under = [one for one in found if one.code.startswith(parent.code)]
                if len(under) == 1:
                    return _place(name, under[0], _how(mention.name, under[0]), spans)
        inside = [one for one in found if any(one.code.startswith(district.code) for district in districts)] if districts else found
        if street is not None and street.code is not None:
            inside = [one for one in inside if one.code.startswith(street.code[:6])]
        if len(inside) == 1:
            chosen = inside[0]
            if street is not None:
                warnings.extend(self._mismatch(_place(name, chosen, "exact", spans), street))
            return _place(name, chosen, _how(mention.name, chosen), spans)
        if len(inside) > 1 or (not inside and len(found) > 1):
            codes = ", ".join(one.code for one in (inside or found)[:20])
            warnings.append(Warning("ambiguous-place", f"{name}: {codes}", spans))
        return Place(name, None, None, None, spans)

    def _note_mismatch(self, out: Linked, heading: Place) -> None:
        known = {(warning.code, warning.spans) for warning in out.warnings}
        found = [warning for place in out.communities for warning in self._mismatch(place, heading)]
        out.warnings.extend(warning for warning in found if (warning.code, warning.spans) not in known)

    def _mismatch(self, community: Place, street: Place) -> list[Warning]:
        """A warning where a community is printed under a township and listed under another."""
        if street.code is None or community.code is None or community.code.startswith(street.code):
            return []
        listed = self.gazetteer.get(community.code[:9])
        where = f"{listed.name} ({listed.code})" if listed is not None else community.code[:9]
        return [
            Warning(
                "street-mismatch", f"{community.name}: printed under {street.name} ({street.code}), listed under {where}", community.spans
            )
        ]

    # -- districts and above ----------------------------------------------------------------------

    def districts_of(self, streets: Sequence[Printed], context: Sequence[Printed]) -> list[Division]:
        """The districts that a record lies in: printed before its street, else printed near it.

        Several are returned where several are printed and nothing tells which.
        """
        for sentence, mention in streets:
            chain = mention.parent
            while chain is not None and 0 <= chain < len(sentence.places):
                place = sentence.places[chain]
                if place.level == "district":
                    found = self._listed(place.name)
                    if found:
                        return found
                chain = place.parent
        names = dict.fromkeys(mention.name for _, mention in context if mention.level == "district")
        return [division for name in names for division in self._listed(name)]

    def _listed(self, name: str) -> list[Division]:
        found = list(self.scope.candidates("district", name))
        renamed = self.scope.renamed(name) if not found else None
        return found if renamed is None else [renamed]

    def _fill(
        self, out: Linked, record: Draft, heading: Sequence[Printed], above: Sequence[Printed], districts: Sequence[Division]
    ) -> None:
        """Fill district, city and province from the codes, with the words where they are printed."""
        stated = [out.street] if out.street is not None and out.street.match != "inferred" else []
        code = next((place.code for place in [*stated, *out.communities, out.street] if place is not None and place.code is not None), None)
        if code is None and len(districts) == 1:
            code = districts[0].code
        if code is None and self.scope.regions:
            code = self.scope.regions[0]
        if code is None:
            out.district = next((_unlinked(one) for one in [*record.uppers, *heading, *above] if one[1].level == "district"), None)
            out.city = next((_unlinked(one) for one in [*record.uppers, *heading, *above] if one[1].level == "city"), None)
            return
        line = list(self.gazetteer.parents(code))
        itself = self.gazetteer.get(code)
        if itself is not None and itself.level in ("province", "city", "district"):
            line.append(itself)
        printed = {mention.name: (sentence, mention) for sentence, mention in [*above, *heading, *record.uppers]}
        for name, place in list(printed.items()):
            renamed = self.scope.renamed(name)
            if renamed is not None:
                printed.setdefault(renamed.name, place)
        for division in line:
            if division.level == "province":
                out.province = _upper(division, printed)
            elif division.level == "city":
                out.city = _upper(division, printed)
            elif division.level == "district":
                out.district = _upper(division, printed)
        if out.district is not None and out.city is not None and out.district.name == out.city.name:
            out.district = None
        if out.city is None and out.province is not None and len(self.scope.regions) and len(self.scope.regions[0]) == 2:
            out.city = out.province


def _upper(division: Division, printed: dict[str, Printed]) -> Place:
    found = printed.get(division.name)
    if found is None:
        return _place(division.name, division, "inferred", ())
    sentence, mention = found
    match: Match = "exact" if mention.name == division.name else "fuzzy"
    return _place(sentence.text.as_printed(mention.name), division, match, sentence.text.spans(mention.start, mention.end))


def _unlinked(printed: Printed) -> Place:
    sentence, mention = printed
    return Place(sentence.text.as_printed(mention.name), None, None, None, sentence.text.spans(mention.start, mention.end))


def _how(name: str, division: Division) -> Match:
    return "exact" if name == division.name else "normalised"


def _place(name: str, division: Division, match: Match, spans: Iterable[Span]) -> Place:
    return Place(name, division.code, division.name, match, tuple(spans))

"""Gather the sentences of a story into records: one activity each.

A record opens at a sentence that names another community, organiser or day than the record before and
in which something is done. Introductions, results, quotations and outlooks open none.

Rules: rules/base/records.yaml (kind `record`)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise

from civicnews.document import DateMention, PlaceMention, Sentence
from civicnews.mentions.date_values import DateContext, DateValue, resolve
from civicnews.rules.load import RuleSet
from civicnews.text import Span

__all__ = ["Draft", "DraftSection", "FoundDate", "draft"]

SHORT = timedelta(days=31)
"""A range this short is one event with its days; a longer one (今年以来) has events of its own in it."""
OF_A_LIFE = frozenset({"career", "quotation", "birthday", "founding"})
"""Dates of a person's or a body's past, which 当天 never points to."""
HEAD = 30
"""Within how many characters of its beginning a sentence names its subject."""
_TOO = ("又", "也", "还", "则")
_INTO = ("在", "到", "走进", "来到", "深入", "前往", "赴", "对")
LABEL = 12
"""A sentence that only labels its paragraph (组建一支巡逻队。) is no longer, in characters."""


@dataclass(slots=True)
class FoundDate:
    """A date with its value, its place in the input and the rule that found it."""

    value: DateValue
    spans: tuple[Span, ...]
    rule: str
    inherited: bool = False
    sequel: bool = False
    """Whether the words (随后) only say that it goes on; the day is that of the record."""
    aside: bool = False
    """Whether it is the day of something beside the activity, such as the weather, and so the last choice."""


@dataclass(slots=True)
class Draft:
    """A record before linking.

    Attributes:
        sentences: its sentences, in order.
        communities: the communities that act or where it happens, each with its sentence.
        streets: townships printed in its opening sentence.
        uppers: provinces, cities and districts printed in its sentences.
        date: its own date, or the one that it inherits.
    """

    sentences: list[Sentence]
    communities: list[tuple[Sentence, PlaceMention]] = field(default_factory=list)
    streets: list[tuple[Sentence, PlaceMention]] = field(default_factory=list)
    uppers: list[tuple[Sentence, PlaceMention]] = field(default_factory=list)
    date: FoundDate | None = None
    borrowed: bool = False
    """Whether the communities are those of the record before."""

    @property
    def names(self) -> set[str]:
        return {mention.name for _, mention in self.communities}


@dataclass(slots=True)
class DraftSection:
    """The records under one heading, or of a story without headings."""

    heading: list[tuple[Sentence, PlaceMention]]
    printed: bool
    drafts: list[Draft] = field(default_factory=list)
    spans: tuple[Span, ...] = ()
    sentences: Sequence[Sentence] = ()
    """All its sentences, those of no record too."""


class _Dates:
    """The dates of one story, resolved in reading order."""

    def __init__(self, context: DateContext) -> None:
        self.context = context
        self.named: tuple[Span, ...] = ()
        self.named_now = False
        """Whether the sentence being read, or the one before it (`fresh`), names a day."""
        self.fresh = False

    def of(self, sentence: Sentence) -> FoundDate | None:
        """The first date of an activity in the sentence; every date read is remembered for 当天."""
        found: FoundDate | None = None
        self.fresh = self.named_now
        self.named_now = False
        for mention in sentence.dates:
            value = resolve(mention, self.context)
            pointer = mention.operator == "pointer"
            if pointer and "pointer" not in mention.fields and not self.fresh:
                continue  # 上午9时 of no day
            spans = self.named if pointer and self.named else sentence.text.spans(mention.start, mention.end)
            if value.edtf is not None and mention.fields.get("belongs") not in OF_A_LIFE:
                self.remember(value, spans)
            if not mention.of_activity:
                continue
            weak = found is not None and (found.value.precision == "vague" or found.aside)
            if found is None or (weak and value.precision != "vague"):
                aside = mention.fields.get("belongs") is not None
                found = FoundDate(value, spans, mention.rule, value.inherited, _is_sequel(mention), aside)
        return found

    def remember(self, value: DateValue, spans: tuple[Span, ...]) -> None:
        """Make a value the one that 当天 and the like point to."""
        self.named = spans
        self.named_now = True
        self.context = DateContext(published=self.context.published, dateline=self.context.dateline, named=value)


def draft(
    sections: Sequence[tuple[list[tuple[Sentence, PlaceMention]], bool, Sequence[Sentence]]],
    titles: Sequence[Sentence],
    context: DateContext,
    rules: RuleSet,
) -> list[DraftSection]:
    """Gather the sentences of one story into records.

    Args:
        sections: for each passage the places of its heading, whether a heading is printed, its sentences.
        titles: the story's kicker, headline and subhead, annotated.
        context: publication date and dateline.
        rules: the rule packs.

    Returns:
        One section a passage, in order, with its records; a story that is no community news has none.
    """
    return _Drafter(titles, context, rules).run(sections)


class _Drafter:
    def __init__(self, titles: Sequence[Sentence], context: DateContext, rules: RuleSet) -> None:
        self.titles = titles
        self.dates = _Dates(context)
        self.matcher = rules.matcher("record")
        self.lead: FoundDate | None = None
        self.pending: list[Sentence] = []
        self.pending_date: FoundDate | None = None
        self.previous: Draft | None = None

    def run(self, sections: Sequence[tuple[list[tuple[Sentence, PlaceMention]], bool, Sequence[Sentence]]]) -> list[DraftSection]:
        several = sum(1 for _, printed, _ in sections if printed) > 0 or self._many(sections)
        out: list[DraftSection] = []
        for heading, printed, sentences in sections:
            section = DraftSection(heading, printed, sentences=sentences)
            current: Draft | None = None
            summary, labels = self._summary(sentences), _labels(sentences)
            for sentence in sentences:
                if sentence is summary:
                    self._announce(sentence)
                elif current is not None and (any(sentence is label for label in labels) or self._is_setting(sentence)):
                    current = self._hold(sentence, current)
                else:
                    current = self._take(sentence, current, section, several=several)
            if current is not None and self.pending:
                current.sentences.extend(self.pending)
            self._forget_pending()
            out.append(section)
        return [self._without_empty(section) for section in out]

    def _many(self, sections: Sequence[tuple[list[tuple[Sentence, PlaceMention]], bool, Sequence[Sentence]]]) -> bool:
        return len({name for _, _, sentences in sections for sentence in sentences for name in _names(sentence)}) > 1

    def _summary(self, sentences: Sequence[Sentence]) -> Sentence | None:
        """The sentence of the first paragraph that names several communities of which the paragraphs below tell one by one."""
        for sentence in sentences:
            names = _names(sentence)
            if sentence.paragraph != sentences[0].paragraph:
                return None
            if len(names) < 2:
                continue
            if "jointly" in self._judge(sentence):
                return None
            below = [each for each in sentences if each.paragraph > sentence.paragraph and each.first and self._tells(each)]
            told = [named for each in below if len(named := _names(each)) == 1 and named < names]
            return sentence if len(set().union(*told)) > 1 else None
        return None

    def _tells(self, sentence: Sentence) -> bool:
        """Whether a paragraph opens with what one community did."""
        places = [place for place in sentence.places if place.level == "community"]
        return bool(places) and places[0].start < HEAD and "background" not in self._judge(sentence)

    def _announce(self, sentence: Sentence) -> None:
        """Take a lead that makes no record; its date is the default of the records below."""
        when = self.dates.of(sentence)
        if when is not None and (self.lead is None or self.lead.aside or self.lead.value.precision == "vague"):
            self.lead = when

    def _is_setting(self, sentence: Sentence) -> bool:
        """Whether a paragraph opens with a day of its own and nothing done yet: 6日，雨过天晴。"""
        return (
            sentence.first
            and len(sentence.text) < HEAD
            and not sentence.deeds
            and not sentence.roles
            and not any(place.level == "community" for place in sentence.places)
            and any(each.of_activity and each.operator == "calendar" and each.start == 0 for each in sentence.dates)
        )

    def _hold(self, sentence: Sentence, current: Draft) -> Draft:
        """Keep the first sentence of a paragraph for the record that the second may open."""
        if self.pending:
            current.sentences.extend(self.pending)
        self.pending = [sentence]
        self.pending_date = self.dates.of(sentence)
        return current

    def _judge(self, sentence: Sentence) -> set[str]:
        return {hit.decides for hit in self.matcher.find(sentence.text.folded)}

    def _take(self, sentence: Sentence, current: Draft | None, section: DraftSection, *, several: bool) -> Draft | None:
        judged = self._judge(sentence)
        own = [place for place in sentence.places if place.level == "community"]
        if current is None and several and not own and ("introduction" in judged or self._announces(sentence, section)):
            self._announce(sentence)
            return None
        when = self.dates.of(sentence)
        if current is not None and self.pending:
            if self.pending[-1].paragraph == sentence.paragraph and self._is_deed(sentence, judged):
                return self._open(sentence, section, own, when)
            current.sentences.extend(self.pending)
            self._forget_pending()
        if self.pending and self.pending[-1].paragraph != sentence.paragraph and several:
            self._forget_pending()  # a lead that a roundup opens with
        if self._opens(sentence, current, section, own, when, judged, several=several):
            return self._open(sentence, section, own, when)
        if current is None:
            self.pending.append(sentence)
            if when is not None and when.value.precision != "vague" and self.pending_date is None:
                self.pending_date = when
            if when is not None and (self.lead is None or self.lead.aside) and not section.printed:
                self.lead = when
            return None
        self._continue(sentence, current, own, when, judged)
        return current

    def _is_deed(self, sentence: Sentence, judged: set[str]) -> bool:
        return bool(sentence.deeds or sentence.roles) and "background" not in judged

    def _forget_pending(self) -> None:
        self.pending.clear()
        self.pending_date = None

    def _announces(self, sentence: Sentence, section: DraftSection) -> bool:
        """A lead that names several townships and no community."""
        return not section.printed and len({place.name for place in sentence.places if place.level == "street"}) > 1

    def _opens(
        self,
        sentence: Sentence,
        current: Draft | None,
        section: DraftSection,
        own: list[PlaceMention],
        when: FoundDate | None,
        judged: set[str],
        *,
        several: bool,
    ) -> bool:
        done = bool(sentence.deeds) or bool(sentence.roles)
        if current is None:
            if own or section.printed:
                return True
            if several and self.previous is None and ("background" in judged or not any(p.level == "street" for p in sentence.places)):
                return False
            return done and (bool(sentence.places) or "background" not in judged)
        if "background" in judged and not self._is_planned(sentence, own, when):
            return False
        new = [place for place in own if self._is_other(sentence, place, current)]
        known = current.names
        if new and not known and (not current.streets or self._is_scene(sentence, new[0], several=several)):
            return False  # where the township's activity takes place
        if self._singles_out(sentence, own, when, current):
            return True
        if new and (done or self._begins_with(sentence, new)) and not (known and self._aside(sentence, new)):
            return True
        if not done:
            return False
        if not own and section.printed and sentence.first and self._other_body(sentence, current):
            return True
        if not own and "continues" not in judged and self._other_organiser(sentence, current):
            return True
        fresh = (
            when is not None
            and not when.inherited
            and when.value.edtf is not None
            and current.date is not None
            and current.date.value.precision != "vague"
            and when.value.edtf != current.date.value.edtf
            and when.value.precision in ("day", "range", "set")
        )
        opened = current.date is not None and current.date.inherited and len(current.sentences) == 1 and not sentence.first and not own
        if fresh and not opened and self._begins_with_date(sentence) and not self._within(when, current.date):
            return True
        streets = [place for place in sentence.places if place.level == "street"]
        others = {mention.name for _, mention in current.streets}
        return bool(
            streets
            and sentence.first
            and not own
            and others
            and streets[0].name not in others
            and streets[0].start < HEAD
            and "continues" not in judged
        )

    def _is_scene(self, sentence: Sentence, place: PlaceMention, *, several: bool) -> bool:
        """Whether a community is only where something takes place, and not the subject of the sentence."""
        if place.start > HEAD and not self._begins_with_date(sentence):
            return True
        start = place.start
        while place.parent is not None:
            place = sentence.places[place.parent]
            start = place.start
        return not several and sentence.text.folded[:start].endswith(_INTO)

    def _is_planned(self, sentence: Sentence, own: list[PlaceMention], when: FoundDate | None) -> bool:
        """Whether an outlook names day and community of what is to come: 16日，柳林社区还将组织义诊."""
        return bool(own) and when is not None and when.value.precision == "day" and self._begins_with_date(sentence)

    def _singles_out(self, sentence: Sentence, own: list[PlaceMention], when: FoundDate | None, current: Draft) -> bool:
        """Whether a sentence tells of one day in one of several communities that the record names without a day."""
        vague = current.date is None or current.date.value.precision == "vague"
        dated = when is not None and not when.inherited and when.value.precision == "day" and self._begins_with_date(sentence)
        return vague and dated and bool(own) and {place.name for place in own} < current.names

    def _is_other(self, sentence: Sentence, place: PlaceMention, current: Draft) -> bool:
        """Whether a community is none of the record's: another name, or the same under another township."""
        above = _parent_name(sentence, place)
        same = [_parent_name(each, mention) for each, mention in current.communities if mention.name == place.name]
        return not any(above is None or other is None or above == other for other in same)

    def _begins_with(self, sentence: Sentence, new: list[PlaceMention]) -> bool:
        """A paragraph that opens with another community tells of it, whatever it did."""
        return sentence.first and new[0].start < HEAD

    def _aside(self, sentence: Sentence, new: list[PlaceMention]) -> bool:
        """Another community far inside a sentence that goes on about the same one."""
        return new[0].start > HEAD and any(
            place.level == "community" and place.name not in {n.name for n in new} for place in sentence.places
        )

    def _other_body(self, sentence: Sentence, current: Draft) -> bool:
        """A new paragraph under a heading whose subject is a body of the street itself."""
        return bool(current.names) and any(
            party.kind == "organisation" and party.start < HEAD and sentence.roles.get(index, ("", ""))[0] in ("organiser", "actor")
            for index, party in enumerate(sentence.parties)
        )

    def _other_organiser(self, sentence: Sentence, current: Draft) -> bool:
        """Whether a sentence opens with a body not named yet that holds another kind of thing: 议事会后，社区工会又支起修车摊."""
        holders = (party for index, party in enumerate(sentence.parties) if sentence.roles.get(index, ("", ""))[0] == "organiser")
        party = next((one for one in holders if one.kind == "organisation"), None)
        if party is None or party.start > HEAD or not sentence.text.folded.startswith(_TOO, party.end):
            return False
        named = [other.name for each in current.sentences for other in each.parties if other.kind == "organisation"]
        if party.rule in ("party/commune", "party/said-body") or party.place is not None or not named:
            return False
        if any(party.name in name or name in party.name for name in named):
            return False
        before = {deed.type for each in current.sentences for deed in each.deeds if not deed.weak}
        done = {deed.type for deed in sentence.deeds if not deed.weak and deed.start >= party.end}
        return bool(done) and not before & done

    def _begins_with_date(self, sentence: Sentence) -> bool:
        return any(mention.of_activity and mention.start <= HEAD // 3 for mention in sentence.dates)

    def _within(self, one: FoundDate | None, other: FoundDate | None) -> bool:
        if one is None or other is None:
            return False
        a, b = one.value, other.value
        if not (a.start and b.start and a.end and b.end) or b.start == b.end:
            return False
        short = date.fromisoformat(b.end) - date.fromisoformat(b.start) <= SHORT
        return short and b.start <= a.start and a.end <= b.end

    def _open(self, sentence: Sentence, section: DraftSection, own: list[PlaceMention], when: FoundDate | None) -> Draft:
        fresh = Draft([*self.pending, sentence])
        labelled = bool(self.pending) and self.pending_date is None and self.previous is not None
        for each in fresh.sentences:
            fresh.uppers.extend((each, p) for p in each.places if p.level in ("province", "city", "district"))
            fresh.streets.extend((each, p) for p in each.places if p.level == "street")
            if each is not sentence:
                fresh.communities.extend((each, p) for p in each.places if p.level == "community")
        fresh.communities.extend((sentence, place) for place in own)
        if not fresh.communities:
            fresh.communities = [one for one in section.heading if one[1].level == "community"]
        before = self.previous
        if self.pending_date is not None and (when is None or when.value.precision != "vague"):
            when = self.pending_date
        self._forget_pending()
        if when is not None:
            fresh.date = when
        elif (
            before is not None and before.date is not None and self._same_paragraph(before, sentence, section) and not before.date.inherited
        ):
            fresh.date = FoundDate(before.date.value, before.date.spans, before.date.rule, inherited=True)
        elif self.lead is not None:
            fresh.date = FoundDate(self.lead.value, self.lead.spans, self.lead.rule, inherited=True)
        elif before is not None and before.date is not None and not section.printed:
            fresh.date = FoundDate(before.date.value, before.date.spans, before.date.rule, inherited=True)
        if not labelled and not fresh.communities and not fresh.streets and before is not None and section.drafts and section.drafts[-1] is before:
            fresh.communities = list(before.communities)
            fresh.streets = list(before.streets)
            fresh.uppers = [*fresh.uppers, *before.uppers]
            fresh.borrowed = True
        if fresh.date is not None:
            self.dates.remember(fresh.date.value, fresh.date.spans)
        section.drafts.append(fresh)
        self.previous = fresh
        return fresh

    def _same_paragraph(self, before: Draft, sentence: Sentence, section: DraftSection) -> bool:
        return bool(section.drafts) and section.drafts[-1] is before and before.sentences[-1].paragraph == sentence.paragraph

    def _continue(self, sentence: Sentence, current: Draft, own: list[PlaceMention], when: FoundDate | None, judged: set[str]) -> None:
        current.sentences.append(sentence)
        if not current.communities and own and "background" not in judged:
            current.communities.extend((sentence, place) for place in own)
        if not current.uppers and "background" not in judged:
            current.uppers.extend((sentence, p) for p in sentence.places if p.level in ("province", "city", "district"))
        if not current.streets and not current.names:
            current.streets.extend((sentence, p) for p in sentence.places if p.level == "street")
        if when is not None and "background" not in judged and not when.sequel:
            if current.date is None or current.date.inherited or current.date.aside:
                current.date = when
            elif current.date.value.precision == "vague" and when.value.edtf is not None and sentence.deeds:
                current.date = current.date if current.date.value.edtf is not None else when

    def _without_empty(self, section: DraftSection) -> DraftSection:
        section.drafts = [d for d in section.drafts if self._is_news(d, section)]
        return section

    def _is_news(self, record: Draft, section: DraftSection) -> bool:
        """A record of community news has a division or something done; bare weather and sports have neither."""
        if record.communities or section.heading:
            return True
        if any(place.level in ("street", "community") for title in self.titles for place in title.places):
            return True
        done = [sentence for sentence in record.sentences if self._something_done(sentence)]
        if record.streets:
            return bool(done)
        told = done if any("local" in self._judge(title) for title in self.titles) else [each for each in done[:2] if "local" in self._judge(each)]
        return any(not deed.weak and not deed.hint for sentence in told for deed in sentence.deeds)

    def _something_done(self, sentence: Sentence) -> bool:
        return "background" not in self._judge(sentence) and bool(sentence.deeds) and any(role in ("organiser", "actor") for role, _ in sentence.roles.values())


def _labels(sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences that label their paragraphs, where several paragraphs have one: 开好一次院坝会。……组建一支巡逻队。……"""
    found = [
        one
        for one, after in pairwise(sentences)
        if one.first and not after.first and len(one.text) <= LABEL and one.text.folded[-1] == "。" and not (one.dates or one.places)
    ]
    return found if len(found) > 1 else []


def _names(sentence: Sentence) -> set[str]:
    return {place.name for place in sentence.places if place.level == "community"}


def _is_sequel(mention: DateMention) -> bool:
    return mention.fields.get("pointer", "").endswith(" sequel")


def _parent_name(sentence: Sentence, place: PlaceMention) -> str | None:
    """The township printed directly before a community."""
    if place.parent is None or sentence.places[place.parent].level != "street":
        return None
    return sentence.places[place.parent].name

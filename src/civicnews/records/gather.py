"""Gather the sentences of a story into records: one activity each.

Rules: rules/base/records.yaml (kind `record`)
"""

from __future__ import annotations

from collections.abc import Sequence

from civicnews.document import PlaceMention, Sentence
from civicnews.mentions.date_values import DateContext
from civicnews.records.days import StoryDays, within
from civicnews.records.drafts import Draft, DraftSection, FoundDate
from civicnews.records.openings import UPPER, Openings, Read
from civicnews.records.paragraphs import HEAD, community_names, is_setting, labels, programme, spoken_of, spread, summary
from civicnews.rules.load import RuleSet

__all__ = ["draft"]

OTHER = "other"
"""The type of deeds that are none of the list; without a division they are no community news."""
NO_SERVICE = frozenset({"culture_sports", OTHER})
"""Types of shows and matches too, which are community news only where the text says so."""


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


def inherit(found: FoundDate) -> FoundDate:
    """A date as that of a record which does not state it."""
    return FoundDate(found.value, found.spans, found.rule, inherited=True)


class _Drafter:
    def __init__(self, titles: Sequence[Sentence], context: DateContext, rules: RuleSet) -> None:
        self.titles = titles
        self.dates = StoryDays(context)
        self.matcher = rules.matcher("record")
        self.openings = Openings(rules)
        self.judged: dict[int, frozenset[str]] = {}
        """`id` of a sentence → what the record rules say of it."""
        self.lead: FoundDate | None = None
        self.pending: list[Sentence] = []
        self.pending_date: FoundDate | None = None
        self.previous: Draft | None = None
        self.spoken: dict[int, list[tuple[Sentence, PlaceMention]]] = {}
        self.above: list[tuple[Sentence, PlaceMention]] = []
        """The one township of the lead above, whose communities the records below it are."""
        self.last_named: Sentence | None = None
        """The last sentence of the section that names a community and is no background."""
        self.stated: tuple[int, FoundDate] | None = None
        """The last day stated in a record's opening, with the number of its paragraph."""

    def run(self, sections: Sequence[tuple[list[tuple[Sentence, PlaceMention]], bool, Sequence[Sentence]]]) -> list[DraftSection]:
        several = sum(1 for _, printed, _ in sections if printed) > 0 or self._many(sections)
        out: list[DraftSection] = []
        for heading, printed, sentences in sections:
            section = DraftSection(heading, printed, sentences=sentences)
            current: Draft | None = None
            told = [each for each in sentences if "background" not in self._judge(each)]
            announced = self._judged("introduction", sentences)
            lead = summary(sentences, told, announced) or spread(sentences, told) or programme(sentences, announced)
            marked = labels(sentences, self._judged("item", sentences))
            self.spoken = spoken_of(sentences, told)
            self.above, self.stated = [], None
            self.last_named = next((each for each in reversed(told) if community_names(each)), None)
            for sentence in sentences:
                if sentence is lead:
                    self._announce(sentence, self.dates.of(sentence))
                elif current is not None and (self._labels_next(sentence, current, marked) or is_setting(sentence)):
                    current = self._hold(sentence, current)
                else:
                    current = self._take(sentence, current, section, several=several)
                if several and self.pending_date is not None and is_setting(sentence):
                    self.lead = self.pending_date
            if current is not None and self.pending:
                current.sentences.extend(self.pending)
            self._forget_pending()
            out.append(section)
        self._mark_disasters(out)
        return [self._without_empty(section) for section in out]

    def _mark_disasters(self, sections: Sequence[DraftSection]) -> None:
        """Mark the records of a story whose titles or first sentence tell of a disaster, and those that tell of one themselves."""
        first = [sentence for section in sections for sentence in section.sentences][:1]
        story = bool(self._judged("disaster", [*self.titles, *first]))
        for section in sections:
            for record in section.drafts:
                record.disaster = story or bool(self._judged("disaster", record.sentences))

    def _many(self, sections: Sequence[tuple[list[tuple[Sentence, PlaceMention]], bool, Sequence[Sentence]]]) -> bool:
        return len({name for _, _, sentences in sections for sentence in sentences for name in community_names(sentence)}) > 1

    def _announce(self, sentence: Sentence, when: FoundDate | None, *, anew: bool = False) -> None:
        """Take date and township of a lead that makes no record: they are the default of the records below; `anew` for a second lead."""
        if when is not None and (anew or self.lead is None or self.lead.aside or self.lead.value.precision == "vague"):
            self.lead = when
        streets = [(sentence, place) for place in sentence.places if place.level == "street"]
        self.above = streets if len({place.name for _, place in streets}) == 1 else []

    def _leads(self, sentence: Sentence, current: Draft | None, judged: frozenset[str], *, several: bool) -> bool:
        """Whether a sentence that names no community announces what the communities below do, at the head of a section or of its part."""
        if "introduction" not in judged or self.last_named is None or self.last_named.paragraph < sentence.paragraph:
            return False
        streets = {place.name for place in sentence.places if place.level == "street"}
        if current is None:
            return bool(streets) and self.last_named.paragraph > sentence.paragraph
        return several and sentence.first and bool(streets) and not streets & {place.name for _, place in current.streets}

    def _hold(self, sentence: Sentence, current: Draft) -> Draft:
        """Keep the first sentence of a paragraph for the record that the second may open."""
        if self.pending:
            current.sentences.extend(self.pending)
        self.pending = [sentence]
        self.pending_date = self.dates.of(sentence)
        return current

    def _labels_next(self, sentence: Sentence, current: Draft, marked: Sequence[Sentence]) -> bool:
        """Whether a label opens another item beside the record; below a record of one day and community labels tell its parts."""
        if not any(sentence is label for label in marked):
            return False
        return not current.communities or any(current.sentences[0] is label for label in marked) or current.labelled

    def _judge(self, sentence: Sentence) -> frozenset[str]:
        """What the record rules say of a sentence; sentences are asked for several times."""
        known = self.judged.get(id(sentence))
        if known is None:
            known = self.judged[id(sentence)] = frozenset(hit.decides for hit in self.matcher.find(sentence.text.folded))
        return known

    def _judged(self, what: str, sentences: Sequence[Sentence]) -> list[Sentence]:
        return [each for each in sentences if what in self._judge(each)]

    def _take(self, sentence: Sentence, current: Draft | None, section: DraftSection, *, several: bool) -> Draft | None:
        judged = self._judge(sentence)
        if current is not None and (sentence.caption or ("picture" in judged and sentence.first)):
            current.sentences.append(sentence)
            return current
        own = self.openings.hosts(sentence) if "same-host" not in judged or current is None else []
        when = self.dates.of(sentence)
        plan = "plan" in judged and (when is None or when.value.precision == "vague")
        if current is None and several and not own and (plan or "introduction" in judged or self._announces(sentence, section)):
            self._announce(sentence, when)
            return None
        if not own and self._leads(sentence, current, judged, several=several):
            if current is not None:
                current.sentences.extend(self.pending)
            self._forget_pending()
            self._announce(sentence, when, anew=current is not None)
            return None
        read = Read(sentence, own, when, judged, several)
        if current is not None and self.pending:
            if self.pending[-1].paragraph == sentence.paragraph and read.done and "background" not in judged and self._is_fresh(current):
                return self._open(sentence, section, own, when)
            current.sentences.extend(self.pending)
            self._forget_pending()
        if self.pending and self.pending[-1].paragraph != sentence.paragraph and several:
            self._forget_pending()  # a lead that a roundup opens with
        judge = self.openings
        spoken = self.spoken.get(sentence.paragraph, [])
        if judge.opens_elsewhere(read, current, {place.name for _, place in spoken}):
            return self._open(sentence, section, own, when, spoken)
        if judge.opens(read, current, section, begun=self.previous is not None):
            start = judge.other_organiser(read, current)
            if start is not None:
                sentence.deeds = [deed for deed in sentence.deeds if deed.start >= start]
            return self._open(sentence, section, own, when)
        if current is None:
            self.pending.append(sentence)
            if when is not None and when.value.precision != "vague" and self.pending_date is None and "static" not in judged:
                self.pending_date = when
            if when is not None and (self.lead is None or self.lead.aside) and not section.printed:
                self.lead = when
            return None
        self._continue(sentence, current, own, when, judged)
        return current

    def _is_fresh(self, current: Draft) -> bool:
        """Whether the sentence kept back is a label, or names another day than the record's."""
        day = self.pending_date
        return day is None or current.date is None or day.value.edtf != current.date.value.edtf

    def _forget_pending(self) -> None:
        self.pending.clear()
        self.pending_date = None

    def _announces(self, sentence: Sentence, section: DraftSection) -> bool:
        """A lead that names several townships and no community."""
        return not section.printed and len({place.name for place in sentence.places if place.level == "street"}) > 1

    def _open(
        self,
        sentence: Sentence,
        section: DraftSection,
        own: list[PlaceMention],
        when: FoundDate | None,
        spoken: Sequence[tuple[Sentence, PlaceMention]] = (),
    ) -> Draft:
        fresh = Draft([*self.pending, sentence])
        fresh.labelled = bool(self.pending) and self.pending_date is None and self.previous is not None
        for each in fresh.sentences:
            fresh.uppers.extend((each, p) for p in each.places if p.level in ("province", "city", "district"))
            fresh.streets.extend((each, p) for p in each.places if p.level == "street")
            if each is not sentence and not (own and "static" in self._judge(each)):
                fresh.communities.extend((each, p) for p in each.places if p.level == "community")
        fresh.communities.extend([*((sentence, place) for place in own), *spoken])
        if not fresh.communities:
            fresh.communities = [one for one in section.heading if one[1].level == "community"]
        before = self.previous
        if self.pending_date is not None and (when is None or when.value.precision != "vague"):
            when = self.pending_date
        listed = any("item" in self._judge(each) for each in self.pending)
        self._forget_pending()
        if when is not None:
            fresh.date = when
            if not when.inherited:
                self.stated = sentence.paragraph, when
        elif self.stated is not None and self.stated[0] == sentence.paragraph and not listed:
            fresh.date = inherit(self.stated[1])
        elif self.lead is not None and not (self.lead.aside and before is not None and before.date is not None and not before.date.aside):
            fresh.date = inherit(self.lead)
        elif before is not None and before.date is not None and not section.printed and not listed:
            fresh.date = inherit(before.date)
        if (
            not fresh.labelled
            and not fresh.communities
            and not fresh.streets
            and before is not None
            and section.drafts
            and section.drafts[-1] is before
        ):
            fresh.communities = [] if "upper-host" in self._judge(sentence) else list(before.communities)
            fresh.streets = list(before.streets)
            fresh.uppers = [*fresh.uppers, *before.uppers]
            fresh.borrowed = True
        elif not fresh.streets and fresh.communities and not section.heading:
            fresh.streets = list(self.above)
        if fresh.date is not None:
            self.dates.remember(fresh.date.value, fresh.date.spans)
        section.drafts.append(fresh)
        self.previous = fresh
        return fresh

    def _continue(
        self, sentence: Sentence, current: Draft, own: list[PlaceMention], when: FoundDate | None, judged: frozenset[str]
    ) -> None:
        current.sentences.append(sentence)
        listed = "list" in judged and len(own) > 1
        if not current.communities and own and "background" not in judged and not listed:
            current.communities.extend((sentence, place) for place in own)
        if not current.uppers and "background" not in judged:
            current.uppers.extend((sentence, p) for p in sentence.places if p.level in ("province", "city", "district"))
        if not current.streets and not current.names:
            current.streets.extend((sentence, p) for p in sentence.places if p.level == "street")
        if when is not None and when.habit:
            when = None
        if when is not None and "background" not in judged and not when.sequel and not self.dates.is_past(when):
            if (
                current.date is None
                or current.date.inherited
                or current.date.aside
                or (
                    current.date.value.precision == "month"
                    and when.value.precision == "day"
                    and sentence.deeds
                    and within(when, current.date)
                )
            ):
                current.date = when
            elif current.date.value.precision == "vague" and when.value.edtf is not None and sentence.deeds:
                current.date = current.date if current.date.value.edtf is not None else when

    def _without_empty(self, section: DraftSection) -> DraftSection:
        section.drafts = [d for d in section.drafts if self._is_news(d, section)]
        return section

    def _is_news(self, record: Draft, section: DraftSection) -> bool:
        """Whether a record is community news.

        It has a division; or it is a labelled part of such news; or it tells on what day something was
        done for the people of a community. Bare weather, sports and essays have none of these.
        """
        if self._only_honours(record):
            return False
        if record.communities or section.heading:
            return True
        if any(place.level in ("street", "community") for title in self.titles for place in title.places):
            return True
        done = [sentence for sentence in record.sentences if self._something_done(sentence)]
        if record.streets or record.labelled:
            stated = record.date is not None and not record.date.inherited and record.date.value.precision == "day"
            return bool(done) or self._tells_of_a_day(record) or (stated and self._shows(record.sentences[0]))
        if record.date is None:
            return False
        local = any("local" in self._judge(title) for title in self.titles)
        return any(self._serves(sentence, local=local) for sentence in (done if local else done[:2]))

    def _tells_of_a_day(self, record: Draft) -> bool:
        """Whether it names a day of its own and somebody or something done: news of a township, whatever was done there.

        The weather and the prices of a township are no such news.
        """
        when = record.date
        if when is None or when.inherited or when.aside:
            return False
        judged = [(each, self._judge(each)) for each in record.sentences]
        if not record.streets or any("service" in what for _, what in judged):
            return False
        return any((each.roles or each.shows_deeds) and "background" not in what for each, what in judged)

    def _only_honours(self, record: Draft) -> bool:
        """Whether a record tells what somebody was honoured for, and of no day of this year."""
        if not any("award" in self._judge(sentence) for sentence in record.sentences):
            return False
        return record.date is None or self.dates.is_past(record.date)

    def _serves(self, sentence: Sentence, *, local: bool) -> bool:
        """Whether a sentence shows a deed in a community, or a deed for people by a body; a play at the theatre is none."""
        strong = {deed.type for deed in sentence.deeds if not deed.weak and not deed.hint}
        if local or "local" in self._judge(sentence):
            return bool(strong - {OTHER})
        doers = [sentence.parties[index] for index, (role, _) in sentence.roles.items() if role in ("organiser", "actor")]
        return bool(strong - NO_SERVICE) and any(party.kind == "organisation" or party.affiliation is not None for party in doers)

    def _shows(self, sentence: Sentence) -> bool:
        """Whether a sentence shows a deed whose doer is a division only: 2月24日，河西区举办招聘会."""
        subject = any(place.level in UPPER and place.start < HEAD // 2 for place in sentence.places)
        held = any(deed.event for deed in sentence.deeds if not deed.weak and not deed.hint)
        return subject and held and "background" not in self._judge(sentence)

    def _something_done(self, sentence: Sentence) -> bool:
        return (
            "background" not in self._judge(sentence)
            and sentence.shows_deeds
            and any(role in ("organiser", "actor") for role, _ in sentence.roles.values())
        )

"""Turn drafts into the output models: ids, spans, evidence.

The only module that knows both what flows inside and what is written.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from civicnews.document import Page, Publication, Sentence, Story
from civicnews.link import Linked, link, link_heading
from civicnews.mentions import deeds, roles
from civicnews.models import (
    ActivityEvidence,
    Article,
    ArticleKind,
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
from civicnews.records import Draft, DraftSection
from civicnews.region import Scope
from civicnews.rules.load import RuleSet
from civicnews.structs import replace
from civicnews.text import Span, Text

__all__ = ["article_of", "joined", "source_of"]

FEATURE_PARAGRAPHS = 4
"""A story of one subject with so many paragraphs is a feature, with fewer a brief."""


def source_of(page: Page, about: Publication) -> Source:
    """What the result of a page says of the page."""
    return Source(
        path=page.path,
        sha256=page.sha256,
        encoding=page.encoding,
        newspaper=about.newspaper,
        published=about.published.isoformat() if about.published else None,
        published_basis=about.basis,
    )


def joined(parts: Iterable[Result]) -> Result:
    """The result of a page, of which there is at least one part."""
    articles: list[Article] = []
    warnings: list[Warning] = []
    for part in parts:
        articles += part.articles
        warnings += part.warnings
    return replace(part, articles=tuple(articles), warnings=tuple(warnings))


def article_of(
    name: str, story: Story, titles: Sequence[Sentence], drafts: Sequence[DraftSection], scope: Scope, rules: RuleSet
) -> Article:
    """One article with its sections and records, linked."""
    sections: list[Section] = []
    previous: Linked | None = None
    for drafted in drafts:
        heading_place = link_heading(drafted.heading, scope)
        groups: list[tuple[Place | None, list[tuple[Draft, Linked]]]] = []
        for one in drafted.drafts:
            linked = link(one, drafted.heading, titles, scope, previous)
            previous = linked
            street = heading_place if drafted.printed else linked.street
            if not groups or (not drafted.printed and _name(groups[-1][0]) != _name(street)):
                groups.append((street, []))
            groups[-1][1].append((one, linked))
        if drafted.printed and not groups:
            groups.append((heading_place, []))
        for street, members in groups:
            section = f"{name}.s{len(sections) + 1}"
            records = tuple(_record(f"{section}.r{i}", one, linked, rules) for i, (one, linked) in enumerate(members, 1))
            heading_spans = [span for sentence, _ in drafted.heading[:1] for span in sentence.text.spans()]
            spans = _merge([*heading_spans, *(span for record in records for span in record.spans)])
            sections.append(Section(street, drafted.printed, spans, records))
    texts = [*story.kicker, *story.headline, *story.subhead]
    body = [text for passage in story.passages for text in passage.paragraphs]
    return Article(
        id=name,
        kind=_kind(story, sections),
        kicker=_title(story.kicker),
        headline=_title(story.headline),
        subhead=_title(story.subhead),
        reporters=tuple(Reporter(one.name, one.role, one.text.spans()) for one in story.bylines),
        spans=_merge([span for text in [*texts, *body] for span in text.spans()]),
        sections=tuple(sections),
    )


def _told(one: Draft) -> list[Sentence]:
    """The sentences of a record, those that lead up to its day and division last: a scene or a saying before the news."""
    start = next((i for i, sentence in enumerate(one.sentences) if sentence.dates and sentence.places), 0)
    return [*one.sentences[start:], *one.sentences[:start]]


def _record(name: str, one: Draft, linked: Linked, rules: RuleSet) -> Record:
    types = deeds.types([sentence.deeds for sentence in _told(one)], disaster=one.disaster)
    participants, party_rules = _participants(one, linked)
    activity = _first_phrase((sentence, phrase) for sentence in one.sentences for phrase in sentence.names)
    venue = _first_phrase((sentence, phrase) for sentence in one.sentences for phrase in sentence.venues)
    evidence: list[Evidence] = []
    for index, (place, rule) in enumerate(zip(linked.communities, [m.rule for _, m in one.communities], strict=False)):
        evidence.append(Evidence(f"communities.{index}", rule, place.spans))
    if one.date is not None:
        evidence.append(Evidence("date", one.date.rule, one.date.spans))
    evidence.extend(Evidence(f"participants.{i}", rule, participants[i].spans) for i, rule in enumerate(party_rules))
    if activity is not None:
        evidence.append(Evidence("activity_name", activity[1], activity[0].spans))
    if venue is not None:
        evidence.append(Evidence("venue", venue[1], venue[0].spans))
    return Record(
        id=name,
        text="".join(sentence.text.chars for sentence in one.sentences),
        spans=_joined(span for sentence in one.sentences for span in sentence.text.spans()),
        communities=linked.communities,
        street=linked.street,
        district=linked.district,
        city=linked.city,
        province=linked.province,
        date=_date(one),
        participants=participants,
        activity_types=types,
        activity_evidence=tuple(
            ActivityEvidence(deed.type, deed.rule, sentence.text.spans(deed.start, deed.end))
            for sentence in one.sentences
            for deed in sentence.deeds
            if deed.type in types
        ),
        activity_name=activity[0] if activity else None,
        venue=venue[0] if venue else None,
        evidence=tuple(evidence),
        warnings=tuple(linked.warnings),
    )


def _participants(one: Draft, linked: Linked) -> tuple[tuple[Participant, ...], list[str]]:
    """The parties that have a role in any sentence of the record, each once."""
    merged = roles.merge(one.sentences, [place.name for place in linked.communities])
    participants = tuple(
        Participant(
            name=sentence.text.as_printed(party.name),
            kind=party.kind,
            role=role,
            count=party.count,
            affiliation=sentence.text.as_printed(party.affiliation) if party.affiliation else None,
            spans=sentence.text.spans(party.start, party.end),
        )
        for sentence, party, role, _ in merged
    )
    return participants, [rule for _, _, _, rule in merged]


def _date(one: Draft) -> Date | None:
    if one.date is None:
        return None
    value = one.date.value
    return Date(
        text=value.text,
        edtf=value.edtf,
        start=value.start,
        end=value.end,
        precision=value.precision,
        basis="inherited" if one.date.inherited else "stated",
        spans=one.date.spans,
    )


def _first_phrase(found: Iterable[tuple[Sentence, object]]) -> tuple[Phrase, str] | None:
    from civicnews import document

    for sentence, phrase in found:
        if isinstance(phrase, document.Phrase):
            return Phrase(sentence.text.as_printed(phrase.text), sentence.text.spans(phrase.start, phrase.end)), phrase.rule
    return None


def _kind(story: Story, sections: Sequence[Section]) -> ArticleKind:
    if story.kind is not None:
        return story.kind
    records = [record for section in sections for record in section.records]
    places = {tuple(place.name for place in record.communities) or _name(record.street) for record in records}
    if len(records) > 1 and len(places) > 1:
        return "roundup"
    return "feature" if sum(len(passage.paragraphs) for passage in story.passages) >= FEATURE_PARAGRAPHS else "brief"


def _name(place: Place | None) -> str | None:
    return place.name if place is not None else None


def _title(lines: Sequence[Text]) -> str | None:
    return " ".join(line.chars for line in lines) or None


def _joined(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in the order of the text that they spell, touching ones joined; a caption may stand within what it follows."""
    out: list[Span] = []
    for start, end in spans:
        if out and start == out[-1][1]:
            out[-1] = (out[-1][0], end)
        else:
            out.append((start, end))
    return tuple(out)


def _merge(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans in the order of the page, each once, touching ones joined."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out and start <= out[-1][1]:
            out[-1] = (out[-1][0], max(out[-1][1], end))
        else:
            out.append((start, end))
    return tuple(out)

"""The way of a page through civicnews. Read this and you know the program.

1 read      bytes → Page                              read.py
2 repair    Page → Layout: blocks of repaired text    layout.py
3 split     Layout → stories, each in passages        stories.py
4 region    the page's printed names → Scope          region.py
5 mention   sentence → dates, divisions, parties …    mentions/
6 record    sentences → drafts, one an activity       records/
7 link      drafts → official codes                   link.py
8 result    drafts → models.Result                    result.py
9 write     Result → JSON, JSONL, CSV, table          write.py
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import cache
from itertools import chain, islice

from civicnews import metadata
from civicnews.document import Layout, Page, PlaceMention, Publication, Sentence, Story
from civicnews.gazetteer import Gazetteer
from civicnews.layout import repair
from civicnews.mentions import dates, places
from civicnews.mentions.annotate import annotate
from civicnews.mentions.date_values import DateContext, resolve
from civicnews.models import SCHEMA, PublishedBasis, Result, Warning
from civicnews.read import page_of
from civicnews.records import DraftSection, draft
from civicnews.region import PrintedName, Scope, decide_region
from civicnews.result import article_of, joined, source_of
from civicnews.rules.load import RuleSet, load_rules
from civicnews.segment import Engine, open_segmenter, word_starts
from civicnews.sentences import split_sentences
from civicnews.stories import split
from civicnews.structs import frozen, replace
from civicnews.text import Text, fold

__all__ = ["Pipeline", "ReadStory", "Reading", "extract"]


OFFICES = ("web.table", "web.staff-office", "web.office", "web.tail-office", "web.masthead-source")
"""Rules of the furniture that names the office of a street or a community that issued a text."""
LONGEST_CITY = 6
"""Characters of the longest short name of a city that a paper is named after."""


@frozen
class ReadStory:
    """A story with all that was found in it; `titles` with the lines that name its office."""

    story: Story
    titles: list[Sentence]
    sections: list[DraftSection]


@frozen
class Reading:
    """What was found in a page (stages 2 to 6), for those who ask why the result is as it is."""

    layout: Layout
    about: Publication
    scope: Scope
    stories: list[ReadStory]


class Pipeline:
    """Everything that is loaded once and used for many pages.

    Args:
        rules: the rule packs; the built-in pack if None.
        segmenter: `auto`, `rjieba` or `jieba`.
        region: code or name of the division that the paper is at home in, as a prior for linking.
        gazetteer: all divisions; the built-in list if None.

    Raises:
        RuleError: the rule pack is wrong.
        GazetteerError: the gazetteer is missing, or it has no division `region`.
    """

    def __init__(
        self, *, rules: RuleSet | None = None, segmenter: Engine = "auto", region: str | None = None, gazetteer: Gazetteer | None = None
    ) -> None:
        self.rules = rules if rules is not None else load_rules()
        self.gazetteer = gazetteer if gazetteer is not None else Gazetteer.open()
        self.segmenter = open_segmenter(segmenter)
        self.home = home_code(region, self.gazetteer) if region else ""

    def run(self, page: Page, *, published: date | None = None, newspaper: str | None = None) -> Result:
        """Extract the records of one page.

        Args:
            page: the decoded input.
            published: publication date; else it is what the file says of itself, or is taken from the page or the file name.
            newspaper: name of the paper; else it is what the file says of itself, or is taken from the page.

        Returns:
            The result, with the page's warnings. No text makes this raise.
        """
        return joined(self.parts(page, published=published, newspaper=newspaper))

    def parts(self, page: Page, *, published: date | None = None, newspaper: str | None = None) -> Iterator[Result]:
        """The same result in parts, so that that of a large page need not be kept as a whole; the arguments are those of `run`.

        Yields:
            A result for each article, and one without articles that has the page's warnings.
        """
        for _, part in self.told(page, published=published, newspaper=newspaper):
            yield part

    def told(self, page: Page, *, published: date | None = None, newspaper: str | None = None) -> Iterator[tuple[Story | None, Result]]:
        """What `parts` gives, each with the story that its article was made from."""
        layout, about, scope = self._begin(page, published, newspaper)
        yield from self._told(page, layout, about, scope, self._stories(layout, about, scope))

    def read(self, page: Page, *, published: date | None = None, newspaper: str | None = None) -> Reading:
        """Stages 2 to 6; the arguments are those of `run`."""
        layout, about, scope = self._begin(page, published, newspaper)
        return Reading(layout, about, scope, list(self._stories(layout, about, scope)))

    def result(self, page: Page, reading: Reading) -> Result:
        """Stages 7 and 8: link what was found, and turn it into the result."""
        return joined(part for _, part in self._told(page, reading.layout, reading.about, reading.scope, reading.stories))

    def _begin(self, page: Page, published: date | None, newspaper: str | None) -> tuple[Layout, Publication, Scope]:
        """Stages 2 and 4, which read the whole page."""
        self.rules.expect(fold("".join(set(page.text))))
        layout = repair(page, self.rules)
        about = self._about(page, layout, published, newspaper)
        return layout, about, self._scope(layout, about)

    def _stories(self, layout: Layout, about: Publication, scope: Scope) -> Iterator[ReadStory]:
        """The stories with what is in them, one after another, so that a large page need not be kept as a whole."""
        stories = split(layout, self.rules)
        first = list(islice(stories, 2))
        offices = self._offices(layout, scope) if len(first) == 1 else []
        for story in chain(first, stories):
            titles = [self._annotate(line, 0, True, scope) for line in [*story.area, *story.kicker, *story.headline, *story.subhead]]
            yield ReadStory(story, [*titles, *offices], self._draft(story, titles, scope, about))

    def _offices(self, layout: Layout, scope: Scope) -> list[Sentence]:
        """The lines around a page's only story that say which office of a division issued it, read like titles for linking."""
        lines = [block.text.compact() for block in layout.blocks if block.kind == "furniture" and (block.rule or "").startswith(OFFICES)]
        named = (self._annotate(line, 0, True, scope) for line in lines)
        return [line for line in named if any(place.level in ("street", "community") for place in line.places)]

    def _told(
        self, page: Page, layout: Layout, about: Publication, scope: Scope, stories: Iterable[ReadStory]
    ) -> Iterator[tuple[Story | None, Result]]:
        source = source_of(page, about)
        number = 0
        for number, one in enumerate(stories, 1):
            yield one.story, Result(SCHEMA, source, (article_of(f"a{number}", one.story, one.titles, one.sections, scope, self.rules),), ())
        none = () if number else (Warning("no-articles", "no article was found in this input"),)
        yield None, Result(SCHEMA, source, (), (*layout.warnings, *none))

    def _draft(self, story: Story, titles: list[Sentence], scope: Scope, about: Publication) -> list[DraftSection]:
        if story.notice:
            return []
        passages = []
        for passage in story.passages:
            heading: list[tuple[Sentence, PlaceMention]] = []
            if passage.heading is not None:
                named = self._annotate(passage.heading, 0, True, scope)
                heading = [(named, place) for place in with_township(named)]
            sentences = [
                self._annotate(text, number, index == 0, scope)
                for number, paragraph in enumerate(passage.paragraphs)
                for index, text in enumerate(split_sentences(paragraph))
            ]
            passages.append((heading, passage.heading is not None, sentences))
        if story.captions:
            below = len(story.passages[-1].paragraphs) - story.captions
            for sentence in passages[-1][2]:
                sentence.caption = sentence.paragraph >= below
        if story.kind == "photo_caption" and not titles and not any(tells(each) for _, _, sentences in passages for each in sentences):
            return []
        return draft(passages, titles, self._context(story, about), self.rules)

    def _annotate(self, text: Text, paragraph: int, first: bool, scope: Scope) -> Sentence:
        return annotate(text, paragraph=paragraph, first=first, scope=scope, segmenter=self.segmenter, rules=self.rules)

    def _about(self, page: Page, layout: Layout, published: date | None, newspaper: str | None) -> Publication:
        basis: PublishedBasis | None = "option"
        if published is None:
            published, basis = page.published, page.published_basis
        if published is None:
            published, basis = metadata.publication(layout, page.path, self.rules)
        return Publication(published, basis, newspaper or page.newspaper or metadata.newspaper(layout, self.rules))

    def _context(self, story: Story, about: Publication) -> DateContext:
        """What the dates of a story are resolved against: 今天 counts from the day in 本报5月9日讯."""
        context = DateContext(published=about.published)
        if story.dateline is None:
            return context
        for mention in dates.find(story.dateline, self.rules):
            value = resolve(mention, context)
            if value.precision == "day" and value.start is not None:
                return replace(context, dateline=date.fromisoformat(value.start))
            if value.precision == "day" and value.edtf is not None and {"month", "day"} <= mention.fields.keys():
                return replace(context, month_day=(int(mention.fields["month"]), int(mention.fields["day"])))
        return context

    def _scope(self, layout: Layout, about: Publication) -> Scope:
        """Read all names on the page once without knowing where it is from, and let them vote."""
        nowhere = Scope(self.gazetteer)
        printed: dict[PrintedName, None] = {}
        for block in layout.blocks:
            for sentence in split_sentences(block.text.compact()):
                words = word_starts(self.segmenter.cut(sentence.folded))
                for mention in places.find(sentence, words, nowhere, self.rules):
                    printed[PrintedName(mention.name, mention.level, mention.rule == "place/short-name")] = None
        if about.newspaper is not None:
            printed |= dict.fromkeys(named_in_title(about.newspaper, self.gazetteer))
        return Scope(self.gazetteer, decide_region(printed, self.gazetteer, prior=self.home))


def tells(sentence: Sentence) -> bool:
    """Whether a sentence says when something was, or that something was done."""
    return bool(sentence.dates) or sentence.shows_deeds


def with_township(heading: Sentence) -> list[PlaceMention]:
    """The divisions of a heading; what follows a district in it is a township, whatever its ending (前进街)."""
    if any(place.level in ("street", "community") for place in heading.places):
        return heading.places
    start = max((place.end for place in heading.places), default=0)
    if start < len(heading.text):
        name = heading.text.folded[start:]
        heading.places.append(
            PlaceMention(start, len(heading.text), name, "street", "place/heading", len(heading.places) - 1 if start else None)
        )
    return heading.places


def named_in_title(newspaper: str, gazetteer: Gazetteer) -> list[PrintedName]:
    """The city that a newspaper's title begins with (大同日报), for the vote on the region."""
    for length in range(min(len(newspaper), LONGEST_CITY), 1, -1):
        found = gazetteer.find(newspaper[:length], level="city")
        if found:
            return [PrintedName(found[0].name, "city")]
    return []


def home_code(region: str, gazetteer: Gazetteer) -> str:
    """The code of a region that the user gave as a code or a name.

    Raises:
        GazetteerError: there is no such division, or several bear the name.
    """
    from civicnews.errors import GazetteerError

    if region.isascii() and region.isdigit():
        if gazetteer.get(region) is None:
            raise GazetteerError(f"--region {region}: no division has this code; look it up with `civicnews gazetteer lookup`")
        return region
    found = [one for one in gazetteer.find(region) if one.level in ("province", "city", "district")]
    highest = [one for one in found if len(one.code) == min(len(other.code) for other in found)]
    if len(highest) != 1:
        what = "no province, city or district has this name" if not found else f"{len(highest)} divisions bear this name; give a code"
        raise GazetteerError(f"--region {region}: {what}")
    return highest[0].code


def extract(text: str, *, published: date | str | None = None, newspaper: str | None = None) -> Result:
    """Extract the records of one text with the built-in rules, which are loaded at the first call.

    Args:
        text: a page or an article.
        published: publication date, as a date or as YYYY-MM-DD.
        newspaper: name of the paper.

    Raises:
        ValueError: `published` is no date.
    """
    day = date.fromisoformat(published) if isinstance(published, str) else published
    return _built_in().run(page_of(text), published=day, newspaper=newspaper)


@cache
def _built_in() -> Pipeline:
    return Pipeline()

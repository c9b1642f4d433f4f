"""Documents → the data that the review page holds: plain dictionaries, as small as they can be.

All spans are code points of the decoded input. A reason is a pair of the number of a rule in `rules` and the words that it fired on.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable
from typing import Any

from civicnews.explain import RecordExplained, Why
from civicnews.models import Article, Record
from civicnews.review.documents import Reviewed
from civicnews.review.parts import hull, parts
from civicnews.rules.load import RuleSet

__all__ = ["review_data"]


class _Rules:
    """Every rule that the page names, once."""

    def __init__(self) -> None:
        self.listed: list[dict[str, str | None]] = []
        self._numbers: dict[tuple[str | None, str, str | None], int] = {}

    def reasons(self, whys: Iterable[Why]) -> list[list[Any]]:
        out: list[list[Any]] = []
        for why in whys:
            key = (why.rule, why.about, why.file)
            if key not in self._numbers:
                self._numbers[key] = len(self.listed)
                self.listed.append({"id": why.rule, "about": why.about, "file": why.file})
            out.append([self._numbers[key], why.words])
        return out


def review_data(documents: Iterable[Reviewed], rules: RuleSet) -> dict[str, Any]:
    """What the page is made from.

    Args:
        documents: in the order in which they are shown.
        rules: name the activity types.

    Returns:
        `id`: tells this set of documents from another; `types`: id → labels; `rules`; `documents`.
    """
    named = _Rules()
    shown = [_document(one, named) for one in documents]
    key = "\n".join(f"{one['path']} {one['sha256']}" for one in shown)
    return {
        "id": hashlib.sha256(key.encode("utf-8", "replace")).hexdigest()[:16],
        "types": {name: {"zh": about.get("zh", name), "en": about.get("en", name)} for name, about in _types(rules)},
        "rules": named.listed,
        "documents": shown,
    }


def _types(rules: RuleSet) -> list[tuple[str, Any]]:
    found = {name: about for pack in rules.packs for name, about in pack.activity_types.items()}
    return list(found.items())


def _document(one: Reviewed, rules: _Rules) -> dict[str, Any]:
    source = one.result.source
    records = [
        (number, section, record)
        for number, article in enumerate(one.result.articles)
        for section in article.sections
        for record in section.records
    ]
    reach = [hull(record.spans) for _, _, record in records]
    articles = [hull(article.spans) for article in one.result.articles]
    length = len(one.text) if one.text is not None else max((end for _, end in [*reach, *articles]), default=0)
    return {
        "path": source.path,
        "sha256": source.sha256,
        "newspaper": source.newspaper,
        "published": source.published,
        "text": one.text,
        "trouble": one.trouble,
        "parts": parts(length, articles, reach),
        "warnings": [dataclasses.asdict(warning) for warning in one.result.warnings],
        "articles": [_article(article) for article in one.result.articles],
        "records": [_record(record, number, told, rules) for (number, _, record), told in zip(records, one.records, strict=True)],
        "left": [{"text": each.text, "line": each.at.line, "why": rules.reasons(each.why)} for each in one.left],
    }


def _article(article: Article) -> dict[str, Any]:
    headings = [section.street for section in article.sections if section.heading and section.street is not None]
    return {
        "id": article.id,
        "kind": article.kind,
        "kicker": article.kicker,
        "headline": article.headline,
        "subhead": article.subhead,
        "reporters": [dataclasses.asdict(reporter) for reporter in article.reporters],
        "spans": article.spans,
        "headings": [dataclasses.asdict(place) for place in headings],
    }


def _record(record: Record, article: int, told: RecordExplained, rules: _Rules) -> dict[str, Any]:
    values = {name: value for name, value in dataclasses.asdict(record).items() if name not in ("evidence", "activity_evidence")}
    return {
        **values,
        "article": article,
        "evidence": [[one.type, one.spans] for one in record.activity_evidence],
        "why": {value.field: rules.reasons(value.why) for value in told.values if value.why},
    }

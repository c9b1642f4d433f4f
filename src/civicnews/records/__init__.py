"""Stage 6: gather the sentences of a story into records, one activity each.

    drafts     what a record is before linking
    days       the dates of a story, in reading order
    paragraphs what paragraphs say by how they stand
    openings   whether a sentence opens a record
    gather     sentences → records

Rules: rules/base/records.yaml (kind `record`).
"""

from __future__ import annotations

from civicnews.records.drafts import Draft, DraftSection, FoundDate
from civicnews.records.gather import draft

__all__ = ["Draft", "DraftSection", "FoundDate", "draft"]

"""Replace the names of private persons by pseudonyms, for data that is to be published.

    redaction = Redaction()                                  # or Redaction(reporters=True, key=b"…")
    result = redact(pipeline.run(page), pipeline, redaction)

Callers redact what `Pipeline.run` gives, before anything is written, stored or shown. Pages with their explanation, for `review` and
`explain`, have functions of their own.

names.py       texts → the names to take out
pseudonyms.py  names → what stands for each; the text with it in their places
rewrite.py     a value with all its strings rewritten
result.py      a result, for all that writes records
page.py        a page with its result and its reasons, for `review`; reasons alone, for `explain`

It is pseudonymisation: who has the newspaper can find the page again by its words. What it cannot see is in docs/redaction.md.
"""

from civicnews.redact.page import redact_explanation, redact_reviewed
from civicnews.redact.pseudonyms import MIN_KEY, Pseudonyms, Redaction
from civicnews.redact.result import redact

__all__ = ["MIN_KEY", "Pseudonyms", "Redaction", "redact", "redact_explanation", "redact_reviewed"]

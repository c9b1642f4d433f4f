"""One pipeline for all tests that need one: loading it takes seconds."""

from __future__ import annotations

from functools import cache

from civicnews.pipeline import Pipeline


@cache
def pipeline() -> Pipeline:
    return Pipeline()

"""A batch without the pipeline: what a page gives is said by its words, so that the machinery can be tested in no time.

崩溃    the worker is killed
出错    a bug
慢      takes a while
无事    no story
else    one story with one record, whose text is the page's
"""

from __future__ import annotations

import dataclasses
import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from results import place, record, result

from civicnews.batch import run as module
from civicnews.batch import worker
from civicnews.batch.options import Options
from civicnews.batch.run import Batch, Outcome, Stop, Survey, run
from civicnews.document import Page
from civicnews.models import Result
from civicnews.text import Text


class StubPipeline:
    """Counts nothing and knows nothing."""

    rules = SimpleNamespace(digest="d", sources={})
    gazetteer = SimpleNamespace(info=SimpleNamespace(_asdict=dict))
    segmenter = SimpleNamespace(name="none")
    home = ""

    def told(self, page: Page, **about: Any) -> Iterator[tuple[Any, Result]]:
        if "崩溃" in page.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "出错" in page.text:
            raise ZeroDivisionError("a bug")
        if "慢" in page.text:
            time.sleep(0.3)
        community = place(page.text.split("社区")[0][-2:] + "社区" if "社区" in page.text else "柳岸社区")
        made = result() if "无事" in page.text else result(record(text=page.text, communities=(community,)))
        day = about["published"] or page.published
        source = dataclasses.replace(
            made.source, path=page.path, sha256=page.sha256, published=day and day.isoformat(), published_basis=page.published_basis
        )
        made = dataclasses.replace(made, source=source)
        for article in made.articles:
            story = SimpleNamespace(passages=[SimpleNamespace(paragraphs=[Text.of(page.text, 0)])])
            yield story, dataclasses.replace(made, articles=(article,), warnings=())
        yield None, dataclasses.replace(made, articles=())


class Watching:
    """Remembers what it was told, and may do something at each input."""

    def __init__(self, then: Any = None) -> None:
        self.told: list[dict[str, int]] = []
        self.survey = Survey()
        self._then = then

    def begin(self, survey: Survey) -> None:
        self.survey = survey

    def advance(self, **counts: int) -> None:
        self.told.append(counts)
        if self._then is not None:
            self._then(counts)

    def exporting(self) -> None:
        pass


def install(monkeypatch: pytest.MonkeyPatch) -> None:
    """Put the stub in the place of the pipeline; forked workers have it too."""
    pipeline = StubPipeline()
    monkeypatch.setattr(worker, "open_pipeline", lambda options: pipeline)
    monkeypatch.setattr(module, "open_pipeline", lambda options: pipeline)
    monkeypatch.setattr(module, "_share", lambda pipeline: None)


def go(
    root: Path, output: Path | str, *, stop: Stop | None = None, then: Any = None, options: Options | None = None, **more: Any
) -> Outcome:
    """Run a batch over one folder."""
    batch = Batch([str(root)], str(output), options=options or Options(), **{"workers": 2, **more})
    return run(batch, Watching(then), stop or Stop())

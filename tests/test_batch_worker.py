"""What a worker of a batch makes of one source: a line of the log, or a failure with its stage and reason."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from batch_stub import StubPipeline, install

from civicnews.batch import worker
from civicnews.batch.options import Options
from civicnews.batch.worker import Done, log_line, open_worker, signature, warm_up
from civicnews.errors import BatchError
from civicnews.inputs.sources import Failure, Source

PAGE = "柳岸社区邀请医生为老人义诊。"


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch)


def worked(source: Source, **options: Any) -> dict[str, Any] | Failure:
    done = open_worker(Options(**options))(source)
    if isinstance(done, Failure):
        return done
    line: dict[str, Any] = json.loads(log_line(b"\x01\xff", done))
    assert line["key"] == "01ff"
    assert line["records"] == done.records
    return line


def source(text: str | bytes, name: str = "a.txt", kind: Any = "text", **more: Any) -> Source:
    return Source(name, kind, text if isinstance(text, bytes) else text.encode(), **more)


def test_a_page_is_one_line_with_its_document_and_the_signatures_of_its_stories() -> None:
    line = worked(source(PAGE))
    assert isinstance(line, dict)
    assert line["document"]["source"]["path"] == "a.txt"
    assert list(line["signatures"]) == ["a1"]
    line = worked(source(PAGE), signatures=False)
    assert isinstance(line, dict)
    assert line["signatures"] == {}
    line = worked(source("无事"))
    assert isinstance(line, dict)
    assert (line["records"], line["signatures"]) == (0, {})


def test_the_day_of_a_page_may_be_in_its_name() -> None:
    line = worked(source(PAGE, "rb230307.txt"), published_from="rb{yy}{month}{day}")
    assert isinstance(line, dict)
    assert (line["document"]["source"]["published"], line["document"]["source"]["published_basis"]) == ("2023-03-07", "filename")


def test_a_row_brings_its_day_and_its_title(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[Any] = []
    monkeypatch.setattr(worker, "_extract", lambda pipeline, page, options: read.append(page) or Done(b"{}", 0))
    work = open_worker(Options())
    work(source(PAGE, kind="row", published="2023-03-07", title="社区义诊"))
    work(source("社区义诊\n\n" + PAGE, kind="row", title="社区义诊"))
    work(source(PAGE, kind="row"))
    first, second, third = read
    assert first.text.startswith("社区义诊\n")
    assert first.text.endswith(PAGE)
    assert (first.published.isoformat(), first.published_basis) == ("2023-03-07", "metadata")
    assert second.text == "社区义诊\n\n" + PAGE
    assert (third.text, third.published, third.published_basis) == (PAGE, None, None)


def test_what_goes_wrong_is_a_failure_with_its_stage(monkeypatch: pytest.MonkeyPatch) -> None:
    found = worked(source(b"\x00\xff" * 50))
    assert isinstance(found, Failure)
    assert (found.name, found.stage) == ("a.txt", "read")
    found = worked(source(PAGE), max_chars=3)
    assert isinstance(found, Failure)
    assert (found.stage, found.reason.startswith("too large: 14 characters")) == ("read", True)
    assert worked(source("出错")) == Failure("a.txt", "extract", "internal error (ZeroDivisionError: a bug); please report it")

    def exhausted(self: StubPipeline, page: Any, **about: Any) -> None:
        raise MemoryError

    monkeypatch.setattr(StubPipeline, "told", exhausted)
    assert worked(source(PAGE)) == Failure("a.txt", "extract", "takes more memory than there is; split it")


def test_signatures_see_letters_digits_and_characters_only() -> None:
    made = signature(["柳岸社区邀请医生，", "为老人义诊。"])
    assert made is not None
    assert len(base64.b64decode(made)) == 4 * worker.PERMUTATIONS
    assert made == signature(["柳岸社区 邀请医生为老人义诊"])
    assert made != signature(["桥头社区邀请医生为老人义诊"])
    assert signature(["社区"]) is not None
    assert signature(["，。", " "]) is None
    assert signature([]) is None


def test_all_rules_are_tried_before_workers_are_forked(monkeypatch: pytest.MonkeyPatch) -> None:
    pages: list[str] = []

    class Pipeline:
        class rules:  # noqa: N801
            @staticmethod
            def examples() -> list[str]:
                return [f"例{number}。" for number in range(200)]

        def run(self, page: Any) -> None:
            pages.append(page.text)

    warm_up(Pipeline())  # type: ignore[arg-type]
    assert len(pages) == worker.WARM_UP_PAGES
    assert sum(page.count("例") for page in pages) == 67  # every third


def test_a_segmenter_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()

    def missing(name: str) -> Any:
        def fail(**options: Any) -> None:
            raise ModuleNotFoundError(f"No module named '{name}'", name=name)

        return fail

    monkeypatch.setattr("civicnews.pipeline.Pipeline", missing("rjieba"))
    with pytest.raises(BatchError, match="take --segmenter jieba, or auto"):
        worker.open_pipeline(Options(segmenter="rjieba", newspaper="one"))
    monkeypatch.setattr("civicnews.pipeline.Pipeline", missing("other"))
    with pytest.raises(ModuleNotFoundError):
        worker.open_pipeline(Options(segmenter="rjieba", newspaper="two"))

"""The way of a batch. Read this and you know it.

1 lock       one run at a time on an output                        lock.py
2 recover    the log of an earlier run → which texts are done      log.py, index.py
3 discover   folders, archives, tables → sources, in order         inputs/
4 extract    the sources that are not done → lines, in order       pool.py, worker.py
5 commit     each line → the log; each input → the index           log.py, index.py
6 export     log, in the order of the inputs → the output          duplicates.py, export.py
7 report     failures → errors.jsonl, counts → summary.json        summary.py
"""

from __future__ import annotations

import gc
import json
import os
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from civicnews.batch.duplicates import Duplicates
from civicnews.batch.export import Exporter, exporter
from civicnews.batch.index import Index, Line, scratch
from civicnews.batch.lock import exclusive
from civicnews.batch.log import Log
from civicnews.batch.options import Dedup, Options, content_key, run_identity
from civicnews.batch.pool import Died, Pool, Task
from civicnews.batch.summary import Summary
from civicnews.batch.worker import IS_FORKED, Done, log_line, open_pipeline, open_worker, warm_up
from civicnews.errors import BatchError, ReadError
from civicnews.inputs.discover import STATE, File, LeftOut, Unreadable, discover
from civicnews.inputs.kinds import kind_of, missing_extra
from civicnews.inputs.published import PublishedFrom
from civicnews.inputs.sources import Failure, Reading, Source, sources
from civicnews.stores.rows import failed
from civicnews.write import open_output, remove_leftovers

if TYPE_CHECKING:
    from civicnews.pipeline import Pipeline
    from civicnews.redact import Redaction

__all__ = ["Batch", "Outcome", "Stop", "Survey", "Watcher", "run", "state_folder"]


RECYCLE = 1000
"""Inputs that a worker gets. RE2 keeps the states that it has met of each rule: 300 MB after 200 inputs, 560 MB after 6,000."""


@dataclass(slots=True)
class Survey:
    """What there is before anything is extracted.

    Attributes:
        files, size: how many files there are to read, and their bytes.
        left_out: suffix → how many files of other kinds are in the folders.
        done: texts that earlier runs did.
        anew: nothing is done, because rules, version or options are others than before.
    """

    files: int = 0
    size: int = 0
    left_out: Counter[str] = field(default_factory=Counter)
    done: int = 0
    anew: bool = False


class Watcher(Protocol):
    """Is told how the batch comes along."""

    def begin(self, survey: Survey) -> None:
        """That is there."""

    def advance(self, *, inputs: int, records: int, failures: int, reused: int, size: int) -> None:
        """So many are done, since the beginning; `size` is in bytes of files."""

    def exporting(self) -> None:
        """All inputs are done, the output is being written."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What to do.

    Attributes:
        roots: files and folders to read.
        output: the file to write, or a folder, which ends in `/` or exists.
        options: what changes the results.
        timeout: seconds that one input may take, or None.
        fresh: forget what earlier runs did.
        redaction: the names to take out of the output, or None.
    """

    roots: Sequence[str]
    output: str
    options: Options = field(default_factory=Options)
    reading: Reading = field(default_factory=Reading)
    globs: Sequence[str] = ()
    workers: int = 1
    timeout: float | None = None
    dedup: Dedup = "mark"
    fresh: bool = False
    redaction: Redaction | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it went.

    Attributes:
        stopped: whether it was asked to stop before all inputs were done.
        errors: where the failures are written, one a line.
    """

    summary: Summary
    stopped: bool
    errors: Path


class Stop:
    """Asks a running batch to finish the inputs in hand and to write what it has. May be called from a signal handler."""

    def __init__(self) -> None:
        self.asked = False
        self._pool: Pool[Any, Any] | None = None

    def __call__(self) -> None:
        self.asked = True
        if self._pool is not None:
            self._pool.stop()

    def watch(self, pool: Pool[Any, Any]) -> None:
        """Pass the wish on to this pool."""
        self._pool = pool
        if self.asked:
            pool.stop()


@dataclass(slots=True)
class _Item:
    """An input on its way through the pool."""

    name: str
    key: bytes = b""
    failure: Failure | None = None


def state_folder(output: str) -> Path:
    """Where the log of an output is kept: beside it."""
    return Path(os.path.normpath(output) + STATE)


def run(batch: Batch, watcher: Watcher, stop: Stop) -> Outcome:
    """Run a batch to its end, or until it is asked to stop.

    Raises:
        BatchError: it cannot start (an extra is missing, another run is on), or workers cannot be kept alive.
        ReadError: an input does not exist.
        RuleError, GazetteerError: the rules, the gazetteer or the region are wrong.
        WriteError: the log or the output cannot be written. What is in the log stays, and the next run goes on from there.
    """
    export = exporter(batch.output)
    if batch.options.signatures and find_spec("rensa") is None:
        raise BatchError("to find duplicates: pip install 'civicnews[dedup]'; or leave them alone with --dedup off")
    pipeline = open_pipeline(batch.options)
    folder, is_new = _prepared(batch)
    with exclusive(folder / "lock", batch.output):
        remove_leftovers(os.path.normpath(batch.output))
        if batch.fresh:
            for old in Log.all_in(folder):
                old.unlink()
        summary = Summary()
        with closing(Log.open(folder, run_identity(batch.options, pipeline))) as log, scratch(folder / "index.sqlite") as sql:
            index = Index(sql)
            for start, line in log.recover():
                index.add(bytes.fromhex(line["key"]), Line(start, line["records"]))
            try:
                survey = _survey(batch, folder, index)
            except BatchError:
                if is_new:
                    shutil.rmtree(folder, ignore_errors=True)
                raise
            survey.done = len(index)
            survey.anew = not survey.done and len(Log.all_in(folder)) > 1
            watcher.begin(survey)
            _extract_all(batch, folder, log, index, summary, watcher, stop)
            stopped = stop.asked
            log.sync()
            watcher.exporting()
            if summary.inputs:
                _export(batch, folder, log, index, summary, export)
            errors = _report(folder, index, summary)
    return Outcome(summary, stopped, errors)


def _prepared(batch: Batch) -> tuple[Path, bool]:
    """Make the state folder, once it is sure that the inputs are there; also says whether it was not there."""
    for root in batch.roots:
        if not os.path.exists(root):
            raise ReadError(f"{root}: no such file or folder; check the path")
    folder = state_folder(batch.output)
    parent = folder.parent
    if not parent.is_dir():
        raise BatchError(f"{batch.output}: there is no folder {parent}; make it first")
    is_new = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
    except OSError as error:
        raise BatchError(f"{folder}: cannot be made ({error.strerror}); check the folder and its rights") from error
    return folder, is_new


def _files(batch: Batch, folder: Path, index: Index, left_out: LeftOut = lambda name: None) -> Iterator[File | Unreadable]:
    """The files to read, without what this batch writes itself."""
    index.forget_seen()
    for own in (batch.output, folder):
        index.seen(os.path.realpath(own))
    return discover(batch.roots, batch.globs, index.seen, left_out)


def _survey(batch: Batch, folder: Path, index: Index) -> Survey:
    """Count the files, so that the time left is known and a missing extra is said at once.

    Raises:
        BatchError: there is nothing to do, or an extra is missing.
    """
    survey = Survey()
    missing: dict[str, tuple[str, str]] = {}
    for file in _files(batch, folder, index, lambda name: survey.left_out.update([os.path.splitext(name)[1].lower() or name])):
        survey.files += 1
        survey.size += getattr(file, "size", 0)
        kind = kind_of(file.path)
        extra = missing_extra(kind) if kind is not None else None
        if kind is not None and extra is not None:
            missing.setdefault(kind, (extra, file.path))
    if missing:
        kinds, first = ", ".join(sorted(missing)), next(iter(missing.values()))[1]
        extras = ",".join(sorted({extra for extra, _ in missing.values()}))
        raise BatchError(f"{first}: to read {kinds} files: pip install 'civicnews[{extras}]'; or leave them out with --glob")
    if not survey.files:
        raise BatchError(f"{', '.join(batch.roots)}: no file to read was found; see `civicnews batch --help` for the kinds")
    return survey


def _share(pipeline: Pipeline) -> None:
    """Load and compile all that forked workers will share."""
    warm_up(pipeline)
    gc.collect()
    gc.freeze()  # or the collector would write to it, and each worker get a copy


def _tasks(batch: Batch, folder: Path, index: Index, under_way: set[bytes], stop: Stop) -> Iterator[Task[Source, Done | Failure]]:
    """The inputs in order; those that were done before, that failed, or whose text is under way have nothing to do.

    Once a stop is asked for, they end when all that is done has its place.
    """
    pattern = PublishedFrom(batch.options.published_from) if batch.options.published_from is not None else None
    cold = True
    for source in sources(_files(batch, folder, index), batch.reading):
        if stop.asked and index.all_met:
            return
        if isinstance(source, Failure):
            yield Task(None, 0, _Item(source.name, failure=source))
            continue
        key = content_key(source, batch.options, pattern)
        known = key in under_way or index.find(key) is not None or index.find_failure(key, source.name) is not None
        if not known:
            if IS_FORKED and cold and not stop.asked:
                _share(open_pipeline(batch.options))
                cold = False
            under_way.add(key)
        yield Task(None if known else source, 0 if known else len(source.data), _Item(source.name, key))


def _extract_all(batch: Batch, folder: Path, log: Log, index: Index, summary: Summary, watcher: Watcher, stop: Stop) -> None:
    under_way: set[bytes] = set()
    records = 0
    make = partial(open_worker, batch.options)
    with Pool[Source, Done | Failure](make, workers=batch.workers, timeout=batch.timeout, recycle=RECYCLE, forked=IS_FORKED) as pool:
        stop.watch(pool)
        for task in pool.in_order(_tasks(batch, folder, index, under_way, stop)):
            settled = _settled(task, log, index)
            if task.payload is not None:
                under_way.discard(task.about.key)
            if settled is None:
                continue
            summary.inputs += 1
            if isinstance(settled, Failure):
                index.place(task.about.name, None, settled)
                summary.failures += 1
            else:
                index.meet(task.about.key)
                index.place(task.about.name, settled.start)
                records += settled.records
                summary.reused += task.payload is None
            size = batch.reading.bytes_read()
            watcher.advance(inputs=summary.inputs, records=records, failures=summary.failures, reused=summary.reused, size=size)


def _settled(task: Task[Source, Done | Failure], log: Log, index: Index) -> Line | Failure | None:
    """The line of an input, written to the log if it is new, or its failure; None where a stop came before its turn."""
    item: _Item = task.about
    if item.failure is not None:
        return item.failure
    if task.payload is None:  # its text was done before, by now at least
        return index.find(item.key) or index.find_failure(item.key, item.name)
    if isinstance(task.answer, Done):
        line = Line(log.append(log_line(item.key, task.answer)), task.answer.records)
        index.add(item.key, line)
        return line
    failure = Failure(item.name, "extract", task.answer.reason) if isinstance(task.answer, Died) else task.answer
    if failure is not None:
        index.add_failure(item.key, failure)
    return failure


def _export(batch: Batch, folder: Path, log: Log, index: Index, summary: Summary, export: Exporter) -> None:
    target = Path(os.path.normpath(batch.output))
    documents = _documents(log, index)
    if batch.redaction is not None:
        from civicnews.batch.redaction import redacted

        documents = redacted(documents, open_pipeline(batch.options), batch.redaction)
    if batch.dedup == "off":
        export(summary.counting(document for document, _ in documents), target)
        return
    with scratch(folder / "duplicates.sqlite") as sql:
        duplicates = Duplicates(sql, batch.dedup)
        export(summary.counting(duplicates.settle(document, signatures) for document, signatures in documents), target)
        summary.duplicates = duplicates.count


def _documents(log: Log, index: Index) -> Iterator[tuple[dict[str, Any], dict[str, str]]]:
    """The documents of this run's inputs, in order, each under the name of its input, with its signatures; failed inputs too."""
    for placed in index.inputs():
        if placed.start is None:
            yield failed(placed.name, placed.reason or ""), {}
            continue
        line = log.read(placed.start)
        document: dict[str, Any] = line["document"]
        document["source"]["path"] = placed.name
        yield document, line["signatures"]


def _report(folder: Path, index: Index, summary: Summary) -> Path:
    errors = folder / "errors.jsonl"
    with open_output(str(errors)) as write:
        for placed in index.inputs():
            if placed.stage is not None:
                write(json.dumps({"path": placed.name, "stage": placed.stage, "reason": placed.reason}, ensure_ascii=False) + "\n")
    with open_output(str(folder / "summary.json")) as write:
        write(json.dumps(summary.as_data(), ensure_ascii=False, indent=2) + "\n")
    return errors

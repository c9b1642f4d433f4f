"""Feed every hostile input to every command that takes its like, and say what does not hold.

    python tests/hostile/run.py                     # all; takes about half an hour
    python tests/hostile/run.py --only pages/       # the cases whose name holds this
    python tests/hostile/run.py --large 10000       # smaller inputs

Each case is a process of its own. What must hold: an exit code that is documented, no traceback, no internal error, nothing on
standard error or in a table that a terminal would obey, JSON where JSON was asked for, at most 10 s of processor time and 1 GB of memory, nothing
changed outside the target, and records from the good inputs.
"""

from __future__ import annotations

import argparse
import importlib
import json
import os
import resource
import shutil
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, os.fspath(Path(__file__).parent.parent))
from hostile.good import GOOD
from hostile.inputs import Input, make
from hostile.results import results
from hostile.surroundings import Surroundings, surroundings

__all__ = ["Case", "Outcome", "cases", "run"]

SECONDS = 10
MEMORY = 1 << 30
WALL = 90
"""A process is stopped after so many seconds on the clock, whatever it does."""


@dataclass(frozen=True, slots=True)
class Case:
    """One run of the program. `{out}` in an argument is a folder that is there and empty.

    Attributes:
        expect: what must be on standard output or in a file of the target, or None.
        around: started anew in these surroundings; else forked from a process that has loaded everything.
    """

    name: str
    arguments: tuple[str, ...]
    stdin: Path | None = None
    expect: str | None = None
    codes: frozenset[int] = frozenset({0, 1, 2})
    around: Surroundings | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of a case: `wrong` is empty where all holds."""

    case: Case
    code: int
    seconds: float
    memory: int
    wrong: tuple[str, ...]
    stderr: str


def cases(folder: Path, made: dict[str, list[Input]], good: bytes) -> Iterator[Case]:
    """All cases."""
    record = '"communities"'
    good_page = folder / "good.txt"
    good_page.write_text(GOOD, "utf-8")
    result = folder / "good.json"
    result.write_bytes(good)
    for group in ("pages", "odd", "archives", "tables"):
        for one in made[group]:
            name, path = f"{group}/{one.path.name}", os.fspath(one.path)
            fine = frozenset({0}) if one.good else frozenset({0, 1, 2})
            read = one.good and group in ("pages", "odd")
            expect, codes = (record, fine) if read else (None, frozenset({0, 1, 2}))
            if read:
                codes = frozenset({0})
            yield Case(f"{name} extract", ("extract", "--", path), expect=expect, codes=codes)
            if group == "pages":
                yield Case(f"{name} table", ("extract", "--format", "table", "--", path))
                if path.endswith(".txt"):
                    yield Case(f"{name} stdin", ("extract", "--format", "csv", "--redact", "persons,reporters"), stdin=one.path)
                    yield Case(f"{name} try", ("rules", "try", "venue/at"), stdin=one.path)
            yield Case(f"{name} explain", ("explain", "--", path), codes=codes)
            yield Case(f"{name} review", ("review", "-o", "{out}/r.html", "--", path), codes=codes)
            batch = frozenset({0, 1, 2}) if not one.good else frozenset({0, 1})
            yield Case(
                f"{name} batch",
                ("batch", "--workers", "1", "-o", "{out}/r.jsonl", "--", path),
                expect=record if one.good else None,
                codes=batch,
            )
    for group in ("pages", "odd"):
        for one in made[group][::5]:
            path = os.fspath(one.path)
            yield Case(f"{group}/{one.path.name} stats", ("stats", "--", path))
            yield Case(f"{group}/{one.path.name} report", ("report", "-o", "{out}/r.html", "--", path))
            yield Case(f"{group}/{one.path.name} gazetteer", ("extract", "--gazetteer", path, "--", os.fspath(good_page)))
            yield Case(
                f"{group}/{one.path.name} key", ("extract", "--redact", "persons", "--pseudonym-key", path, "--", os.fspath(good_page))
            )
            yield Case(f"{group}/{one.path.name} data", ("gazetteer", "info", "--data", path))
            yield Case(f"{group}/{one.path.name} rules", ("rules", "check", path))
    for one in made["packs"]:
        path = os.fspath(one.path)
        yield Case(f"packs/{one.path.name} check", ("rules", "check", path))
        yield Case(f"packs/{one.path.name} list", ("rules", "list", path))
        yield Case(f"packs/{one.path.name} extract", ("extract", "--rules", path, os.fspath(good_page)))
        yield Case(f"packs/{one.path.name} doctor", ("doctor", "--rules", path))
    for one in made["overlays"]:
        path = os.fspath(one.path)
        yield Case(f"overlays/{one.path.name} extract", ("extract", "--gazetteer", path, os.fspath(good_page)))
        yield Case(f"overlays/{one.path.name} lookup", ("gazetteer", "lookup", "柳岸社区", "--gazetteer", path))
        build = folder / "builds" / one.path.stem
        build.mkdir(parents=True)
        for level in ("provinces", "cities", "areas", "streets", "villages"):
            shutil.copyfile(path, build / f"{level}.csv")
        yield Case(f"overlays/{one.path.name} build", ("gazetteer", "build", "--from", os.fspath(build), "-o", "{out}/d.bin"))
        yield Case(
            f"overlays/{one.path.name} places", ("report", "--format", "geojson", "--places", path, "-o", "{out}/g", os.fspath(result))
        )
    (folder / "results").mkdir()
    for name, data in results(good):
        stored = folder / "results" / name
        stored.write_bytes(data)
        path = os.fspath(stored)
        yield Case(f"results/{name} review", ("review", "-o", "{out}/r.html", path))
        yield Case(f"results/{name} report", ("report", "-o", "{out}/r.html", "--csv", "{out}/t", path))
        yield Case(f"results/{name} geojson", ("report", "--format", "geojson", path))
        yield Case(f"results/{name} stats", ("stats", path))
        gold = folder / "gold" / stored.stem
        gold.mkdir(parents=True)
        (gold / "a.txt").write_text(GOOD, "utf-8")
        shutil.copyfile(stored, gold / "a.json")
        yield Case(f"results/{name} eval", ("eval", os.fspath(gold)))
    for number, one in enumerate(made["pages"][::12]):
        group = folder / "folders" / str(number)
        group.mkdir(parents=True)
        shutil.copyfile(one.path, group / "a.txt")
        for command in ("stats", "gaps"):
            yield Case(f"pages/{one.path.name} {command}", ("rules", command, os.fspath(group)))
    words = ("", "\0", "\udcff", "\x1b[31m", "社" * 5000, "(" * 2000, "-", "--", "../..", "%s", "9" * 5000)
    for word in words:
        if "\0" in word:
            continue
        yield Case(f"words/{word[:5]!r} lookup", ("gazetteer", "lookup", "--", word))
        yield Case(f"words/{word[:5]!r} within", ("gazetteer", "lookup", "社区", f"--within={word}"))
        yield Case(f"words/{word[:5]!r} try", ("rules", "try", "--", word, word))
        yield Case(f"words/{word[:5]!r} list", ("rules", "list", "--kind", word))
        yield Case(f"words/{word[:5]!r} new", ("rules", "new", "{out}/p" + word))
        yield Case(f"words/{word[:5]!r} completion", ("completion", "--", word))
        for option in ("published", "published-from", "newspaper", "encoding", "region", "segmenter", "format", "redact", "output"):
            if option == "output" and word in ("../..", "-"):
                continue
            value = "{out}/" + word if option == "output" else word
            yield Case(f"words/{word[:5]!r} {option}", ("extract", f"--{option}={value}", os.fspath(good_page)))
        yield Case(f"words/{word[:5]!r} record", ("explain", f"--record={word}", os.fspath(good_page)))
        yield Case(f"words/{word[:5]!r} errors", ("eval", os.fspath(folder / "gold" / "good"), f"--errors={word}", f"--fail-under={word}"))
        yield Case(
            f"words/{word[:5]!r} glob",
            ("batch", os.fspath(folder / "folders" / "0"), f"--glob={word}", f"--text-field={word}", "-o", "{out}/r.csv"),
        )
    for target in ("/dev/full", "/no/such/folder/x", "/proc/x", "/dev/null/x", "{out}/."):
        yield Case(f"targets{target} extract", ("extract", "-o", target, os.fspath(good_page)), codes=frozenset({1, 2}))
        yield Case(f"targets{target} review", ("review", "-o", target, os.fspath(good_page)), codes=frozenset({1, 2}))
        yield Case(f"targets{target} report", ("report", "-o", target, os.fspath(result)), codes=frozenset({1, 2}))
        yield Case(
            f"targets{target} batch", ("batch", "--workers", "1", "-o", target + ".jsonl", os.fspath(good_page)), codes=frozenset({0, 1, 2})
        )
    yield from _in_surroundings(folder, good_page, result)
    for arguments in (("schema",), ("doctor",), ("rules", "schema"), ("gazetteer", "info"), ("completion", "bash")):
        yield Case(" ".join(arguments), arguments, codes=frozenset({0}))


def _in_surroundings(folder: Path, page: Path, result: Path) -> Iterator[Case]:
    """Every command in all surroundings. Where little is allowed it may fail, with a word if there is anywhere to say it."""
    commands = (
        ("extract", os.fspath(page)),
        ("extract", "-o", "{out}/r.csv", "--format", "csv", os.fspath(page)),
        ("extract", "--format", "table", os.fspath(page)),
        ("batch", "--workers", "1", "-o", "{out}/r.jsonl", os.fspath(page)),
        ("review", "-o", "{out}/r.html", os.fspath(page)),
        ("report", "-o", "{out}/r.html", os.fspath(result)),
        ("stats", os.fspath(result)),
        ("explain", os.fspath(page)),
        ("rules", "list"),
        ("gazetteer", "lookup", "永和社区"),
        ("doctor",),
        ("schema",),
        ("completion", "bash"),
        ("eval", os.fspath(folder / "gold" / "good")),
    )
    (folder.parent / "caches").mkdir()
    for around in surroundings(folder.parent / "caches"):
        for number, arguments in enumerate(commands):
            yield Case(f"around/{around.name} {number} {arguments[0]}", arguments, around=around, codes=frozenset({0, 1, 2, 141}))


def _state(folder: Path) -> dict[str, tuple[int, ...]]:
    """What is in a folder: path → size, time of change and mode."""
    out = {}
    for root, folders, files in os.walk(os.fspath(folder)):
        for name in (*folders, *files):
            about = os.lstat(os.path.join(root, name))
            out[os.path.join(root, name)] = (about.st_size, about.st_mtime_ns, about.st_mode)
    return out


def _child(case: Case, out: Path, captured: Path) -> None:
    """Become the program; never returns."""
    os.setsid()
    os.chdir(out)
    source = os.fspath(case.stdin) if case.stdin is not None else os.devnull
    for target, path, flags in (
        (0, source, os.O_RDONLY),
        (1, captured / "out", os.O_WRONLY | os.O_CREAT),
        (2, captured / "err", os.O_WRONLY | os.O_CREAT),
    ):
        opened = os.open(path, flags, 0o600)
        os.dup2(opened, target)
        os.close(opened)
    if case.around is not None:
        arguments = [one.replace("{out}", os.fspath(out)) for one in case.arguments]
        os.execve(sys.executable, [sys.executable, "-m", "civicnews", *arguments], case.around.enter())
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS * 6, SECONDS * 6))
    if case.arguments[0] != "report":  # its charts reserve 64 GB of addresses
        resource.setrlimit(resource.RLIMIT_AS, (6 * MEMORY, 6 * MEMORY))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    sys.stdin = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stderr = open(2, "w", encoding="utf-8", errors="backslashreplace", closefd=False)  # noqa: SIM115
    sys.argv = ["civicnews", *(one.replace("{out}", os.fspath(out)) for one in case.arguments)]
    from civicnews.__main__ import run as program

    program()


def run(case: Case, folder: Path) -> Outcome:
    """Run one case in a process and look at what came of it."""
    out = Path(tempfile.mkdtemp(dir=folder, prefix="out-"))
    captured = Path(tempfile.mkdtemp(dir=folder, prefix="captured-"))
    child = os.fork()
    if child == 0:
        try:
            _child(case, out, captured)
        finally:
            import traceback

            os.write(2, traceback.format_exc().encode("utf-8", "replace"))
            os._exit(70)
    begun = time.monotonic()
    wrong = []
    while True:
        done, status, used = os.wait4(child, os.WNOHANG)
        if done:
            break
        if time.monotonic() - begun > WALL:
            wrong.append(f"hangs: {WALL} s on the clock")
            os.killpg(child, signal.SIGKILL)
            _, status, used = os.wait4(child, 0)
            break
        time.sleep(0.01)
    code = os.waitstatus_to_exitcode(status)
    seconds, memory = used.ru_utime + used.ru_stime, used.ru_maxrss * 1024
    printed = (captured / "out").read_bytes() if (captured / "out").exists() else b""
    said = (captured / "err").read_bytes() if (captured / "err").exists() else b""
    written = b"".join(path.read_bytes() for path in out.rglob("*") if path.is_file() and path.stat().st_size < 50_000_000)
    wrong += _wrong(case, code, seconds, memory, printed, said, written)
    shutil.rmtree(out)
    shutil.rmtree(captured)
    return Outcome(case, code, seconds, memory, tuple(wrong), said.decode("utf-8", "replace"))


def _wrong(case: Case, code: int, seconds: float, memory: int, printed: bytes, said: bytes, written: bytes) -> Iterator[str]:
    if code not in case.codes:
        yield f"exit code {code}, not one of {sorted(case.codes)}"
    if seconds > SECONDS:
        yield f"{seconds:.0f} s of processor time"
    if memory > MEMORY:
        yield f"{memory >> 20} MiB of memory"
    for mark in (b"Traceback", b"internal error", b"Warning:", b"Fatal Python"):
        if mark in said or (mark == b"internal error" and (mark in printed or mark in written)):
            yield mark.decode()
    dumb = case.around is not None and (2 in case.around.closed or case.around.name == "no-file")
    if code in (1, 2) and not said.strip() and not dumb and case.arguments[0] not in ("rules", "eval", "gazetteer", "doctor"):
        yield "fails without a word"
    try:
        message = said.decode("utf-8")
    except UnicodeDecodeError:
        yield "standard error is not UTF-8"
        message = ""
    if any((ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160 or c in "\u202e\u202d\u2066\u2067\u2028" for c in message):
        yield "standard error holds control characters"
    if len(message) > 20_000:
        yield f"standard error is {len(message)} characters long"
    tabled = "table" in case.arguments or case.arguments[0] in ("stats", "explain", "doctor", "rules", "gazetteer", "eval")
    if tabled and any((c < 32 and c not in b"\n\t\r") or c == 127 for c in printed):
        yield "standard output holds control characters"
    if case.arguments[0] == "extract" and "--format" not in case.arguments and code in (0, 1):
        for line in printed.splitlines():
            try:
                json.loads(line)
            except ValueError:
                yield "standard output is no JSON"
                break
    if case.expect is not None and case.expect.encode() not in printed + written:
        yield "no record came of it"


def _warm() -> None:
    """Load the program once; each case is a fork of this process."""
    from civicnews.cli.app import COMMANDS, MODULES

    for command in COMMANDS:
        importlib.import_module(f"civicnews.cli.{MODULES.get(command, command)}")
    for module in (
        "civicnews.cli.extraction",
        "civicnews.cli.plain",
        "civicnews.pipeline",
        "civicnews.write",
        "pydantic",
        "charset_normalizer",
        "rjieba",
        "re2",
        "trafilatura",
        "pypdfium2",
        "docx",
    ):
        importlib.import_module(module)


def main() -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("--only", default="")
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--part", default="0/1", help="N/M: every Mth case, from the Nth")
    options = parser.parse_args()
    part, parts = map(int, options.part.split("/"))
    _warm()
    import civicnews

    good = civicnews.to_json(civicnews.extract(GOOD, published="2023-03-07")).encode()
    with tempfile.TemporaryDirectory(prefix="hostile-") as name:
        root = Path(name)
        (root / "in").mkdir()
        (root / "run").mkdir()
        made = make(root / "in", options.large)
        chosen = [case for case in cases(root / "in", made, good) if options.only in case.name][part::parts]
        before = _state(root / "in")
        bad = 0
        slowest, largest = (0.0, ""), (0, "")
        for case in chosen:
            outcome = run(case, root / "run")
            print(f"{case.name!a} {outcome.code} {outcome.seconds:.1f} s {outcome.memory >> 20} MiB", file=sys.stderr, flush=True)
            slowest = max(slowest, (outcome.seconds, case.name))
            largest = max(largest, (outcome.memory, case.name))
            wrong = list(outcome.wrong)
            if len(os.listdir(root / "run")):
                wrong.append("left something beside its target")
            if wrong:
                bad += 1
                print(
                    f"{case.name!a}: {'; '.join(wrong)} [{outcome.code}, {outcome.seconds:.1f} s, {outcome.memory >> 20} MiB] {outcome.stderr[-300:]!a}",
                    flush=True,
                )
        if _state(root / "in") != before:
            bad += 1
            print("the inputs were touched")
        inputs = sum(map(len, made.values())) + sum(1 for _ in results(good))
        print(
            f"{inputs} inputs, {len(chosen)} cases, {bad} wrong; slowest {slowest[0]:.1f} s {slowest[1]!a}; largest {largest[0] >> 20} MiB {largest[1]!a}"
        )
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())

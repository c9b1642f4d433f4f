"""Does a batch keep what it promises? Five trials on articles that are generated for them.

    python benchmarks/batch.py kill      # killed at ten random moments and resumed: the same records as undisturbed
    python benchmarks/batch.py memory    # peak memory of all processes at 2,000 and at 20,000 articles
    python benchmarks/batch.py speed     # one worker and two
    python benchmarks/batch.py write     # what writing each kind of output takes of the time
    python benchmarks/batch.py bad       # 200 bad inputs of every kind beside 200 good ones
    python benchmarks/batch.py           # all of them

Options: --articles N (20,000), --workers N (2). The machine should have nothing else to do. Linux only (/proc).
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import re
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

KILLS = 10
SMALL, MIDDLE = 2_000, 6_000


class Run(NamedTuple):
    """A finished run: its code, its seconds by the clock and of all its processes' time, and the peak of their memory in MB, shared pages
    once (PSS) and each time (RSS)."""

    code: int
    seconds: float
    cpu: float
    pss: float
    rss: float


def start(folder: Path, output: Path, workers: int, *more: str) -> subprocess.Popen[bytes]:
    """Start a batch as the leader of a session of its own."""
    target = str(output) if output.suffix else f"{output}{os.sep}"
    command = [sys.executable, "-m", "civicnews", "batch", str(folder), "-o", target, "-q", "--workers", str(workers), *more]
    return subprocess.Popen(command, start_new_session=True, stderr=subprocess.DEVNULL)


def run(folder: Path, output: Path, workers: int, *more: str) -> Run:
    """Run a batch to its end and watch its memory."""
    began, before = time.monotonic(), spent()
    process = start(folder, output, workers, *more)
    pss = rss = 0.0
    while process.poll() is None:
        now = memory(process.pid)
        pss, rss = max(pss, now[0]), max(rss, now[1])
        time.sleep(0.5)
    return Run(process.returncode, time.monotonic() - began, spent() - before, pss, rss)


def spent() -> float:
    """Processor seconds of all processes that have ended, with theirs."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def memory(session: int) -> tuple[float, float]:
    """PSS and RSS of all processes of a session, in MB."""
    pss = rss = 0
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if os.getsid(int(entry.name)) == session:
                    for line in (entry / "smaps_rollup").read_text().splitlines():
                        pss += int(line.split()[1]) if line.startswith("Pss:") else 0
                        rss += int(line.split()[1]) if line.startswith("Rss:") else 0
            except (OSError, ValueError):
                continue  # it has just ended
    return pss / 1024, rss / 1024


def articles(folder: Path, count: int) -> Path:
    """A folder of so many articles."""
    from generated import write_articles

    target = folder / f"articles-{count}"
    if not target.exists():
        write_articles(target, count)
    return target


@cache
def undisturbed(folder: Path, count: int, workers: int) -> Run:
    """A run over so many articles to `folder`/COUNT.jsonl, once for all trials that need it."""
    return run(articles(folder, count), folder / f"{count}.jsonl", workers)


def digest(path: Path) -> str:
    """SHA-256 of a file."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def kill(folder: Path, count: int, workers: int) -> bool:
    """SIGKILL at ten random moments, then once to the end, beside an undisturbed run."""
    inputs = articles(folder, count)
    whole, killed = folder / f"{count}.jsonl", folder / "killed.jsonl"
    first = undisturbed(folder, count, workers)
    say(f"undisturbed: {first.seconds:.0f} s, {first.pss:.0f} MB PSS, {first.rss:.0f} MB RSS")
    rng = random.Random(7)
    for number in range(1, KILLS + 1):
        process = start(inputs, killed, workers)
        time.sleep(rng.uniform(0.5, 2.2 * first.seconds / KILLS))
        process.kill()
        ended = process.wait()
        lines = sum(log.read_bytes().count(b"\n") - 1 for log in Path(f"{killed}.civicnews").glob("documents-*.jsonl"))
        say(f"kill {number}: code {ended}, {lines:,} texts are done")
    last = run(inputs, killed, workers)
    same = digest(whole) == digest(killed)
    records = whole.read_bytes().count(b"\n")
    say(f"then {last.seconds:.0f} s to the end; {records:,} records, {'the same bytes' if same else 'NOT THE SAME'}")
    return same


def measure_memory(folder: Path, count: int, workers: int) -> bool:
    """The peak at `SMALL` articles and at `count`."""
    small, large = undisturbed(folder, SMALL, workers), undisturbed(folder, count, workers)
    for size, one in ((SMALL, small), (count, large)):
        say(f"{size:>7,} articles: {one.pss:6.0f} MB PSS, {one.rss:6.0f} MB RSS, {one.seconds:.0f} s")
    say(f"ratio: {large.pss / small.pss:.3f} PSS, {large.rss / small.rss:.3f} RSS (at most 1.15)")
    return large.pss / small.pss <= 1.15


def speed(folder: Path, count: int, workers: int) -> bool:
    """One worker and two, on `MIDDLE` articles, twice each, the faster counts."""
    inputs = articles(folder, MIDDLE)
    seconds = {n: min(run(inputs, folder / f"workers-{n}.jsonl", n, "--fresh").seconds for _ in range(2)) for n in (1, 2)}
    ratio = seconds[1] / seconds[2]
    say(f"one worker {seconds[1]:.1f} s, two {seconds[2]:.1f} s: {ratio:.2f} times as fast (at least 1.7)")
    return ratio >= 1.7


def writing(folder: Path, count: int, workers: int) -> bool:
    """The same command again, which extracts nothing and writes all: that, its start and the reading of the log are counted as writing."""
    inputs, first = articles(folder, MIDDLE), undisturbed(folder, MIDDLE, workers)
    say(f"extracting and writing {MIDDLE:,} articles: {first.cpu:.1f} s of processor time")
    shares = {}
    for output in ("again.jsonl", "again.csv", "again.parquet", "again.sqlite", "again.duckdb", "again"):
        target = folder / output
        shutil.copytree(folder / f"{MIDDLE}.jsonl.civicnews", folder / f"{output}.civicnews")
        again = run(inputs, target, workers)
        shares[target.suffix] = again.cpu / first.cpu
        say(f"    {target.suffix or 'folder':<9}{again.cpu:5.1f} s, {shares[target.suffix]:.1%}")
    return max(shares[".jsonl"], shares[".parquet"]) < 0.15


def bad(folder: Path, count: int, workers: int) -> bool:
    """200 bad inputs of ten kinds beside 200 good ones."""
    from generated import article
    from made_files import bomb, gzipped, pdf, tarred, word, zipped, zstd

    inputs = folder / "bad-and-good"
    inputs.mkdir(exist_ok=True)
    big = bomb()
    kinds = {
        "encoding.txt": lambda n: ("字" * 90).encode() + bytes([0xFF, 0xFE, n]) * 20,
        "binary.txt": lambda n: random.Random(n).randbytes(500),
        "empty.txt": lambda n: b" \n" * n,
        "corrupt.zip": lambda n: zipped({"a.txt": article(n) * 3})[: -30 - n],
        "password.zip": lambda n: zipped({"a.txt": article(n)}, encrypted=("a.txt",)),
        "outside.zip": lambda n: zipped({"../a.txt": article(n)}),
        "bomb.txt.gz": lambda n: big,
        "cut.tar.gz": lambda n: gzipped(tarred({"a.txt": random.Random(n).randbytes(9000)}))[:4000],
        "broken.zst": lambda n: zstd(article(n))[:-9],
        "large.txt": lambda n: ("字" * (30_001 + n)).encode(),
        "password.pdf": lambda n: pdf("字", encrypted=True),
        "broken.pdf": lambda n: b"%PDF-1.7 " + bytes([n]),
        "broken.docx": lambda n: word("字")[:-40],
        "none.htm": lambda n: b"<html><body><img src='%d.png'></body></html>" % n,
        "broken.jsonl": lambda n: b'{"text": "%d' % n,
        "fields.jsonl": lambda n: b'{"body": "%d"}' % n,
        "date.csv": lambda n: f"text,date\n字{n},gestern\n".encode(),
        "broken.json": lambda n: b"[1, 2",
        "dead.txt": None,
        "rights.tar": lambda n: b"no tar" * 200,
    }  # fmt: skip
    for number in range(200):
        (inputs / f"{number:03}-good.txt").write_text(article(number), encoding="utf-8")
        name, make = list(kinds.items())[number % len(kinds)]
        path = inputs / f"{number:03}-{name}"
        if make is not None:
            path.write_bytes(make(number))
        elif not path.is_symlink():
            path.symlink_to(inputs / "nowhere")
    output = folder / "good.jsonl"
    done = run(inputs, output, workers, "--max-chars", "30000")
    good = {json.loads(line)["document"]["path"] for line in output.read_text(encoding="utf-8").splitlines()}
    failures = [json.loads(line) for line in (folder / "good.jsonl.civicnews" / "errors.jsonl").read_text(encoding="utf-8").splitlines()]
    say(f"exit code {done.code}; results of {len(good)} good inputs; {len(failures)} reasons:")
    told = Counter((Path(re.split("!/|#", one["path"])[0]).name[4:], re.sub(r"\d[\d,]*", "N", one["reason"])[:90]) for one in failures)
    for (kind, reason), times in sorted(told.items()):
        say(f"    {times:>3} {kind:<15} {reason}")
    bad_inputs = {one["path"].split("!/")[0].split("#")[0] for one in failures}
    return done.code == 1 and len(good) == 200 and len(failures) == 200 and len(bad_inputs) == 200


TRIALS = {"kill": kill, "memory": measure_memory, "speed": speed, "write": writing, "bad": bad}


def say(text: str) -> None:
    """Print a line at once."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main() -> int:
    """Run the trials that are asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("trial", nargs="*", choices=[*TRIALS, []], default=[])
    parser.add_argument("--articles", type=int, default=20_000)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    held = True
    with tempfile.TemporaryDirectory() as name:
        for trial in asked.trial or TRIALS:
            say(f"— {trial}")
            ok = TRIALS[trial](Path(name), asked.articles, asked.workers)
            say("held" if ok else "NOT HELD")
            held = held and ok
    return 0 if held else 1


if __name__ == "__main__":
    sys.exit(main())

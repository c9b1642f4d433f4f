"""How fast are whole records, beside what the segmenters alone need?

    python benchmarks/speed.py                 # everything; hours
    python benchmarks/speed.py --short         # what CI runs; exits 1 if a ratio is worse than its floor by more than a fifth
    python benchmarks/speed.py --only cold     # one part: cold, throughput, growth, hostile, memory

All figures are ratios of two things measured in the same run, by turns, on the same text, in processor time, so
that they hold from machine to machine. benchmarks/floors.json keeps the ratios that CI compares with.

The text is that of tests/devset, over and over. So that no sentence comes again as it was, each round replaces
every digit by another and lets seventy characters of names change places; the table says
how many of the sentences are distinct.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import random
import re
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
FLOORS = ROOT / "benchmarks" / "floors.json"
TOLERANCE = 1.2
ARTICLE = 600
NAMES = "永和平安东西南北新华明丽芳伟强军红梅兰英玉春光海江河山林王李张刘陈杨赵黄周吴徐孙胡朱高何郭马罗梁宋郑谢韩唐冯董程曹袁邓许沈曾彭吕"
COLD = {
    "jieba": [sys.executable, "-c", "import jieba; jieba.initialize()"],
    "imports": [sys.executable, "-c", "import typer, rich, pydantic, rjieba"],
    "extract": [sys.executable, "-m", "civicnews", "extract"],
}
HOSTILE: dict[str, Callable[[int], str]] = {
    "no stop": lambda size: ("社区志愿者为老人理发打扫房间" * (size // 14 + 1))[:size],
    "headings": lambda size: "\n".join("【河东街道】" if n % 2 else "河东区阳光街道" for n in range(size // 7)),
    "commas": lambda size: "社区，" * (size // 3),
    "nested quotes": lambda size: "“‘" * (size // 4) + "’”" * (size // 4),
    "a list of names": lambda size: "、".join(["永和社区"] * (size // 5)),
    "short lines": lambda size: "社\n" * (size // 2),
    "digits": lambda size: "1" * size,
}


def main() -> None:
    """Measure, print the table, compare with the floors."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--short", action="store_true", help="a short form, compared with the floors")
    parser.add_argument("--only", choices=PARTS, help="one part alone")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.child:
        _say(json.dumps(_memory_of(chosen.child)))
        return
    _say("measure | figure | ratio | goal")
    _say("---|---|---|---")
    found: dict[str, float] = {}
    for name in [chosen.only] if chosen.only else PARTS:
        gc.collect()
        gc.freeze()  # what an earlier part left, jieba's words above all, is not looked through while this one is measured
        for label, figure, ratio, goal in PARTS[name](chosen.short):
            found[label] = ratio
            _say(f"{label} | {figure} | {ratio:.2f} | {goal}")
    if chosen.short:
        sys.exit(_compared(found))


def _compared(found: dict[str, float]) -> int:
    floors: dict[str, dict[str, Any]] = json.loads(FLOORS.read_text("utf-8"))["ratios"]
    worse = 0
    for label, ratio in found.items():
        floor = floors.get(label)
        if floor is None:
            continue
        high = floor["better"] == "high"
        if (floor["ratio"] / ratio if high else ratio / floor["ratio"]) > TOLERANCE:
            _say(f"{label}: {ratio:.2f} is worse than the floor {floor['ratio']:.2f} by more than a fifth")
            worse = 1
    return worse


def pages() -> list[str]:
    """The pages of the dev set."""
    found = sorted((ROOT / "tests" / "devset").glob("**/*.txt"))
    return [text for path in found if (text := path.read_bytes().decode("utf-8-sig", "ignore")).strip()]


def varied(size: int) -> Iterator[str]:
    """Pages with `size` bytes together, no two rounds alike."""
    chance = random.Random(1)
    left = size
    while True:
        other = dict(zip(NAMES, chance.sample(NAMES, len(NAMES)), strict=True))
        digits = dict(zip("123456789", chance.sample("123456789", 9), strict=True))
        table = str.maketrans(other | digits)
        for page in pages():
            changed = page.translate(table)
            yield changed
            left -= len(changed.encode())
            if left <= 0:
                return


Row = tuple[str, str, float, str]
"""What, the figure, the ratio, the goal."""


def throughput(short: bool) -> Iterator[Row]:
    """Records in bytes a second, beside jieba on the same text."""
    import jieba
    import jieba.posseg

    from civicnews.pipeline import Pipeline
    from civicnews.read import page_of
    from civicnews.write import to_json

    jieba.setLogLevel(60)
    jieba.initialize()
    pipeline = Pipeline()
    for page in pages():
        pipeline.run(page_of(page))
    texts = list(varied(1_000_000 if short else 20_000_000))
    sentences = [sentence for text in texts for sentence in re.split("(?<=[。！？])|\n", text) if sentence.strip()]
    spent = {"civicnews": 0.0, "jieba.lcut": 0.0, "jieba.posseg": 0.0}
    size = dict.fromkeys(spent, 0)
    for number, text in enumerate(texts):
        size["civicnews"] += len(text.encode())
        spent["civicnews"] += _time(lambda text=text: to_json(pipeline.run(page_of(text))))
        spent["jieba.lcut"] += _time(lambda text=text: jieba.lcut(text))
        if number % 10 == 0:
            size["jieba.posseg"] += len(text.encode())
            spent["jieba.posseg"] += _time(lambda text=text: jieba.posseg.lcut(text))
    size["jieba.lcut"] = size["civicnews"]
    speed = {name: size[name] / spent[name] for name in spent}
    kept = f"{len(set(sentences)) / len(sentences):.0%} of the sentences distinct"
    own = speed["civicnews"]
    for other, goal, more in (("jieba.lcut", ">= 1.5", f", {kept}"), ("jieba.posseg", ">= 5", "")):
        yield f"bytes a second / {other}", f"{own / 1e3:,.0f} kB/s; {speed[other] / 1e3:,.0f} kB/s{more}", own / speed[other], goal


def cold(short: bool) -> Iterator[Row]:
    """The whole process on one article, rules ready in the cache, beside the start of others; the middle of runs by turns.

    All run as they do once they are installed, from compiled modules: pip compiles what it installs, and an editable
    checkout is compiled when it first runs, unless PYTHONDONTWRITEBYTECODE forbids it.
    """
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    article = _article()
    commands = {name: [*command, str(article)] if name == "extract" else command for name, command in COLD.items()}
    for command in commands.values():
        subprocess.run(command, check=True, capture_output=True, env=environment)
    runs: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(5 if short else 15):
        for name, command in commands.items():
            runs[name].append(_time(lambda command=command: subprocess.run(command, check=True, capture_output=True, env=environment)))
    spent = {name: statistics.median(times) for name, times in runs.items()}
    for other, label, goal in (("jieba", "jieba.initialize()", "<= 0.35"), ("imports", "import typer, rich, pydantic, rjieba", "<= 1.6")):
        figure = f"{spent['extract'] * 1e3:.0f} ms; {spent[other] * 1e3:.0f} ms"
        yield f"extract an article / {label}", figure, spent["extract"] / spent[other], goal


def growth(short: bool) -> Iterator[Row]:
    """Time for a character in one input that grows, and in more and more inputs."""
    from civicnews.pipeline import Pipeline
    from civicnews.read import page_of

    pipeline = Pipeline()
    largest = 400_000 if short else 5_000_000
    whole = "\n\n".join(varied(3 * largest))
    pipeline.run(page_of(whole[:100_000]))
    small = [whole[at : at + 1000] for at in range(0, 100_000, 1000)]
    first = sum(_time(lambda text=text: pipeline.run(page_of(text))) for text in small) / 100_000
    last = _time(lambda: pipeline.run(page_of(whole[:largest]))) / largest
    label = f"time a character, one input of {largest:,} characters / of 1,000"
    yield label, f"{last * 1e6:.1f} µs; {first * 1e6:.1f} µs", last / first, "<= 1.25"
    article = [text[:200] for text in varied(200_000)]
    count = 2_000 if short else 100_000
    few = min(_time(lambda: [pipeline.run(page_of(text)) for text in article[:100]]) for _ in range(3)) / 100
    many = _time(lambda: [pipeline.run(page_of(article[number % 100])) for number in range(count)]) / count
    yield f"time an input, {count:,} inputs / 100", f"{many * 1e3:.2f} ms; {few * 1e3:.2f} ms", many / few, "<= 1.25"


def hostile(short: bool) -> Iterator[Row]:
    """Texts made to be slow: time for a character in a long one, beside one an eighth as long."""
    from civicnews.pipeline import Pipeline
    from civicnews.read import page_of

    pipeline = Pipeline()
    size = 2_000 if short else 80_000
    for label, make in HOSTILE.items():
        pipeline.run(page_of(make(1000)))
        little, much = make(size), make(8 * size)
        one = min(_time(lambda text=little: pipeline.run(page_of(text))) for _ in range(3)) / len(little)
        other = _time(lambda text=much: pipeline.run(page_of(text))) / len(much)
        yield f"hostile: {label}, {len(much):,} characters / {len(little):,}", f"{other * 1e6:.1f} µs a character", other / one, "<= 1.25"


def memory(short: bool) -> Iterator[Row]:
    """The most memory that a process of its own had; for one input also what it had more than before."""
    large = 1 if short else 50
    for label, child, limit, goal in (
        ("memory of a worker on articles / 150 MB", f"articles {0.4 if short else 4}", 150.0, "<= 1"),
        (f"memory of one input of {large} MB / ten times its size", f"input {large}", 0.0, "<= 1"),
    ):
        done = subprocess.run([sys.executable, __file__, "--child", child], check=True, capture_output=True, text=True)
        most, before, size = json.loads(done.stdout)
        yield label, f"{most:.0f} MB", most / (limit or 10 * size), goal
    yield f"what one input of {large} MB adds / ten times its size", f"{most - before:.0f} MB", (most - before) / (10 * size), goal


def _memory_of(child: str) -> tuple[float, float, float]:
    """In a process of its own: the most MB that it had, the MB that it had before the last input, and the MB of that.

    An input is read as `extract` reads it, article by article, in a process that has read 0.4 MB before.
    """
    from civicnews.pipeline import Pipeline
    from civicnews.read import page_of

    pipeline = Pipeline()
    kind, _, size = child.partition(" ")
    for text in varied(int(float(size if kind == "articles" else 0.4) * 1_000_000)):
        pipeline.run(page_of(text))
    before = _peak()
    if kind == "input":
        for _ in pipeline.parts(page_of("\n\n".join(varied(int(float(size) * 1_000_000))))):
            pass
    return _peak(), before, float(size)


def _peak() -> float:
    """The most MB that this process had; `ru_maxrss` of Linux counts what the process had that it was forked from."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text("utf-8").partition("VmHWM:")[2].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _article() -> Path:
    """An article of ours with about 600 characters."""
    found = sorted((ROOT / "samples").glob("*.txt"), key=lambda path: abs(len(path.read_bytes().decode("utf-8", "ignore")) - ARTICLE))
    return found[0]


def _time(run: Callable[[], object]) -> float:
    """Processor time of this process and of those that it waits for: other work on the machine changes it least."""
    start = _spent()
    run()
    return _spent() - start


def _spent() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


PARTS: dict[str, Callable[[bool], Iterator[Row]]] = {
    "cold": cold, "throughput": throughput, "growth": growth, "hostile": hostile, "memory": memory,
}  # fmt: skip


if __name__ == "__main__":
    main()

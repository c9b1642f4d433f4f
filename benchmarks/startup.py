"""What language and help cost the start: `python benchmarks/startup.py`. Milliseconds of one process, the best of twenty-one."""

from __future__ import annotations

import subprocess
import sys

BEFORE = "import sys, os, time, importlib, typer, civicnews.errors, contextvars, inspect, textwrap, functools"
STEPS = {
    "import language and manual": "import civicnews.cli.language, civicnews.cli.manual",
    "decide the language": "from civicnews.cli.language import *; speak(language_of({'LANG': 'zh_CN'}))",
    "read the Chinese catalogue": "translated('no such rule')",
    "dress the command extract": (
        "from civicnews.cli import extract, manual; command = typer.main.get_command(extract.app); start = time.process_time(); "
        "manual.dress(command)"
    ),
    "translate an error": 'translated("none.txt: no such file; check the path")',
}


def once() -> list[float]:
    """The milliseconds of each step, in a process of its own."""
    lines = [BEFORE]
    for code in STEPS.values():
        lines += ["start = time.process_time()", code, "print((time.process_time() - start) * 1000)"]
    out = subprocess.run([sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True).stdout
    return [float(line) for line in out.split()]


if __name__ == "__main__":
    runs = [once() for _ in range(21)]
    for name, figures in zip(STEPS, zip(*runs, strict=True), strict=True):
        sys.stdout.write(f"{name:30} {min(figures):6.2f} ms\n")

"""Write the worked example of the README from what the program prints. Run: python tests/readme_example.py"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
README = ROOT / "README.md"
BEGIN, END = "<!-- example: begin -->\n", "<!-- example: end -->\n"
SENTENCE = "本报讯（记者 林一）5日，平城区水泊寺街道永和社区组织20余名志愿者来到康乐养老院，为老人们理发、打扫房间。"
FIELDS = (
    ("place", "[(p.name, p.code, p.match) for p in (*record.communities, record.street, record.district, record.city)]"),
    ("date", "(record.date.text, record.date.edtf, record.date.spans)"),
    ("participants", "[(p.name, p.role, p.count and p.count.value, p.spans) for p in record.participants]"),
    ("types", "[(e.type, e.rule, e.spans) for e in record.activity_evidence]"),
    ("venue", "(record.venue.text, record.venue.spans)"),
)


def example() -> str:
    """The text between the markers: a table of a sample, and a record taken apart in Python."""
    table = run("extract", "samples/brief.txt", "--format", "table")
    session = [f'>>> text = "{SENTENCE}"', '>>> result = civicnews.extract(text, published="2023-03-07")']
    session += [">>> record = result.articles[0].sections[0].records[0]"]
    namespace: dict[str, object] = {}
    exec("import civicnews\n" + "\n".join(line.removeprefix(">>> ") for line in session), namespace)
    for _, expression in FIELDS:
        session += [f">>> {expression}", repr(eval(expression, namespace))]
    return "\n".join(
        [
            "A sample of ours, as a table:",
            "",
            "    $ civicnews extract samples/brief.txt --format table",
            *(f"    {line}".rstrip() for line in table.splitlines()),
            "",
            "One sentence, with the code, the rule and the characters behind each value (spans count from 0, end excluded):",
            "",
            *(f"    {line}" for line in [">>> import civicnews", *session]),
            "",
        ]
    )


def run(*arguments: str) -> str:
    """What the program prints for these arguments, run in the project's folder, in a terminal 110 columns wide."""
    command = [sys.executable, "-m", "civicnews", *arguments]
    environment = {"COLUMNS": "110", "PATH": "/usr/bin:/bin", "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, encoding="utf-8", check=True).stdout


def with_example(text: str) -> str:
    """The README with its example made anew."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}\n{example()}\n{END}{after}"


if __name__ == "__main__":
    README.write_text(with_example(README.read_text("utf-8")), "utf-8")

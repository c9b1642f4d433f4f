"""How quick the review page is in a browser: `python benchmarks/review_page.py [RECORDS]`.

Makes one page of thousands of records (the samples over and over, once as many documents and once as one long document), opens it in
the installed Chromium and prints the milliseconds from the start of the load to the first records, and of a filter, a search, a turn
of the page and a verdict, each as the median of five, and the elements in the document.
"""

from __future__ import annotations

import statistics
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from chromium import chromium

from civicnews.pipeline import Pipeline
from civicnews.read import page_of, read_path
from civicnews.review.data import review_data
from civicnews.review.documents import Reviewed, extracted
from civicnews.review.render import review_page

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
TIMED = """async () => {
  const start = performance.now();
  (ACT)();
  await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
  return performance.now() - start;
}"""
ACTS = {
    "filter by type": "() => { const box = document.getElementById('filter-type'); box.selectedIndex = 2; "
    "box.dispatchEvent(new Event('change')); }",
    "search": "() => { const box = document.getElementById('filter-words'); box.value = '志愿者'; box.dispatchEvent(new Event('input')); }",
    "clear": "() => document.getElementById('reset').click()",
    "next page": "() => document.getElementById('next').click()",
    "verdict": "() => document.querySelector('.v-right').click()",
}


def say(line: str) -> None:
    sys.stdout.write(line + "\n")


def many(pipeline: Pipeline, wanted: int) -> list[Reviewed]:
    made: list[Reviewed] = []
    kept = [extracted(read_path(path), pipeline) for path in sorted(SAMPLES.glob("*.txt"))]
    while sum(len(one.records) for one in made) < wanted:
        made.extend(kept)
    return made


def long(pipeline: Pipeline, wanted: int) -> list[Reviewed]:
    text = read_path(SAMPLES / "roundup-no-headings.txt").text
    once = extracted(page_of(text), pipeline)
    return [extracted(page_of("\n\n".join([text] * (wanted // max(1, len(once.records)) + 1))), pipeline)]


def main() -> None:
    wanted = int(sys.argv[1]) if len(sys.argv) > 1 else 3000
    pipeline = Pipeline()
    with chromium() as browser, tempfile.TemporaryDirectory() as folder:
        for name, documents in (("many documents", many(pipeline, wanted)), ("one document", long(pipeline, wanted))):
            path = Path(folder) / "review.html"
            path.write_text(review_page(review_data(documents, pipeline.rules)), encoding="utf-8")
            records = sum(len(one.records) for one in documents)
            say(f"{name}: {records} records, {path.stat().st_size / 1e6:.1f} MB")
            page = browser.new_page(viewport={"width": 1400, "height": 900})
            page.goto(path.as_uri())
            page.wait_for_selector("html[data-ready]")
            loaded = page.evaluate("performance.getEntriesByType('navigation')[0].domContentLoadedEventEnd")
            say(f"  {'load':16} {loaded:8.0f} ms")
            for act, script in ACTS.items():
                times = [page.evaluate(TIMED.replace("ACT", script)) for _ in range(5)]
                say(f"  {act:16} {statistics.median(times):8.0f} ms")
            say(f"  {'elements':16} {page.evaluate('document.querySelectorAll(`*`).length'):8}")
            page.close()


if __name__ == "__main__":
    main()

"""The output stays byte for byte what it was: making something faster changes nothing else."""

import json

from golden_outputs import DIGESTS, digests
from shared_pipeline import pipeline


def test_the_output_of_every_page_is_as_it_was():
    known, found = json.loads(DIGESTS.read_text("utf-8")), digests(pipeline())
    changed = sorted(name for name in known.keys() | found.keys() if known.get(name) != found.get(name))
    assert not changed, "after a change of rules, write the digests anew: python tests/golden_outputs.py"

"""`python batch_program.py batch …`: the program with the stub in the place of the pipeline, for tests that kill it.

Each input takes BATCH_SECONDS.
"""

from __future__ import annotations

import os
import sys
import time
from typing import Any

import pytest
from batch_stub import StubPipeline, install

from civicnews.cli.app import main

if __name__ == "__main__":
    seconds = float(os.environ.get("BATCH_SECONDS", "0"))
    told = StubPipeline.told

    def slow(self: StubPipeline, page: Any, **about: Any) -> Any:
        time.sleep(seconds)
        return told(self, page, **about)

    StubPipeline.told = slow  # type: ignore[method-assign]
    with pytest.MonkeyPatch.context() as patch:
        install(patch)
        sys.exit(main(sys.argv[1:]))

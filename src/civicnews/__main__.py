"""The command `civicnews`, also as `python -m civicnews`.

To load makes a hundred thousand objects that stay: the collector would look through them again and again, so it is
told to wait before anything is loaded.
"""

import gc
import os
import sys
from contextlib import suppress

INTERRUPTED = 130


def run() -> None:
    """Load the program and run it.

    It ends without taking a hundred thousand objects apart one by one, which would take as long as reading a page.
    """
    gc.set_threshold(100_000, 20, 20)
    try:
        from civicnews.cli.plain import plain_extract

        code = plain_extract(sys.argv[1:])
        if code is None:
            from civicnews.cli.app import main

            code = main()
        for stream in (sys.stdout, sys.stderr):
            with suppress(AttributeError, OSError, ValueError):
                stream.flush()
    except KeyboardInterrupt:  # while it was loaded, or a page was read
        code = INTERRUPTED
    os._exit(code)


if __name__ == "__main__":
    run()

"""The command `civicnews`, also as `python -m civicnews`.

To load makes a hundred thousand objects that stay: the collector would look through them again and again, so it is
told to wait before anything is loaded.
"""

import gc
import os

INTERRUPTED = 130


def run() -> None:
    """Load the program and run it."""
    gc.set_threshold(100_000, 20, 20)
    try:
        from civicnews.cli.app import run as program

        program()
    except KeyboardInterrupt:  # while it was loaded
        os._exit(INTERRUPTED)


if __name__ == "__main__":
    run()

"""The command `civicnews`, also as `python -m civicnews`."""

import os

INTERRUPTED = 130


def run() -> None:
    """Load the program and run it."""
    try:
        from civicnews.cli.app import run as program

        program()
    except KeyboardInterrupt:  # while it was loaded
        os._exit(INTERRUPTED)


if __name__ == "__main__":
    run()

"""`python -m civicnews` is the command `civicnews`.

To load makes a hundred thousand objects that stay: the collector would look through them again and again, so it is
told to wait before anything is loaded.
"""

import gc

gc.set_threshold(100_000, 20, 20)

from civicnews.cli.app import run  # noqa: E402 (what is imported is what the collector would look through)

if __name__ == "__main__":
    run()

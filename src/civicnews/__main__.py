"""`python -m civicnews` is the command `civicnews`."""

from civicnews.cli.app import run

run()

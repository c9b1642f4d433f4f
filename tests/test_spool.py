"""What is printed for an input is kept until it is whole, in a file where it is much."""

import tempfile

import pytest

from civicnews.cli import spool as module
from civicnews.cli.spool import Spool
from civicnews.errors import WriteError


@pytest.mark.parametrize("most", [0, 5, 6, 1000])
def test_what_went_in_comes_out(monkeypatch, most):
    monkeypatch.setattr(module, "IN_MEMORY", most)
    monkeypatch.setattr(module, "_AT_ONCE", 3)
    spool = Spool()
    for text in ("一\r\n", "", "二😀", "三" * 10, "end\n"):
        spool.add(text)
    assert "".join(spool) == "一\r\n二😀" + "三" * 10 + "end\n"


def test_nothing_gives_nothing():
    assert "".join(Spool()) == ""


def test_a_full_disk_is_told(monkeypatch):
    monkeypatch.setattr(module, "IN_MEMORY", 0)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(WriteError, match="No space left"):
        Spool().add("x")

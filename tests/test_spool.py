"""What is printed for an input is kept until it is whole, in a file where it is much."""

import tempfile
import weakref

import pytest

from civicnews.cli import spool as module
from civicnews.cli.app import main
from civicnews.cli.reading import each
from civicnews.cli.spool import Spool
from civicnews.errors import ReadError, WriteError


@pytest.mark.parametrize("most", [0, 5, 6, 1000])
def test_what_went_in_comes_out(monkeypatch, most):
    monkeypatch.setattr(module, "IN_MEMORY", most)
    monkeypatch.setattr(module, "_AT_ONCE", 3)
    spool = Spool()
    for text in ("一\r\n", "", "二😀", "三" * 10, "end\n"):
        spool.add(text)
    assert "".join(spool) == "一\r\n二😀" + "三" * 10 + "end\n"


def test_what_utf8_cannot_hold_comes_out_too(monkeypatch):
    monkeypatch.setattr(module, "IN_MEMORY", 0)
    spool = Spool()
    spool.add("\udcff")
    assert "".join(spool) == "\udcff"


def test_nothing_gives_nothing():
    assert "".join(Spool()) == ""


def test_a_full_disk_is_told(monkeypatch):
    monkeypatch.setattr(module, "IN_MEMORY", 0)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    with pytest.raises(WriteError, match="No space left"):
        Spool().add("x")


def test_an_input_that_fails_leaves_nothing_in_memory(capsys):
    kept = []

    class Read:
        pass

    def process(name):
        page = Read()
        kept.append(weakref.ref(page))
        raise ReadError(name)

    failures = []
    assert list(each(["a", "b"], process, failures)) == []
    assert failures == [False, False]
    assert [one() for one in kept] == [None, None]


def test_a_full_disk_is_no_input_that_could_not_be_opened(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(module, "IN_MEMORY", 0)

    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    page = tmp_path / "page.txt"
    page.write_text("3月5日，柳岸社区组织志愿者开展义诊。", "utf-8")
    assert main(["extract", str(page)]) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert err == "civicnews: a temporary file cannot be written (No space left on device); set TMPDIR to a folder with room\n"

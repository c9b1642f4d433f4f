"""Ready rules on disk: the same rules sooner; nothing that is wrong with the cache is ever seen."""

import os

import pytest

from civicnews.cache import FOLDER, cache_folder
from civicnews.rules import cache
from civicnews.rules.load import builtin_pack, load_rules

TEXT = "3月5日，永和社区组织20余名志愿者为老人理发。"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv(FOLDER, str(tmp_path / "ready"))
    return tmp_path / "ready"


@pytest.fixture
def pack(tmp_path):
    own = tmp_path / "pack"
    own.mkdir()
    (own / "pack.yaml").write_text("name: mine\nversion: '1'\nabout: ours\n", "utf-8")
    rule = "{id: mine, about: 一, as: label, match: '一', examples: [{text: '一'}], not: [{text: '二', why: '二'}]}"
    (own / "lines.yaml").write_text(f"kind: line\nrules:\n  - {rule}\n", "utf-8")
    return own


def found(rules):
    kinds = sorted({row.kind for row in rules.rows.values()})
    return [(hit.rule.id, hit.start, hit.end, hit.groups) for kind in kinds for hit in rules.matcher(kind).find(TEXT)]


def same(one, other):
    assert (one.packs, one.vocabularies, one.defines, one.rows, one.digest) == (
        other.packs, other.vocabularies, other.defines, other.rows, other.digest,
    )  # fmt: skip
    assert found(one) == found(other)


def test_ready_rules_are_the_parsed_rules(folder):
    parsed = load_rules()
    assert len(list(folder.iterdir())) == 1
    ready = load_rules()
    same(parsed, ready)
    assert ready.sources == parsed.sources
    assert ready.marks == parsed.marks


def test_packs_of_ones_own_are_kept_too_and_a_change_is_seen(folder, pack):
    load_rules(pack)
    assert "mine" in load_rules(pack).rows
    (pack / "lines.yaml").write_text((pack / "lines.yaml").read_text("utf-8").replace("id: mine", "id: other"), "utf-8")
    assert "other" in load_rules(pack).rows
    assert "mine" not in load_rules(pack).rows


@pytest.mark.parametrize(
    "damage", ["", "x", "civicnews rules 1 ", '{"rules": []}', "[]", None, "half", "foreign", "other", "numbers", "words"]
)
def test_a_damaged_file_is_as_good_as_none(folder, damage):
    parsed = load_rules()
    (file,) = folder.iterdir()
    whole = file.read_bytes()
    if damage is None:
        file.unlink()
        file.mkdir()
    elif damage == "half":
        file.write_bytes(whole[: len(whole) // 2])
    elif damage == "foreign":
        cache.keep(file.stem.removeprefix("rules-"), cache.Kept({"packs": [["x"]]}, {}, []))
    elif damage == "other":
        kept = cache.fetch(file.stem.removeprefix("rules-"))
        kept.ready["prefilter"] = {"size": 1, "free": [], "sets": 0, "singles": "", "letters": "", "pairs": 0}
        cache.keep(file.stem.removeprefix("rules-"), kept)
    elif damage == "numbers":
        kept = cache.fetch(file.stem.removeprefix("rules-"))
        cache.keep(file.stem.removeprefix("rules-"), kept._replace(numbers=kept.numbers[:-9]))
    elif damage == "words":
        kept = cache.fetch(file.stem.removeprefix("rules-"))
        kept.ready["vocabularies"]["surnames"] = ["张", ["张", "王"]]
        cache.keep(file.stem.removeprefix("rules-"), kept)
    else:
        file.write_text(damage, "utf-8")
    same(parsed, load_rules())


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written_costs_time_only(folder):
    folder.mkdir(mode=0o500)
    load_rules()
    assert list(folder.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_costs_time_only(folder):
    folder.write_text("", "utf-8")
    assert found(load_rules())


def test_nothing_is_kept_where_nothing_is_wanted(monkeypatch, tmp_path):
    monkeypatch.setenv(FOLDER, "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert cache_folder() is None
    load_rules()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("platform", "home", "expected"),
    [
        ("linux", "/home/me", "/home/me/.cache/civicnews"),
        ("darwin", "/home/me", "/home/me/Library/Caches/civicnews"),
        ("win32", "/home/me", "/home/me/AppData/Local/civicnews"),
        ("linux", "nowhere", None),
    ],
)
def test_each_system_has_its_own_place(monkeypatch, platform, home, expected):
    for name in (FOLDER, "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HOME", home)
    monkeypatch.setattr("civicnews.cache.sys.platform", platform)
    found = cache_folder()
    monkeypatch.undo()
    assert (found and found.as_posix()) == expected


def test_old_files_go(folder):
    for number in range(cache.MAX_FILES + 3):
        cache.keep(f"{number}", cache.Kept({}, {}, []))
    assert len(list(folder.iterdir())) == cache.MAX_FILES
    assert not [path for path in folder.iterdir() if path.name.startswith(".")]


def test_the_version_is_part_of_the_key(monkeypatch):
    before = cache.key("digest", 1)
    monkeypatch.setattr(cache, "__version__", "0")
    assert cache.key("digest", 1) != before


def test_the_built_in_pack_has_no_stray_files():
    assert all(path.suffix in (".yaml", ".tsv", "") for path in builtin_pack().iterdir())

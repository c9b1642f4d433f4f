"""Rule packs: loading, layering, and errors that say file, line and column."""

from pathlib import Path

import pytest

from civicnews.errors import RuleError
from civicnews.rules.check import check_rules
from civicnews.rules.load import RuleSet, builtin_pack, load_rules

MANIFEST = "name: mine\nversion: '1'\nabout: a pack of our own\n"
RULE = """kind: line
rules:
  - id: line/column
    about: 栏目名
    as: label
    match: '^{word}$'
    examples: [{text: '社区面对面', at: '社区面对面', value: 'label'}]
    not: [{text: '社区面对面活动', why: '不是单独一行'}]
"""


def pack(folder: Path, rule: str = RULE, words: str = "社区面对面\n") -> Path:
    (folder / "vocab").mkdir(parents=True, exist_ok=True)
    (folder / "pack.yaml").write_text(MANIFEST, "utf-8")
    (folder / "lines.yaml").write_text(rule, "utf-8")
    (folder / "vocab" / "word.tsv").write_text(words, "utf-8")
    return folder


def load_one(folder: Path) -> RuleSet:
    rules = RuleSet()
    rules.add(folder)
    rules.validate(folder)
    return rules


def test_every_example_of_the_built_in_pack_holds():
    failures = [f"{f.path.name}:{f.line} {f.rule} {f.way}: {f.text} / {f.expected} / {f.found}" for f in check_rules(load_rules())]
    assert failures == []


def test_every_pattern_of_the_built_in_pack_compiles():
    load_rules().validate(builtin_pack())


def test_the_built_in_pack_names_every_activity_type_once():
    assert len(load_rules().activity_types) == 24


def test_a_pack_of_ones_own_holds(tmp_path):
    assert list(check_rules(load_one(pack(tmp_path)))) == []


@pytest.mark.parametrize(
    ("broken", "where", "says"),
    [
        (RULE.replace("about:", "abuot:"), "lines.yaml:4:", "abuot"),
        (RULE.replace("as: label", "as: lable"), "lines.yaml:5:", "expected one of"),
        (RULE.replace("'^{word}$'", "'^{wrod}$'"), "lines.yaml:6:", "{wrod}"),
        (RULE.replace("'^{word}$'", "'(?=x)y'"), "lines.yaml:6:", "RE2"),
        (RULE.replace("'^{word}$'", "'x*'"), "lines.yaml:6:", "empty"),
        (RULE.replace("kind: line", "kind: lines"), "lines.yaml:1:", "unknown kind"),
        (RULE.replace("    as: label\n", "    as: label\n    as: label\n"), "lines.yaml:6:", "twice"),
        (RULE + RULE.partition("rules:\n")[2], "lines.yaml:9:", "unique"),
        (RULE.replace("'^{word}$'", "!!python/name:os.system x"), "lines.yaml:6:", "tag"),
        ("kind: [", "lines.yaml:2:", "YAML"),
        (RULE.replace("    not: [{text: '社区面对面活动', why: '不是单独一行'}]\n", ""), "lines.yaml:3:", "not"),
    ],
)
def test_a_mistake_is_named_with_its_place(tmp_path, broken, where, says):
    with pytest.raises(RuleError) as caught:
        load_one(pack(tmp_path, broken))
    assert where in str(caught.value)
    assert says in str(caught.value)


def test_a_vocabulary_line_with_too_many_cells_is_named(tmp_path):
    with pytest.raises(RuleError, match=r"word\.tsv:2:1"):
        load_one(pack(tmp_path, words="好\n甲\t乙\t丙\t丁\n"))


def test_sub_patterns_in_a_circle_are_refused(tmp_path):
    with pytest.raises(RuleError, match="through itself"):
        load_one(pack(tmp_path, RULE.replace("rules:\n", "define:\n  a: '{b}'\n  b: '{a}'\nrules:\n", 1).replace("{word}", "{a}")))


def test_aliases_cannot_blow_up(tmp_path):
    bomb = "kind: line\ndefine:\n" + "".join(f"  a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9) if i else 'x'}]\n" for i in range(9))
    with pytest.raises(RuleError):
        load_one(pack(tmp_path, bomb))


def test_a_missing_pack_is_named(tmp_path):
    with pytest.raises(RuleError, match="no such folder"):
        load_one(tmp_path / "nowhere")
    with pytest.raises(RuleError, match=r"pack\.yaml"):
        load_one(tmp_path)


def test_a_users_rule_takes_the_place_of_one_with_the_same_id(tmp_path):
    first, second = (
        pack(tmp_path / "a"),
        pack(tmp_path / "b", RULE.replace("as: label", "as: notice").replace("value: 'label'", "value: 'notice'")),
    )
    rules = load_one(first)
    rules.add(second)
    assert [hit.decides for hit in rules.matcher("line").find("社区面对面")] == ["notice"]


def test_a_users_vocabulary_adds_to_the_one_of_that_name(tmp_path):
    rules = load_one(pack(tmp_path / "a"))
    rules.add(pack(tmp_path / "b", "kind: line\n", "街坊大家谈\n"))
    assert [hit.start for hit in rules.matcher("line").find("街坊大家谈")] == [0]


def test_the_digest_changes_with_the_rules(tmp_path):
    one, other = load_one(pack(tmp_path / "a")), load_one(pack(tmp_path / "b", RULE + "\n# a remark\n"))
    assert one.digest != other.digest
    assert one.digest == load_one(pack(tmp_path / "c")).digest


def test_the_built_in_pack_is_found():
    assert (builtin_pack() / "pack.yaml").is_file()

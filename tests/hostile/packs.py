"""Rule packs."""

from __future__ import annotations

from collections.abc import Iterator

__all__ = ["packs"]

_RULE = "  - id: p/{n}\n    about: x\n    as: {as_}\n    match: '{match}'\n    examples: [{{text: '社区', at: '社区'}}]\n    not: [{{text: 'x', why: y}}]\n"


def packs(large: int) -> Iterator[tuple[str, dict[str, bytes]]]:
    """Rule packs: name → file → bytes."""
    manifest = b"name: p\nversion: '1'\nabout: x\n"
    rule = "kind: byline\nrules:\n" + _RULE.format(n="a", as_="reporters", match="社区")
    aliases = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 10))

    def files(text: str) -> dict[str, bytes]:
        return {"pack.yaml": manifest, "a.yaml": text.encode("utf-8", "surrogatepass")}

    yield "nothing", {}
    yield "no-manifest", {"a.yaml": rule.encode()}
    for name, data in {
        "empty": "",
        "scalar": "x",
        "list": "[1, 2]",
        "null": "null",
        "deep": "a: " + "[" * 100_000,
        "deep-map": "".join(" " * n + "a:\n" for n in range(2000)),
        "aliases": aliases,
        "loop": "&a [*a]",
        "tag": "!!python/object/apply:os.system ['touch /tmp/civicnews-owned']",
        "tag-map": "about: !!binary xx\nname: p\n",
        "twice": "name: a\nname: b\n",
        "tabs": "\tname: x",
        "control": "name: \x07",
        "many": "name: p\nversion: '1'\nabout: x\nactivity_types:\n" + "".join(f"  t{n}: {{zh: 社}}\n" for n in range(large // 50)),
        "name-path": "name: ../../x\nabout: x\n",
        "unknown": "name: p\nversion: '1'\nabout: x\nrun: ls\n",
        "directive": "%YAML 9.9\n---\nname: p\n",
        "documents": "name: p\n---\nname: q\n",
        "merge": "<<: {name: p}\nabout: x\n",
        "key-list": "? [a]\n: b\n",
        "anchors-wide": "a: &a [" + "x, " * 5000 + "]\nb: [" + "*a, " * 5000 + "]\n",
        "merges": "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 10)}]}}\n" for n in range(1, 10)),
        "alias-unknown": "name: *x\n",
        "anchor-names": "".join(f"k{n}: &{'a' * 100}{n} x\n" for n in range(1000)),
        "tag-float": "name: !!float x\nversion: !!int y\nabout: x\n",
        "tag-own": "%TAG ! tag:example.invalid,2000:\n---\nname: !x y\n",
        "tag-timestamp": "name: !!timestamp 2023-99-99\n",
        "tag-set": "name: !!set {a, b}\nabout: !!omap [a: b]\n",
        "scalar-long": f"name: p\nversion: '1'\nabout: {'x' * large}\n",
        "block-scalar": "name: |9\n  x\nabout: >-\n" + "  x\n" * 5000,
        "quotes-open": 'name: "' + "x\n" * 5000,
        "keys-same": "a: 1\n" * 20_000,
        "keys-many": "".join(f"k{n}: 1\n" for n in range(large // 20)),
        "escape-null": 'name: "\\0\\x1b[31m"\nabout: "\\ud800"\n',
        "name-huge": f"name: {'p' * 100_000}\nversion: '1'\nabout: x\n",
        "types-wrong": "name: [p]\nversion: {}\nabout: null\nactivity_types: [a]\n",
        "types-long": f"name: p\nversion: '1'\nabout: x\nactivity_types:\n  {'t' * 50_000}: {{zh: {'社' * 50_000}}}\n",
        "comment": "#" * large + "\nname: p\nversion: '1'\nabout: x\n",
        "flow-wide": "name: [" + "[]," * (large // 10) + "]\n",
    }.items():
        yield f"manifest-{name}", {"pack.yaml": data.encode()}
    yield "manifest-binary", {"pack.yaml": bytes(range(256))}
    yield "manifest-gbk", {"pack.yaml": "name: p\nabout: 社区\n".encode("gb18030")}
    yield "manifest-utf16", {"pack.yaml": "name: p\n".encode("utf-16")}
    for name, pattern in {
        "backtrack": "(a+)+$",
        "lookahead": "(?=x)社区",
        "backreference": "(社)\\1",
        "repeat": "(((社{100}){100}){100}){100}",
        "repeat-huge": "社{1,1000000}",
        "repeat-nested": "((社{1,1000}){1,1000})",
        "class": "[" + "".join(chr(0x4E00 + n) for n in range(5000)) + "]",
        "long": "社区" * (large // 10),
        "alternatives": "|".join(f"社区{n}" for n in range(large // 100)),
        "nested": "(" * 5000 + "社" + ")" * 5000,
        "open": "(社",
        "empty": "",
        "all": ".*",
        "nullable": "(社区)?",
        "unknown": "{no_such_define}",
        "group-twice": "(?P<a>社)(?P<a>区)",
        "group-unknown": "(?P<no_such_group>社区)",
        "unicode": "\\p{Han}+\\C",
        "surrogate": "\\x{d800}",
        "flags": "(?i-s:社区)(?U)",
        "dots": ".{0,1000}" * 20,
        "stars": "(((社*)*)*)*(区*)+",
        "not-class": "[^社]{1,999}区" * 10,
        "classes": "\\p{L}{1,100}" * 10,
        "case": "(?i)" + "社区a" * 2000,
        "groups": "".join(f"(?P<g{n}>社)?" for n in range(2000)),
        "alternation-nested": "(" * 500 + "社" + "|区)" * 500,
        "empty-alternatives": "|" * 5000,
        "boundaries": "\\b\\B" * 2000 + "社区",
        "nul": "\\x{0}\\x{10FFFF}",
        "control": "社\\a\\x1b区",
        "anchors": "^^^$$$\\A\\z",
    }.items():
        for kind, as_ in (("byline", "reporters"), ("deed", "elder_care")):
            yield f"pattern-{kind}-{name}", files(f"kind: {kind}\nrules:\n" + _RULE.format(n="a", as_=as_, match=pattern))
    yield "define-loop", files("kind: byline\ndefine: {a: '{b}', b: '{a}'}\nrules:\n" + _RULE.format(n="a", as_="reporters", match="{a}"))
    doubling = ", ".join(f"d{n}: '{{d{n - 1}}}{{d{n - 1}}}'" for n in range(1, 40))
    yield (
        "define-bomb",
        files(f"kind: byline\ndefine: {{d0: 社, {doubling}}}\nrules:\n" + _RULE.format(n="a", as_="reporters", match="{d39}")),
    )
    yield (
        "rules-many",
        files("kind: byline\nrules:\n" + "".join(_RULE.format(n=n, as_="reporters", match="社区") for n in range(large // 200))),
    )
    yield (
        "rules-100k",
        files("kind: byline\nrules:\n" + "".join(_RULE.format(n=n, as_="reporters", match="社区") for n in range(large // 10))),
    )
    yield (
        "deeds-many",
        files("kind: deed\nrules:\n" + "".join(_RULE.format(n=n, as_="elder_care", match=f"社区{n}") for n in range(large // 500))),
    )
    yield (
        "examples-many",
        files(
            "kind: byline\nrules:\n"
            + _RULE.format(n="a", as_="reporters", match="社区").replace(
                "examples: [", "examples: [" + "{text: '社区', at: '社区'}, " * (large // 100)
            )
        ),
    )
    yield "define-self", files("kind: byline\ndefine: {a: '{a}'}\nrules:\n" + _RULE.format(n="a", as_="reporters", match="{a}"))
    chain = ", ".join(f"d{n}: '{{d{n + 1}}}'" for n in range(3000))
    yield (
        "define-chain",
        files(f"kind: byline\ndefine: {{{chain}, d3000: 社}}\nrules:\n" + _RULE.format(n="a", as_="reporters", match="{d0}")),
    )
    yield (
        "define-braces",
        files("kind: byline\ndefine: {'': x, '{': y, 'a}': z}\nrules:\n" + _RULE.format(n="a", as_="reporters", match="{{}}{}")),
    )
    yield "example-null", files(rule.replace("'社区', at: '社区'", "null, at: [1]"))
    yield "example-controls", files(rule.replace("text: '社区'", 'text: "社区\\0\\x1b[31m"'))
    yield "kind-list", files("kind: [byline, deed]\nrules: []\n")
    yield "kind-huge", files(f"kind: {'x' * 50_000}\nrules: []\n")
    yield "weights", files(rule + "    weight: 1e999\n    unless: {a: [b]}\n    over: x\n")
    yield "id-huge", files(rule.replace("p/a", "p/" + "a" * 100_000))
    yield "id-path", files(rule.replace("p/a", "../../../etc/passwd"))
    yield "files-many", {"pack.yaml": manifest, **{f"f{n}.yaml": b"kind: byline\nrules: []\n" for n in range(min(large // 200, 3000))}}
    yield "names-odd", {"pack.yaml": manifest, "a\nb.yaml": b"x", "\x1b[31m.yaml": b"[", "\u202e.yaml": b"{", "-o.yaml": b"?"}
    yield "gazetteer-broken", {"pack.yaml": manifest, "gazetteer/a.csv": b'"' + bytes(range(256)), "gazetteer/b.tsv": b"\t" * 10_000}
    yield "utf16-rules", {"pack.yaml": manifest, "a.yaml": rule.encode("utf-16")}
    yield (
        "python",
        {"pack.yaml": manifest, "__init__.py": b"raise SystemExit(9)", "conftest.py": b"raise SystemExit(9)", "a.yaml": rule.encode()},
    )
    yield "vocabulary-long", {"pack.yaml": manifest, "vocab/v.tsv": ("社" * large + "\t" + "区" * large + "\n").encode()}
    yield "vocabulary-controls", {"pack.yaml": manifest, "vocab/v.tsv": "社\0\tx\n\x1b[31m\ty\n\u2028\tz\n".encode()}
    yield "kind-unknown", files("kind: x\nrules: []\n")
    yield "rules-null", files("kind: byline\nrules:\n")
    yield "rules-text", files("kind: byline\nrules: x\n")
    yield "rule-fields", files("kind: byline\nrules: [{id: 1}, {id: []}, null, x]\n")
    yield "ids-twice", files("kind: byline\nrules:\n" + _RULE.format(n="a", as_="reporters", match="社") * 2)
    yield "id-escape", files("kind: byline\nrules:\n" + _RULE.format(n='"\\e[31m"', as_="reporters", match="社"))
    yield "over-loop", files("kind: byline\nrules:\n" + _RULE.format(n="a", as_="reporters", match="社") + "    over: [p/a, p/none]\n")
    yield (
        "example-huge",
        files(
            f"kind: byline\nrules:\n{_RULE.format(n='a', as_='reporters', match='社')}".replace("text: '社区'", f"text: '{'社' * large}'")
        ),
    )
    yield "vocabulary-wide", {"pack.yaml": manifest, "vocab/v.tsv": b"a\tb\tc\td\n"}
    yield "vocabulary-binary", {"pack.yaml": manifest, "vocab/v.tsv": bytes(range(256))}
    yield "vocabulary-many", {"pack.yaml": manifest, "vocab/v.tsv": "".join(f"词{n}\n" for n in range(large // 4)).encode()}

"""JSON, JSONL and CSV, for `batch`."""

from __future__ import annotations

import json
from collections.abc import Iterator

from hostile.good import GOOD

__all__ = ["tables"]


def tables(large: int) -> Iterator[tuple[str, bytes, bool]]:
    """JSON, JSONL and CSV for `batch`."""
    row = {"text": GOOD, "date": "2023-03-07", "title": "柳岸社区办起义诊", "id": "1"}
    line = json.dumps(row, ensure_ascii=False)
    quoted = '"' + GOOD.replace("\n", "") + '"'
    yield "good.json", json.dumps([row]).encode(), True
    yield "good.jsonl", f"{line}\n".encode(), True
    yield "good.csv", f"text,date\n{quoted},2023-03-07\n".encode(), True
    yield "good-gbk.csv", f"text,date\n{quoted},2023-03-07\n".encode("gb18030"), True
    yield "good-among.jsonl", f"{line}\nnot json\n[]\n{{}}\n{'[' * 100_000}\n\0\n{line}\n".encode(), True
    for kind in ("json", "jsonl"):
        for name, data in {
            "empty": "",
            "arrays": "[" * 100_000,
            "arrays-closed": "[" * 100_000 + "]" * 100_000,
            "objects": '{"a":' * 100_000,
            "cut": line[:-5],
            "scalar": "1",
            "null": "null",
            "nan": '{"text": NaN}',
            "infinity": '{"text": 1e999, "date": -Infinity}',
            "number": '{"text": ' + "9" * 100_000 + "}",
            "number-id": '{"text": "社区", "id": ' + "9" * 4000 + "}",
            "types": '[{"text": 1}, {"text": null}, {"text": []}, {"text": {"a": 1}}, {"text": true}, {"text": ""}, 1, "x", null]',
            "dates": json.dumps(
                [{**row, "date": one} for one in ("9999-99-99", 1, None, [], {}, "x" * 10_000, "99999年1月1日", -1, 1e308)]
            ),
            "surrogates": '{"text": "\\ud800社区\\udfff", "title": "\\ud800", "id": "\\udc00"}',
            "nul": '{"text": "社\\u0000区", "id": "\\u0000\\u001b[31m"}',
            "keys": json.dumps({f"k{n}": n for n in range(large // 100)}),
            "keys-twice": '{"text": "a", "text": "社区义诊"}',
            "id-huge": json.dumps({**row, "id": "社" * 100_000}),
            "ids-path": json.dumps([{**row, "id": one} for one in ("../../x", "/etc/passwd", "a\nb", "", " ", "#")]),
            "title-huge": json.dumps({**row, "title": "社" * large}),
            "text-huge": json.dumps({**row, "text": "社区" * large}),
            "depth-in-field": '{"text": "社区", "x": ' + "[" * 50_000 + "]" * 50_000 + "}",
            "keys-many": "{" + ",".join(f'"text{n}": 1' for n in range(large // 20)) + "}",
            "objects-empty": "[" + "{}," * (large // 20) + "{}]",
            "numbers": '[{"text": "社区", "id": 1e400}, {"text": "社区", "id": -0}, {"text": "社区", "id": 1E-999, "date": 20230305}]',
            "concatenated": line * 3,
            "carriage-returns": f"{line}\r{line}\r",
            "comments": f"// x\n{line} # y\n",
            "bytes-nul": line.replace("柳", "\0"),
            "escapes": '{"text": "\\x社区"}\n{"text": "\\u12"}\n{"text": "\\ud83d\\u0041"}',
            "strings": '"' + "社" * large + '"',
            "string-open": '{"text": "' + "社区" * large,
            "blanks": " " * large + line,
            "line-large": json.dumps({**row, "text": "x" * (large * 30)}),
            "trailing": line + "xxx",
            "bom": "\ufeff" + line,
            "comma": "[1,]",
            "quotes": "{'text': 1}",
        }.items():
            yield f"{name}.{kind}", data.encode(), False
    for name, data in {
        "empty": "",
        "head": "text,date\n",
        "no-text": "a,b\n1,2\n",
        "quote-open": 'text\n"' + "社" * large,
        "quotes": 'text\n"a"b"c"""d\n',
        "nul": "text\n社\0区\n",
        "field-huge": "text\n" + "社" * large + "\n",
        "columns": ",".join(f"c{n}" for n in range(large // 10)) + "\n" + "," * (large // 10) + "\n",
        "short": "text,date,id\n社区\n",
        "long": "text\n社区,2,3,4\n",
        "heads-twice": "text,text,text\n社区,a,b\n",
        "cr": "text\r社区义诊\r社区\r",
        "head-empty": "\n\n\n",
        "semicolons": "text;date\n社区;2023-03-07\n",
        "date-bad": "text,date\n社区,9999-99-99\n社区,x\n",
        "lines": "text\n" + "\n" * large,
        "formula": 'text,title\n"=1+1","@SUM(A1)"\n',
        "columns-million": "text," + "a," * large + "\n社区\n",
        "row-wide": "text,date\n社区," + "," * large + "\n",
        "quotes-million": 'text\n"' + '""' * large + '"\n',
        "head-lines": '"te\nxt",date\n社区,2023-03-07\n',
        "head-spaces": " text , date \n社区,2023-03-07\n",
        "head-escape": "\x1b[31mtext,text\n社区,社区\n",
        "tabs": "text\tdate\n社区\t2023-03-07\n",
        "escaped": 'text\n"a\\"b",c\n',
        "bom-inside": "text\n\ufeff社区\n",
        "separators": "text\n社\u2028区\x0b社\x0c区\x1c\n",
        "quotes-only": '"' * 100_001,
    }.items():
        yield f"{name}.csv", data.encode(), False
    yield "utf16.json", line.encode("utf-16"), False
    yield "utf32.jsonl", line.encode("utf-32"), False
    noise = [{"text": n} for n in (1, None, [], {})]
    among = [json.dumps(one) for one in ({**row, "text": "x" * 500_000}, {**row, "date": "9999-99-99"}, {**row, "id": [1]}, *noise)]
    yield "good-among-large.jsonl", "\n".join([*among, line, *among]).encode() + b"\n", True
    yield "good-among-bytes.jsonl", b"\xc3(\n" + line.encode() + b"\n\xc3\n", True
    yield "good-no-end.jsonl", line.encode(), True
    yield "good-crlf.jsonl", f"{line}\r\n\r\n{line}\r\n".encode(), True
    yield "good-array.jsonl", f"[1]\n{line}\n".encode(), True
    yield "good-after-large.json", json.dumps([{"text": "x" * 500_000}, *noise, row]).encode(), True
    yield "good-nul.csv", f"text,date\n\0,x\n{quoted},2023-03-07\n".encode(), True
    yield "good-wide.csv", f"text,date\na,b,c,d,e\n{quoted},2023-03-07\nf\n".encode(), True
    yield "good-crlf.csv", f"text,date\r\n{quoted},2023-03-07\r\n".encode(), True
    yield "good-bom.csv", f"\ufefftext,date\r\n{quoted},2023-03-07\r\n".encode(), True
    yield "late.csv", b"text\n" + b"a\n" * 70_000 + "社区".encode("gb18030") + b"\n", False
    yield "binary.csv", bytes(range(256)) * 100, False
    yield "utf16.csv", f"text\n{GOOD[:8]}\n".encode("utf-16"), False

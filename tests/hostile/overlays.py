"""Gazetteer files of a user."""

from __future__ import annotations

from collections.abc import Iterator

from hostile.good import zipped

__all__ = ["overlays"]


def overlays(large: int) -> Iterator[tuple[str, bytes]]:
    """Gazetteer files of a user."""
    for name, data in {
        "empty": "",
        "blank": "\n\n",
        "head": "code,name,parent_code\n",
        "nonsense": "x,y,z\n1,2,3\n",
        "codes": "code,name,parent_code\nabc,柳岸社区,1\n-1,x,\n" + "9" * 5000 + ",柳岸社区,1402\n",
        "loop": "code,name,parent_code\n999999,甲区,999998\n999998,乙区,999999\n",
        "self": "code,name,parent_code\n999999,甲区,999999\n",
        "nul": "code,name,parent_code\n1402,\0,14\n",
        "escape": "code,name,parent_code\n140299,\x1b[31m红区,1402\n",
        "quote": 'code,name,parent_code\n"140299,红区,1402\n' + "x" * 200_000,
        "field": "code,name,parent_code\n140299," + "红" * large + ",1402\n",
        "many": "code,name,parent_code\n" + "".join(f"1402990{n:05},红{n}社区,140213066\n" for n in range(large // 50)),
        "twice": "code,name,parent_code\n140299,红区,1402\n140299,红区,1402\n",
        "wide": "code,name,parent_code\n1,2,3,4,5,6\n",
        "formula": "code,name,parent_code\n=1+1,@x,+1\n",
        "bom-twice": "\ufeff\ufeffcode,name,parent_code\n140299,红区,1402\n",
        "columns-many": "code,name,parent_code," + "x," * (large // 10) + "\n",
        "columns-twice": "name,name,code,code,parent,parent\na,b,1,2,3,4\n",
        "columns-none": "a,b,c\n140299,红区,1402\n",
        "name-huge": "code,name,parent_code\n140299," + "红" * 100_000 + "区,1402\n",
        "name-one": "code,name,parent_code\n140299,区,1402\n140298,的,1402\n140297,。,1402\n",
        "names-odd": "code,name,parent_code\n140299,\u202e红区,1402\n140298,红\u200b区,1402\n140297,\ud7ff\ue000区,1402\n140296,红\u2028区,1402\n",
        "built-in": "code,name,parent_code\n1402,红市,14\n14,红省,\n140213066,红街道,1402\n",
        "parents-none": "code,name,parent_code\n140299,红区,999\n,蓝区,\n140298,绿区,140298\n",
        "levels": "code,name,parent_code\n140299000000,红区,140299000000000\n1,社区,11\n123456789012345,红村,1\n",
        "codes-digits": "code,name,parent_code\n１４０２９９,红区,１４０２\n²³,蓝区,①\n1e5,绿区,0x1\n",
        "lines-many": "\n" * large + "code,name,parent_code\n140299,红区,1402\n",
        "many-200k": "code,name,parent_code\n" + "".join(f"1402990{n:06},红{n}社区,140213066\n" for n in range(large // 5)),
        "many-same": "code,name,parent_code\n" + "".join(f"1402990{n:06},红石社区,140213066\n" for n in range(large // 20)),
        "semicolons": "code;name;parent_code\n140299;红区;1402\n",
        "json": '[{"code": "140299", "name": "红区"}]\n',
        "surrogates": "code,name,parent_code\n140299,\ufffd区,1402\n",
        "quote-late": 'code,name,parent_code\n140299,红区,1402\n"' + "x\n" * 50_000,
        "cr": "code,name,parent_code\r140299,红区,1402\r",
    }.items():
        yield f"{name}.csv", data.encode()
    yield "binary.csv", bytes(range(256)) * 10
    yield "utf16.csv", "code,name,parent_code\n".encode("utf-16")
    yield "zip.csv", zipped({"a": b"x"})

"""Pages as Markdown, HTML, PDF and Word files."""

from __future__ import annotations

import zlib
from collections.abc import Iterator

from hostile.good import GOOD, SENTENCE, zipped

__all__ = ["documents", "docx", "pdf_of"]


def documents(large: int) -> Iterator[tuple[str, bytes, bool]]:
    """Name, bytes, whether they must give a record.

    Args:
        large: how many characters the large ones have.
    """
    yield from ((f"{name}.md", value, good) for name, value, good in _markdown(large // 10))
    yield from ((f"{name}.html", value, good) for name, value, good in _html(large))
    yield from ((f"{name}.pdf", value, False) for name, value in _pdf().items())
    yield from ((f"{name}.docx", value, False) for name, value in _docx(large).items())


def _markdown(many: int) -> Iterator[tuple[str, bytes, bool]]:
    yield "good", f"# 柳岸社区办起义诊\n\n{SENTENCE}\n".encode(), True
    for name, text in {
        "hashes": "#" * many,
        "quotes": ">" * (many // 10) + SENTENCE,
        "lists": "".join("  " * n + "- 社区\n" for n in range(300)),
        "links": "[" * many,
        "links-closed": "[" * (many // 10) + "社区" + "](x)" * (many // 10),
        "emphasis": "*_" * many,
        "fences": "```\n" * (many // 10),
        "html": "<div>" * (many // 10),
        "front": "---\n" + "a: [" * 1000 + "\n---\n" + GOOD,
        "backticks": "`" * many,
        "images": "![](" * (many // 10),
        "tables": "|a" * (many // 10) + "\n" + "|-" * (many // 10),
        "table-rows": "|a|b|\n|-|-|\n" + "|社区|义诊|\n" * (many // 10),
        "references": "".join(f"[{n}]: x\n" for n in range(many // 10)) + "[0]" * (many // 10),
        "brackets-pairs": "[a](" * (many // 10) + "![b]" * (many // 10),
        "angles": "<" * many + "a>" * (many // 10),
        "entities": "&#1;&#xd800;&#99999999;&amp;" * 500 + SENTENCE,
        "lists-deep": "".join(" " * (2 * n) + "* 社区\n" for n in range(min(many, 3000) // 2)),
        "ordered": "".join(f"{n}. {SENTENCE}\n" for n in range(many // 60)),
        "setext": "社区\n===\n" * (many // 8),
        "emphasis-nested": "*a **b " * (many // 8),
        "code": "`" + "``a" * (many // 4),
        "front-open": "---\n" + "a: b\n" * (many // 5),
    }.items():
        yield name, text.encode(), False


def _html(large: int) -> Iterator[tuple[str, bytes, bool]]:
    many = large // 10
    body = f"<h1>柳岸社区办起义诊</h1><p>　　本报讯（记者 林一）{SENTENCE}</p>"
    yield "good", f"<html><head><title>柳岸社区办起义诊</title></head><body><article>{body * 1}</article></body></html>".encode(), True
    billion = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
    for name, text in {
        "tags": "<div>" * many + body,
        "tags-inline": "<b><i>" * (many // 2) + body,
        "tags-closed": "<div>" * (many // 20) + body + "</div>" * (many // 20),
        "tables": "<table><tr><td>" * (many // 20) + body,
        "lists": "<ul><li>" * (many // 10) + body,
        "closers": "</p></div>" * many + body,
        "attributes": "<p " + " ".join(f'a{n}="{n}"' for n in range(many // 5)) + ">" + body,
        "attribute-long": f'<p title="{"社" * large}">{body}',
        "entities": "&amp;" * many + body,
        "entities-numeric": "&#0;&#55296;&#x110000;&#99999999999;&#x1b;&#x202e;" * 100 + body,
        "bomb": f'<!DOCTYPE x [<!ENTITY l0 "社区">{billion}]><html><body>&l9;{body}</body></html>',
        "external": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><html><body><p>&e;</p>{body}</body></html>',
        "remote": f'<html><head><base href="http://127.0.0.1:9/"><link rel=stylesheet href="http://127.0.0.1:9/x"></head><body><img src="http://127.0.0.1:9/i">{body}',
        "comment": "<!--" + "-" * many + body,
        "comments": "<!-- x -->" * many + body,
        "script": "<script>" + "a" * large + "</script>" + body,
        "cdata": "<![CDATA[" * (many // 10) + body,
        "frames": "<frameset><frame src=x>" * 500,
        "charset-wrong": f'<meta charset="gb2312">{body}',
        "charset-none": f'<meta charset="no-such-charset">{body}',
        "charset-odd": f'<meta charset="base64"><meta http-equiv="content-type" content="text/html; charset=rot13">{body}',
        "date-bad": f'<meta property="article:published_time" content="9999-99-99T99:99:99">{body}',
        "date-huge": f'<meta property="article:published_time" content="{"9" * 10000}">{body}',
        "title-huge": f"<title>{'社' * many}</title>{body}",
        "empty": "<html></html>",
        "only-tags": "<" * many,
        "open-tag": "<p" + " " * many,
        "pre": f"<pre>{GOOD}</pre>" * 50,
        "json-ld": '<script type="application/ld+json">' + "[" * many + "</script>" + body,
        "svg": "<svg><foreignObject>" * 1000 + body,
        "template": "<template>" * 1000 + body,
        "many-paragraphs": f"<p>{SENTENCE}</p>" * (many // 100),
        "xml": f'<?xml version="1.0" encoding="gb2312"?><html xmlns="http://www.w3.org/1999/xhtml"><body>{body}</body></html>',
        "controls": body.replace("社区", "社\x00\x1b[1m区"),
        "controls-after-breaks": "<p>社区<br>\x02一&#11;<br>&#xffff;二</p>" + body,
        "breaks": "<p>" + "社区<br>" * (many // 4) + "</p>" + body,
        "breaks-paragraphs": "<p>社区<br>一<br>二</p>" * (many // 20) + body,
        "headings": "<h1>柳岸社区</h1>" * (many // 10) + body,
        "title-parts": "<title>" + " - ".join(f"柳岸{n}号" for n in range(many // 8)) + "</title>" + f"<p>{SENTENCE}</p>" * (many // 100),
        "properties-open": "<!--enpproperty " * (many // 10) + body,
        "properties-nested": "<!--enpproperty " + "<a>" * (many // 3) + "/enpproperty-->" + body,
        "content-open": "<!--enpcontent-->" * (many // 10) + body,
        "content-controls": f"<!--enpcontent--><p>\x0b社区<br>\x0b</p>{body}<!--/enpcontent-->",
        "content-empty": "<!--enpcontent--> <!--/enpcontent-->" * (many // 30) + body,
        "founder": "<founder-content>" * (many // 20) + body,
        "article-body": '<div itemprop="articleBody">' * (many // 30) + body,
        "refresh": f'<meta http-equiv="refresh" content="0;url=file:///etc/passwd">{body}',
        "script-date": f"<script>document.write('x')</script><noscript>{body}</noscript>",
        "frames-inner": f'<iframe srcdoc="{body.replace(chr(34), chr(39))}"></iframe>',
        "metas": '<meta name="a" content="2023-03-05">' * (many // 30) + body,
        "classes": f'<p class="{"a " * many}">{body}',
        "plaintext": "<plaintext>" + body,
        "instructions": "<?php x ?>" * (many // 10) + body,
        "dtd-deep": "<!DOCTYPE x [" + "<!ENTITY % a '" * 500 + body,
        "spans": f"<p>{'<span>社</span>' * (many // 10)}</p>{body}",
        "dates-many": "<p>2023年3月5日</p>" * (many // 20) + body,
        "namespaces": "<a:b:c xmlns:a='x' a:a='1'>" * 500 + body,
        "unclosed-quote": f'<p title="{body}',
        "null-bytes": "\0".join(f"<p>{SENTENCE}</p>"),
    }.items():
        yield name, text.encode(), False
    yield "gbk-declared", f'<meta charset="gb2312"><body><article>{body}</article></body>'.encode("gb18030"), False
    yield "binary", bytes(range(256)) * 100, False
    yield "utf16", f"<html><body>{body}".encode("utf-16"), False


def _pdf() -> dict[str, bytes]:
    head = b"%PDF-1.7\n"
    loop = b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R 2 0 R]/Count 99999999>>endobj\n"
    deep = b"1 0 obj" + b"[" * 50_000 + b"]" * 50_000 + b"endobj\n"
    end = b"trailer<</Root 1 0 R/Size 3>>\n%%EOF"
    return {
        "empty": b"",
        "head": head,
        "not": GOOD.encode(),
        "loop": head + loop + end,
        "deep": head + deep + end,
        "xref": head + loop + b"startxref\n99999999999\n%%EOF",
        "encrypted": head + loop + b"trailer<</Root 1 0 R/Encrypt<</Filter/Standard/V 2/R 3/O(x)/U(x)/P -4>>>>%%EOF",
        "random": head + bytes((n * 7919) >> 2 & 255 for n in range(20_000)),
        "no-pages": head + b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n" + end,
        "text-bomb": pdf_of(b"BT /F 9 Tf " + b"(AAAAAAAA) Tj " * 200_000 + b"ET"),
        "flate-bomb": pdf_of(zlib.compress(b" " * 50_000_000), b"/Filter/FlateDecode"),
        "flate-chain": pdf_of(zlib.compress(zlib.compress(bytes(10_000_000))), b"/Filter[/FlateDecode/FlateDecode]"),
        "flate-broken": pdf_of(b"x\x9c" + bytes(range(256)), b"/Filter/FlateDecode"),
        "stack": pdf_of(b"q " * 500_000),
        "pages-many": head
        + b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids["
        + b"3 0 R " * 20_000
        + b"]/Count 20000>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n"
        + end,
        "form-loop": pdf_of(b"/X Do", b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 4 0 R>>>>"),
        "script": head + b"1 0 obj<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n" + loop + end,
        "size": head
        + b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        + b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 1e30 -1e30]>>endobj\n"
        + end,
    }


def pdf_of(content: bytes, about: bytes = b"") -> bytes:
    """A PDF of one page with this content."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>/XObject<</X 4 0 R>>>>>>",
        b"<<%s/Length %d>>stream\n%s\nendstream" % (about, len(content), content),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    )
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 6\n0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % place for place in places)
    return bytes(out + b"trailer<</Root 1 0 R/Size 6>>\nstartxref\n%d\n%%%%EOF" % start)


def docx(document: bytes, target: str = "word/document.xml") -> bytes:
    """A package with this document, in order but for what the arguments say."""
    types = (
        '<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" '
        'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
    )
    rels = (
        '<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" '
        f'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="{target}"/></Relationships>'
    )
    return zipped({"[Content_Types].xml": types.encode(), "_rels/.rels": rels.encode(), "word/document.xml": document})


def _docx(large: int) -> dict[str, bytes]:
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'

    def word(document: str, target: str = "word/document.xml") -> bytes:
        return docx(document.encode(), target)

    billion = '<!DOCTYPE x [<!ENTITY l0 "社区">' + "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)) + "]>"
    return {
        "empty": b"",
        "not": GOOD.encode(),
        "zip": zipped({"a.txt": b"x"}),
        "cut": docx(b"")[:40],
        "types-only": zipped({"[Content_Types].xml": b"<Types/>"}),
        "no-xml": word("no xml at all"),
        "no-body": word(f"<w:document {space}/>"),
        "bomb": word(f"{billion}<w:document {space}><w:body><w:p><w:r><w:t>&l9;</w:t></w:r></w:p></w:body></w:document>"),
        "external": word(
            f'<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><w:document {space}><w:body><w:p><w:r><w:t>&e;</w:t></w:r></w:p></w:body>'
            "</w:document>"
        ),
        "outside": word(f"<w:document {space}><w:body/></w:document>", "../../../../etc/passwd"),
        "remote": word(f"<w:document {space}><w:body/></w:document>", "http://127.0.0.1:9/x"),
        "deep": word(f"<w:document {space}><w:body>" + "<w:p>" * 10_000 + "</w:p>" * 10_000 + "</w:body></w:document>"),
        "large": word(f"<w:document {space}><w:body>" + "<w:p/>" * large + "</w:body></w:document>"),
        "tables-deep": word(
            f"<w:document {space}><w:body>"
            + "<w:tbl><w:tr><w:tc>" * 200
            + "<w:p/>"
            + "</w:tc></w:tr></w:tbl>" * 200
            + "</w:body></w:document>"
        ),
        "cells": word(
            f"<w:document {space}><w:body><w:tbl><w:tr>" + "<w:tc><w:p/></w:tc>" * (large // 50) + "</w:tr></w:tbl></w:body></w:document>"
        ),
        "spans-huge": word(
            f'<w:document {space}><w:body><w:tbl><w:tr><w:trPr><w:gridBefore w:val="99999999"/></w:trPr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/>'
            "</w:tcPr><w:p/></w:tc></w:tr></w:tbl></w:body></w:document>"
        ),
        "runs": word(f"<w:document {space}><w:body><w:p>" + "<w:r><w:t>社</w:t></w:r>" * (large // 20) + "</w:p></w:body></w:document>"),
        "attribute": word(f'<w:document {space}><w:body w:x="{"x" * large}"/></w:document>'),
        "space-wrong": word('<w:document xmlns:w="urn:x"><w:body><w:p/></w:body></w:document>'),
        "members": zipped({f"word/{n}.xml": b"" for n in range(large // 50)}),
        "self": docx(docx(b"")),
        "locked": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504) + "EncryptedPackage".encode("utf-16-le") + bytes(2000),
        "zip-bomb": word(f"<w:document {space}><w:body>" + " " * (large * 100) + "</w:body></w:document>"),
        "ole": b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000),
    }

"""Excel files that mean no good, or are not what they say; each with what they are made of."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator

MAIN = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
SHEET = "xl/worksheets/sheet1.xml"


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(members: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    members = parts(data)
    members[name] = change(members[name])
    return packed(members)


def in_sheet(data: bytes, old: bytes, new: bytes) -> bytes:
    def change(content: bytes) -> bytes:
        assert old in content
        return content.replace(old, new, 1)

    return with_part(data, SHEET, change)


def sheet_of(data: bytes, body: bytes) -> bytes:
    """The book with a sheet of other rows."""
    content = f"<worksheet {MAIN}><sheetData>".encode() + body + b"</sheetData></worksheet>"
    return with_part(data, SHEET, lambda _: content)


def many_rows(count: int) -> bytes:
    return b"".join(
        b'<row r="%d"><c r="A%d"><v>%d</v></c></row>' % (n, n, n) for n in range(1, count)
    )


def lying_directory(data: bytes) -> bytes:
    """Says that the sheet is small, and unpacks to more."""
    out = bytearray(with_part(data, SHEET, lambda content: content + b" " * 900_000))
    at = out.rindex(SHEET.encode()) - 46
    out[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(out)


def bad(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Name and bytes, made from a good ledger."""
    entity = b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    head = b"?>\n"
    yield "empty", b""
    yield "text", "序号,层级\n1,问题\n".encode("gb18030")
    yield "old xls", bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 600
    yield "half", data[: len(data) // 2]
    yield "zip of nothing", packed({})
    yield "docx", packed({"word/document.xml": b"<w/>"})
    yield "zip bomb", packed({**parts(data), SHEET: b" " * 200_000_000})
    yield "nested bomb", packed({**parts(data), "x/y.bin": b"\0" * 100_000_000})
    yield "many entries", packed({**parts(data), **{f"x/{n}": b"" for n in range(3000)}})
    yield "climbing", packed({**parts(data), "../../evil": b"x"})
    yield "entities", with_part(data, SHEET, lambda c: c.replace(head, head + entity, 1))
    outside = b'<!DOCTYPE x SYSTEM "file:///etc/passwd">'
    yield (
        "outside",
        with_part(data, "xl/workbook.xml", lambda c: c.replace(head, head + outside, 1)),
    )
    yield "cut xml", with_part(data, SHEET, lambda c: c[: len(c) // 2])
    yield "no xml", with_part(data, "xl/workbook.xml", lambda _: b"\xff\xfe\0")
    yield (
        "no sheet",
        with_part(data, "xl/workbook.xml", lambda c: c.replace("台账".encode(), b"other")),
    )
    yield "no target", with_part(data, "xl/_rels/workbook.xml.rels", lambda _: b"<Relationships/>")
    yield (
        "target outside",
        with_part(
            data,
            "xl/_rels/workbook.xml.rels",
            lambda c: c.replace(b"worksheets/sheet1.xml", b"../../../etc/passwd"),
        ),
    )
    yield "empty sheet", sheet_of(data, b"")
    yield "million rows", sheet_of(data, many_rows(1_000_000))
    yield "far row", sheet_of(data, b'<row r="99999999999999999999"><c><v>1</v></c></row>')
    yield "bad address", sheet_of(data, b'<row r="1"><c r="-1:B"><v>1</v></c></row>')
    yield (
        "shared text that is not there",
        sheet_of(data, b'<row r="1"><c r="A1" t="s"><v>99999</v></c></row>'),
    )
    yield "shared text below", sheet_of(data, b'<row r="1"><c r="A1" t="s"><v>-1</v></c></row>')
    yield "number that is none", sheet_of(data, b'<row r="1"><c r="A1"><v>abc</v></c></row>')
    yield "deep", sheet_of(data, b"<x>" * 200_000 + b"</x>" * 200_000)
    yield "titles twice", in_sheet(data, "点位名称".encode(), "备注".encode())
    yield (
        "huge style",
        with_part(
            data,
            "xl/styles.xml",
            lambda c: c.replace(b'numFmtId="164"', b'numFmtId="' + b"9" * 5000 + b'"'),
        ),
    )
    yield "lying directory", lying_directory(data)

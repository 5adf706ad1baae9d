"""Bytes → text: encodings, docx, html, and what is refused with what reason."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from geo_app.errors import InputError, TooLargeError, UnsupportedError
from geo_app.notice.reader import read_text
from geo_app.settings import Limits

LIMITS = Limits()
TEXT = "青河市整改通报\n问题1：青河桥东侧150米有一处排口，水面发黑。\n整改情况：已整改。\n"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def read(data: bytes, limits: Limits = LIMITS) -> str:
    return read_text(data, name="通报", limits=limits)


def docx(body: str, members: dict[str, str] | None = None, prolog: str = "") -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        document = f'{prolog}<w:document xmlns:w="{W}"><w:body>{body}</w:body></w:document>'
        archive.writestr("word/document.xml", document)
        for name, content in (members or {}).items():
            archive.writestr(name, content)
    return stream.getvalue()


def paragraph(words: str, properties: str = "") -> str:
    return f"<w:p><w:pPr>{properties}</w:pPr><w:r><w:t>{words}</w:t></w:r></w:p>"


@pytest.mark.parametrize(
    "encoding",
    ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030", "gbk"],
)
def test_each_encoding_gives_the_same_text(encoding: str) -> None:
    assert read(TEXT.encode(encoding)) == TEXT


def test_line_ends_become_newlines_and_invisible_marks_go() -> None:
    assert read("甲\r\n乙\r丙\u2028丁\u200b".encode()) == "甲\n乙\n丙\n丁"


def test_docx_gives_paragraphs_and_table_rows_in_order() -> None:
    cell = "<w:tc>{}</w:tc>".format
    table = f"<w:tbl><w:tr>{cell(paragraph('1'))}{cell(paragraph('台账不全'))}</w:tr></w:tbl>"
    lines = read(docx(paragraph("前言") + table + paragraph("落款"))).splitlines()
    assert [[piece.strip() for piece in line.split("\t")] for line in lines] == [
        ["前言"],
        ["1", "台账不全", ""],
        ["落款"],
    ]


def test_docx_writes_out_automatic_numbers() -> None:
    numbering = (
        f'<w:numbering xmlns:w="{W}"><w:abstractNum w:abstractNumId="7"><w:lvl w:ilvl="0">'
        '<w:start w:val="1"/><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="（%1）"/></w:lvl>'
        '</w:abstractNum><w:num w:numId="3"><w:abstractNumId w:val="7"/></w:num></w:numbering>'
    )
    listed = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="3"/></w:numPr>'
    body = paragraph("台账不全", listed) + paragraph("说明") + paragraph("水面发黑", listed)
    data = docx(body, {"word/numbering.xml": numbering})
    assert read(data).splitlines() == ["（一）台账不全", "说明", "（二）水面发黑"]


def test_html_gives_what_a_reader_sees() -> None:
    page = (
        '<html><head><meta charset="gb2312"><title>网站</title><style>p{}</style></head><body>'
        "<p>问题1：台账<b>不全</b>。</p><script>alert('x')</script><div>整改情况：<br>已整改</div>"
        "<table><tr><td>甲</td><td>乙</td></tr></table></body></html>"
    )
    text = read(page.encode("gb18030"))
    assert text.splitlines() == ["问题1：台账不全。", "整改情况：", "已整改", "甲\t乙\t"]


def test_html_of_any_depth_is_read() -> None:
    assert read(b"<div>" * 100_000 + "问题1".encode()) == "问题1"


@pytest.mark.parametrize("data", [b"", b" \r\n\t ", "\ufeff".encode(), "　\n".encode()])
def test_nothing_to_read_is_said(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == "input.empty"


@pytest.mark.parametrize(
    "data",
    [bytes(range(256)) * 4, b"\x00\x01\x02\x03" * 50, b"\x80\x81\xff\xfe\xfd" * 9, b"abc\x00def"],
)
def test_bytes_that_are_no_text_name_what_was_tried(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        read(data)
    assert caught.value.code == "reader.undecodable"
    assert "GB18030" in caught.value.text("zh")


@pytest.mark.parametrize(
    "data",
    [
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        b"%PDF-1.7\n...",
        b"\x89PNG\r\n\x1a\n....",
        b"\xff\xd8\xff\xe0....",
        b"{\\rtf1 x}",
    ],
)
def test_other_kinds_say_to_save_as_docx_or_txt(data: bytes) -> None:
    with pytest.raises(UnsupportedError) as caught:
        read(data)
    assert "另存为 docx 或 txt" in caught.value.text("zh")


def test_zip_without_a_word_document_is_unsupported() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    with pytest.raises(UnsupportedError) as caught:
        read(stream.getvalue())
    assert caught.value.code == "reader.not_docx"


def test_broken_docx_is_said() -> None:
    whole = docx(paragraph("甲"))
    for data in (b"PK\x03\x04 nothing", whole[: len(whole) // 2], docx("<w:p>")):
        with pytest.raises(InputError) as caught:
            read(data)
        assert caught.value.code == "reader.docx_broken"


def test_docx_with_entities_is_refused() -> None:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(InputError) as caught:
        read(docx(paragraph("&b;"), prolog=bomb))
    assert caught.value.code == "reader.docx_dtd"


@pytest.mark.parametrize("name", ["../evil", "/etc/x", "C:/x", "word/../../x", "..\\x"])
def test_docx_with_unsafe_member_names_is_refused(name: str) -> None:
    with pytest.raises(InputError) as caught:
        read(docx(paragraph("甲"), {name: "x"}))
    assert caught.value.code == "reader.docx_member"


def test_docx_bombs_are_refused_before_they_are_unpacked() -> None:
    big = docx(paragraph("甲"), {"word/media/image1": "0" * 3_000_000})
    cases = {
        "reader.docx_ratio": (big, LIMITS),
        "reader.docx_unpacked": (big, Limits(docx_unpacked_bytes=1_000_000)),
        "reader.docx_entries": (docx("", {f"m{n}": "x" for n in range(9)}), Limits(docx_entries=5)),
    }
    for code, (data, limits) in cases.items():
        with pytest.raises(TooLargeError) as caught:
            read(data, limits)
        assert caught.value.code == code


def test_size_that_a_zip_lies_about_is_still_capped() -> None:
    data = bytearray(docx(paragraph("甲" * 200_000)))
    entry = data.rfind(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = struct.pack("<I", 10)
    with pytest.raises(InputError):
        read(bytes(data), Limits(docx_unpacked_bytes=100_000))


def test_too_many_bytes_or_characters() -> None:
    with pytest.raises(TooLargeError) as caught:
        read(TEXT.encode(), Limits(notice_bytes=20))
    assert caught.value.code == "input.too_large"
    with pytest.raises(TooLargeError) as caught:
        read(TEXT.encode(), Limits(notice_characters=20))
    assert caught.value.code == "reader.too_long"

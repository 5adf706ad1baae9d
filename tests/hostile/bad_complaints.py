"""Files of complaints that mean no good, or are none; each with words of the answer."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Iterator

HEAD = "投诉时间,地点,内容\n"
ROW = "2021-09-01,某路,有异味\n"


def bad() -> Iterator[tuple[str, bytes, str]]:
    """Name, bytes, and what the answer must say."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("x.csv", b"," * 50_000_000)
    yield "zip_bomb", packed.getvalue(), "CSV"
    yield "gzip_bomb", gzip.compress(b"," * 50_000_000), "CSV"
    yield "old_excel", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "CSV"
    yield "empty", b"", "空"
    yield "blanks", b" \n\r\n ", "空"
    yield "nul", (HEAD + ROW.replace("某", "\0")).encode(), "文本"
    yield "binary", bytes(range(256)) * 100, "文本"
    yield "no_head", ROW.encode() * 3, "表头"
    yield "head_only", HEAD.encode(), "没有投诉"
    yield "columns", (HEAD + "2021-09-01," + "," * 15_000_000).encode(), "第 2 行的列太多"
    yield "columns_in_head", ("时间,地点" + ",x" * 500 + "\n").encode(), "第 1 行的列太多"
    many = 'a","' + "\n"  # each line goes on with the row
    yield "columns_over_lines", (HEAD + '"' + many * 3_000_000).encode(), "第 2 行的列太多"
    yield "open_quote", (HEAD + ROW + '2021-09-01,某路,"有异味\n' + ROW * 5).encode(), "第 3 行起"
    yield "long_cell", (HEAD + "2021-09-01,某路," + "味" * 3_000_000).encode(), "第 2 行"
    yield "long_place", (HEAD + f"2021-09-01,{'路' * 5000},有异味\n").encode(), "第 2 行「地点」"
    yield "rows", (HEAD + ROW * 100_001).encode(), "100000"
    yield "large", HEAD.encode() + b"\n" * 17_000_000, "16 MB"
    yield "two_places", ("时间,地点,地址\n2021-09-01,某路,某路\n").encode(), "「地点」和「地址」"
    yield "half", ("时间,经度\n2021-09-01,114\n").encode(), "纬度"
    for name, lon, lat in (
        ("swapped", "34.7", "114.3"),
        ("nan", "nan", "34.7"),
        ("infinite", "1e400", "34.7"),
        ("formula", "=1+1", "34.7"),
        ("half_told", "114.3", ""),
    ):
        told = f"时间,经度,纬度\n2021-09-01,{lon},{lat}\n"
        yield name, told.encode(), "第 2 行"
    for name, day in (
        ("no_day", "2021-02-30"),
        ("future", "2999-01-01"),
        ("year_0", "0000-00-00"),
        ("no_zone", "2021-09-01T10:00:00+99:99"),
        ("first_year", "0001-01-01T00:00:00+14:00"),
        ("digits", "9" * 200),
    ):
        yield name, f"{HEAD}{day},某路,有异味\n".encode(), "第 2 行「投诉时间」"

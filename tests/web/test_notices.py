"""Reading a notice in, and reviewing its places without scripts."""

import re
from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from geo_app.settings import Settings
from geo_app.store.session import open_store
from geo_app.web import create_app
from geo_app.web.installation import EXTENSION
from geo_app.web.marked_text import paragraphs
from tests.web.conftest import TEXT, House, Token

NOTICE = """关于北渠整改情况的通报

问题1：白杨桥下游30米处有污水直排。
整改情况：已整改。已封堵。
问题2：台账缺少时限。
整改情况：正在整改。

某某局
2022年3月1日
"""


class Clerk:
    """A person at the notices page."""

    def __init__(self, house: House, token: Token) -> None:
        self.house = house
        self.client: FlaskClient = house.app.test_client()
        self.token = token(self.client)

    def send(self, text: str = "", file: tuple[bytes, str] | None = None):  # type: ignore[no-untyped-def]
        data: dict[str, object] = {"csrf_token": self.token, "text": text}
        if file:
            data["file"] = (BytesIO(file[0]), file[1])
        return self.client.post("/notices", data=data)

    def listed(self) -> int:
        return len(re.findall(r'href="/notices/[0-9a-f-]{36}"', self.client.get("/notices").text))


@pytest.fixture
def clerk(house: House, token: Token) -> Clerk:
    return Clerk(house, token)


def test_the_list_has_the_numbers_of_each_notice(clerk: Clerk) -> None:
    page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", clerk.client.get("/notices").text))
    assert "问题数 2 地点 2 已确认 0 待核对 2 存疑" in page


def test_pasted_text_leads_to_the_review_page(clerk: Clerk) -> None:
    response = clerk.send(NOTICE)
    assert response.status_code == 303
    page = clerk.client.get(response.location).text
    assert "关于北渠整改情况的通报" in page
    assert 'id="problem-1"' in page
    assert 'id="problem-2"' in page


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_an_uploaded_file_is_read_in_its_encoding(clerk: Clerk, encoding: str) -> None:
    response = clerk.send(file=(NOTICE.encode(encoding), "通报.txt"))
    assert response.status_code == 303, response.text


def test_the_same_text_twice_is_one_notice(clerk: Clerk) -> None:
    assert clerk.send(NOTICE).location == clerk.send(NOTICE).location
    assert clerk.listed() == 2


def test_text_without_problems_is_refused_and_still_there(clerk: Clerk) -> None:
    response = clerk.send("今天天气很好，<b>没有</b>编号。")
    assert response.status_code == 422
    assert 'role="alert"' in response.text
    assert "今天天气很好，&lt;b&gt;没有&lt;/b&gt;编号。</textarea>" in response.text
    assert clerk.listed() == 1


@pytest.mark.parametrize(
    "file",
    [
        (b"", "空.txt"),
        (b"PK\x03\x04broken", "坏.docx"),
        (b"\x89PNG\r\n\x1a\n\x00\x00", "图.png"),
        (bytes(range(256)) * 40, "乱.txt"),
    ],
)
def test_a_file_that_cannot_be_read_is_a_4xx_in_words(
    clerk: Clerk, file: tuple[bytes, str]
) -> None:
    response = clerk.send(file=file)
    assert 400 <= response.status_code < 500
    assert 'role="alert"' in response.text
    assert clerk.listed() == 1


def test_nothing_or_both_is_said(clerk: Clerk) -> None:
    assert "还没有内容" in clerk.send().text
    assert "只能选一样" in clerk.send(NOTICE, (NOTICE.encode(), "a.txt")).text


def test_too_large_an_upload_is_413(clerk: Clerk) -> None:
    limit = clerk.house.settings.limits.notice_bytes
    response = clerk.client.post(
        "/notices",
        content_type="multipart/form-data; boundary=x",
        # refused for what it announces, before anything is read
        environ_overrides={"CONTENT_LENGTH": str(limit + 2_000_000)},
    )
    assert response.status_code == 413
    assert "大小上限" in response.text
    assert clerk.listed() == 1


@pytest.fixture
def newcomer(tmp_path: Path, token: Token) -> Iterator[Clerk]:
    """Somebody whose installation is empty and has a sample."""
    settings = Settings(data=tmp_path)
    store = open_store(settings)
    app = create_app(settings, store)
    sample = tmp_path / "sample.txt"
    sample.write_text(NOTICE, encoding="utf-8")
    app.extensions[EXTENSION] = replace(app.extensions[EXTENSION], sample=sample)
    yield Clerk(House(app, store, settings, ""), token)
    store.engine.dispose()


def test_an_empty_installation_offers_the_sample_and_reads_it(newcomer: Clerk) -> None:
    assert "试读随附的示例通报" in newcomer.client.get("/notices").text
    response = newcomer.client.post("/notices/sample", data={"csrf_token": newcomer.token})
    assert "关于北渠整改情况的通报" in newcomer.client.get(response.location).text
    assert "试读随附的示例通报" not in newcomer.client.get("/notices").text


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("/", "还没有点位。"),
        ("/ledger", "台账还是空的。"),
        ("/notices", "还没有读入任何通报。"),
        ("/gazetteer", "还没有锚点。"),
    ],
)
def test_an_empty_page_names_the_next_step(newcomer: Clerk, path: str, words: str) -> None:
    response = newcomer.client.get(path)
    assert response.status_code == 200
    assert words in response.text


def test_the_review_page_marks_each_mention(clerk: Clerk) -> None:
    page = clerk.client.get(f"/notices/{clerk.house.notice_id}").text
    links = re.findall(r'<a class="phrase([^"]*)" href="#place-([^"]+)" data-place="\2"', page)
    ids = {name: place["id"] for name, place in clerk.house.places().items()}
    assert links == [
        ("", ids["青石桥东排口"]),
        ("", ids["老槐镇污水站"]),
        (" alias", ids["青石桥东排口"]),
    ]
    assert 'id="problem-2"' in page


def test_places_can_be_decided_without_scripts(clerk: Clerk) -> None:
    notice = f"/notices/{clerk.house.notice_id}"
    places = clerk.house.places()
    form = {"csrf_token": clerk.token}
    for name, action in (("青石桥东排口", "confirm"), ("老槐镇污水站", "unlocated")):
        response = clerk.client.post(f"{notice}/places/{places[name]['id']}/{action}", data=form)
        assert response.status_code == 303
    states = {name: place["state"] for name, place in clerk.house.places().items()}
    assert states == {"青石桥东排口": "confirmed", "老槐镇污水站": "unlocated"}


def test_all_drafts_can_be_confirmed_at_once_without_scripts(clerk: Clerk) -> None:
    url = f"/notices/{clerk.house.notice_id}/confirm-all"
    response = clerk.client.post(url, data={"csrf_token": clerk.token}, follow_redirects=True)
    assert response.status_code == 200
    assert "已确认 2 处。" in response.text
    assert {place["state"] for place in clerk.house.places().values()} == {
        "confirmed",
        "unlocated",
    }


def test_an_unknown_notice_is_404(clerk: Clerk) -> None:
    assert clerk.client.get("/notices/none").status_code == 404


def place(start: int, end: int, *aliases: tuple[int, int]) -> dict[str, object]:
    return {
        "id": f"{start}-{end}",
        "start": start,
        "end": end,
        "aliases": [{"start": a, "end": b} for a, b in aliases],
    }


def test_pieces_put_together_are_the_text() -> None:
    pieces = paragraphs(TEXT, [place(20, 30), place(25, 27), place(40, 50, (55, 60))], [])
    joined = "\n".join("".join(piece.text for piece in line) for line in pieces)
    assert joined == "\n".join(line for line in TEXT.split("\n") if line.strip())


def test_a_phrase_inside_another_owns_its_letters() -> None:
    (line,) = paragraphs("0123456789", [place(1, 8), place(3, 5)], [])
    owned = [(piece.text, piece.place["id"] if piece.place else None) for piece in line]
    assert owned == [("0", None), ("12", "1-8"), ("34", "3-5"), ("567", "1-8"), ("89", None)]


def test_a_span_outside_the_text_is_left_out() -> None:
    (line,) = paragraphs("0123", [place(2, 9), place(-1, 2), place(2, 2)], [])
    assert [(piece.text, piece.place) for piece in line] == [("0123", None)]


def test_a_problem_begins_where_its_label_stands() -> None:
    lines = paragraphs(
        "前言\n一、甲 二、乙", [], [{"number": 1, "start": 3}, {"number": 2, "start": 7}]
    )
    assert [(p.text, p.problem) for p in lines[1]] == [("一、甲 ", 1), ("二、乙", 2)]

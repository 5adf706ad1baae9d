"""Chinese and English are both whole; dates and lengths follow the language."""

import re
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from flask.testing import FlaskClient

from geo_app.reports.map_file.write import SCRIPT_WORDS
from geo_app.resources import resource
from geo_app.web import field_words, language
from geo_app.web.strings import inspect_strings, review_strings, site_strings
from tests.web.conftest import House, Token

SOURCE = Path(language.__file__).parent


def sentences() -> set[str]:
    """Every ``_()`` of pages and templates."""
    found = set()
    for folder, method in (
        (SOURCE, [("**.py", "python")]),
        (resource("templates"), [("**.html", "jinja2")]),
    ):
        keywords = {"_": None, "gettext": None}
        for _file, _line, message, _comments, _context in extract_from_dir(
            str(folder), method, keywords=keywords
        ):
            found.add(message)
    return found


def script_words() -> set[str]:
    """Keys of every word that is given to a script."""
    field = field_words.strings()["zh"]
    return {*review_strings(), *site_strings(), *inspect_strings(), *field, *SCRIPT_WORDS}


def catalogue():  # type: ignore[no-untyped-def]
    path = language.LOCALE / "en" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        return read_po(file)


def test_the_english_catalogue_has_every_sentence_and_no_other() -> None:
    assert {message.id for message in catalogue() if message.id} == sentences()


def test_every_sentence_is_translated_and_none_is_fuzzy() -> None:
    messages = [message for message in catalogue() if message.id]
    assert [m.id for m in messages if not m.string or m.fuzzy] == []


def test_translations_keep_their_placeholders() -> None:
    slots = re.compile(r"%\(\w+\)s|\{\w+\}")
    wrong = [
        m.id
        for m in catalogue()
        if m.id and sorted(slots.findall(m.id)) != sorted(slots.findall(m.string))
    ]
    assert wrong == []


def test_every_word_that_a_script_asks_for_is_there(shared: House) -> None:
    asked = {
        key
        for script in (resource("static") / "js").rglob("*.js")
        for key in re.findall(r"""\bsay\(\s*["'](\w+)["']""", script.read_text(encoding="utf-8"))
    }
    with shared.app.test_request_context():
        assert asked - script_words() == set()


def test_no_word_is_kept_that_no_script_asks_for(shared: House) -> None:
    text = "".join(
        script.read_text(encoding="utf-8") for script in (resource("static") / "js").rglob("*.js")
    )
    with shared.app.test_request_context():
        words = script_words()
    counted = {"located_n", "unlocated_n", "doubtful_n", "drafts_n"}  # put together from a count
    coded = (
        "fault_",
        "lacks_",
        "line_",
        "camera_",
        "fix_",
        "turn_",
        "order_",
    )  # put together from a code
    left = {word for word in words - counted if f'"{word}"' not in text}
    assert {
        word for word in left if not word.startswith(coded) and not word.endswith("_now")
    } == set()


def test_no_chinese_is_left_in_the_translations() -> None:
    left = [m.id for m in catalogue() if m.id and any("一" <= sign <= "鿿" for sign in m.string)]
    assert left == []


def test_the_catalogue_compiles() -> None:
    memory = BytesIO()
    write_mo(memory, catalogue())
    assert memory.tell() > 1000


def test_the_first_visit_is_in_chinese(client: FlaskClient) -> None:
    page = client.get("/about").text
    assert '<html lang="zh-CN">' in page
    assert "数据来源" in page


@pytest.mark.parametrize("path", ["/", "/ledger", "/notices", "/gazetteer", "/about"])
def test_english_pages_say_so(english: FlaskClient, path: str) -> None:
    page = english.get(path).text
    assert '<html lang="en">' in page
    assert "Inspection map" in page


def test_language_and_theme_are_remembered_and_lead_back(shared: House, token: Token) -> None:
    client = shared.app.test_client()
    response = client.post(
        "/preferences",
        data={"csrf_token": token(client), "language": "en", "next": "/ledger?status=open#x"},
    )
    assert response.location == "/ledger?status=open#x"
    assert "Ledger of problems" in client.get("/ledger").text
    client.post("/preferences", data={"csrf_token": token(client), "theme": "dark", "next": "/"})
    assert 'data-theme="dark"' in client.get("/about").text


@pytest.mark.parametrize(
    "away", ["//evil.example", "/\\evil", "https:evil", "javascript:alert(1)", "/\t/evil", ""]
)
def test_preferences_lead_to_no_other_host(client: FlaskClient, token: Token, away: str) -> None:
    response = client.post("/preferences", data={"csrf_token": token(client), "next": away})
    assert response.location == "/"


def test_an_unknown_language_is_not_kept(client: FlaskClient, token: Token) -> None:
    response = client.post("/preferences", data={"csrf_token": token(client), "language": "xx"})
    assert [c for c in response.headers.getlist("Set-Cookie") if c.startswith("language")] == []


@pytest.mark.parametrize(
    ("metres", "chinese", "english"),
    [
        (35, "35米", "35 m"),
        (999.4, "999米", "999 m"),
        (1000, "1公里", "1 km"),
        (4320, "4.3公里", "4.3 km"),
        (None, "—", "—"),
    ],
)
def test_lengths_in_words(shared: House, metres: float | None, chinese: str, english: str) -> None:
    with shared.app.test_request_context():
        assert language.length_words(metres) == chinese
    with shared.app.test_request_context(headers={"Cookie": "language=en"}):
        assert language.length_words(metres) == english


def test_dates_in_words(shared: House) -> None:
    with shared.app.test_request_context():
        assert language.date_words("2021-10-14") == "2021年10月14日"
        assert language.date_words(None) == "—"
    with shared.app.test_request_context(headers={"Cookie": "language=en"}):
        assert language.date_words("2021-10-14") == "2021-10-14"


def test_times_are_those_of_the_office(shared: House) -> None:
    with shared.app.test_request_context():
        moment = datetime(2021, 12, 31, 16, 30, tzinfo=UTC)
        assert language.time_words(moment) == "2022年1月1日 00:30"


def test_nothing_of_nothing_is_not_zero_percent() -> None:
    assert language.percent_words(20, 21) == "95.2%"
    assert language.percent_words(0, 21) == "0%"
    assert language.percent_words(0, 0) == "—"


def test_a_constant_word_of_a_template_follows_the_language_of_each_request(shared: House) -> None:
    """Jinja folds filters of constants when it compiles; these must not be folded."""
    client = shared.app.test_client()
    chinese = client.get("/").get_data(as_text=True)
    client.set_cookie(language.COOKIE, "en")
    english = client.get("/").get_data(as_text=True)
    assert "超期" in chinese
    assert "Overdue" in english
    assert "超期" not in english

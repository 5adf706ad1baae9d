"""Habits that the whole tree keeps."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from geo_app.domain.status import Status
from geo_app.words import TABLE

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "geo_app"
MODULES = sorted(path for path in PACKAGE.rglob("*.py") if "versions" not in path.parts)


def strings(path: Path) -> list[str]:
    """Every string literal of a module that is not a docstring."""
    tree = ast.parse(path.read_text("utf-8"))
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return [
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant)
        and isinstance(node.value, str)
        and id(node) not in docstrings
    ]


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_module_stays_small(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) <= 400


def test_status_words_are_spelled_in_one_file_only() -> None:
    # words that mean something else in code too (open a file) are left to the type checker
    telling = {status.value for status in Status} - {"open", "closed"}
    allowed = {PACKAGE / "domain" / "status.py"}
    spelled = {
        f"{path.relative_to(PACKAGE)}: {text}"
        for path in MODULES
        if path not in allowed
        for text in strings(path)
        if text in telling
    }
    assert spelled == set()


def test_every_code_that_is_said_has_a_sentence() -> None:
    """The first word of a remark or an error is its code."""
    said = set()
    for path in MODULES:
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(call, ast.Call) or not call.args:
                continue
            name = getattr(call.func, "id", getattr(call.func, "attr", ""))
            code = call.args[0]
            if (name == "Remark" or name.endswith("Error")) and isinstance(code, ast.Constant):
                said.add(code.value)
    coded = {code for code in said if isinstance(code, str) and re.fullmatch(r"\w+\.\w+", code)}
    assert len(coded) > 50
    assert coded - set(TABLE) == set()


def test_both_languages_fill_the_same_values() -> None:
    def names(sentence: str) -> set[str]:
        return set(re.findall(r"\{(\w+)", sentence))

    uneven = {code for code, (zh, en) in TABLE.items() if names(zh) != names(en)}
    assert uneven == set()
    assert [code for code, pair in TABLE.items() if not all(pair)] == []


def test_only_one_module_imports_folium_and_nothing_below_the_web_imports_flask() -> None:
    folium = [
        p for p in MODULES if re.search(r"^\s*(import|from) folium", p.read_text("utf-8"), re.M)
    ]
    assert folium == [PACKAGE / "web" / "maps.py"]
    flask = [
        p
        for p in MODULES
        if re.search(r"^\s*(import|from) (flask|werkzeug)\b", p.read_text("utf-8"), re.M)
    ]
    assert {p.relative_to(PACKAGE).parts[0] for p in flask} <= {"web"}


NAMES_OR_HERE = ("www.w3.org", "ns.adobe.com", "127.0.0.1", "localhost")
"""Names of XML vocabularies, which nobody fetches, and this computer."""


def test_pages_ask_no_other_host() -> None:
    """Outside hosts stand in settings (base maps) only."""
    found = []
    files = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "static" / "js").rglob("*.js")]
    files += [*(ROOT / "static" / "css").rglob("*.css"), *MODULES]
    for path in files:
        if path.match("settings/outside.py"):
            continue
        for url in re.findall(r"https?://[\w.-]+", path.read_text("utf-8")):
            if not any(name in url for name in NAMES_OR_HERE):
                found.append(f"{path.relative_to(ROOT)}: {url}")
    assert found == []


def test_no_text_is_switched_past_the_templates() -> None:
    """Autoescaping is never turned off, and scripts never write HTML from strings."""
    unsafe = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "templates").rglob("*.html")
        if re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text("utf-8"))
    ]
    sinks = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "static" / "js").rglob("*.js")
        if re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|bindPopup|bindTooltip|\beval\(",
            path.read_text("utf-8"),
        )
    ]
    assert (unsafe, sinks) == ([], [])

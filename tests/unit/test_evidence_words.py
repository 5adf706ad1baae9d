"""Every code that evidence says has its sentence, and no sentence is left over."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

import geo_app.domain.evidence as room
from geo_app.domain.evidence.captures import Timepiece
from geo_app.domain.evidence.nouns import Aspect, Outcome, Verdict, Witness
from geo_app.domain.inspection import PhotoRole
from geo_app.words import evidence, evidence_terms

CODE = re.compile(r"@?((?:evidence|demand|accuracy|limit|clock|span)\.[a-z_]+)")


def spelled() -> set[str]:
    found = set()
    for path in Path(room.__path__[0]).glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            text = node.value if isinstance(node, ast.Constant) else None
            if isinstance(text, str) and (match := CODE.fullmatch(text)):
                found.add(match[1])
    return found


def test_codes_and_sentences_are_the_same_set() -> None:
    groups = ("accuracy.", "limit.", "clock.", "span.")
    table = set(evidence.TABLE) | {key for key in evidence_terms.TABLE if key.startswith(groups)}
    assert spelled() == table


@pytest.mark.parametrize(
    ("group", "kind"),
    [
        ("aspect", Aspect),
        ("outcome", Outcome),
        ("verdict", Verdict),
        ("witness", Witness),
        ("photo_role", PhotoRole),
        ("timepiece", Timepiece),
    ],
)
def test_every_member_has_its_term(group: str, kind) -> None:
    terms = {key for key in evidence_terms.TABLE if key.startswith(f"{group}.")}
    assert terms == {f"{group}.{member.value}" for member in kind}


@pytest.mark.parametrize("word", ["假", "fake", "forged", "cheat"])
def test_no_sentence_accuses(word: str) -> None:
    """A doubt asks somebody to look; only "does not mean faked" may use the word."""
    table = evidence.TABLE.items()
    said = {code for code, pair in table if any(word in text for text in pair)}
    assert said <= {"evidence.no_position", "evidence.no_time", "evidence.server_only"}

"""The list of security requirements, each with the tests that hold it or the reason why none does.

The rows stand in ``asvs.csv`` beside this file; docs/asvs.md is written from them. ``ids`` are
those of OWASP ASVS 5.0.0, ``level`` its levels; what they ask is told in words of our own.
"""

from __future__ import annotations

import ast
import csv
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
TESTS = HERE.parent


@dataclass(frozen=True)
class Requirement:
    """One row of the list.

    Attributes:
        row: Its number.
        ids: Requirements of the standard that it stands for.
        level: Their levels.
        what: What is asked, as far as it concerns this program.
        tests: ``folder/file.py::test`` under tests/, which fail if it is no longer so.
        limit: What the tests do not show, or what is not done.
        why_not: Why there are none.
    """

    row: int
    ids: tuple[str, ...]
    level: str
    what: str
    tests: tuple[str, ...]
    limit: str
    why_not: str


def requirements() -> list[Requirement]:
    """All rows, in their order."""
    with (HERE / "asvs.csv").open(encoding="utf-8", newline="") as file:
        return [
            Requirement(
                row=int(each["row"]),
                ids=tuple(each["ids"].split()),
                level=each["level"],
                what=each["what"],
                tests=tuple(each["tests"].split()),
                limit=each["limit"],
                why_not=each["why_not"],
            )
            for each in csv.DictReader(file)
        ]


def names_in(file: str) -> set[str]:
    """Names of the tests in a file under tests/; none where there is no such file."""
    path = TESTS / file
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text("utf-8"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    }


def page() -> str:
    """The table of docs/asvs.md."""
    rows = requirements()
    held = sum(bool(each.tests) for each in rows)
    lines = [
        f"{held} of {len(rows)} rows are held by tests, {len(rows) - held} are not, and say why.\n",
        "| | requirement | level | what it asks of this program | held by |",
        "|--:|---|---|---|---|",
    ]
    for each in rows:
        holds = "<br>".join(f"`{test}`" for test in each.tests) or f"**No test.** {each.why_not}"
        more = f"<br>{each.limit}" if each.limit else ""
        ids = ", ".join(each.ids)
        lines.append(f"| {each.row} | {ids} | {each.level} | {each.what} | {holds}{more} |")
    return "\n".join(lines)

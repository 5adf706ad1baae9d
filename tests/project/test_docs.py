"""The docs tell the truth: they are compared with the program."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.project.write_docs import DOCS, PAGES, written

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_as_the_program_says(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == written(name), "run `make docs`"


def test_every_relative_link_of_the_docs_leads_somewhere() -> None:
    broken = []
    for page in [*ROOT.glob("*.md"), *DOCS.rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#\s]+)", page.read_text("utf-8")):
            if "://" not in target and not (page.parent / target).exists():
                broken.append(f"{page.relative_to(ROOT)} → {target}")
    assert broken == []


def test_every_runtime_dependency_has_its_reason_in_the_decisions() -> None:
    pyproject = (ROOT / "pyproject.toml").read_text("utf-8")
    block = pyproject.split("dependencies = [", 1)[1].split("]\n", 1)[0]
    names = re.findall(r'^\s+"([A-Za-z0-9_-]+)', block, flags=re.MULTILINE)
    reasons = (DOCS / "decisions" / "dependencies.md").read_text("utf-8").lower()
    assert names
    assert [name for name in names if f"`{name.lower()}`" not in reasons] == []

"""What the program puts into its data folder goes along in a backup, or it is said why not."""

from __future__ import annotations

import ast
from pathlib import Path

from geo_app.serving.authority import SERVER_FILE
from geo_app.settings import AUTHORITY_FILE, SQLITE_FILE
from geo_app.store import keys
from geo_app.work import demo, forms, reference
from geo_app.work.backup.layout import EXTRA, EXTRAS

ROOT = Path(__file__).parents[2]

KEPT = {
    "store/keys.py: FILE": keys.FILE,
    "serving/authority.py: AUTHORITY_FILE": AUTHORITY_FILE,
    "work/demo/people.py: _MARK": demo.FILE,
    "work/reference.py: DISTRICTS": reference.DISTRICTS,
    "cli/districts.py: DISTRICTS": reference.DISTRICTS,
    "work/outlines.py: DISTRICTS": reference.DISTRICTS,
}
"""Where a file of the data folder is named, and what ``layout.EXTRAS`` calls it."""

ELSEWHERE = {
    "work/forms.py: FOLDER": f"{forms.FOLDER}/*.json go along",
    "store/files/__init__.py: FOLDER": "originals go along under their digests",
    "cli/options.py: SQLITE_FILE": "its rows go along",
    "work/doctor.py: SQLITE_FILE": "its rows go along",
    "work/doctor.py: f'{SQLITE_FILE}-wal'": "what it holds is in the rows that go along",
    "store/snapshot.py: f'{_PREFIX}{os.urandom(8).hex()}{_SUFFIX}'": "gone when it was read",
    "serving/authority.py: SERVER_FILE": "made anew at every start",
    "work/field/uploads.py: FOLDER": "the phones that send these photos have them still",
    "reports/reminder/run.py: LOCK": "empty; held while reminders are sent",
    "web/__init__.py: JOBS": "what is made in the background can be made again",
    "web/trust.py: 'secret.key'": "of the cookies: nobody stays signed in",
    "work/doctor.py: 'secret.key'": "of the cookies: nobody stays signed in",
}


def named() -> set[str]:
    """Every place outside of the backup itself where something of a data folder is named."""
    found = set()
    for path in (ROOT / "geo_app").rglob("*.py"):
        where = path.relative_to(ROOT / "geo_app").as_posix()
        if where.startswith("work/backup/"):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                folder = ast.unparse(node.left)
                if folder in {"folder", "data"} or folder.endswith(".data"):
                    found.add(f"{where}: {ast.unparse(node.right)}")
    return found


def test_every_file_of_the_data_folder_goes_along_or_it_is_said_why() -> None:
    assert named() == KEPT.keys() | ELSEWHERE.keys()
    assert set(KEPT.values()) == set(EXTRAS)


def test_what_is_written_is_what_is_read_back() -> None:
    assert all(EXTRA.fullmatch(f"installation/{name}") for name in EXTRAS)
    for name in (SQLITE_FILE, SERVER_FILE, "secret.key", "lan-authorityxpem"):
        assert EXTRA.fullmatch(f"installation/{name}") is None

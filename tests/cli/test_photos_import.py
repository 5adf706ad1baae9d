"""``geo-app photos import``: what it suggests and records; a bad file stops nothing."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from geo_app.cli.inspection import inspection
from geo_app.cli.photos import photos
from geo_app.errors import InputError
from geo_app.settings import Settings
from geo_app.store import log
from geo_app.store.inspections import Inspection, Photo
from geo_app.store.models import Site
from geo_app.store.session import Store
from tests.photos import bare, scene
from tests.storage.helpers import confirm_sample
from tests.visits import photo, picture, told

SITE = {"lon": 114.30, "lat": 34.80}
OTHER = {"lon": 114.38, "lat": 34.80}
PHOTOS: dict[str, bytes] = {
    "桥/一.jpg": picture(1, **SITE, taken="2024:05:01 10:22:05"),
    "桥/二.jpg": picture(2, **SITE, taken="2024:05:01 11:22:05"),
    "没有位置.jpg": picture(3, taken="2024:05:01 11:42:05"),
    "后来.jpg": picture(4, **SITE, taken="2024:06:01 11:22:05"),
    "另一处.jpg": picture(5, **OTHER, taken="2024:05:01 10:22:05"),
    "微信.jpg": bare(scene(6, (480, 360))),
    "远处.jpg": picture(7, lon=115.5, lat=34.8),
    "再一次.jpg": picture(1, **SITE, taken="2024:05:01 10:22:05"),
    "坏.jpg": b"no photo",
    "说明.txt": b"notes",
}


@pytest.fixture
def sites(store: Store, settings: Settings) -> list[str]:
    return confirm_sample(store, settings)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "相机"
    for name, data in PHOTOS.items():
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    (made / ".hidden.jpg").write_bytes(picture(8))
    (made / "__MACOSX").mkdir()
    (made / "__MACOSX" / "x.jpg").write_bytes(picture(8))
    return made


Run = Callable[..., Result]


@pytest.fixture
def run(settings: Settings, sites: list[str]) -> Run:
    assert sites

    def invoke(source: Path, *words: str, **given: Any) -> Result:
        command = ["import", str(source), "--data", str(settings.data), *words]
        return CliRunner().invoke(photos, command, catch_exceptions=False, **given)

    return invoke


def plan(result: Result) -> dict[str, dict[str, Any]]:
    told_: dict[str, Any] = json.loads(result.stdout)
    return {each["file"]: each for each in told_["photos"]}


def rows(store: Store) -> list[tuple[str, list[str]]]:
    with store.session(read_only=True) as session:
        visits = session.scalars(select(Inspection).order_by(Inspection.visited_at, Inspection.id))
        return [(visit.site_id, [each.name for each in visit.photos]) for visit in visits]


def test_it_suggests_and_says_why(run: Run, store: Store, folder: Path) -> None:
    result = run(folder, "--json")
    why = {name: each["why"]["code"] for name, each in plan(result).items()}
    assert why == {
        "桥/一.jpg": "photos.twice",
        "桥/二.jpg": "photos.by_place",
        "没有位置.jpg": "photos.by_time",
        "后来.jpg": "photos.by_place",
        "另一处.jpg": "photos.by_place",
        "微信.jpg": "photos.no_place",
        "远处.jpg": "photos.far",
        "再一次.jpg": "photos.by_place",
        "坏.jpg": "intake.refused",
        "说明.txt": "intake.refused",
    }
    assert rows(store) == []  # nobody has said yes


def test_photos_of_one_time_are_one_visit(
    run: Run, store: Store, sites: list[str], folder: Path
) -> None:
    result = run(folder, "--yes")
    assert result.exit_code == 0, result.output
    assert sorted(rows(store)) == sorted(
        [
            (sites[0], ["再一次.jpg", "二.jpg", "没有位置.jpg"]),
            (sites[0], ["后来.jpg"]),
            (sites[1], ["另一处.jpg"]),
        ]
    )
    with store.session(read_only=True) as session:
        assert log.verify(session).broken_at is None
        visits = session.scalars(select(Inspection)).all()
        assert {(visit.source, visit.form_id) for visit in visits} == {("import", None)}
        assert all(each.external for each in session.scalars(select(Photo)))


def test_it_asks_before_it_records(run: Run, store: Store, folder: Path) -> None:
    assert "记录这 3 次检查" in run(folder, input="n\n").stderr
    assert rows(store) == []
    result = run(folder, input="y\n")
    assert "记录了 3 次检查、5 张照片；5 个文件未记录。" in result.stdout
    assert len(rows(store)) == 3


def test_a_table_names_each_file_with_its_reason(run: Run, folder: Path) -> None:
    lines = run(folder, input="n\n").stdout.splitlines()
    assert len(lines) == len(PHOTOS) + 1
    assert next(line for line in lines if "坏.jpg" in line).startswith("- ")
    assert next(line for line in lines if "后来.jpg" in line).startswith("+ ")
    assert "P1-1" in next(line for line in lines if "后来.jpg" in line)


def test_the_same_import_again_changes_nothing(run: Run, store: Store, folder: Path) -> None:
    run(folder, "--yes")
    before = rows(store)
    again = json.loads(run(folder, "--yes", "--json").stdout)
    assert (again["visits"], again["recorded"], again["refused"]) == (0, 0, [])
    assert rows(store) == before


def test_one_more_photo_later_is_one_more_visit(run: Run, store: Store, folder: Path) -> None:
    run(folder, "--yes")
    before = rows(store)
    (folder / "新.jpg").write_bytes(picture(9, **SITE, taken="2024:05:01 10:30:00"))
    assert json.loads(run(folder, "--yes", "--json").stdout)["recorded"] == 1
    assert [row[1] for row in rows(store) if row not in before] == [["新.jpg"]]


def zipped(folder: Path, target: Path) -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                archive.write(path, path.relative_to(folder))
    return target


def test_a_zip_is_as_good_as_a_folder(run: Run, folder: Path, tmp_path: Path) -> None:
    archive = zipped(folder, tmp_path / "导出.zip")
    assert run(archive, "--json").stdout == run(folder, "--json").stdout


def test_names_in_a_zip_of_windows_are_read(run: Run, folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "a.zip"
    with zipfile.ZipFile(archive, "w") as made:
        info = zipfile.ZipInfo("x" * len("现场.jpg".encode("gb18030")))
        made.writestr(info, (folder / "后来.jpg").read_bytes())
    raw = archive.read_bytes().replace(info.filename.encode(), "现场.jpg".encode("gb18030"))
    archive.write_bytes(raw)
    assert list(plan(run(archive, "--json"))) == ["现场.jpg"]


def test_the_site_may_be_told(run: Run, store: Store, sites: list[str], folder: Path) -> None:
    with store.session(read_only=True) as session:
        code = session.get_one(Site, sites[1]).code
    result = run(
        folder, "--site", code, "--at", "2024-07-01T10:00+08:00", "--role", "near",
        "--by", "王五", "--unit", "监测站", "--yes",
    )  # fmt: skip
    assert result.exit_code == 0
    assert {site for site, _ in rows(store)} == {sites[1]}
    with store.session(read_only=True) as session:
        visits = session.scalars(select(Inspection).order_by(Inspection.visited_at)).all()
        assert {(each.actor_name, each.actor_unit) for each in visits} == {("王五", "监测站")}
        assert {each.role for each in session.scalars(select(Photo))} == {"near"}
        chat = next(visit for visit in visits if visit.photos[0].name == "微信.jpg")
        assert chat.visited_at.isoformat() == "2024-07-01T02:00:00+00:00"


def test_without_a_time_it_is_left_out(run: Run, folder: Path) -> None:
    found = plan(run(folder, "--site", "P1-1", "--json"))
    assert found["微信.jpg"]["why"]["code"] == "photos.no_time"
    assert found["微信.jpg"]["visit"] is None


def test_a_visit_has_no_more_photos_than_a_visit_may_have(
    run: Run, store: Store, tmp_path: Path
) -> None:
    many = tmp_path / "many"
    many.mkdir()
    for n in range(23):
        taken = f"2024:05:01 10:{n:02}:05"
        (many / f"{n:02}.jpg").write_bytes(picture(1, **SITE, taken=taken))
    run(many, "--yes")
    assert [len(names) for _, names in rows(store)] == [20, 3]


@pytest.mark.parametrize("case", ["no-zip", "empty", "locked", "bomb"])
def test_a_source_that_cannot_be_used(run: Run, tmp_path: Path, case: str) -> None:
    source = tmp_path / "a.zip"
    if case == "no-zip":
        source.write_bytes(b"nothing")
    elif case == "empty":
        source = tmp_path / "empty"
        source.mkdir()
    else:
        with zipfile.ZipFile(source, "w", zipfile.ZIP_DEFLATED) as made:
            size = 80 * 1024 * 1024 if case == "bomb" else 9
            made.writestr("a.jpg", b"\xff\xd8\xff" + bytes(size))
        if case == "locked":
            raw = bytearray(source.read_bytes())
            for head, offset in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
                raw[raw.index(head) + offset] |= 1
            source.write_bytes(raw)
    if case in ("no-zip", "empty"):
        with pytest.raises(InputError, match=r"a\.zip|empty"):
            run(source, "--yes")
    else:
        [only] = plan(run(source, "--yes", "--json")).values()
        assert only["why"]["code"] in {"photos.encrypted", "intake.refused"}


def test_a_link_out_of_the_folder_is_not_followed(run: Run, folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    shutil.copy(folder / "后来.jpg", outside / "secret.jpg")
    (folder / "link.jpg").symlink_to(outside / "secret.jpg")
    (folder / "links").symlink_to(outside)
    assert not [name for name in plan(run(folder, "--json")) if "link" in name]


def test_a_zip_never_writes_where_its_members_say(run: Run, folder: Path, tmp_path: Path) -> None:
    archive = tmp_path / "slip.zip"
    with zipfile.ZipFile(archive, "w") as made:
        made.writestr("../../evil.jpg", (folder / "后来.jpg").read_bytes())
        made.writestr("/abs.jpg", (folder / "另一处.jpg").read_bytes())
    before = set(tmp_path.rglob("*"))
    run(archive, "--yes")
    new = {path for path in set(tmp_path.rglob("*")) - before if path.suffix == ".jpg"}
    assert new == set()
    assert not (tmp_path.parent / "evil.jpg").exists()


def test_a_visit_is_recorded_from_a_file(
    settings: Settings, store: Store, sites: list[str], tmp_path: Path
) -> None:
    visit = tmp_path / "visit.json"
    visit.write_text(json.dumps(told(sites[0], [photo()])), "utf-8")
    image = tmp_path / "后.jpg"
    image.write_bytes(picture(1))
    words = ["record", str(visit), str(image), "--data", str(settings.data)]
    first = CliRunner().invoke(inspection, words, catch_exceptions=False)
    assert "已记录 P1-1 的一次检查，照片 1 张" in first.output
    again = CliRunner().invoke(inspection, [*words, "--json"], catch_exceptions=False)
    assert json.loads(again.output)["again"] is True
    assert rows(store) == [(sites[0], ["后.jpg"])]

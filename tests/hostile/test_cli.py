"""The command line given what it cannot use: one clear line, nothing written, and that quickly."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.hostile.bad_geojson import (
    BAD_DOCUMENTS,
    BAD_FEATURES,
    BAD_NUMBERS,
    collection,
    feature,
    text_of,
)
from tests.hostile.bad_notices import BAD_NOTICES
from tests.hostile.program import kept, refused, run

IMPORTS = Path(__file__).resolve().parents[3] / "shared" / "cases" / "imports"
SECOND = {"zh": "第 2 个要素", "en": "feature 2"}


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installation after its first start."""
    folder = tmp_path_factory.mktemp("filled")
    assert run(folder, "log", "verify", "--data", str(folder / "data")).code == 0
    return folder / "data"


@pytest.fixture(scope="session")
def before(filled: Path) -> str:
    return kept(filled)


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", BAD_NOTICES)
def test_a_bad_notice_is_refused(
    tmp_path: Path, filled: Path, before: str, case: str, language: str
) -> None:
    file = tmp_path / "坏文件.docx"
    file.write_bytes(BAD_NOTICES[case]())
    command = ("notice", "add") if language == "zh" else ("notice", "read")
    words = (*command, str(file), "--data", str(filled))
    refused(run(tmp_path, *words, GEO_APP_LANGUAGE=language), file.name)
    assert kept(filled) == before


@pytest.mark.parametrize("command", ["sites", "gazetteer"])
@pytest.mark.parametrize("case", BAD_DOCUMENTS)
def test_a_bad_file_is_refused_whole(
    tmp_path: Path, filled: Path, before: str, case: str, command: str
) -> None:
    file = tmp_path / "bad.geojson"
    file.write_bytes(BAD_DOCUMENTS[case]())
    language = "zh" if command == "sites" else "en"
    words = (command, "import", str(file), "--data", str(filled))
    refused(run(tmp_path, *words, GEO_APP_LANGUAGE=language), file.name)
    assert kept(filled) == before


@pytest.mark.parametrize("command", ["sites", "gazetteer"])
@pytest.mark.parametrize("case", BAD_FEATURES)
def test_a_bad_feature_is_named(
    tmp_path: Path, filled: Path, before: str, case: str, command: str
) -> None:
    file = tmp_path / "bad.geojson"
    file.write_bytes(BAD_FEATURES[case]())
    language = "en" if command == "sites" else "zh"
    words = (command, "import", str(file), "--data", str(filled))
    refused(run(tmp_path, *words, GEO_APP_LANGUAGE=language), file.name, SECOND[language])
    assert kept(filled) == before


@pytest.mark.parametrize("numbers", BAD_NUMBERS)
def test_what_is_no_number_is_named_by_line_and_column(
    tmp_path: Path, filled: Path, before: str, numbers: str
) -> None:
    file = tmp_path / "bad.geojson"
    file.write_bytes(text_of(numbers))
    words = ("sites", "import", str(file), "--data", str(filled))
    refused(run(tmp_path, *words, GEO_APP_LANGUAGE="en"), file.name, "line 1", "column")
    refused(run(tmp_path, "locate", "石坝", "--gazetteer", str(file)), file.name, "第 1 行")
    assert kept(filled) == before


@pytest.mark.skipif(not IMPORTS.is_dir(), reason="the folder ../shared/cases/imports is not here")
@pytest.mark.parametrize("command", ["sites", "gazetteer"])
def test_every_import_case_is_refused(
    tmp_path: Path, filled: Path, before: str, command: str
) -> None:
    cases = sorted(file for file in IMPORTS.iterdir() if file.name != "manifest.csv")
    assert len(cases) > 20
    for language, file in zip(["zh", "en"] * len(cases), cases, strict=False):
        words = (command, "import", str(file), "--data", str(filled))
        refused(run(tmp_path, *words, GEO_APP_LANGUAGE=language), file.name)
    assert kept(filled) == before


@pytest.mark.skipif(not IMPORTS.is_dir(), reason="the folder ../shared/cases/imports is not here")
def test_no_archive_is_unpacked_beside_its_reader(tmp_path: Path) -> None:
    for file in IMPORTS.glob("zip-slip*"):
        shutil.copy(file, tmp_path)
        refused(run(tmp_path, "notice", "read", str(tmp_path / file.name)), file.name)
        (tmp_path / file.name).unlink()
    assert list(tmp_path.iterdir()) == []


WRONG_USE = {
    "no-command": ["nothing"],
    "no-file": ["notice", "read"],
    "option": ["notice", "read", "--bogus", "x"],
    "number": ["gazetteer", "add", "石桥", "--kind", "bridge", "--lon", "abc", "--lat", "34",
               "--radius", "5", "--source", "x"],
    "port": ["serve", "--port", "99999"],
    "missing-file": ["sites", "import", "nowhere.geojson"],
    "folder": ["notice", "add", "/"],
    "line-break-in-a-name": ["notice", "read", "a\nb.txt"],
    "district-code": ["districts", "load", "99"],
    "district-file": ["districts", "import", "nowhere.geojson"],
    "no-phrase": ["phrase", "read"],
}  # fmt: skip
ANCHOR = {"name": "石桥", "--kind": "bridge", "--lon": "114.3", "--lat": "34.8", "--radius": "20",
          "--source": "测量"}  # fmt: skip


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("case", WRONG_USE)
def test_wrong_use_is_one_line(tmp_path: Path, filled: Path, case: str, language: str) -> None:
    words = (*WRONG_USE[case], "--data", str(filled))
    answer = run(tmp_path, *words, GEO_APP_LANGUAGE=language)
    refused(answer)


@pytest.mark.parametrize(
    "wrong",
    [
        {"--lon": "nan"},
        {"--lon": "34.8", "--lat": "114.3"},
        {"--lon": "181"},
        {"--lat": "1e308"},
        {"--radius": "-1"},
        {"--radius": "0"},
        {"--radius": "inf"},
        {"--radius": "1e9"},
        {"--kind": "castle"},
        {"name": "  "},
        {"name": "石\udcff桥"},
        {"--source": "\udcff"},
    ],
    ids=str,
)
def test_an_anchor_that_cannot_be_is_refused(
    tmp_path: Path, filled: Path, before: str, wrong: dict[str, str]
) -> None:
    given = {**ANCHOR, **wrong}
    name = given.pop("name")
    options = [word for option in given.items() for word in option]
    refused(run(tmp_path, "gazetteer", "add", name, *options, "--data", str(filled)))
    assert kept(filled) == before


@pytest.mark.parametrize(
    ("environ", "code"),
    [
        ({"GEO_APP_PORT": "x"}, 2),
        ({"GEO_APP_TIMEZONE": "Mars/Olympus"}, 2),
        ({"GEO_APP_OPERATOR": "\udcff"}, 2),
        ({"DATABASE_URL": "nonsense"}, 7),
        ({"DATABASE_URL": "mysql://somebody:secret@127.0.0.1/x"}, 7),
    ],
    ids=str,
)
def test_a_wrong_setting_is_named(
    tmp_path: Path, filled: Path, environ: dict[str, str], code: int
) -> None:
    answer = run(tmp_path, "sites", "export", "--data", str(filled), **environ)
    assert "secret" not in refused(answer, *environ, code=code)


def test_a_file_that_cannot_be_written_is_named(tmp_path: Path, filled: Path) -> None:
    target = tmp_path / "nowhere" / "sites.geojson"
    words = ("sites", "export", "-o", str(target), "--data", str(filled))
    refused(run(tmp_path, *words), str(target), code=1)


def west(lon: float, lat: float) -> bytes:
    """Sites round a point, each with the bridge that it is told from."""
    return collection(
        *(
            feature({"type": "Point", "coordinates": [lon + n / 100, lat]}, number=n)
            for n in range(1, 4)
        )
    )


@pytest.mark.parametrize("command", ["sites", "gazetteer"])
@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_swapped_file_that_stays_on_the_globe_is_refused_by_name(
    tmp_path: Path, command: str, language: str
) -> None:
    """Far in the west both numbers are below 90: only the districts tell which is which."""
    data, file = tmp_path / "data", tmp_path / "west.geojson"
    data.mkdir()
    ring = [[86.5, 42.5], [89.0, 42.5], [89.0, 45.0], [86.5, 45.0], [86.5, 42.5]]
    district = {"code": "650100", "name": "石坝区"}
    area = {"type": "Polygon", "coordinates": [ring]}
    (data / "districts.geojson").write_bytes(
        collection({"type": "Feature", "geometry": area, "properties": district})
    )
    assert run(tmp_path, "log", "verify", "--data", str(data)).code == 0
    before = kept(data)
    words = (command, "import", str(file), "--data", str(data))
    file.write_bytes(west(43.8, 87.6))
    said = {"zh": "对调", "en": "swapped"}[language]
    refused(run(tmp_path, *words, GEO_APP_LANGUAGE=language), file.name, said, "3")
    assert kept(data) == before
    for good in (west(87.6, 43.8), west(120.2, 30.3)):  # here, and in another city
        file.write_bytes(
            good.replace(b'"H', b'"%d' % len(good)).replace(
                b"1111-", b"1%03d-" % (len(good) % 1000)
            )
        )
        assert run(tmp_path, *words).code == 0

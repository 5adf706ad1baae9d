"""A bundle holds all that is known of its sites, and anybody can check it."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import orjson
import pytest

from geo_app.domain.history import OVERRIDE
from geo_app.domain.status import EventKind
from geo_app.errors import GeoAppError, InputError, NotFoundError, StoreError, TooLargeError
from geo_app.photo.workshop import Renditions, Workshop
from geo_app.reports.bundle import layout
from geo_app.reports.bundle.verify import verify
from geo_app.settings import BundleLimits, Settings
from geo_app.store import log
from geo_app.store.keys import signing_key
from geo_app.store.models import Site
from geo_app.store.session import Store
from geo_app.work.events import record, refresh
from tests.storage.bundles import Made, bundle, make, pack
from tests.storage.helpers import confirm_sample
from tests.storage.samples import ACTOR
from tests.storage.test_complaints import ROWS, kept
from tests.storage.visits import picture, quick_desk, visit

LIMITS = BundleLimits()


@pytest.fixture
def made(store: Store, settings: Settings, tmp_path: Path) -> Made:
    return make(store, settings, tmp_path / "证据.zip")


def test_a_bundle_is_whole_and_says_who_signed_it(made: Made) -> None:
    report = verify(made.path, LIMITS)
    assert report.is_good, report.faults
    assert (report.sites, report.photos, report.key_known) == (2, 4, None)
    assert report.events == len(made.content.events)
    assert report.fingerprint == made.signer.public.fingerprint
    text = "\n".join(report.sentences("en"))
    assert made.signer.public.fingerprint in text
    assert "another way" in text


def test_the_key_is_known_by_fingerprint_or_by_its_line(made: Made) -> None:
    public = made.signer.public
    spaced = " ".join(re.findall("..", public.fingerprint.upper()))
    for key in (public.fingerprint, spaced, str(public), f"{public}\n"):
        assert verify(made.path, LIMITS, key=key).key_known is True


def test_another_key_is_a_fault(made: Made) -> None:
    report = verify(made.path, LIMITS, key="00" * 32)
    assert (report.is_good, report.key_known) == (False, False)
    assert [fault.what.code for fault in report.faults] == ["bundle.key_other"]


def test_what_is_inside(made: Made) -> None:
    members = made.members()
    assert set(layout.FIXED) | {layout.MANIFEST, layout.SIGNATURE} <= set(members)
    for sha256, mime in made.content.photos:
        assert layout.original(sha256, mime) in members
        assert members[layout.rendition(sha256, "thumb")].startswith(b"thumb of")
    facts = orjson.loads(members[layout.FACTS])["sites"]
    assert [len(site["inspections"]) for site in facts] == [2, 1]
    assert facts[0]["inspections"][0]["photos"][0]["facts"]["position"] == [114.3001, 34.8002]
    walk = facts[0]["inspections"][0]["track"]
    assert [each["accuracy_m"] for each in walk] == [6.0, 9.5]
    assert {each["verdict"] for each in facts[0]["assessments"]} <= {
        "strong", "fair", "weak", "none",
    }  # fmt: skip
    assert facts[0]["forms"][0]["content"]["version"] == facts[0]["forms"][0]["version"]
    kinds = {event["subject_kind"] for event in orjson.loads(members[layout.EVENTS])["events"]}
    assert {"site", "problem"} <= kinds


def test_the_same_history_gives_the_same_bytes(
    store: Store, settings: Settings, made: Made, tmp_path: Path
) -> None:
    sites = [each["site"]["code"] for each in made.content.sites]
    with quick_desk(settings) as desk:
        again = bundle(store, settings, desk, sites[::-1], tmp_path / "again.zip")
    assert again.path.read_bytes() == made.path.read_bytes()


def test_a_later_bundle_holds_what_happened_since(
    store: Store, settings: Settings, made: Made, tmp_path: Path
) -> None:
    site_id = made.content.sites[0]["site"]["id"]
    with store.session() as session:
        record(session, ACTOR, site_id, "noted", None, {"note": "另有说明"})
    with quick_desk(settings) as desk:
        later = bundle(store, settings, desk, [site_id], tmp_path / "later.zip")
    assert verify(later.path, LIMITS).is_good
    assert later.content.head.size == made.content.head.size + 1
    assert "另有说明" in later.members()[layout.PAGE].decode()


def test_a_later_bundle_proves_that_the_log_only_grew(
    store: Store, settings: Settings, made: Made, tmp_path: Path
) -> None:
    site_id = made.content.sites[0]["site"]["id"]
    kept = made.members()[layout.CHECKPOINT].decode()
    for number in range(5):
        with store.session() as session:
            record(session, ACTOR, site_id, "noted", None, {"note": f"{number}"})
    with quick_desk(settings) as desk:
        later = bundle(
            store, settings, desk, [site_id], tmp_path / "later.zip", since=made.content.head
        )
    assert verify(later.path, LIMITS, since=kept).is_good
    # the earlier bundle proves nothing of the kind, and no head of another key counts
    for path, since in (
        (made.path, kept),
        (later.path, signing_key(tmp_path / "other").sign("x\n")),
    ):
        assert not verify(path, LIMITS, since=since).is_good


def test_a_rewritten_log_cannot_prove_that_it_grew(
    store: Store, settings: Settings, made: Made, tmp_path: Path
) -> None:
    head = replace(made.content.head, root=bytes(32))
    sites = [made.content.sites[0]["site"]["id"]]
    with quick_desk(settings) as desk, pytest.raises(StoreError) as caught:
        bundle(store, settings, desk, sites, tmp_path / "later.zip", since=head)
    assert caught.value.code == "log.rewritten"
    with quick_desk(settings) as desk:
        later = bundle(
            store, settings, desk, sites, tmp_path / "later.zip", since=made.content.head
        )
    report = verify(later.path, LIMITS, since=head.sign(made.signer))
    assert [fault.what.code for fault in report.faults] == ["log.rewritten"]


def test_a_bundle_that_was_packed_anew_is_as_good(made: Made, tmp_path: Path) -> None:
    members = {"originals/": b"", **made.members()}
    assert verify(pack(tmp_path / "x.zip", members, zipfile.ZIP_DEFLATED), LIMITS).is_good


class _Page(HTMLParser):
    """Tags, links and text of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.links |= {value or "" for name, value in attrs if name in ("src", "href")}


def test_the_page_reads_without_scripts_or_requests(made: Made) -> None:
    members = made.members()
    text = members[layout.PAGE].decode()
    page = _Page(text)
    assert "script" not in page.tags
    assert page.links
    assert page.links <= set(members)
    assert "现场检查" in text
    assert "Evidence bundle" in text
    assert text.index("整改核查证据包") < text.index("Evidence bundle")
    # words that a person typed stay words
    assert "次现场检查 &lt;b&gt;" in text
    assert "<b>" not in text


def test_an_acceptance_without_evidence_is_told_for_ever(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    sites = confirm_sample(store, settings)
    data = {OVERRIDE: {"name": "领导乙", "reason": "现场已亲自查看", "missing": []}}
    with store.session() as session:
        site = session.get_one(Site, sites[0])
        log.append(session, ACTOR, EventKind.VERIFIED, "site", site.id, date(2024, 4, 1), data)
        refresh(session, site)
    with quick_desk(settings) as desk:
        told = bundle(store, settings, desk, sites[:1], tmp_path / "x.zip")
    assert verify(told.path, LIMITS).is_good
    page = told.members()[layout.PAGE].decode()
    assert "领导乙 特批核实通过" in page
    assert page.count("现场已亲自查看") >= 2


def test_a_photo_that_cannot_be_shown_is_in_the_bundle_all_the_same(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    class Blind(Workshop):
        def renditions(self, data: bytes) -> Renditions:
            raise InputError("photo.no_preview")

    sites = confirm_sample(store, settings)
    with quick_desk(settings) as desk:
        blind = replace(desk, workshop=Blind(settings.photos, desk.zone))
        visit(store, blind, sites[0], [picture(1)])
        told = bundle(store, settings, blind, sites[:1], tmp_path / "x.zip")
    assert (verify(told.path, LIMITS).is_good, told.written.photos) == (True, 1)
    assert "无法显示" in told.members()[layout.PAGE].decode()


def test_a_site_without_visits_is_told_too(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    sites = confirm_sample(store, settings)
    with quick_desk(settings) as desk:
        plain = bundle(store, settings, desk, sites, tmp_path / "x.zip")
    report = verify(plain.path, LIMITS)
    assert (report.is_good, report.sites, report.photos) == (True, len(sites), 0)


def test_a_site_that_is_not_there_is_named(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    with quick_desk(settings) as desk, pytest.raises(NotFoundError) as caught:
        bundle(store, settings, desk, ["XX-1"], tmp_path / "x.zip")
    assert "XX-1" in caught.value.text("zh")


def test_without_an_original_there_is_no_bundle(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    sites = confirm_sample(store, settings)
    target = tmp_path / "out" / "x.zip"
    target.parent.mkdir()
    with quick_desk(settings) as desk:
        visit(store, desk, sites[0], [picture(1)])
        sha256 = next(desk.files.names())
        original = settings.data / "files/originals" / sha256[:2] / sha256[2:4] / sha256
        original.write_bytes(b"altered")
        with pytest.raises(StoreError) as caught:
            bundle(store, settings, desk, sites[:1], target)
    assert caught.value.values["sha256"] == sha256
    assert list(target.parent.iterdir()) == []


def test_more_than_a_bundle_may_hold_is_refused(
    store: Store, tmp_path: Path, settings: Settings
) -> None:
    tight = Settings(
        data=settings.data,
        database_url=settings.database_url,
        bundles=BundleLimits(total_bytes=1000),
    )
    with pytest.raises(TooLargeError):
        make(store, tight, tmp_path / "x.zip")
    assert not (tmp_path / "x.zip").exists()


def test_complaints_after_a_claim_are_told_without_what_was_said(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    sites = confirm_sample(store, settings)
    kept(store, settings, ROWS)
    with quick_desk(settings) as desk:
        made = bundle(store, settings, desk, sites, tmp_path / "x.zip")
    assert verify(made.path, LIMITS).is_good
    told = {
        each["site"]["id"]: each["complaints"]
        for each in orjson.loads(made.members()[layout.FACTS])["sites"]
    }
    assert {name for name, each in told.items() if each} == {sites[0]}
    assert (told[sites[0]]["near"], told[sites[0]]["coarse"]) == (2, 1)
    assert [each["day"] for each in told[sites[0]]["listed"]] == ["2024-03-05", "2024-03-01"]
    page = made.members()[layout.PAGE].decode()
    assert page.count('<p class="override">自报完成后又有 2 件投诉') == 1
    assert page.count('<p class="override">Claimed done, then 2 complaints') == 1
    assert "2024-03-05 · 水 · " in page
    assert "件，电话" not in b"".join(made.members().values()).decode(errors="replace")


def test_a_folder_that_is_not_there_is_named(
    store: Store, settings: Settings, tmp_path: Path
) -> None:
    sites = confirm_sample(store, settings)
    with quick_desk(settings) as desk, pytest.raises(GeoAppError) as caught:
        bundle(store, settings, desk, sites, tmp_path / "absent" / "x.zip")
    assert "absent" in caught.value.text("zh")

"""Complaints of citizens: what is accepted as a file of them, and which belong to a site."""

from __future__ import annotations

from dataclasses import dataclass

from geo_app.settings.entry import setting


@dataclass(frozen=True, slots=True)
class Complaints:
    """Complaints (12369): what a file may hold, and which of them belong to a site."""

    near_m: float = setting(
        500.0,
        "A complaint belongs to a site that it may lie so near to, both radii granted, metres.",
        "GEO_APP_COMPLAINT_NEAR_M",
    )
    coarse_m: float = setting(
        1500.0,
        "Larger radii of complaint and site together hold nothing against the site, metres.",
        "GEO_APP_COMPLAINT_COARSE_M",
    )
    file_bytes: int = setting(16 * 1024 * 1024, "Largest file of complaints, bytes.")
    rows: int = setting(100_000, "Most complaints in one file.")
    columns: int = setting(200, "Most columns of such a file.")
    text_characters: int = setting(4_000, "Longest text of a complaint, characters.")
    line_characters: int = setting(300, "Longest number, kind or place of a complaint, characters.")
    flaws: int = setting(50, "Most bad cells that are told; it says n of N.")
    published_from: int = setting(
        5, "Of fewer complaints a file for everybody says no number, but that they are fewer."
    )
    listed: int = setting(20, "Most complaints on the page of a site; it says n of N.")

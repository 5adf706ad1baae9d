"""What is accepted at the edges: sizes and numbers."""

from __future__ import annotations

from dataclasses import dataclass

from geo_app.settings.entry import setting


@dataclass(frozen=True, slots=True)
class Limits:
    """What is accepted at the edges."""

    notice_bytes: int = setting(20 * 1024 * 1024, "Largest notice file or pasted text, bytes.")
    notice_characters: int = setting(2_000_000, "Longest notice text, characters.")
    docx_unpacked_bytes: int = setting(64 * 1024 * 1024, "Largest unpacked docx, bytes.")
    docx_entries: int = setting(2_000, "Most entries in a docx.")
    import_bytes: int = setting(64 * 1024 * 1024, "Largest GeoJSON to import, bytes.")
    import_features: int = setting(100_000, "Most features in one import.")
    feature_vertices: int = setting(100_000, "Most vertices of one geometry.")
    indicator_bytes: int = setting(512 * 1024, "Largest CSV of indicators, bytes.")
    indicator_rows: int = setting(5_000, "Most rows in one CSV of indicators.")
    phrase_characters: int = setting(500, "Longest place phrase that is read.")
    api_sites: int = setting(10_000, "Most sites in one answer; the answer says n of N.")


@dataclass(frozen=True, slots=True)
class BulkLimits:
    """What is accepted as a file of very many sites, and how it is read."""

    file_bytes: int = setting(8 * 1024**3, "Largest file of sites in another form, bytes.")
    features: int = setting(5_000_000, "Most features of such a file.")
    feature_vertices: int = setting(10_000, "Most vertices of one of its geometries.")
    group_bytes: int = setting(
        1024**3, "Largest group of rows of a GeoParquet file, unpacked, bytes."
    )
    value_bytes: int = setting(
        1024 * 1024, "Largest value that stands for many rows of a GeoParquet file, bytes."
    )
    batch: int = setting(10_000, "Features that are read at a time: bounds the memory.")
    text_characters: int = setting(2_000, "Longest text in a column of such a file.")
    radius_m: float = setting(
        100.0, "Radius of a position whose file tells none; told as a doubt, metres."
    )


@dataclass(frozen=True, slots=True)
class LedgerLimits:
    """How much of the ledger a page shows or hands out, and what is accepted as an edited one."""

    screen_rows: int = setting(50, "Problems on one page of the ledger.")
    screen_sites: int = setting(20, "Most sites of a problem on that page; it says n of N.")
    views: int = setting(30, "Most filters of the ledger that one person keeps.")

    file_bytes: int = setting(32 * 1024 * 1024, "Largest Excel ledger to import, bytes.")
    unpacked_bytes: int = setting(256 * 1024 * 1024, "Largest unpacked Excel ledger, bytes.")
    entries: int = setting(500, "Most entries in an Excel file.")
    rows: int = setting(50_000, "Most rows of an Excel ledger to import.")
    page_rows: int = setting(
        10_000, "Most rows of a ledger that a page exports; the command line has no such limit."
    )
    page_changes: int = setting(2_000, "Most changes in one import by page.")
    unit_rows: int = setting(
        2_000, "Most sites, problems and drafts that go along in one renaming of a unit."
    )
    foreign_rows: int = setting(
        2_000, "Most rows of a ledger of another office's making in one import."
    )
    mappings: int = setting(100, "Most mappings of columns of such ledgers that are kept.")
    line_characters: int = setting(200, "Longest unit or name in the ledger.")
    text_characters: int = setting(2_000, "Longest measures or note in the ledger.")


@dataclass(frozen=True, slots=True)
class PhotoLimits:
    """What is accepted as a photo, what reading one may cost, and what is made of it."""

    file_bytes: int = setting(64 * 1024 * 1024, "Largest photo file, bytes.")
    megapixels: int = setting(200, "Most pixels of a photo, millions, as its header says.")
    frames: int = setting(500, "Most pictures in one file (burst, animation).")
    block_bytes: int = setting(
        16 * 1024 * 1024, "Largest unpacked block of a file (XMP, text, colour profile), bytes."
    )
    text_characters: int = setting(200, "Longest text that is kept of camera and software.")
    seconds: float = setting(2.0, "Computing time of one photo in its child process, seconds.")
    patience_seconds: float = setting(
        20.0, "Waiting time for one photo, seconds: a busy machine is no fault of a photo."
    )
    memory_bytes: int = setting(
        512 * 1024 * 1024, "Memory that one photo may take in its child process (Linux), bytes."
    )
    preview_megapixels: int = setting(
        32,
        "A larger photo that needs more time or memory is accepted without a preview; a smaller "
        "one is refused, millions of pixels.",
    )
    workers: int = setting(2, "Child processes that decode photos at the same time.")
    photos_per_worker: int = setting(500, "Photos after which a child process is replaced.")
    web_px: int = setting(1600, "Long side of the picture that pages show, pixels.")
    thumb_px: int = setting(320, "Long side of the small picture, pixels.")
    compared_px: int = setting(
        640, "Long side at which pictures are compared with each other, pixels."
    )
    web_quality: int = setting(82, "JPEG quality of the picture that pages show, 1 to 95.")
    thumb_quality: int = setting(78, "JPEG quality of the small picture, 1 to 95.")


@dataclass(frozen=True, slots=True)
class Visits:
    """What is accepted as a visit, and how an import guesses visits from photos."""

    photos: int = setting(20, "Most photos of one visit.")
    body_bytes: int = setting(512 * 1024 * 1024, "Largest upload of one visit, bytes.")
    draft_bytes: int = setting(256 * 1024, "Largest JSON of one visit, bytes.")
    note_characters: int = setting(2_000, "Longest note of a visit.")
    track_points: int = setting(500, "Most points of the walk of a visit; the phone thins it.")
    name_characters: int = setting(255, "Longest name of a photo, a person or a unit that is kept.")
    import_files: int = setting(5_000, "Most files of one folder or zip of photos.")
    import_near_m: float = setting(
        100.0, "An imported photo may lie this far outside the radius of its site, metres."
    )
    import_gap_minutes: float = setting(
        120.0, "Imported photos of a site that are farther apart in time are two visits, minutes."
    )


@dataclass(frozen=True, slots=True)
class Field:
    """What a phone takes along, and what may be on its way from one."""

    sites: int = setting(200, "Most sites that a phone takes along; the page says n of N.")
    pictures: int = setting(3, "Most earlier photos of each of them.")
    anchors: int = setting(2_000, "Most anchors on the small map of the phone.")
    stale_hours: float = setting(
        18.0, "The page warns that what it took along is older than this, hours."
    )
    piece_bytes: int = setting(
        256 * 1024, "Piece in which a phone sends a photo: what a broken line costs at most, bytes."
    )
    waiting_photos: int = setting(400, "Most photos of one person on their way at a time.")
    waiting_bytes: int = setting(4 * 1024**3, "Most bytes of these.")
    waiting_days: float = setting(
        60.0,
        "A photo or a visit that never came whole is forgotten by the server after this, days.",
    )


@dataclass(frozen=True, slots=True)
class BundleLimits:
    """What an evidence bundle may hold, both when it is written and when it is checked."""

    members: int = setting(20_000, "Most files in a bundle.")
    member_bytes: int = setting(64 * 1024 * 1024, "Largest photo in a bundle, bytes.")
    text_bytes: int = setting(64 * 1024 * 1024, "Largest text in a bundle, bytes.")
    total_bytes: int = setting(32 * 1024**3, "Largest bundle, bytes.")


@dataclass(frozen=True, slots=True)
class Papers:
    """The paper of one site, and of many as one zip."""

    photos: int = setting(12, "Most photos on the paper of a site; it says n of N.")
    template: str = setting(
        "",
        "Word file (docx) that papers are filled into; empty = the one that comes along.",
        "GEO_APP_PAPER_TEMPLATE",
    )
    template_bytes: int = setting(8 * 1024 * 1024, "Largest own template, bytes.")
    template_unpacked_bytes: int = setting(
        32 * 1024 * 1024, "Largest own template, unpacked, bytes."
    )
    template_entries: int = setting(200, "Most entries in an own template.")
    docx_characters: int = setting(
        16_000_000, "Most characters that a filled template has, XML and all."
    )
    batch_sites: int = setting(
        300, "Most papers in one zip made by page; the command line has no such limit."
    )
    batch_orders: int = setting(2, "Most zips of one person that are being made or wait for it.")
    batch_kept: int = setting(5, "Most finished zips of one person that are kept.")
    batch_hours: float = setting(24.0, "A finished zip is kept so long, hours.")


@dataclass(frozen=True, slots=True)
class MapFile:
    """The map in one file."""

    sites: int = setting(2_000, "Most sites in one file; take a district or a status instead.")
    photos: int = setting(500, "Most photos in one file, the most urgent sites first; it says so.")
    photo_bytes: int = setting(
        1_650_000, "Room that all small photos share, bytes; in the file they are a third more."
    )
    one_photo_bytes: int = setting(9_000, "Largest of them, bytes.")


@dataclass(frozen=True, slots=True)
class BackupLimits:
    """What a backup may hold, both when it is written and when it is read."""

    member_bytes: int = setting(256 * 1024 * 1024, "Largest file in a backup, bytes.")
    piece_bytes: int = setting(64 * 1024 * 1024, "Largest piece of rows, unpacked, bytes.")
    extras: int = setting(1_000, "Most files of the data folder in a backup.")
    passphrase_characters: int = setting(12, "Shortest passphrase of a backup, characters.")


@dataclass(frozen=True, slots=True)
class Tiles:
    """What one square of the map may hold: the same work for twenty sites and for a million."""

    crowd: int = setting(
        400, "A tile with more sites than this shows cells with counts; then rebuild the counts."
    )
    past_crowd: int = setting(5_000, "Of a tile with more sites no earlier day is shown.")
    areas: int = setting(20, "Most districts and accounting units in one question for a tile.")
    tile_bytes: int = setting(60_000, "Most bytes of a tile before compression.")
    name_characters: int = setting(40, "Longest name of a site in a tile, characters.")
    shapes: int = setting(200, "Most lines and polygons in a tile; the answer says what is left.")
    shape_characters: int = setting(
        2_500_000, "Most text of lines and polygons that is read for one tile, characters."
    )

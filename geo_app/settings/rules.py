"""Where a rule turns: thresholds of evidence, days of the procedure, metres for vague words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from geo_app.settings.entry import setting, table


@dataclass(frozen=True, slots=True)
class EvidenceThresholds:
    """Where a check of a photo turns: each value is this program's documented choice."""

    unknown_accuracy_m: float = setting(
        30.0, "Error of a position that tells none: a phone beside walls or trees, metres."
    )
    vague_accuracy_m: float = setting(
        100.0, "A position with a larger error, and larger than the site, shows no place, metres."
    )
    near_site_m: float = setting(
        100.0, "So little outside of the site is a doubt, not another place, metres."
    )
    coarse_site_m: float = setting(
        1000.0, "A site known no better than this is no proof by place alone, metres."
    )
    clock_minutes: float = setting(
        5.0, "Clocks further apart than this contradict each other, minutes."
    )
    assumed_zone_hours: float = setting(
        14.0, "A time without a zone may be off by so much (UTC+14 is the furthest), hours."
    )
    token_hours: float = setting(
        24.0, "A token older than this at capture bounds the time only loosely, hours."
    )
    viewpoint_m: float = setting(
        10.0, "From the same spot: so near beyond the errors of both positions, metres."
    )
    viewpoint_deg: float = setting(
        30.0, "Same direction: so near; half the view of a phone's camera, degrees."
    )
    declination_deg: float = setting(
        10.0, "Added where a direction may be magnetic (some 5 at Kaifeng), degrees."
    )
    day_sun_deg: float = setting(10.0, "Above this height of the sun it is bright day, degrees.")
    night_sun_deg: float = setting(
        -6.0, "Below this height of the sun it is night (end of civil twilight), degrees."
    )
    dark_ev100: float = setting(
        4.0, "Darker than this is no daylight, nor a lit room, exposure value at ISO 100."
    )
    bright_ev100: float = setting(
        11.0, "Brighter than this is no night, exposure value at ISO 100."
    )
    presence_photos: int = setting(2, "Fewest photos of a visit that show presence.")
    presence_deg: float = setting(
        30.0, "Directions so far apart are two views of the place, degrees."
    )
    presence_m: float = setting(5.0, "Positions so far apart are two spots, metres.")
    fair_doubts: int = setting(
        1, "Most doubts beside place and time with which a photo is still fair evidence."
    )


@dataclass(frozen=True, slots=True)
class Verification:
    """Days and lengths of the procedure from claim to closure, and of looking again."""

    notice_days: int = setting(
        7, "Days of public notice between acceptance and closure.", "GEO_APP_NOTICE_DAYS"
    )
    recheck_days: tuple[int, ...] = setting((30, 90), "Days after closure on which to look again.")
    recheck_ahead_days: int = setting(
        14, "The list of what is to be looked at again shows so many days ahead, days."
    )
    override_characters: int = setting(
        10, "Shortest reason for accepting without the evidence that is demanded, characters."
    )
    reason_characters: int = setting(500, "Longest reason or note of a step, characters.")
    draw_pool: int = setting(5_000, "Most sites in the pool of a random re-check.")


@dataclass(frozen=True, slots=True)
class Vague:
    """Metres that stand for vague words; each use is named in the steps of a location.

    Sources: GBIF Georeferencing Quick Reference Guide (junction radials; "near" is arbitrary and
    must be documented); the other values are this program's documented choice.
    """

    near_m: Mapping[str, float] = table(
        {"bridge": 100, "road_junction": 100, "road_river_crossing": 100, "confluence": 100,
         "river_mouth": 100, "poi": 50, "address": 50, "enterprise": 200, "plant": 200,
         "pump_station": 100, "section": 100, "dam_spur": 100, "village": 300, "township": 500,
         "park": 500, "river": 100, "dike": 100, "road": 100, "railway": 100, "": 200},
        "Buffer of 附近/周边/旁, metres, by kind of anchor.",
    )  # fmt: skip
    reach_m: Mapping[str, float] = table(
        {"bridge": 100, "road_junction": 100, "road_river_crossing": 100, "confluence": 100,
         "river_mouth": 100, "poi": 20, "address": 20, "enterprise": 150, "plant": 150,
         "pump_station": 100, "section": 100, "dam_spur": 100, "village": 500, "township": 2000,
         "park": 500, "river": 100, "dike": 50, "road": 100, "railway": 100, "": 150},
        "How far a direction without a distance reaches (桥东北侧, 村北), metres, by kind.",
    )  # fmt: skip
    radial_m: Mapping[str, float] = table(
        {"bridge": 20, "road_junction": 15, "road_river_crossing": 20, "confluence": 30,
         "river_mouth": 30, "poi": 20, "address": 50, "enterprise": 150, "plant": 100,
         "pump_station": 30, "section": 20, "dam_spur": 30, "village": 300, "township": 2000,
         "district": 15000, "park": 1000, "": 50},
        "Radial of an anchor whose own extent is not in the gazetteer, metres, by kind.",
    )  # fmt: skip
    corner_m: float = setting(15.0, "Width of a corner (交叉口东南角), metres.")
    outside_wall_m: float = setting(20.0, "Reach outside a wall (东墙外), metres.")
    map_error_m: float = setting(10.0, "Error of the map that an anchor was taken from, metres.")
    distance_precision_m: float = setting(
        5.0, "Least precision of a stated distance (150 米), metres."
    )
    bank_offset_m: float = setting(10.0, "Half width of a river without a stated width, metres.")
    dike_half_width_m: float = setting(20.0, "Half width of a dike with its sides, metres.")
    road_half_width_m: float = setting(15.0, "Half width of a road, metres.")
    border_m: float = setting(600.0, "Nearer to a district border than this is a doubt, metres.")
    line_reach_m: float = setting(
        200.0, "A line passes an anchor that is within this distance of it, metres."
    )
    river_search_m: float = setting(5_000.0, "How far from a dike its river is looked for, metres.")
    extrapolation_error: float = setting(
        0.1, "Error of a stake beyond the last known one, share of the distance to it."
    )
    inner_is_river_side: float = setting(
        0.75, "Confidence that 内侧 of a dike means the river side."
    )
    area_fallback_m: Mapping[str, float] = table(
        {"village": 1500, "township": 5000, "park": 3300, "district": 20000, "": 5000},
        "Radius when only the area around an unknown anchor is known, metres, by kind of area.",
    )


@dataclass(frozen=True, slots=True)
class Accounts:
    """How people sign in."""

    password_characters: int = setting(10, "Shortest password, characters; the longest has 256.")
    link_hours: float = setting(72.0, "A one-time link can be used so long, hours.")
    session_days: float = setting(
        7.0, "A session ends so long after its last request, days: a phone may be offline a while."
    )
    session_longest_days: float = setting(
        30.0, "A session ends so long after it began, however much it is used, days."
    )
    key_days: int = setting(365, "Longest life of an access key of a program, days.")
    free_tries: int = setting(5, "Wrong passwords before the next try has to wait.")
    longest_wait_s: float = setting(
        60.0, "Longest wait between two tries for one name from one address, seconds."
    )
    free_tries_of_address: int = setting(
        30, "Wrong passwords from one address, for whatever names, before it has to wait."
    )
    longest_wait_of_address_s: float = setting(5.0, "Longest such wait, seconds.")
    longest_wait_of_code_s: float = setting(
        900.0, "Longest wait between two codes of the second step, seconds."
    )
    code_minutes: float = setting(
        10.0, "So long after the password the code of the second step is taken, minutes."
    )
    passkeys: int = setting(10, "Most passkeys of a person.")
    passkey_minutes: float = setting(
        5.0, "So long a device may take to answer with a passkey, minutes."
    )
    second_factor_for: str = setting(
        "",
        "Roles that must sign in with a second step, with commas: administrator,leader.",
        "GEO_APP_SECOND_FACTOR",
    )
    areas: int = setting(20, "Most districts and accounting units that a person is bound to.")


@dataclass(frozen=True, slots=True)
class Leader:
    """The district status map: when a light turns, who has a rank, how much a page lists."""

    countdown_days: tuple[int, ...] = setting(
        (10, 20), "Spans of the countdown, ascending: due within so many days."
    )
    red_percent: float = setting(
        10.0,
        "A light is red from this share of sites overdue or relapsed, percent.",
        "GEO_APP_RED_PERCENT",
    )
    rank_sites: int = setting(
        3,
        "An area with fewer sites has no rank: a single site would move it too far.",
        "GEO_APP_RANK_SITES",
    )
    areas: int = setting(60, "Most districts and units in one table; it says n of N.")
    screen_areas: int = setting(10, "Most districts and units on the big screen.")
    urgent: int = setting(10, "Most urgent sites that are listed.")
    sites: int = setting(50, "Most sites of an area that are listed; it says n of N.")
    past_sites: int = setting(20_000, "With more sites no earlier day and no trend is shown.")
    day_changes: int = setting(
        30_000, "With more changes by day and area there is no slider; the date field stays."
    )
    trend_points: int = setting(120, "Most weeks or months of a trend; the newest are shown.")
    change_days: int = setting(30, "What changed is told since so many days ago, if not asked.")
    changes: int = setting(10, "Most sites that a list of changes shows; it says n of N.")
    screen_seconds: int = setting(
        60, "The big screen asks for new figures so often, seconds.", "GEO_APP_SCREEN_SECONDS"
    )


@dataclass(frozen=True, slots=True)
class Deadlines:
    """How days are counted (``docs/ledger.md``)."""

    working_days_for: str = setting(
        "at_once",
        "Kinds of deadline whose days are counted as working days of mainland China, with commas:"
        " at_once, by_date, lasting; off = none.",
        "GEO_APP_WORKING_DAYS_FOR",
    )


@dataclass(frozen=True, slots=True)
class Reminders:
    """Who is told of deadlines, and when (``docs/reminders.md``)."""

    days: tuple[int, ...] = setting(
        (20, 10, 3, 0),
        "Days before a deadline on which those concerned are reminded, with commas; when it has"
        " passed they are reminded once more.",
        "GEO_APP_REMIND_DAYS",
    )
    recheck_days: tuple[int, ...] = setting(
        (3, 0), "The same before a day of looking again.", "GEO_APP_REMIND_RECHECK_DAYS"
    )
    most: int = setting(
        200, "Most reminders of a person at a time, of what comes and of what has passed each."
    )
    calendar_days: int = setting(366, "Calendars show what is due within so many days.")
    told: int = setting(30, "Most that one message names; it says how many more there are.")


@dataclass(frozen=True, slots=True)
class Health:
    """When an installation is said not to be well (``geo-app doctor``, ``/healthz``)."""

    free_low_bytes: int = setting(2 * 1024**3, "Less free space is a warning, bytes.")
    free_least_bytes: int = setting(
        200 * 1024**2, "Less is a fault: soon nothing can be recorded, bytes."
    )
    clock_minutes: float = setting(
        5.0, "So far the newest record may lie in the future before the clock is doubted, minutes."
    )
    journal_bytes: int = setting(
        512 * 1024**2, "A longer journal of SQLite is a warning: somebody keeps an old look open."
    )
    key_characters: int = setting(32, "A key that signs cookies is not shorter, characters.")

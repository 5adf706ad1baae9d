"""What everybody may look at, where an installation wants that."""

from __future__ import annotations

from dataclasses import dataclass

from geo_app.settings.entry import setting


@dataclass(frozen=True, slots=True)
class Public:
    """The view for everybody (``docs/public.md``)."""

    is_on: bool = setting(
        False, "Sites that the office has put there are shown to everybody.", "GEO_APP_PUBLIC"
    )
    cell_m: float = setting(
        500.0,
        "Positions are shown to everybody as squares at least so wide, metres, also in map files; "
        "never finer than some 250.",
        "GEO_APP_PUBLIC_CELL_M",
    )
    bureau: str = setting("", "Name of the bureau that answers.", "GEO_APP_PUBLIC_BUREAU")
    contact: str = setting(
        "", "How it is reached: telephone, address, hours.", "GEO_APP_PUBLIC_CONTACT"
    )
    takes_tips: bool = setting(
        False, "Everybody may send a tip by form, where that view is on.", "GEO_APP_PUBLIC_TIPS"
    )
    tip_characters: int = setting(2_000, "Longest text of a tip, characters.")
    contact_characters: int = setting(100, "Longest contact of a tip, characters.")
    contact_days: int = setting(
        90,
        "The contact of a tip is removed so long after the tip was answered, days.",
        "GEO_APP_PUBLIC_CONTACT_DAYS",
    )
    place_characters: int = setting(200, "Longest words that say where a tip is, characters.")
    tip_radius_m: float = setting(
        300.0, "What a tap on the map of the tip form is worth: within so much, metres."
    )
    answer_characters: int = setting(300, "Longest answer to a tip, characters.")
    tip_photos: int = setting(3, "Most photos of a tip.")
    tip_photo_bytes: int = setting(16 * 1024 * 1024, "Largest photo of a tip, bytes.")
    tips_waiting: int = setting(
        2_000, "Most tips that wait to be looked at; beyond that the form says so."
    )
    tip_hours: float = setting(24.0, "An opened form of a tip may be sent so long, hours.")
    tip_least_s: float = setting(
        3.0, "A form that is sent sooner was filled by a program, seconds."
    )
    name_characters: int = setting(60, "Longest name under which a site is shown, characters.")
    at_once: int = setting(200, "Most sites that are shown or taken away in one go.")
    rows: int = setting(100, "Sites on one page of the list.")
    map_sites: int = setting(5_000, "Most sites on the map; the answer says n of N.")
    photo_px: int = setting(1280, "Long side of a photo that everybody sees, pixels.")
    photo_regions: int = setting(30, "Most parts of one photo that are painted over.")
    keep_s: int = setting(60, "A browser or proxy keeps an answer so long, seconds.")

    @property
    def has_tips(self) -> bool:
        """Whether everybody may send a tip."""
        return self.is_on and self.takes_tips

"""All sentences that rules and errors say, in Chinese and English; pages have their own catalogue.

A table maps a code to its Chinese and its English template; ``{name}`` is filled from values.
"""

from __future__ import annotations

import string
from collections.abc import Mapping

from geo_app.words import (
    actor,
    adoption,
    backup,
    batch,
    brief,
    bulk,
    bundle,
    cli,
    complaint,
    counts,
    deadlines,
    doctor,
    draw,
    errors,
    evidence,
    evidence_terms,
    field,
    files,
    history,
    indicator,
    inspection,
    interface,
    jobs,
    lan,
    ledger,
    map_file,
    notice,
    paper,
    people,
    photo,
    phrase,
    place,
    public,
    reminders,
    shape,
    standing,
    terms,
    tiles,
    unit,
    verification,
)

LANGUAGES = ("zh", "en")
_LONG = 1e15

TABLE: dict[str, tuple[str, str]] = {
    **terms.TABLE,
    **actor.TABLE,
    **adoption.TABLE,
    **backup.TABLE,
    **batch.TABLE,
    **brief.TABLE,
    **bulk.TABLE,
    **bundle.TABLE,
    **cli.TABLE,
    **complaint.TABLE,
    **counts.TABLE,
    **deadlines.TABLE,
    **doctor.TABLE,
    **draw.TABLE,
    **errors.TABLE,
    **evidence.TABLE,
    **evidence_terms.TABLE,
    **field.TABLE,
    **files.TABLE,
    **history.TABLE,
    **indicator.TABLE,
    **inspection.TABLE,
    **interface.TABLE,
    **jobs.TABLE,
    **lan.TABLE,
    **ledger.TABLE,
    **map_file.TABLE,
    **notice.TABLE,
    **paper.TABLE,
    **people.TABLE,
    **photo.TABLE,
    **phrase.TABLE,
    **place.TABLE,
    **public.TABLE,
    **reminders.TABLE,
    **shape.TABLE,
    **standing.TABLE,
    **tiles.TABLE,
    **unit.TABLE,
    **verification.TABLE,
}


class _Lenient(string.Formatter):
    """A value that is missing shows as an ellipsis: a sentence is never lost to a KeyError."""

    def get_value(self, key: int | str, args: object, kwargs: Mapping[str, object]) -> object:
        return kwargs.get(str(key), "…")

    def format_field(self, value: object, format_spec: str) -> str:
        try:
            return str(super().format_field(value, format_spec))
        except (TypeError, ValueError):
            return str(value)


_FORMATTER = _Lenient()


def say(code: str, values: Mapping[str, object], language: str = "zh") -> str:
    """The sentence for a code.

    Values that are codes themselves (``category=river_outlet`` in the table) are put into words
    too: a value ``"@category.river_outlet"`` is looked up.

    Args:
        code: Key of the table; an unknown one is returned as it is.
        values: What fills the template.
        language: ``zh`` or ``en``; anything else is taken as ``en``.
    """
    pair = TABLE.get(code)
    if pair is None:
        return code
    spoken = {name: _spoken(value, language) for name, value in values.items()}
    return _FORMATTER.vformat(pair[0 if language == "zh" else 1], (), spoken)


def _spoken(value: object, language: str) -> object:
    if callable(told := getattr(value, "text", None)):  # a reason inside a sentence
        return told(language)
    if isinstance(value, str) and value.startswith("@") and value[1:] in TABLE:
        return say(value[1:], {}, language)
    if isinstance(value, float) and value.is_integer() and abs(value) < _LONG:
        return int(value)  # 150 metres, not 150.0; but 1e+308, not all of its digits
    return value


def term(group: str, code: str | None, language: str = "zh") -> str:
    """The word for a code of a group, as ``term("status", "claimed")``."""
    return say(f"{group}.{code}", {}, language) if code else ""

"""What a notice holds, as JSON values (docs/cli.md, ``notice read --json``); nothing is stored."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from geo_app.domain.notice import ClaimDraft, NoticeDraft, PlaceDraft, ProblemDraft, Quantity, Quote
from geo_app.domain.remark import Remark
from geo_app.geo.districts import Districts
from geo_app.geo.gazetteer import Gazetteer
from geo_app.settings import Settings
from geo_app.work.placing import place as locate_draft
from geo_app.work.positions import feature_of


def preview(
    draft: NoticeDraft, gazetteer: Gazetteer, districts: Districts, settings: Settings
) -> dict[str, Any]:
    """The whole sheet of a notice: problems, claims, quantities, places, doubts."""

    def place_sheet(place: PlaceDraft) -> dict[str, Any]:
        placed = locate_draft(place, gazetteer, districts, settings.vague)
        location = placed.location
        return {
            **_quoted(place.quote),
            "name": place.name,
            "category": place.category,
            "status": place.status,
            "aliases": [_quoted(alias) for alias in place.aliases],
            "phrase": place.phrase.to_json() if place.phrase else None,
            "located": location is not None,
            "radius_m": round(location.radius_m, 1) if location else None,
            "location": feature_of(location) if location else None,
            "unresolved": remarks(placed.unresolved),
            "district_code": placed.area.code,
            "district": placed.area.name,
            "accounting_unit": placed.area.accounting_unit,
            "responsible_unit": place.responsible_unit,
            "doubts": remarks([*placed.doubts, *(location.doubts if location else ())]),
        }

    return {
        "title": draft.title.text if draft.title else None,
        "issuer": draft.issuer.text if draft.issuer else None,
        "issued_on": draft.issued_on.isoformat() if draft.issued_on else None,
        "doubts": remarks(draft.doubts),
        "problems": [
            {
                "number": item.number,
                "label": item.label.text,
                "status": item.status,
                "status_word": item.status_word.text if item.status_word else None,
                "category": item.category,
                "finding": item.finding.text,
                "reply": item.reply.text if item.reply else None,
                **facts(item),
                "places": [place_sheet(place) for place in item.places],
                "doubts": remarks(item.doubts),
            }
            for item in draft.problems
        ],
    }


def facts(item: ProblemDraft) -> dict[str, Any]:
    """Claims, quantities, units and districts of a problem, each with its place in the text."""
    rows = {"rows": list(item.rows)} if item.rows else {}
    return {
        **rows,
        "claims": [_claim(claim) for claim in item.claims],
        "quantities": [_quantity(quantity) for quantity in item.quantities],
        "units": [_quoted(unit) for unit in item.units],
        "districts": [_quoted(district) for district in item.districts],
    }


def remarks(given: Iterable[Remark]) -> list[dict[str, Any]]:
    """Remarks as JSON values."""
    return [remark.to_json() for remark in given]


def _quoted(quote: Quote) -> dict[str, Any]:
    return {"text": quote.text, "start": quote.start, "end": quote.end}


def _claim(claim: ClaimDraft) -> dict[str, Any]:
    return {
        **_quoted(claim.quote),
        "status": claim.status,
        "as_of": claim.as_of.isoformat() if claim.as_of else None,
        "as_of_precision": claim.as_of_precision,
        "as_of_quote": _quoted(claim.as_of_quote) if claim.as_of_quote else None,
        "unit": claim.unit,
        "place": claim.place,
    }


def _quantity(quantity: Quantity) -> dict[str, Any]:
    period = quantity.period
    value = quantity.value
    return {
        **_quoted(quantity.quote),
        "value": int(value) if float(value).is_integer() else value,
        "unit": quantity.unit,
        "part": quantity.part,
        "approximate": quantity.approximate,
        "period": {
            "start": period.start.isoformat() if period.start else None,
            "end": period.end.isoformat() if period.end else None,
        }
        if period
        else None,
    }

"""Deadlines as iCalendar (RFC 5545): whole days, with ids that stay when a deadline moves."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event

from geo_app.domain.reminders import Duty, Reminder
from geo_app.words import say, term
from geo_app.work.reminders.message import clean, name_of

_ASK_AGAIN = timedelta(hours=6)


def write(
    found: Sequence[Reminder], today: date, language: str, url_of: Callable[[Reminder], str]
) -> bytes:
    """The bytes of a calendar; the same for the same reminders on one day.

    Args:
        found: What stands in it.
        today: The day in the office.
        language: ``zh`` or ``en``.
        url_of: Address of a site or problem.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//geo-app//reminders//ZH")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", say("calendar.name", {}, language))
    calendar.add("refresh-interval", _ASK_AGAIN, parameters={"VALUE": "DURATION"})
    written = datetime.combine(today, time(), UTC)
    for each in found:
        calendar.add_component(_event(each, written, language, url_of(each)))
    told: bytes = calendar.to_ical()
    return told


def _event(each: Reminder, written: datetime, language: str, url: str) -> Event:
    event = Event()
    kind = "recheck" if each.duty is Duty.RECHECK else "deadline"
    event.add("uid", f"{each.subject_id}.{kind}@geo-app")
    event.add("dtstamp", written)
    event.add("dtstart", each.day)
    event.add("dtend", each.day + timedelta(days=1))
    duty = term("duty", each.duty, language)
    event.add("summary", f"{clean(name_of(each, language))} · {duty}")
    lines = [f"{each.code} · {term('status', each.status, language)}"]
    if each.unit:
        lines.append(say("reminder.unit", {"unit": clean(each.unit)}, language))
    if each.duty is not Duty.RECHECK:
        lines.append(say("reminder.claim_is_no_fact", {}, language))
    event.add("description", "\n".join(lines))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")  # nobody is busy because of a deadline
    return event

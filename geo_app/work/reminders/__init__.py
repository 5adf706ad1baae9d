"""Reminders of deadlines and of looking again: what there is, what was read, what was sent."""

from geo_app.work.reminders.due import Found, find

__all__ = ["Found", "find"]

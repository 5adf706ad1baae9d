"""The database: tables, sessions, the chained log of events."""

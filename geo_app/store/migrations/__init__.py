"""Alembic migrations; run in-process by ``store.schema.upgrade``."""

"""Tables of the search: which sites have a term, and what is searched of them (docs/search.md)."""

from __future__ import annotations

from sqlalchemy import Column, Integer, LargeBinary, PrimaryKeyConstraint, Table, Text

from geo_app.store.models import Base

# told apart by bytes, whatever language the database sorts by
_TERM = Text().with_variant(Text(collation="C"), "postgresql")

POSTING = Table(
    "posting",
    Base.metadata,
    Column("block", Integer, autoincrement=False),
    Column("term", _TERM),
    Column("sites", LargeBinary, nullable=False),
    PrimaryKeyConstraint("block", "term"),
    sqlite_with_rowid=False,
)
"""The sites of a block of serial numbers that have a term (``store.postings.block``)."""

SITE_WORDS = Table(
    "site_words",
    Base.metadata,
    Column("page", Integer, primary_key=True, autoincrement=False),
    Column("lines", Text, nullable=False),
)
"""What is searched of a page of sites, one line each in the order of their serial numbers."""

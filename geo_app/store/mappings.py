"""Which columns of somebody else's ledger mean what, as a person has said it before."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Mapped, mapped_column

from geo_app.store.models import Base


class LedgerMapping(Base):
    """A mapping that is kept under a name.

    ``head`` is the SHA-256 of the titles whatever their order; ``meanings`` maps a title to what
    it means, to null where the column is not used.
    """

    __tablename__ = "ledger_mapping"

    id: Mapped[str] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    head: Mapped[str] = mapped_column(index=True)
    meanings: Mapped[Any] = mapped_column(nullable=False)
    actor_id: Mapped[str]
    actor_name: Mapped[str]
    at: Mapped[datetime]

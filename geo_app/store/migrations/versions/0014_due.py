"""Kept numbers of what nobody has verified yet, by day of the deadline."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "site_due",
        sa.Column("day", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("district_code", sa.Text(), nullable=False),
        sa.Column("accounting_unit", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("day", "district_code", "accounting_unit", name="pk_site_due"),
        sqlite_with_rowid=False,
    )
    _count()


def _count() -> None:
    site = sa.table(
        "site",
        *(sa.column(name) for name in ("district_code", "accounting_unit", "status")),
        sa.column("deadline", sa.Date()),
    )
    code = sa.func.coalesce(site.c.district_code, "")
    unit = sa.func.coalesce(sa.func.nullif(site.c.accounting_unit, site.c.district_code), "")
    query = sa.select(site.c.deadline, code, unit, sa.func.count())
    query = query.where(site.c.status.not_in(["closed", "verified"]))
    query = query.group_by(site.c.deadline, code, unit)
    names = "day", "district_code", "accounting_unit", "number"
    rows = [
        dict(zip(names, (deadline.toordinal() if deadline else 0, *rest), strict=True))
        for deadline, *rest in op.get_bind().execute(query)
    ]
    due = sa.table("site_due", *(sa.column(name) for name in names))
    if rows:
        op.get_bind().execute(sa.insert(due), rows)


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")

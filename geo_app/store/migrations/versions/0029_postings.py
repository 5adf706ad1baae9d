"""Postings: which sites have a sign, a pair of signs, a value.

Sites are numbered here. The postings are made by the first who writes, by the turn of the day or by
``geo-app counts rebuild``; until then words are searched in the rows themselves.
"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

COVERING = (
    *("problem_id", "ordinal", "code", "status", "category", "district_code"),
    *("accounting_unit", "deadline", "responsible_unit"),
)


def upgrade() -> None:
    op.add_column("site", sa.Column("serial", sa.Integer()))
    _number()
    op.create_index(
        "ix_site_serial", "site", ["serial", "problem_id", "ordinal", "code"], unique=False
    )
    if op.get_bind().dialect.name == "sqlite":
        op.drop_index("ix_site_ledger", "site")
        op.create_index("ix_site_ledger", "site", [*COVERING, "serial"])
    else:
        op.drop_index("ix_site_problem_id_ordinal", "site")
        columns = ["problem_id", "ordinal", "code", "serial"]
        op.create_index("ix_site_problem_id_ordinal", "site", columns)
    term = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
    op.create_table(
        "posting",
        sa.Column("block", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("term", term, nullable=False),
        sa.Column("sites", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("block", "term", name="pk_posting"),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "site_words",
        sa.Column("page", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("lines", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("page", name="pk_site_words"),
    )


def _number() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("UPDATE site SET serial = rowid")  # in the order in which they are stored
        return
    op.execute(
        "UPDATE site SET serial = numbered.n FROM "
        "(SELECT id, row_number() OVER (ORDER BY problem_id, ordinal, code) AS n FROM site) "
        "AS numbered WHERE numbered.id = site.id"
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")

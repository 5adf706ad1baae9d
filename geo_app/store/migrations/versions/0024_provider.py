"""Who somebody is at an OpenID Connect provider."""

import sqlalchemy as sa
from alembic import op

from geo_app.store.models import UtcDateTime

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "provider_identity",
        sa.Column("issuer", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("bound_at", UtcDateTime(), nullable=False),
        sa.Column("used_at", UtcDateTime()),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name="fk_provider_identity_person_id_person"
        ),
        sa.PrimaryKeyConstraint("issuer", "subject", name="pk_provider_identity"),
        sa.UniqueConstraint("person_id", "issuer", name="uq_provider_identity_person_id_issuer"),
    )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")

"""The first tables, and the triggers that keep events and positions append-only."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

APPEND_ONLY = ("event", "position")


def upgrade() -> None:
    op.create_table(
        "anchor",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text()),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("geometry", sa.Text()),
        sa.Column("radius_m", sa.Double()),
        sa.Column("source", sa.Text()),
        sa.Column("stakes", sa.JSON()),
        sa.Column("area_km2", sa.Double()),
        sa.Column("schematic", sa.Boolean(), nullable=False),
        sa.Column("note", sa.Text()),
        sa.Column("extra", sa.JSON(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_anchor"),
    )
    op.create_index("ix_anchor_name", "anchor", ["name"], unique=False)
    op.create_table(
        "event",
        sa.Column("seq", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject_kind", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("as_of", sa.Date()),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("data", sa.JSON(), nullable=False),
        sa.Column("prev_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_event"),
        sa.UniqueConstraint("id", name="uq_event_id"),
    )
    op.create_index("ix_event_subject", "event", ["subject_kind", "subject_id"], unique=False)
    op.create_table(
        "log_head",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("seq", sa.Integer(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_log_head"),
    )
    op.create_table(
        "notice",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("title", sa.Text()),
        sa.Column("issuer", sa.Text()),
        sa.Column("issued_on", sa.Date()),
        sa.Column("source_name", sa.Text()),
        sa.Column("text", sa.Text()),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_notice"),
        sa.UniqueConstraint("sha256", name="uq_notice_sha256"),
    )
    op.create_table(
        "position",
        sa.Column("seq", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("site_id", sa.Text(), nullable=False),
        sa.Column("layer", sa.Text(), nullable=False),
        sa.Column("geometry", sa.Text()),
        sa.Column("lon", sa.Double()),
        sa.Column("lat", sa.Double()),
        sa.Column("radius_m", sa.Double()),
        sa.Column("source", sa.Text()),
        sa.Column("schematic", sa.Boolean(), nullable=False),
        sa.Column("anchors", sa.JSON(), nullable=False),
        sa.Column("steps", sa.JSON(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=False),
        sa.Column("actor_name", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("seq", name="pk_position"),
        sa.UniqueConstraint("id", name="uq_position_id"),
    )
    op.create_index("ix_position_site_id", "position", ["site_id"], unique=False)
    op.create_table(
        "problem",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("notice_id", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("status_word", sa.Text()),
        sa.Column("finding", sa.Text()),
        sa.Column("reply", sa.Text()),
        sa.Column("spans", sa.JSON(), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("responsible_unit", sa.Text()),
        sa.Column("deadline", sa.Date()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_on", sa.Date()),
        sa.Column("claimed_on", sa.Date()),
        sa.Column("verified_on", sa.Date()),
        sa.ForeignKeyConstraint(["notice_id"], ["notice.id"], name="fk_problem_notice_id_notice"),
        sa.PrimaryKeyConstraint("id", name="pk_problem"),
        sa.UniqueConstraint("notice_id", "number", name="uq_problem_notice_id_number"),
    )
    op.create_index("ix_problem_status", "problem", ["status"], unique=False)
    op.create_table(
        "place",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("problem_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("aliases", sa.JSON(), nullable=False),
        sa.Column("phrase", sa.JSON()),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("claimed_status", sa.Text(), nullable=False),
        sa.Column("district_code", sa.Text()),
        sa.Column("district", sa.Text()),
        sa.Column("district_named", sa.Boolean(), nullable=False),
        sa.Column("accounting_unit", sa.Text()),
        sa.Column("responsible_unit", sa.Text()),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("merged_into", sa.Text()),
        sa.Column("location", sa.JSON()),
        sa.Column("unresolved", sa.JSON()),
        sa.Column("site_id", sa.Text()),
        sa.ForeignKeyConstraint(["merged_into"], ["place.id"], name="fk_place_merged_into_place"),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name="fk_place_problem_id_problem"),
        sa.PrimaryKeyConstraint("id", name="pk_place"),
        sa.UniqueConstraint("problem_id", "ordinal", name="uq_place_problem_id_ordinal"),
    )
    op.create_index("ix_place_site_id", "place", ["site_id"], unique=False)
    op.create_table(
        "site",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category", sa.Text(), nullable=False),
        sa.Column("problem_id", sa.Text(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("place_text", sa.Text(), nullable=False),
        sa.Column("phrase", sa.JSON()),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("status_on", sa.Date()),
        sa.Column("district_code", sa.Text()),
        sa.Column("district", sa.Text()),
        sa.Column("accounting_unit", sa.Text()),
        sa.Column("responsible_unit", sa.Text()),
        sa.Column("deadline", sa.Date()),
        sa.Column("claimed_on", sa.Date()),
        sa.Column("verified_on", sa.Date()),
        sa.Column("located", sa.Boolean(), nullable=False),
        sa.Column("lon", sa.Double()),
        sa.Column("lat", sa.Double()),
        sa.Column("radius_m", sa.Double()),
        sa.Column("geometry", sa.Text()),
        sa.Column("min_lon", sa.Double()),
        sa.Column("min_lat", sa.Double()),
        sa.Column("max_lon", sa.Double()),
        sa.Column("max_lat", sa.Double()),
        sa.Column("position_layer", sa.Text(), nullable=False),
        sa.Column("position_source", sa.Text()),
        sa.Column("schematic", sa.Boolean(), nullable=False),
        sa.Column("doubts", sa.JSON(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["problem_id"], ["problem.id"], name="fk_site_problem_id_problem"),
        sa.PrimaryKeyConstraint("id", name="pk_site"),
        sa.UniqueConstraint("code", name="uq_site_code"),
    )
    op.create_index(
        "ix_site_bounds", "site", ["min_lon", "max_lon", "min_lat", "max_lat"], unique=False
    )
    op.create_index("ix_site_category", "site", ["category"], unique=False)
    op.create_index("ix_site_district_code", "site", ["district_code"], unique=False)
    op.create_index("ix_site_problem_id", "site", ["problem_id"], unique=False)
    op.create_index("ix_site_status", "site", ["status"], unique=False)
    op.execute(
        sa.text("INSERT INTO log_head (id, seq, hash) VALUES (1, 0, :start)").bindparams(
            start="0" * 64
        )
    )
    if op.get_bind().dialect.name == "sqlite":
        _protect_sqlite()
    else:
        _protect_postgresql()


def _protect_sqlite() -> None:
    for table in APPEND_ONLY:
        for action in ("UPDATE", "DELETE"):
            op.execute(
                f"CREATE TRIGGER {table}_no_{action.lower()} BEFORE {action} ON {table} "
                f"BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"
            )


def _protect_postgresql() -> None:
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$"
    )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        )
        op.execute(
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION refuse_change()"
        )


def downgrade() -> None:
    raise NotImplementedError("restore a backup instead")

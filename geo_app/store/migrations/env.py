"""Alembic's entry: migrates the connection that ``store.schema.upgrade`` hands over."""

from alembic import context

from geo_app.store.models import Base

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()

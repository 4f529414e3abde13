"""Alembic's entry: runs the steps on the connection it is handed, in that connection's transaction."""

from alembic import context

from workbench.store.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()

"""What Alembic runs: the migrations on the connection that `migrate` hands over. Nothing here opens a database."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
with context.begin_transaction():
    context.run_migrations()

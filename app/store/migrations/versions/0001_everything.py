"""Everything Haven starts with. The statements stand in the two files beside this one, one for each database."""

from alembic import op

from app.store.migrations import statements_of

revision = "0001_everything"
down_revision = None


def upgrade() -> None:
    for statement in statements_of(revision, op.get_bind().dialect.name):
        op.execute(statement)

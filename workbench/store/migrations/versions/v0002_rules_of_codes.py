"""A code can carry a rule: which words a passage has to hold to be worth a look.

Existing codes get an empty one: nobody had written any.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("codes") as codes:
        codes.add_column(sa.Column("rule", sa.Text(), nullable=False, server_default=""))

"""Suggestions can be switched for one person or for the whole team.

The new table begins empty: nobody had switched anything, and without a switch the rule of the work done so far holds. Reviews that exist stay as
they are; "never here" is one more verdict in the same column.
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "suggestion_switches",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("who", sa.Text(), nullable=False),
        sa.Column("is_on", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("set_by", sa.Text(), nullable=False),
        sa.Column("set_at", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_suggestion_switches_project_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_suggestion_switches")),
        sa.UniqueConstraint("project_id", "who", name=op.f("uq_suggestion_switches_project_id_who")),
    )
    op.create_index(op.f("ix_suggestion_switches_project_id"), "suggestion_switches", ["project_id"], unique=False)

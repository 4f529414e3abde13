"""A revision says why it was made, and a coding that a correction left without a certain place waits for a person.

Every revision that exists was made by an import. Every coding that exists stands in the present text, so the new table begins empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("revisions") as revisions:
        revisions.add_column(sa.Column("kind", sa.Text(), nullable=False, server_default="imported"))
    op.create_table(
        "unplaced",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("transcript_id", sa.Text(), nullable=False),
        sa.Column("since", sa.Text(), nullable=False),
        sa.Column("guess_start", sa.Integer(), nullable=True),
        sa.Column("guess_end", sa.Integer(), nullable=True),
        sa.Column("set_aside_by", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["id"], ["codings.id"], name=op.f("fk_unplaced_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["project_id"], ["projects.id"], name=op.f("fk_unplaced_project_id"), initially="DEFERRED", deferrable=True
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcripts.id"],
            name=op.f("fk_unplaced_transcript_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unplaced")),
    )
    op.create_index(op.f("ix_unplaced_project_id"), "unplaced", ["project_id"], unique=False)
    op.create_index(op.f("ix_unplaced_transcript_id"), "unplaced", ["transcript_id"], unique=False)

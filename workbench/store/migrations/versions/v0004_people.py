"""Attributes with a type, approvals of communities, and when a consent was written down.

Rows that exist are kept. Participants' values stay as they are, as text, until the team defines the attribute. Nobody had
noted who chose a pseudonym, so it counts as the team's choice. Consents from before have no moment at which they were written
down; among records of the same day and version, they come before any that is written down from now on.
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("participants") as participants:
        participants.add_column(sa.Column("pseudonym_chosen", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("consents") as consents:
        consents.add_column(sa.Column("recorded_at", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "attributes",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("choices", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_attributes_project_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attributes")),
        sa.UniqueConstraint("project_id", "name", name=op.f("uq_attributes_project_id_name")),
    )
    op.create_index(op.f("ix_attributes_project_id"), "attributes", ["project_id"], unique=False)
    op.create_table(
        "approvals",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("given_on", sa.Text(), nullable=False),
        sa.Column("covers", sa.JSON(none_as_null=True), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("participant_id", sa.Text(), nullable=True),
        sa.Column("until", sa.Text(), nullable=True),
        sa.Column("ended_on", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_approvals_project_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participants.id"],
            name=op.f("fk_approvals_participant_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_approvals")),
    )
    op.create_index(op.f("ix_approvals_participant_id"), "approvals", ["participant_id"], unique=False)
    op.create_index(op.f("ix_approvals_project_id"), "approvals", ["project_id"], unique=False)

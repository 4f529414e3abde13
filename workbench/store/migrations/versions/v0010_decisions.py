"""Talks about differences leave codings of their own, and a coder can say how sure they are.

Decisions that exist keep their outcome and reason. Which codings lay on the table was not written down then, so they stay in the log and
settle nothing; the same passage can be talked over again. The table of agreed codings begins empty, and nobody has said yet how sure they are.
"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("decisions") as decisions:
        decisions.add_column(sa.Column("decided_by", sa.Text(), nullable=False, server_default=""))
        decisions.add_column(sa.Column("quote", sa.Text(), nullable=False, server_default=""))
        for name in ("about", "kept", "redefined"):
            decisions.add_column(sa.Column(name, sa.JSON(none_as_null=True), nullable=False, server_default="[]"))
        decisions.add_column(sa.Column("new_code_id", sa.Text(), nullable=True))
        decisions.add_column(sa.Column("replaced_by", sa.Text(), nullable=True))
    with op.batch_alter_table("codings") as codings:
        codings.add_column(sa.Column("sureness", sa.Text(), nullable=True))
    op.create_table(
        "agreed_codings",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("project_id", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("transcript_id", sa.Text(), nullable=False),
        sa.Column("code_id", sa.Text(), nullable=False),
        sa.Column("start", sa.Integer(), nullable=False),
        sa.Column("end", sa.Integer(), nullable=False),
        sa.Column("quote", sa.Text(), nullable=False),
        sa.Column("agreed_at", sa.Text(), nullable=False),
        sa.CheckConstraint('"start" >= 0 AND "start" < "end"', name=op.f("ck_agreed_codings_span")),
        sa.ForeignKeyConstraint(
            ["project_id"],
            ["projects.id"],
            name=op.f("fk_agreed_codings_project_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["transcript_id"],
            ["transcripts.id"],
            name=op.f("fk_agreed_codings_transcript_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["code_id"], ["codes.id"], name=op.f("fk_agreed_codings_code_id"), initially="DEFERRED", deferrable=True
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_agreed_codings")),
    )
    for name in ("project_id", "transcript_id", "code_id"):
        op.create_index(op.f(f"ix_agreed_codings_{name}"), "agreed_codings", [name], unique=False)

"""A mentor draws passages to look at, proposes changes, and may begin a thread with one person.

Questions that exist were all asked of the mentor: nobody is addressed by name in them. The two new tables begin empty.
"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _ends(table: str) -> tuple[sa.Constraint, ...]:
    project = sa.ForeignKeyConstraint(
        ["project_id"], ["projects.id"], name=op.f(f"fk_{table}_project_id"), initially="DEFERRED", deferrable=True
    )
    return project, sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}"))


def upgrade() -> None:
    with op.batch_alter_table("questions") as questions:
        questions.add_column(sa.Column("addressed_to", sa.Text(), nullable=False, server_default=""))
    op.create_table(
        "sampled_passages",
        _text("id"),
        _text("project_id"),
        _text("mentor"),
        _text("student"),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        _text("drawn"),
        _text("thing"),
        _text("in_transcript"),
        _text("revision_id"),
        sa.Column("turn", sa.Integer(), nullable=False),
        _text("drawn_at"),
        _text("looked_at", nullable=True),
        *_ends("sampled_passages"),
    )
    op.create_index(op.f("ix_sampled_passages_project_id"), "sampled_passages", ["project_id"], unique=False)
    op.create_table(
        "proposals",
        _text("id"),
        _text("project_id"),
        _text("kind"),
        _text("code_id"),
        _text("by"),
        _text("made_at"),
        _text("reason"),
        _text("target_id", nullable=True),
        _text("label"),
        _text("short_definition"),
        sa.Column("coding_ids", sa.JSON(none_as_null=True), nullable=False),
        _text("coder"),
        _text("status"),
        _text("decided_by"),
        _text("decided_at", nullable=True),
        _text("answer"),
        *_ends("proposals"),
    )
    op.create_index(op.f("ix_proposals_project_id"), "proposals", ["project_id"], unique=False)

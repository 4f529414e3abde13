"""Who codes which transcript, what a sponsor received, and members who have left.

Everybody who is on a team stays on it. The new tables begin empty: nothing was shared out, and what had left before stands in the ledger only.
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
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
    with op.batch_alter_table("members") as members:
        members.add_column(_text("left_at", nullable=True))
    op.create_table(
        "tasks",
        _text("id"),
        _text("project_id"),
        _text("in_transcript"),
        _text("coder"),
        _text("set_by"),
        _text("set_at"),
        *_ends("tasks"),
        sa.UniqueConstraint("in_transcript", "coder", name=op.f("uq_tasks_in_transcript_coder")),
    )
    op.create_table(
        "releases",
        _text("id"),
        _text("project_id"),
        _text("recipient"),
        _text("departure_id"),
        _text("what"),
        _text("form"),
        _text("file_name"),
        _text("media_type"),
        _text("digest"),
        sa.Column("size", sa.Integer(), nullable=False),
        _text("note"),
        _text("released_by"),
        _text("released_at"),
        _text("withdrawn_at", nullable=True),
        sa.Column("by_participant", sa.Boolean(), nullable=False),
        *_ends("releases"),
    )
    op.create_table(
        "released_files",
        _text("digest"),
        _text("content"),
        sa.PrimaryKeyConstraint("digest", name=op.f("pk_released_files")),
    )
    for table in ("tasks", "releases"):
        op.create_index(op.f(f"ix_{table}_project_id"), table, ["project_id"], unique=False)

"""What people decided about identifiers, how far each transcript has come, and what the last search found.

No row that exists is changed. The new tables begin empty: every transcript counts as not searched and not checked.
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def _ref(name: str, table: str, target: str, *, ondelete: str | None = None) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name], [target], name=op.f(f"fk_{table}_{name}"), initially="DEFERRED", deferrable=True, ondelete=ondelete
    )


def _text(name: str, *, nullable: bool = False) -> sa.Column[str]:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _json(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.JSON(none_as_null=True), nullable=False)


def upgrade() -> None:
    op.create_table(
        "rulings",
        _text("id"),
        _text("project_id"),
        _text("kind"),
        _text("key"),
        _json("spellings"),
        _text("verdict"),
        _text("by"),
        _text("at"),
        _text("replacement"),
        _text("reason"),
        _json("apart"),
        sa.Column("added", sa.Boolean(), nullable=False),
        _ref("project_id", "rulings", "projects.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulings")),
    )
    op.create_index(op.f("ix_rulings_project_id"), "rulings", ["project_id"], unique=False)
    op.create_table(
        "clearances",
        _text("id"),
        _text("project_id"),
        _text("transcript_id"),
        _json("replaced"),
        _json("kept"),
        _json("deciders"),
        _json("answers"),
        _text("recognisable"),
        _text("recognisable_note"),
        _text("checked_by"),
        _text("checked_at", nullable=True),
        _text("checked_revision", nullable=True),
        _text("remains"),
        _text("signed_by"),
        _text("signed_at", nullable=True),
        _text("signed_revision", nullable=True),
        _text("originals"),
        _ref("project_id", "clearances", "projects.id"),
        _ref("transcript_id", "clearances", "transcripts.id"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_clearances")),
        sa.UniqueConstraint("transcript_id", name=op.f("uq_clearances_transcript_id")),
    )
    op.create_index(op.f("ix_clearances_project_id"), "clearances", ["project_id"], unique=False)
    op.create_index(op.f("ix_clearances_transcript_id"), "clearances", ["transcript_id"], unique=False)
    op.create_table(
        "searches",
        _text("transcript_id"),
        _text("revision_id"),
        _text("at"),
        _json("findings"),
        _json("asked"),
        _ref("transcript_id", "searches", "transcripts.id", ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("transcript_id", name=op.f("pk_searches")),
    )

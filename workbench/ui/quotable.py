"""Why a passage may not be quoted in the report, for marks and counts on the screen."""

from __future__ import annotations

from workbench.domain.coding import Coding
from workbench.domain.exit import Form, Recipient
from workbench.domain.leaving import Refused, Why
from workbench.domain.snapshot import Snapshot


def why_not_quotable(snapshot: Snapshot, coding: Coding) -> Why | None:
    """The reason, or ``None`` where the passage may be quoted."""
    found = snapshot.verdict(coding.transcript_id, coding.span, Form.QUOTE, Recipient.REPORT)
    return found.why if isinstance(found, Refused) else None

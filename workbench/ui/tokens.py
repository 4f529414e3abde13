"""Tokens that say for whom and for which transcript a coding page was made.

A page sends its token with everything it saves. Another web page open in the same browser cannot know it.
"""

from __future__ import annotations

from dataclasses import dataclass

from itsdangerous import BadSignature, URLSafeTimedSerializer

from workbench.domain.ids import ProjectId, TranscriptId
from workbench.ui.shared import secret

_LIFETIME = 30 * 24 * 3600  # seconds; a page may stay open over a holiday


@dataclass(frozen=True, slots=True)
class Pass:
    """What a valid token grants."""

    project_id: ProjectId
    transcript_id: TranscriptId
    actor: str


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret(), salt="coding-page")


def make_token(project_id: ProjectId, transcript_id: TranscriptId, actor: str) -> str:
    """A signed token for one person on one transcript."""
    return _signer().dumps([project_id, transcript_id, actor])


def read_token(token: str) -> Pass | None:
    """What a token grants, or ``None`` where it is forged, spoilt or too old."""
    try:
        project_id, transcript_id, actor = _signer().loads(token, max_age=_LIFETIME)
    except (BadSignature, ValueError, TypeError):
        return None
    return Pass(ProjectId(project_id), TranscriptId(transcript_id), str(actor))

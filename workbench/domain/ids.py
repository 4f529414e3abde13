"""One id type per noun, so that a type checker catches a swapped pair. Ids are UUIDs, made once and kept for ever."""

from typing import NewType
from uuid import UUID, uuid4

ProjectId = NewType("ProjectId", str)
MemberId = NewType("MemberId", str)
AccountId = NewType("AccountId", str)
InvitationId = NewType("InvitationId", str)
ParticipantId = NewType("ParticipantId", str)
ConsentId = NewType("ConsentId", str)
ApprovalId = NewType("ApprovalId", str)
AttributeId = NewType("AttributeId", str)
TranscriptId = NewType("TranscriptId", str)
RevisionId = NewType("RevisionId", str)
SpeakerId = NewType("SpeakerId", str)
CodeId = NewType("CodeId", str)
CodingId = NewType("CodingId", str)
MemoId = NewType("MemoId", str)
ThemeId = NewType("ThemeId", str)
DecisionId = NewType("DecisionId", str)
AgreedCodingId = NewType("AgreedCodingId", str)
ReviewId = NewType("ReviewId", str)
QuestionId = NewType("QuestionId", str)
ReadingId = NewType("ReadingId", str)
RulingId = NewType("RulingId", str)
ClearanceId = NewType("ClearanceId", str)
EventId = NewType("EventId", str)
ErasureId = NewType("ErasureId", str)
DepartureId = NewType("DepartureId", str)
WithdrawalId = NewType("WithdrawalId", str)
SwitchId = NewType("SwitchId", str)
ArrivalId = NewType("ArrivalId", str)
SampledPassageId = NewType("SampledPassageId", str)
ProposalId = NewType("ProposalId", str)
SignOffId = NewType("SignOffId", str)
RoundId = NewType("RoundId", str)
TaskId = NewType("TaskId", str)
ReleaseId = NewType("ReleaseId", str)


def new_id() -> str:
    """A fresh random UUID, in lower-case hexadecimal with hyphens."""
    return str(uuid4())


def is_id(text: str) -> bool:
    """Whether ``text`` is a UUID in the form that :func:`new_id` writes.

    >>> is_id("b8e0fa64-0000-4000-8000-000000000001"), is_id("T04")
    (True, False)
    """
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False

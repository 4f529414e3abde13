"""What teams settled by talking, and the codings that came of it."""

from __future__ import annotations

from workbench.domain.decision import AgreedCoding, Decision
from workbench.domain.ids import CodeId, DecisionId, TranscriptId
from workbench.store import tables as t
from workbench.store.repositories import Collection


class Decisions(Collection[Decision]):
    noun, kind, table, order = "decision", Decision, t.decisions, ("decided_at", "id")

    def of_transcript(self, transcript_id: TranscriptId) -> list[Decision]:
        return self._where(self.table.c.transcript_id == transcript_id)


class AgreedCodings(Collection[AgreedCoding]):
    noun, kind, table, order = "agreed coding", AgreedCoding, t.agreed_codings, ("transcript_id", "start", "end", "id")

    def of_transcript(self, transcript_id: TranscriptId) -> list[AgreedCoding]:
        return self._where(self.table.c.transcript_id == transcript_id)

    def of_decision(self, decision_id: DecisionId) -> list[AgreedCoding]:
        return self._where(self.table.c.decision_id == decision_id)

    def of_code(self, code_id: CodeId) -> list[AgreedCoding]:
        return self._where(self.table.c.code_id == code_id)

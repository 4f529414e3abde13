"""One page of feedback to a student, made from what the mentor writes and from passages of the sample. It leaves through the gate."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from workbench.domain.exit import Form, Recipient
from workbench.domain.feedback import MOST_SAID, Feedback, ToDiscuss, cut
from workbench.domain.ids import SampledPassageId, TranscriptId
from workbench.domain.leaving import Allowed, Refused
from workbench.domain.project import Right
from workbench.domain.span import Span
from workbench.domain.text import make_text
from workbench.errors import NotFoundError, RuleError
from workbench.exporters.feedback import write_feedback
from workbench.services import codebooks, exits
from workbench.services.cohort import students_of
from workbench.services.desk import Desk
from workbench.services.passage_samples import SeenPassage, passages_of
from workbench.services.reports import take_snapshot


@dataclass(frozen=True)
class Told:
    """What a mentor writes, and the passages of the sample that they chose."""

    went_well: str
    next_steps: str
    passage_ids: Sequence[SampledPassageId] = ()


def feedback_bytes(desk: Desk, student: str, told: Told, *, on: str) -> bytes:
    """The page as a Word file; ``on`` is the day in words. That it left is noted in the ledger.

    Words of a participant that not even the team may keep, such as those of somebody who has withdrawn, are refused.
    """
    chosen = _chosen(desk, student, told.passage_ids)
    snapshot = take_snapshot(desk)
    labels = {code.id: code.label for code in codebooks.get_codebook(desk)}
    passages, places = [], []
    for seen in chosen:
        place = (_transcript(seen), _span(seen))
        verdict = snapshot.verdict(*place, Form.QUOTE, Recipient.TEAM)
        if isinstance(verdict, Refused):
            raise RuleError(f"The passage in {seen.label}, turn {seen.turn}, may not leave: {verdict.reason}.")
        codes = dict.fromkeys(labels[one.code_id] for one in seen.codings if one.code_id in labels)
        said = [cut(one.text, MOST_SAID) for one in seen.threads if one.asker == desk.actor][-1:]  # the newest
        passages.append(
            ToDiscuss(
                cut(_span(seen).text_in(snapshot.bodies[place[0]].text)),
                f"{seen.label}, turn {seen.turn}",
                tuple(codes),
                tuple(said),
                isinstance(snapshot.verdict(*place, Form.QUOTE, Recipient.REPORT), Allowed),
            )
        )
        places.append(place)
    steps = tuple(line for raw in told.next_steps.splitlines() if (line := make_text(raw).strip(" -•\t")))
    page = Feedback(
        student,
        desk.actor,
        snapshot.project.title,
        on,
        make_text(told.went_well).strip(),
        tuple(passages),
        steps,
        made_up=snapshot.project.made_up,
    )
    target = io.BytesIO()
    write_feedback(page, target, made_at=datetime.fromisoformat(desk.clock()))
    content = target.getvalue()
    exits.note(
        desk, snapshot, places, what="feedback to a student", form=Form.QUOTE, recipient=Recipient.TEAM, content=content
    )
    return content


def _chosen(desk: Desk, student: str, wanted: Sequence[SampledPassageId]) -> list[SeenPassage]:
    with desk.reading(Right.MENTOR) as look:
        if student not in students_of(look):
            raise RuleError(f"{student} is no student on this team.")
    there = {one.row.id: one for one in passages_of(desk, student) if not one.is_gone}
    if missing := [name for name in wanted if name not in there]:
        raise NotFoundError(
            "passage", missing[0], hint="The sample was drawn anew, or the passage is gone; choose again."
        )
    return [there[name] for name in wanted]


def _transcript(seen: SeenPassage) -> TranscriptId:
    return seen.row.in_transcript


def _span(seen: SeenPassage) -> Span:
    assert seen.span is not None  # only what is gone has none
    return seen.span

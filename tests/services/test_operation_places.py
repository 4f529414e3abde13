"""Two people at once: what a page did on an older text finds its place in the corrected one, or is refused in a sentence."""

from __future__ import annotations

from tests.builders import Study
from workbench.domain.ids import new_id
from workbench.domain.span import Span
from workbench.services import codings, corrections, maintenance, memos, operations, transcripts
from workbench.services.corrections import TurnFix
from workbench.services.operations import Outcome, settle
from workbench.store import Store


def added(study: Study, span: Span, quote: str, revision: str) -> dict[str, object]:
    return {
        "op": new_id(), "kind": "add", "coding": new_id(), "code": study.waiting.id, "start": span.start, "end": span.end,
        "quote": quote, "revision": revision,
    }  # fmt: skip


def corrected(study: Study, old: str, new: str) -> str:
    """Ana corrects the fourth turn; the answer is the revision that Ben's page still shows."""
    here = transcripts.open_transcript(study.ana, study.transcript.id)
    text = here.body.turns[3].span.text_in(here.body.text).replace(old, new)
    corrections.fix_turn(study.ana, study.transcript.id, TurnFix(4, text), reason="misheard")
    return here.revision.id


def sent(study: Study, *sends: dict[str, object]) -> Outcome:
    return settle(study.ben, study.transcript.id, sends, since=0)


def test_a_passage_coded_on_the_older_text_is_coded_where_its_words_stand_now(store: Store) -> None:
    study = Study(store)
    span = study.place("gas money")
    older = corrected(study, "My sister", "My older sister, Rosa,")

    outcome = sent(study, added(study, span, "gas money", older))

    assert outcome.refused == {}
    assert outcome.revision != older
    assert [one.quote for one in codings.codings_of(study.ana, study.transcript.id)] == ["gas money"]
    assert maintenance.verify(store).clean


def test_words_that_were_corrected_meanwhile_are_refused_with_the_reason(store: Store) -> None:
    study = Study(store)
    span = study.place("She never asked for gas money")
    older = corrected(study, "She never asked for gas money", "No")
    operation = added(study, span, "She never asked for gas money", older)

    outcome = sent(study, operation)

    assert list(outcome.refused) == [operation["op"]]
    assert "corrected while you worked" in outcome.refused[str(operation["op"])]
    assert codings.codings_of(study.ana, study.transcript.id) == []


def test_notes_and_reading_travel_too(store: Store) -> None:
    study = Study(store)
    span = study.place("gas money")
    older = transcripts.open_transcript(study.ana, study.transcript.id).revision.id
    corrections.split_turn(study.ana, study.transcript.id, 2, study.place("Then").start, reason="two people spoke")

    sent(
        study,
        {"op": new_id(), "kind": "note", "memo": new_id(), "start": span.start, "end": span.end, "text": "Kind.", "revision": older},
        {"op": new_id(), "kind": "read", "turn": 2, "revision": older},
    )  # fmt: skip

    assert [memo.quote for memo in memos.list_memos(study.ben)] == ["gas money"]
    assert [row.turns_read for row in transcripts.list_transcripts(study.ben)] == [3]


def test_a_made_up_revision_and_words_that_never_stood_there_are_refused(store: Store) -> None:
    study = Study(store)
    span = study.place("gas money")
    older = corrected(study, "Red Deer", "Rideau")

    unknown, wrong = added(study, span, "gas money", new_id()), added(study, span, "gas honey", older)
    outcome = sent(study, unknown, wrong)

    assert "older words are gone" in outcome.refused[str(unknown["op"])]
    assert "do not stand" in outcome.refused[str(wrong["op"])]


def test_a_page_hears_that_a_coding_waits_now(store: Store) -> None:
    study = Study(store)
    coding = codings.add_coding(
        study.ben, study.transcript.id, study.place("She never asked for gas"), study.waiting.id
    )
    since = operations.surface(study.ben, study.transcript.id).number
    corrected(study, "She never asked for gas money", "No")

    outcome = settle(study.ben, study.transcript.id, [], since=since)

    assert outcome.delta.dropped == (coding.id,)
    assert outcome.delta.codings == ()
    assert operations.surface(study.ben, study.transcript.id).codings == ()

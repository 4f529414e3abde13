"""Other words in the place of some: everything that lies in the text travels to the new revision."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.builders import Study
from workbench.domain.coding import Target
from workbench.domain.project import Right
from workbench.domain.revising import Edit, travel
from workbench.domain.span import Span
from workbench.domain.transcript import RevisionKind
from workbench.errors import RuleError
from workbench.services import codings, history, maintenance, memos, questions, transcripts
from workbench.services.revisions import revise
from workbench.store import Store


def replaced(study: Study, words: str, by: str) -> None:
    place = study.place(words)
    with study.ana.deed("take identifiers out", Right.IMPORT) as deed:
        here = transcripts.opened(deed, study.transcript.id)
        revise(
            deed,
            here,
            [Edit(place.start, place.end, by)],
            kind=RevisionKind.IDENTIFIERS,
            reason="identifiers taken out",
        )


def test_codings_notes_and_questions_stay_on_their_words(store: Store) -> None:
    study = Study(store)
    before = codings.add_coding(study.ana, study.transcript.id, study.place("I waited nine months"), study.waiting.id)
    around = codings.add_coding(study.ben, study.transcript.id, study.place("me to Red Deer, every"), study.family.id)
    inside = codings.add_coding(study.ben, study.transcript.id, study.place("Deer"), study.family.id)
    after = codings.add_coding(study.ben, study.transcript.id, study.place("🙂 She never asked"), study.family.id)
    memos.write_memo(
        study.ana, "Far.", target=Target.PASSAGE, target_id=study.transcript.id, span=study.place("Red Deer")
    )
    questions.ask(study.ben, study.transcript.id, "How far is it?", span=study.place("every second week"))

    replaced(study, "Red Deer", "[Town, central Alberta]")

    found = {one.id: one.quote for one in codings.codings_of(study.ana, study.transcript.id)}
    assert found == {
        before.id: "I waited nine months",
        around.id: "me to [Town, central Alberta], every",
        inside.id: "[Town, central Alberta]",
        after.id: "🙂 She never asked",
    }
    with study.ana.reading() as look:
        assert [memo.quote for memo in look.uow.memos.of_project(study.project.id)] == ["[Town, central Alberta]"]
        assert [one.quote for one in look.uow.questions.of_project(study.project.id)] == ["every second week"]
    assert maintenance.verify(store).clean


def test_undo_brings_the_old_text_and_every_place_back(store: Store) -> None:
    study = Study(store)
    coding = codings.add_coding(study.ana, study.transcript.id, study.place("me to Red Deer, every"), study.family.id)
    text = study.text

    replaced(study, "Red Deer", "[Town]")
    history.undo(study.ana)

    assert study.text == text
    assert codings.codings_of(study.ana, study.transcript.id) == [coding]
    assert maintenance.verify(store).clean


def test_an_edit_that_leaves_its_turn_is_refused(store: Store) -> None:
    study = Study(store)
    with pytest.raises(RuleError, match="within one turn"):
        replaced(study, "first year like?\n\nI waited", "[?]")


@given(st.data())
def test_words_that_no_edit_touches_are_found_again_where_the_way_leads(data: st.DataObject) -> None:
    text = data.draw(st.text(alphabet="ab 🙂\n", min_size=1, max_size=40))
    borders = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=8)))
    edits = tuple(Edit(a, b, data.draw(st.text("xyz", min_size=1, max_size=5))) for a, b in zip(borders[::2], borders[1::2], strict=False))  # fmt: skip
    start = data.draw(st.integers(0, len(text) - 1))
    span = Span(start, data.draw(st.integers(start + 1, len(text))))

    way = travel(text, edits, stands_for=True)
    arrival = way.span(span)
    moved = arrival.span.text_in(way.new) if arrival.span else ""

    inner = tuple(Edit(e.start - span.start, e.end - span.start, e.replacement) for e in edits if span.start <= e.start and e.end <= span.end)  # fmt: skip
    cut = [e for e in edits if e.start < span.end and span.start < e.end and not (span.start <= e.start and e.end <= span.end)]  # fmt: skip
    if not cut:
        words = travel(span.text_in(text), inner).new
        assert moved == (words.strip() if inner else words)
    else:
        assert all(e.replacement in moved for e in cut)

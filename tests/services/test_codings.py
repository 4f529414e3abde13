"""Coding passages."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.builders import Study, make_preview
from workbench.domain.codebook import CodeStatus
from workbench.domain.ids import CodeId, ProjectId, new_id
from workbench.domain.span import Span
from workbench.domain.text import make_text
from workbench.errors import NotAllowedError, NotFoundError, QuoteMismatchError, RuleError
from workbench.services import codebooks, codings, transcripts
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.store import Store


def test_a_coding_repeats_the_words_it_covers(store: Store) -> None:
    study = Study(store)

    coding = codings.add_coding(
        study.ana, study.transcript.id, study.place("every second week. 🙂 She"), study.family.id
    )

    assert coding.quote == "every second week. 🙂 She"
    assert codings.codings_of(study.ben, study.transcript.id) == [coding]


def test_several_codes_and_several_people_stand_on_the_same_words(store: Store) -> None:
    study = Study(store)
    place = study.place("nine months")

    for desk, code in ((study.ana, study.waiting), (study.ana, study.family), (study.ben, study.waiting)):
        codings.add_coding(desk, study.transcript.id, place, code.id)

    assert len(codings.codings_of(study.ana, study.transcript.id)) == 3


def test_coding_the_same_words_with_the_same_code_twice_makes_one_coding(store: Store) -> None:
    study = Study(store)
    place = study.place("nine months")

    first = codings.add_coding(study.ana, study.transcript.id, place, study.waiting.id)
    second = codings.add_coding(study.ana, study.transcript.id, place, study.waiting.id)

    assert first == second
    assert len(codings.codings_of(study.ana, study.transcript.id)) == 1


def test_words_that_do_not_stand_there_are_refused(store: Store) -> None:
    study = Study(store)

    with pytest.raises(QuoteMismatchError):
        codings.add_coding(study.ana, study.transcript.id, Span(0, 4), study.waiting.id, quote="Whom")

    assert codings.codings_of(study.ana, study.transcript.id) == []


def test_a_place_behind_the_end_is_refused(store: Store) -> None:
    study = Study(store)

    with pytest.raises(QuoteMismatchError):
        codings.add_coding(study.ana, study.transcript.id, Span(0, len(study.text) + 1), study.waiting.id)


def test_nobody_can_remove_another_persons_coding(store: Store) -> None:
    study = Study(store)
    coding = codings.add_coding(study.ana, study.transcript.id, study.place("sister"), study.family.id)

    with pytest.raises(NotAllowedError, match="belongs to Ana"):
        codings.remove_coding(study.ben, coding.id)

    assert codings.codings_of(study.ana, study.transcript.id) == [coding]


def test_a_retired_code_and_a_heading_are_not_used_for_new_codings(store: Store) -> None:
    study = Study(store)
    codebooks.change_code(study.ana, study.waiting.id, status=CodeStatus.RETIRED)
    codebooks.change_code(study.ana, study.family.id, codable=False)

    for code, reason in ((study.waiting, "retired"), (study.family, "heading")):
        with pytest.raises(RuleError, match=reason):
            codings.add_coding(study.ana, study.transcript.id, Span(0, 4), code.id)


def test_who_is_not_on_the_team_sees_no_project(store: Store) -> None:
    study = Study(store)
    stranger = Desk(store, study.project.id, "Zoe")

    for look in (
        lambda: codings.codings_of(stranger, study.transcript.id),
        lambda: codings.add_coding(stranger, study.transcript.id, Span(0, 4), study.waiting.id),
        lambda: transcripts.list_transcripts(stranger),
        lambda: codebooks.get_codebook(stranger),
    ):
        with pytest.raises(NotFoundError):
            look()


def test_a_code_of_another_project_is_not_found(store: Store) -> None:
    study = Study(store)

    for code_id in (CodeId(new_id()), CodeId("no id")):
        with pytest.raises(NotFoundError):
            codings.add_coding(study.ana, study.transcript.id, Span(0, 4), code_id)
    with pytest.raises(NotFoundError):
        codings.codings_of(Desk(store, ProjectId(new_id()), "Ana"), study.transcript.id)


ANY_TALK = st.lists(
    st.tuples(
        st.sampled_from(["Maple", "Interviewer", None]),
        st.text(
            st.one_of(st.characters(exclude_categories=[]), st.sampled_from("🙂👨‍👩‍👧🇨🇦é́אבج\r\n ")),
            min_size=1,
            max_size=60,
        ),
    ),
    min_size=1,
    max_size=6,
).filter(lambda talk: any(make_text(text).strip() for _, text in talk))


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(talk=ANY_TALK, data=st.data())
def test_in_any_text_every_coding_repeats_its_words_and_the_log_replays(
    make_sqlite: Callable[[], Store], talk: list[tuple[str | None, str]], data: st.DataObject
) -> None:
    study = Study(make_sqlite())
    transcript = transcripts.import_transcript(study.ana, make_preview(talk, title="Any"), again=True)
    text = transcripts.open_transcript(study.ana, transcript.id).body.text

    for _ in range(4):
        start = data.draw(st.integers(0, len(text) - 1))
        end = data.draw(st.integers(start + 1, len(text)))
        if text[start:end].strip():
            codings.add_coding(study.ana, transcript.id, Span(start, end), study.waiting.id, quote=text[start:end])

    for coding in codings.codings_of(study.ana, transcript.id):
        assert coding.quote == text[coding.start : coding.end]
    assert verify(study.store).faults == ()

"""What a browser sends is done once, acknowledged, or refused with its reason."""

from __future__ import annotations

import random
from collections.abc import Callable
from threading import Thread
from typing import Any
from uuid import uuid4

import pytest

from tests.builders import Study
from workbench.domain.coding import MemoKind, Visibility
from workbench.errors import RuleError
from workbench.services import codebooks, codings, memos, operations, transcripts
from workbench.services.maintenance import verify
from workbench.store import Store


def make_add(study: Study, words: str = "sister", **changes: Any) -> dict[str, Any]:
    place = study.place(words)
    operation = {
        "op": str(uuid4()), "kind": "add", "coding": str(uuid4()), "code": study.family.id,
        "start": place.start, "end": place.end, "quote": words,
    }  # fmt: skip
    return {**operation, **changes}


def settle(study: Study, *sent: dict[str, Any], since: int = 0) -> operations.Outcome:
    return operations.settle(study.ana, study.transcript.id, sent, since=since)


def test_an_operation_is_done_and_acknowledged(store: Store) -> None:
    study = Study(store)
    add = make_add(study)

    outcome = settle(study, add)

    assert outcome.acknowledged == (add["op"],)
    assert outcome.refused == {}
    assert [coding.id for coding in outcome.delta.codings] == [add["coding"]]


def test_sending_an_operation_again_only_acknowledges_it(store: Store) -> None:
    study = Study(store)
    add = make_add(study)
    settle(study, add)
    codings.remove_coding(study.ana, add["coding"])

    outcome = settle(study, add)

    assert outcome.acknowledged == (add["op"],)
    assert codings.codings_of(study.ana, study.transcript.id) == []


def test_a_refused_operation_tells_why_and_does_not_hold_up_the_next(store: Store) -> None:
    study = Study(store)
    wrong, right = make_add(study, quote="cousin"), make_add(study, "letter")

    outcome = settle(study, wrong, right)

    assert outcome.acknowledged == (wrong["op"], right["op"])
    assert "do not stand" in outcome.refused[wrong["op"]]
    assert [coding.quote for coding in codings.codings_of(study.ana, study.transcript.id)] == ["letter"]
    assert wrong["coding"] in outcome.delta.dropped


@pytest.mark.parametrize(
    "changes",
    [
        {"kind": "format disk"}, {"coding": 7}, {"coding": "not an id"}, {"start": -1}, {"start": 5, "end": 5},
        {"end": 10**12}, {"start": "0"}, {"start": True}, {"quote": None}, {"quote": ""}, {"code": str(uuid4())},
    ],
)  # fmt: skip
def test_an_operation_that_makes_no_sense_is_refused_in_a_sentence(
    make_sqlite: Callable[[], Store], changes: dict[str, Any]
) -> None:
    study = Study(make_sqlite())
    wrong = make_add(study, **changes)

    outcome = settle(study, wrong)

    assert outcome.refused[wrong["op"]].endswith((".", "page."))
    assert codings.codings_of(study.ana, study.transcript.id) == []


def test_an_operation_without_an_id_refuses_the_batch(make_sqlite: Callable[[], Store]) -> None:
    study = Study(make_sqlite())

    with pytest.raises(RuleError, match="proper “op”"):
        settle(study, make_add(study), {"kind": "add"})

    assert codings.codings_of(study.ana, study.transcript.id) == []


def test_undo_and_redo_travel_as_operations(store: Store) -> None:
    study = Study(store)
    add = make_add(study)
    settle(study, add)

    taken_back = settle(study, {"op": str(uuid4()), "kind": "undo"})
    again = settle(study, {"op": str(uuid4()), "kind": "redo"}, since=taken_back.delta.number)

    assert (taken_back.undone, taken_back.can_redo) == ("code passage", True)
    assert add["coding"] in taken_back.delta.dropped
    assert [coding.id for coding in again.delta.codings] == [add["coding"]]


def test_a_new_code_comes_with_its_first_coding_as_one_act(store: Store) -> None:
    study = Study(store)
    code_id = str(uuid4())
    made = {"label": "Gas money", "definition": "Costs."}

    outcome = settle(study, make_add(study, "gas money", code=code_id, newCode=made))

    assert outcome.refused == {}
    assert outcome.delta.codes_changed
    assert codebooks.find_code(study.ana, "gas MONEY").short_definition == "Costs."
    assert settle(study, {"op": str(uuid4()), "kind": "undo"}).undone == "make code and code passage"
    assert codings.codings_of(study.ana, study.transcript.id) == []
    assert len(codebooks.get_codebook(study.ana)) == 2
    assert verify(store).clean


def on(study: Study, add: dict[str, Any], kind: str, **facts: Any) -> dict[str, Any]:
    """An operation on the coding that ``add`` made."""
    return {"op": str(uuid4()), "kind": kind, "coding": add["coding"], **facts}


def test_a_coding_moved_to_other_words_stays_the_same_coding(store: Store) -> None:
    study = Study(store)
    add, place = make_add(study), study.place("My sister drove")
    settle(study, add)

    outcome = settle(study, on(study, add, "change", start=place.start, end=place.end, quote="My sister drove"))

    assert outcome.refused == {}
    [coding] = codings.codings_of(study.ana, study.transcript.id)
    assert (coding.id, coding.quote) == (add["coding"], "My sister drove")
    settle(study, {"op": str(uuid4()), "kind": "undo"})
    assert [one.quote for one in codings.codings_of(study.ana, study.transcript.id)] == ["sister"]


def test_a_coding_is_split_between_words_in_one_act(store: Store) -> None:
    study = Study(store)
    add, rest = make_add(study, "sister drove me"), str(uuid4())
    settle(study, add)

    settle(study, on(study, add, "split", at=study.place("drove").start, rest=rest))

    first, second = codings.codings_of(study.ana, study.transcript.id)
    assert [(first.id, first.quote), (second.id, second.quote)] == [(add["coding"], "sister"), (rest, "drove me")]
    settle(study, {"op": str(uuid4()), "kind": "undo"})
    assert [one.quote for one in codings.codings_of(study.ana, study.transcript.id)] == ["sister drove me"]
    assert verify(store).clean


def test_another_code_a_question_and_a_note_travel_as_operations(store: Store) -> None:
    study = Study(store)
    add, place = make_add(study), study.place("Red Deer")
    asked, recoded = str(uuid4()), str(uuid4())

    outcome = settle(
        study,
        add,
        on(study, add, "ask", question=asked, text="Is she family here?"),
        on(study, add, "recode", code=study.waiting.id, rest=recoded),
        {"op": str(uuid4()), "kind": "note", "memo": str(uuid4()), "text": "Far away.", "noteKind": "first impression",
         "visibility": "me", "start": place.start, "end": place.end},
    )  # fmt: skip

    assert outcome.refused == {}
    [question] = outcome.delta.questions
    assert (question.id, question.coding_id, question.quote) == (asked, recoded, "sister")
    [coding] = outcome.delta.codings
    assert (coding.id, coding.code_id) == (recoded, study.waiting.id)
    [memo] = memos.list_memos(study.ana)
    assert (memo.text, memo.quote, memo.kind, memo.visibility) == (
        "Far away.", "Red Deer", MemoKind.FIRST_IMPRESSION, Visibility.ME,
    )  # fmt: skip


def test_another_persons_coding_is_not_changed(make_sqlite: Callable[[], Store]) -> None:
    study = Study(make_sqlite())
    theirs = codings.add_coding(study.ben, study.transcript.id, study.place("sister drove"), study.family.id)
    add, place = {"coding": theirs.id}, study.place("sister")
    sent = [
        on(study, add, "change", start=place.start, end=place.end, quote="sister"),
        on(study, add, "split", at=study.place("drove").start, rest=str(uuid4())),
        on(study, add, "recode", code=study.waiting.id, rest=str(uuid4())),
        on(study, add, "qualify", qualifier=""),
    ]

    outcome = settle(study, *sent)

    assert all("belongs to Ben" in outcome.refused[one["op"]] for one in sent)
    assert codings.codings_of(study.ana, study.transcript.id) == [theirs]


@pytest.mark.parametrize(
    ("kind", "facts"),
    [
        ("change", {"start": 0, "end": 3, "quote": "xyz"}),
        ("split", {"at": 0, "rest": str(uuid4())}),
        ("split", {"at": "5", "rest": str(uuid4())}),
        ("qualify", {"qualifier": "no such"}),
        ("challenge", {"theme": str(uuid4()), "note": ""}),
        ("ask", {"question": str(uuid4()), "text": ""}),
        ("note", {"memo": str(uuid4()), "text": "x", "start": 1, "end": 4, "noteKind": "poem"}),
        ("content-note", {"first": 3, "last": 99, "text": "x"}),
        ("recode", {"code": str(uuid4()), "rest": str(uuid4())}),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_and_changes_nothing(
    make_sqlite: Callable[[], Store], kind: str, facts: dict[str, Any]
) -> None:
    study = Study(make_sqlite())
    add = make_add(study)
    before = settle(study, add)

    wrong = on(study, add, kind, **facts)
    outcome = settle(study, wrong, since=before.delta.number)

    assert outcome.refused[wrong["op"]].endswith(".")
    assert (outcome.delta.codings, outcome.delta.questions) == ((), ())


def test_a_hard_passage_is_warned_of_beside_what_was_written_before(make_sqlite: Callable[[], Store]) -> None:
    study = Study(make_sqlite())
    transcripts.change_transcript(study.ana, study.transcript.id, content_note="A long wait.")

    settle(study, {"op": str(uuid4()), "kind": "content-note", "first": 2, "last": 2, "text": "the letter"})

    assert operations.surface(study.ana, study.transcript.id).here.transcript.content_note == (
        "A long wait. turn 2: the letter"
    )


def test_a_transcript_counts_as_opened_once_reading_or_coding_has_begun(make_sqlite: Callable[[], Store]) -> None:
    study = Study(make_sqlite())
    assert operations.surface(study.ana, study.transcript.id).never_opened

    settle(study, {"op": str(uuid4()), "kind": "read", "turn": 0})

    assert not operations.surface(study.ana, study.transcript.id).never_opened
    assert operations.surface(study.ben, study.transcript.id).never_opened


def test_a_colleagues_codings_come_with_the_answer(store: Store) -> None:
    study = Study(store)
    start = settle(study)
    theirs = codings.add_coding(study.ben, study.transcript.id, study.place("sister"), study.family.id)

    outcome = settle(study, since=start.delta.number)

    assert outcome.delta.codings == (theirs,)


def test_random_repeats_and_orders_from_several_connections_lose_and_double_nothing(store: Store) -> None:
    study = Study(store)
    chance = random.Random(7)
    words = sorted({word for word in study.text.split() if study.text.count(word) == 1})
    adds = [make_add(study, word, code=code.id) for word in words for code in (study.waiting, study.family)]
    failures: list[BaseException] = []

    def connection(seed: int) -> None:
        mine = random.Random(seed)
        try:
            for _ in range(12):
                settle(study, *mine.sample(adds, k=mine.randint(1, 12)))
        except BaseException as error:  # noqa: BLE001 - whatever a thread meets is reported below
            failures.append(error)

    threads = [Thread(target=connection, args=(chance.random(),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcome = settle(study, *adds)

    assert failures == []
    assert outcome.refused == {}
    assert sorted(c.id for c in codings.codings_of(study.ana, study.transcript.id)) == sorted(a["coding"] for a in adds)
    assert verify(store).clean

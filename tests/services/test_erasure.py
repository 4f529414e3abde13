"""Forgetting for good: what is erased, what stays, and that the log still proves itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
import sqlalchemy as sa

from tests.builders import Study
from tests.files_of import everything_in
from workbench.domain.coding import Target
from workbench.domain.erasure import Cause
from workbench.domain.ids import RevisionId, new_id
from workbench.domain.project import Right
from workbench.domain.text import text_digest
from workbench.domain.transcript import Body
from workbench.errors import RuleError
from workbench.services import codings, erasure, history, maintenance, memos
from workbench.services.desk import Deed
from workbench.services.maintenance import verify
from workbench.services.transcripts import opened
from workbench.store import Store, scrub

LOST = "I waited nine months for a letter."
KEPT = "My sister drove me to"


def blank_out(deed: Deed, study: Study, words: str, instead: str) -> None:
    """A new revision of the study's transcript in which words of one turn are others; codings on later turns travel."""
    here = opened(deed, study.transcript.id)
    placed = deed.uow.codings.of_transcript(study.transcript.id)
    at, by = here.body.text.index(words), len(instead) - len(words)
    text = here.body.text.replace(words, instead)
    turns = tuple(
        replace(turn, start=turn.start + (by if turn.start > at else 0), end=turn.end + (by if turn.end > at else 0))
        for turn in here.body.turns
    )
    revision = replace(
        here.revision,
        id=RevisionId(new_id()),
        number=here.revision.number + 1,
        text_digest=text_digest(text),
        body_digest=deed.uow.bodies.put(Body(text, turns)),
    )
    deed.uow.revisions.save(revision)
    deed.uow.transcripts.save(replace(here.transcript, revision_id=revision.id))
    for coding in placed:
        if coding.start < at + len(words) and at < coding.end:
            deed.uow.codings.remove(coding.id)
        else:
            moved = by if coding.start > at else 0
            deed.uow.codings.save(
                replace(coding, revision_id=revision.id, start=coding.start + moved, end=coding.end + moved)
            )


def forget_the_letter(study: Study) -> None:
    with study.ana.deed("withdraw", Right.MANAGE_PEOPLE) as deed:
        blank_out(deed, study, LOST, "[removed]")
        erasure.forget(deed, [study.transcript.id], cause=Cause.WITHDRAWAL)


def coded(store: Store) -> Study:
    """A study in which lost and kept words were coded, and lost ones copied into a note that was then changed."""
    study = Study(store)
    codings.add_coding(study.ben, study.transcript.id, study.place(LOST), study.waiting.id)
    codings.add_coding(study.ben, study.transcript.id, study.place("nine months"), study.waiting.id)
    codings.add_coding(study.ben, study.transcript.id, study.place(KEPT), study.family.id)
    note = memos.write_memo(study.ben, f"Ask about “{LOST}”", target=Target.TRANSCRIPT, target_id=study.transcript.id)
    memos.change_memo(study.ben, note.id, text="Ask about the letter.")
    return study


def test_forgotten_words_stand_in_no_file_and_no_row(store: Store) -> None:
    study = coded(store)
    assert "waited nine months" in everything_in(store)

    forget_the_letter(study)

    assert "waited nine" not in everything_in(store)
    assert "nine months" not in everything_in(store)
    assert KEPT in everything_in(store)


def test_the_log_still_proves_itself_after_words_were_erased_from_it(store: Store) -> None:
    study = coded(store)

    forget_the_letter(study)

    assert verify(store).faults == ()
    codings.add_coding(study.ben, study.transcript.id, study.place("Red Deer"), study.family.id)
    assert verify(store).faults == ()


def test_codings_of_words_that_stay_are_still_there(store: Store) -> None:
    study = coded(store)

    forget_the_letter(study)

    (left,) = codings.codings_of(study.ana, study.transcript.id)
    assert (left.coder, left.quote) == ("Ben", KEPT)
    assert left.span == study.place(KEPT)


def test_earlier_revisions_keep_who_and_when_and_lose_their_words(store: Store) -> None:
    study = coded(store)

    forget_the_letter(study)

    with store.reading() as uow:
        first, second = uow.revisions.of_transcript(study.transcript.id)
        assert (first.is_erased, first.words, first.made_by) == (True, 0, "Ana")
        assert uow.bodies.get(first.body_digest) == Body("", ())
    assert not second.is_erased


def test_what_was_erased_cannot_be_undone_and_says_so(store: Store) -> None:
    study = coded(store)
    forget_the_letter(study)

    for desk in (study.ana, study.ben):
        with pytest.raises(RuleError, match="removed for good"):
            history.undo(desk)


def test_a_later_act_can_be_undone_as_ever(store: Store) -> None:
    study = coded(store)
    forget_the_letter(study)
    codings.add_coding(study.ben, study.transcript.id, study.place("Red Deer"), study.family.id)

    history.undo(study.ben)

    assert [one.quote for one in codings.codings_of(study.ana, study.transcript.id)] == [KEPT]
    assert verify(store).clean


def test_identifiers_are_erased_from_what_was_written_and_changed_since(store: Store) -> None:
    study = Study(store)
    note = memos.write_memo(study.ben, "Is this Tracy's clinic?")
    memos.change_memo(study.ben, note.id, text="Is this the clinic of [nurse]?")

    with study.ana.deed("sign off", Right.MANAGE_PEOPLE) as deed:
        erasure.forget(deed, [study.transcript.id], cause=Cause.IDENTIFIERS, names=["Tracy"])

    assert "Tracy" not in everything_in(store)
    assert "of [nurse]?" in everything_in(store)
    assert verify(store).faults == ()


def test_what_still_holds_lost_words_is_told_before_the_act_ends(store: Store) -> None:
    study = Study(store)
    note = memos.write_memo(study.ben, f"She said: {LOST}")

    with study.ana.deed("withdraw", Right.MANAGE_PEOPLE) as deed:
        blank_out(deed, study, LOST, "[removed]")
        lost = erasure.lost_words(deed, [study.transcript.id])
        found = erasure.traces(deed, lost)

    assert found == [erasure.Trace("memo", note.id)]


def test_an_emptied_event_that_nobody_erased_is_reported_by_its_number(store: Store) -> None:
    study = coded(store)
    forget_the_letter(study)
    with store.engine.connect().execution_options(writing=True) as connection, connection.begin():
        connection.execute(sa.text("UPDATE events SET content = NULL WHERE number = 2"))

    faults = verify(store).faults

    assert any("The content of event 2 is missing" in fault for fault in faults)


def test_backups_of_before_in_the_folder_are_removed_and_those_of_after_stay(make_sqlite: Callable[[], Store]) -> None:
    store = make_sqlite()
    study = coded(store)
    assert store.path
    folder = store.path.parent
    maintenance.backup(store, folder / "kept" / "monday.backup")
    store.copy_to(folder / "study.before-0002-from-0001-20260101T000000Z.sqlite3")
    (folder / "half.backup.unfinished").write_bytes(b"PK" + LOST.encode())
    assert len(store.older_copies(study.project.id)) == 2

    forget_the_letter(study)
    maintenance.backup(store, folder / "kept" / "tuesday.backup")

    assert "waited nine" not in everything_in(store)
    assert [file.name for file in (folder / "kept").iterdir()] == ["tuesday.backup"]
    assert list(folder.glob("*.before-*")) == []


def test_a_database_that_somebody_works_in_is_never_removed(make_sqlite: Callable[[], Store]) -> None:
    store = make_sqlite()
    study = coded(store)
    assert store.path
    other = store.path.with_name("restored.sqlite3")
    store.copy_to(other)

    forget_the_letter(study)

    assert other.exists()
    assert store.other_databases(study.project.id) == [other]


def test_cleaning_that_was_cut_short_is_finished_at_the_next_opening(
    make_sqlite: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_sqlite()
    study = coded(store)
    assert store.path
    with monkeypatch.context() as patch:
        patch.setattr(Store, "scrub", lambda _self: False)
        forget_the_letter(study)
        assert "nine months" in everything_in(store)

    Store.open(str(store.path)).close()

    assert "nine months" not in everything_in(store)


def test_a_reader_in_the_middle_of_reading_delays_the_cleaning_and_hinders_nobody(
    make_sqlite: Callable[[], Store], monkeypatch: pytest.MonkeyPatch
) -> None:
    store = make_sqlite()
    study = coded(store)
    assert store.path
    with monkeypatch.context() as patch:
        patch.setattr(Store, "scrub", lambda _self: False)
        forget_the_letter(study)
    monkeypatch.setattr(scrub, "_WAIT_SECONDS", 0)
    with store.engine.connect() as reader, reader.begin():
        reader.execute(sa.text("SELECT count(*) FROM events")).scalar_one()

        assert not store.scrub()
        codings.add_coding(study.ben, study.transcript.id, study.place("Red Deer"), study.family.id)

    assert store.scrub()
    assert "nine months" not in everything_in(store)

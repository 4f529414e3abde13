"""From the search to the sign-off: decided once for all, replaced the same everywhere, checked by a second person."""

from __future__ import annotations

from pathlib import Path

import pytest
import sqlalchemy as sa

from tests.builders import Study, make_preview
from tests.services.deidentified import answer_all, check_all, replace_all, searched
from workbench.domain.coding import Visibility
from workbench.domain.identifiers import Recognisable, ReviewState, Verdict
from workbench.domain.project import Role
from workbench.domain.span import Span
from workbench.errors import NotAllowedError, RuleError, UnsafePlaceError
from workbench.privacy import vault
from workbench.privacy.values import IdentifierClass
from workbench.services import (
    clearing,
    codings,
    history,
    identifier_record,
    identifier_replacing,
    identifiers,
    maintenance,
    memos,
    projects,
    transcripts,
    vaults,
)
from workbench.services.coding_gate import allow_early_coding
from workbench.services.desk import Desk
from workbench.services.vaults import VaultWish
from workbench.store import Store
from workbench.store.tables import metadata

PERSON, PLACE = IdentifierClass.PERSON, IdentifierClass.PLACE
NAMES = {"Tracy": PERSON, "Tracy Moss": PERSON, "Vulcan": PLACE, "403-555-0177": IdentifierClass.PHONE}
TALK = (
    ("Interviewer", "Who helped you, Birch?"),
    ("Tracy Moss", "I am Tracy. Tracy's sister drove me to Vulcan. Call 403-555-0177, Vulcan 12."),
)
OTHER = (("Interviewer", "And Tracy?"), ("Ash", "Tracy never said. VULCAN is far. I'm the only welder in the county."))
PASSPHRASE = "four words make sense"


class Named(Study):
    """Two transcripts with names in them, coded, with a note and a mentor who may sign."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.first = transcripts.import_transcript(self.ana, make_preview(TALK, title="Tracy Moss at home"))
        self.second = transcripts.import_transcript(self.ana, make_preview(OTHER, title="Ash"))
        projects.add_member(self.ana, "Cleo", role=Role.MENTOR)
        self.cleo = Desk(store, self.project.id, "Cleo")
        self.coding = codings.add_coding(self.ben, self.first.id, self.span("Tracy's sister drove me"), self.family.id)
        self.note = memos.write_memo(self.ben, "Ask Tracy about Vulcan.", visibility=Visibility.TEAM)

    def span(self, words: str) -> Span:
        start = self.body(self.first.id).index(words)
        return Span(start, start + len(words))

    def body(self, transcript_id: str) -> str:
        return transcripts.open_transcript(self.ana, transcript_id).body.text  # type: ignore[arg-type]

    def quote(self) -> str:
        return next(one.quote for one in codings.codings_of(self.ben, self.first.id) if one.id == self.coding.id)


@pytest.fixture
def named(store: Store) -> Named:
    return Named(store)


@pytest.fixture
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vault, "_LOG_N", 4)


def everything_in(store: Store) -> str:
    """Every row of every table, as text."""
    with store.engine.connect() as connection:
        return "\n".join(
            repr(row) for table in metadata.sorted_tables for row in connection.execute(sa.select(table)).all()
        )


def test_each_string_is_asked_about_once_with_every_place_where_it_stands(named: Named) -> None:
    seen = searched(named.ana, NAMES)

    tracy = seen.by_key["tracy"]
    assert [(one.here.transcript.label, one.text) for one in tracy.occurrences] == [
        ("T02", "Tracy"), ("T02", "Tracy's"), ("T03", "Tracy"), ("T03", "Tracy"),
    ]  # fmt: skip
    assert seen.groups[0].kind is IdentifierClass.PHONE  # shapes before names
    assert [speaker.label for speaker in seen.by_key["tracy moss"].voices] == ["Tracy Moss"]
    assert seen.standing(named.first.id).state is ReviewState.OPEN  # type: ignore[union-attr]


def test_a_decision_holds_in_the_whole_project_with_possessives_labels_and_notes(store: Store, named: Named) -> None:
    searched(named.ana, NAMES)
    replace_all(named.ana, tracy="nurse", tracy_moss="nurse", vulcan="Town, southern Alberta")

    assert named.body(named.first.id).endswith(
        "I am [nurse]. [nurse]'s sister drove me to [Town, southern Alberta]. Call [phone number], [Town, southern Alberta] 12."
    )
    assert "[nurse] never said" in named.body(named.second.id)
    assert named.quote() == "[nurse]'s sister drove me"
    labels = {one.label for one in transcripts.open_transcript(named.ana, named.first.id).speakers.values()}
    assert labels == {"Interviewer", "Nurse"}
    with named.ana.reading() as look:
        assert look.uow.memos.get(named.note.id).text == "Ask [nurse] about [Town, southern Alberta]."
        assert look.uow.transcripts.get(named.first.id).title == "[nurse] at home"
    assert maintenance.verify(store).clean


def test_nothing_is_replaced_before_somebody_says_so_and_undo_brings_all_of_it_back(store: Store, named: Named) -> None:
    texts = [named.body(named.first.id), named.body(named.second.id)]
    searched(named.ana, NAMES)
    for group in identifiers.look_over(named.ana).groups:
        identifiers.rule(named.ana, group.key, Verdict.REPLACE, replacement="somebody")
    assert [named.body(named.first.id), named.body(named.second.id)] == texts
    assert "Tracy Moss at home" in [one.now for one in identifier_replacing.elsewhere(named.ana)]

    done = identifier_replacing.replace_decided(named.ana)
    assert done.transcripts == 3
    history.undo(named.ana)

    assert [named.body(named.first.id), named.body(named.second.id)] == texts
    assert named.quote() == "Tracy's sister drove me"
    assert maintenance.verify(store).clean


def test_one_place_may_stay_while_the_others_are_replaced(named: Named) -> None:
    place = searched(named.ana, NAMES).by_key["vulcan"].occurrences[1].place
    identifiers.rule(named.ana, "vulcan", Verdict.REPLACE, replacement="Town")
    identifiers.rule_apart(named.ana, "vulcan", place, Verdict.KEEP, reason="a make of stove")
    identifier_replacing.replace_decided(named.ana)

    assert named.body(named.first.id).endswith("drove me to [Town]. Call 403-555-0177, Vulcan 12.")
    assert all(one.verdict is Verdict.KEEP for one in identifiers.look_over(named.ana).by_key["vulcan"].occurrences)


def test_what_the_search_missed_is_found_everywhere_when_a_person_names_it(named: Named) -> None:
    searched(named.ana, {"Tracy": PERSON})

    group = identifiers.add(named.ana, "vulcan", PLACE)

    assert [one.text for one in group.occurrences] == ["Vulcan", "Vulcan", "VULCAN"]
    assert group.is_open
    with pytest.raises(RuleError, match="stand in no transcript"):
        identifiers.add(named.ana, "Lethbridge", PLACE)


@pytest.mark.parametrize("bad", ["", "[]", "Tracy's friend", "[a [b] c]", "x" * 200])
def test_a_replacement_that_says_nothing_or_too_much_is_refused(named: Named, bad: str) -> None:
    searched(named.ana, NAMES)
    with pytest.raises(RuleError):
        identifiers.rule(named.ana, "tracy", Verdict.REPLACE, replacement=bad)


def test_keeping_needs_a_reason(named: Named) -> None:
    searched(named.ana, NAMES)
    with pytest.raises(RuleError, match="why it may stay"):
        identifiers.rule(named.ana, "vulcan", Verdict.KEEP)


def test_coding_begins_when_every_hit_is_decided_unless_the_mentor_allows_it_with_a_reason(named: Named) -> None:
    searched(named.ana, NAMES)
    start = named.body(named.second.id).index("never said")

    def code() -> None:
        codings.add_coding(named.ben, named.second.id, Span(start, start + 10), named.waiting.id)

    with pytest.raises(RuleError, match="begins when its identifiers are decided"):
        code()
    codings.add_coding(named.ben, named.first.id, named.span("drove me"), named.family.id)  # was begun before
    with pytest.raises(NotAllowedError):
        allow_early_coding(named.ben, "We are in a hurry.")
    allow_early_coding(named.cleo, "A practice round on invented data.")
    code()


def test_nobody_checks_what_they_decided_and_one_person_alone_is_told_who_is_missing(named: Named) -> None:
    searched(named.ana, NAMES)
    replace_all(named.ana, tracy="nurse", tracy_moss="nurse")
    with pytest.raises(RuleError, match="questions that only a person"):
        clearing.check(named.cleo, named.first.id, remains="None.")
    answer_all(named.ana)

    with pytest.raises(RuleError, match="somebody else must check"):
        clearing.check(named.ana, named.first.id, remains="None.")
    with named.ana.reading() as look:
        assert clearing.who_may_check(look, identifiers.look_over(named.ana), named.first.id) == ["Ben", "Cleo"]
    done = clearing.check(named.cleo, named.first.id, remains="The family may know the drive.")
    assert done.statement(transcripts.open_transcript(named.ana, named.first.id).revision.id).startswith(
        "checked by Cleo on 20"
    )
    with pytest.raises(NotAllowedError):
        clearing.sign_off(named.ben, [named.first.id], keep=None)


def test_a_yes_to_whether_somebody_would_know_needs_a_word(named: Named) -> None:
    with pytest.raises(RuleError, match="in a few words"):
        clearing.answer_recognisable(named.ana, named.first.id, Recognisable.YES)


def test_after_sign_off_no_name_is_in_any_row_or_file_and_everything_still_fits(
    store: Store, named: Named, tmp_path: Path, quick_keys: None
) -> None:
    searched(named.ana, NAMES, cue="the only welder")
    replace_all(named.ana, tracy="nurse", tracy_moss="nurse", vulcan="Town")
    answer_all(named.ana)
    ready = check_all(named.cleo)
    wish = VaultWish(tmp_path.parent / f"{tmp_path.name}-elsewhere" / "study.vault", PASSPHRASE)

    signed = clearing.sign_off(named.cleo, ready, keep=wish)

    assert len(signed) == 3
    rows = everything_in(store)
    assert not [
        name
        for name in ("Tracy", "tracy", "Vulcan", "vulcan", "VULCAN", "403-555-0177", "4035550177", PASSPHRASE)
        if name in rows
    ]
    if store.path is not None:
        for file in store.path.parent.rglob("*"):
            written = file.read_bytes() if file.is_file() else b""
            assert not [name for name in (b"Tracy", b"Vulcan", b"403-555-0177") if name in written], file.name
    assert maintenance.verify(store).clean
    assert named.quote() == "[nurse]'s sister drove me"
    with named.ana.reading() as look:
        assert clearing.checked_transcripts(look) == set(ready)
    kept = vaults.open_vault(named.cleo, wish.path, PASSPHRASE)
    assert ("[nurse]", ("Tracy",)) in {(one.replacement, one.spellings) for one in kept.names}
    assert any("Tracy's sister drove me to Vulcan" in turn.text for text in kept.texts for turn in text.turns)
    assert PASSPHRASE not in repr(wish)


def test_a_corrected_text_must_be_checked_again_and_a_sign_off_can_be_withdrawn(named: Named) -> None:
    searched(named.ana, NAMES)
    replace_all(named.ana, tracy="nurse", tracy_moss="nurse", vulcan="Town")
    answer_all(named.ana)
    clearing.sign_off(named.cleo, check_all(named.cleo), keep=None)

    clearing.reopen(named.ben, named.second.id)

    states = {one.here.transcript.label: one.state for one in identifiers.look_over(named.ana).standings}
    assert states == {"T01": ReviewState.SIGNED, "T02": ReviewState.SIGNED, "T03": ReviewState.NOT_SEARCHED}
    with named.ana.reading() as look:
        assert named.second.id not in clearing.checked_transcripts(look)


def test_the_record_counts_by_class_and_repeats_no_word(named: Named) -> None:
    searched(named.ana, NAMES)
    identifiers.rule(named.ben, "vulcan", Verdict.KEEP, reason="=a planet")
    replace_all(named.ana, tracy="nurse", tracy_moss="nurse")

    table = identifier_record.record_csv(identifier_record.record(named.ana)).decode("utf-8-sig")

    assert "T03,questions to answer,not checked,person,3,0,0" in table
    assert not [name for name in ("Tracy", "Vulcan", "403") if name in table]


def test_a_vault_never_lies_beside_the_data_or_in_a_synced_folder(named: Named, tmp_path: Path) -> None:
    if named.store.path is not None:
        with pytest.raises(UnsafePlaceError, match="folder of the project's data"):
            vaults.check_place(named.ana, named.store.path.parent / "names.vault")
    with pytest.raises(UnsafePlaceError, match="synced by Dropbox"):
        vaults.check_place(named.ana, tmp_path.parent / "other" / "Dropbox" / "names.vault")
    with pytest.raises(RuleError, match=r"ends in \.vault"):
        vaults.check_place(named.ana, tmp_path.parent / "names.txt")

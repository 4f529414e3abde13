"""Withdrawal: what is shown, what goes for good, what stays, and who may do it."""

from __future__ import annotations

import pytest

from tests.builders import Study, make_preview
from tests.files_of import everything_in
from workbench.domain.coding import Coding, Target, Visibility
from workbench.domain.ids import SpeakerId
from workbench.domain.participant import Consent, Participant, QuoteUse, RepositoryShare, SponsorShare
from workbench.domain.project import Role
from workbench.domain.span import Span
from workbench.domain.transcript import Transcript
from workbench.domain.withdrawal import PLACEHOLDER, Scope, Turns, Withdrawal
from workbench.errors import NotAllowedError, RuleError
from workbench.services import (
    codebooks,
    codings,
    consents,
    history,
    ledger,
    memos,
    people,
    projects,
    questions,
    themes,
    transcripts,
    withdrawal,
)
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.store import Store

GROUP = (
    ("Facilitator", "Who wants to begin?"),
    ("Juniper", "The bus leaves before the clinic opens, so I sleep in the car."),
    ("Rowan", "I hid the letters from my husband for a year."),
    ("Juniper", "What Rowan says. You hid the letters from my husband for a year, you said."),
    ("Facilitator", "Thank you both."),
    ("Juniper", "We should write it down."),
)
ROWANS = "I hid the letters from my husband for a year."


class Group(Study):
    """A study with a focus group of two, in which Rowan is P07 and Juniper P08, with work on the words of both."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self.cleo = Desk(store, self.project.id, "Cleo")
        projects.add_member(self.ana, "Cleo", role=Role.MENTOR)
        self.transcript: Transcript = transcripts.import_transcript(self.ana, make_preview(GROUP, title="Group"))
        self.rowan = self._person("P07", "Hazel", "Rowan", {"region": "Peace Country"})
        self.juniper = self._person("P08", "Sage", "Juniper", {})
        consents.record_consent(
            self.ana,
            Consent(
                consents.new_consent_id(), self.rowan.id, "1.0", "2026-01-05", quote_use=QuoteUse.VERBATIM_PSEUDONYM,
                sponsor_share=SponsorShare.QUOTES_ONLY, repository_share=RepositoryShare.RESTRICTED,
                withdraw_until="2026-06-30", notes="Rings back on Tuesdays.",
            ),
        )  # fmt: skip
        self.coding_of_rowan = self._code("hid the letters", self.waiting.id, desk=self.ben)
        self.coding_of_juniper = self._code("sleep in the car", self.waiting.id, desk=self.ben)
        self.last_coding = self._code("write it down", self.family.id, desk=self.ana)

    def _person(self, label: str, pseudonym: str, voice: str, attributes: dict[str, str]) -> Participant:
        person = people.add_participant(self.ana, label, pseudonym=pseudonym, attributes=attributes)
        here = transcripts.open_transcript(self.ana, self.transcript.id)
        (speaker,) = [one.id for one in here.speakers.values() if one.label == voice]
        transcripts.change_speaker(self.ana, SpeakerId(speaker), participant_id=person.id)
        return person

    def _code(self, words: str, code_id: str, *, desk: Desk) -> Coding:
        return codings.add_coding(desk, self.transcript.id, self.place(words), code_id)  # type: ignore[arg-type]

    def on(self, store: Store) -> Desk:
        """Ana's desk on the same database, opened again."""
        return Desk(store, self.project.id, "Ana")

    def rowan_withdraws(self) -> Withdrawal:
        return withdrawal.ask(self.ana, self.rowan.id, Scope.EVERYTHING, asked_on="2026-06-12")

    @property
    def texts(self) -> list[str]:
        here = transcripts.open_transcript(self.ana, self.transcript.id)
        return [turn.span.text_in(here.body.text) for turn in here.body.turns]

    @property
    def codings(self) -> dict[str, Coding]:
        return {one.id: one for one in codings.codings_of(self.ana, self.transcript.id)}


@pytest.fixture
def group(store: Store) -> Group:
    return Group(store)


# What goes ----------------------------------------------------------------------------------------------------------


def test_a_withdrawn_persons_words_and_names_stand_nowhere_any_more(group: Group) -> None:
    memos.write_memo(group.ben, f"Hazel told us: “{ROWANS}”")
    memos.write_memo(group.ben, "I cannot forget Hazel.", visibility=Visibility.ME)
    codebooks.change_code(group.ana, group.waiting.id, example="I hid the letters from my husband")
    themes.add_theme(group.ana, "Hiding", claim="Hazel “hid the letters” and others do too.")
    questions.ask(group.ben, group.transcript.id, "Is this Waiting?", span=group.place("hid the letters"))

    done = withdrawal.carry_out(group.cleo, group.rowan_withdraws())

    found = everything_in(group.store)
    for lost in ("letters from my", "hid the letters", "Hazel", "Rowan", "Peace Country", "Tuesdays"):
        assert lost not in found
    assert done.left == ()
    assert done.cleaned
    assert verify(group.store).faults == ()


def test_the_order_of_talk_and_everybody_elses_words_stay(group: Group) -> None:
    withdrawal.carry_out(group.cleo, group.rowan_withdraws())

    assert group.texts == [
        "Who wants to begin?",
        "The bus leaves before the clinic opens, so I sleep in the car.",
        PLACEHOLDER,
        "What P07 says. You [removed], you said.",
        "Thank you both.",
        "We should write it down.",
    ]


def test_codings_of_other_peoples_words_stay_on_them(group: Group) -> None:
    done = withdrawal.carry_out(group.cleo, group.rowan_withdraws())

    assert (done.codings, done.trimmed) == (1, 0)
    assert {(one.quote, one.coder) for one in group.codings.values()} == {
        ("sleep in the car", "Ben"),
        ("write it down", "Ana"),
    }
    assert all(one.span == group.place(one.quote) for one in group.codings.values())


def test_a_coding_over_several_voices_keeps_the_part_of_the_others(group: Group) -> None:
    start = group.place("so I sleep").start
    wide = codings.add_coding(
        group.ben, group.transcript.id, Span(start, group.place("my husband for a year.").end), group.family.id
    )

    done = withdrawal.carry_out(group.cleo, group.rowan_withdraws())

    assert done.trimmed == 1
    assert group.codings[wide.id].quote == "so I sleep in the car."


def test_of_the_person_a_label_and_a_day_remain_and_of_the_consent_its_date(group: Group) -> None:
    withdrawal.carry_out(group.cleo, group.rowan_withdraws())

    with group.store.reading() as uow:
        person = uow.participants.get(group.rowan.id)
        (consent,) = uow.consents.of_participant(person.id)
        voices = [one.label for one in uow.speakers.of_transcript(group.transcript.id)]
    assert person == Participant(person.id, group.project.id, "P07", "P07", {}, "2026-06-12")
    assert consent == Consent(consent.id, person.id, signed_on="2026-01-05")
    assert sorted(voices) == ["Facilitator", "Juniper", "P07"]


def test_the_log_says_who_withdrew_what_and_when_without_a_word_of_it(group: Group) -> None:
    withdrawal.carry_out(group.cleo, group.rowan_withdraws())

    newest = history.newest_acts(group.ana, limit=1)[0]
    (kept,) = withdrawal.withdrawals(group.ana)
    assert (newest.deed, newest.actor) == ("withdraw", "Cleo")
    assert (kept.scope, kept.asked_on, kept.in_time, kept.carried_out_by) == (
        Scope.EVERYTHING, "2026-06-12", True, "Cleo",
    )  # fmt: skip


def test_what_was_done_in_peoples_words_before_cannot_be_brought_back(group: Group) -> None:
    withdrawal.carry_out(group.cleo, group.rowan_withdraws())

    with pytest.raises(RuleError, match="removed for good"):
        history.undo(group.cleo)
    with pytest.raises(RuleError, match="carried out already"):
        withdrawal.carry_out(group.cleo, withdrawal.withdrawals(group.ana)[0])


def test_the_interviewers_questions_go_too_where_asked_and_nobody_else_is_interviewed(store: Store) -> None:
    study = Study(store)
    person = people.add_participant(study.ana, "P01", pseudonym="Aspen")
    here = transcripts.open_transcript(study.ana, study.transcript.id)
    (voice,) = [one for one in here.speakers.values() if one.label == "Maple"]
    transcripts.change_speaker(study.ana, voice.id, participant_id=person.id)
    taken_back = withdrawal.ask(study.ana, person.id, Scope.EVERYTHING, asked_on="2026-06-12")

    withdrawal.carry_out(study.ana, taken_back, questions_too=True)

    assert study.text == "\n\n".join([PLACEHOLDER] * 4)


# Single passages ----------------------------------------------------------------------------------------------------


def test_taking_back_a_passage_leaves_the_rest_of_the_person(group: Group) -> None:
    last = Turns(group.transcript.id, 6, 6)
    taken_back = withdrawal.ask(group.ana, group.juniper.id, Scope.PASSAGES, asked_on="2026-06-12", passages=[last])

    withdrawal.carry_out(group.cleo, taken_back)

    assert group.texts[1].startswith("The bus leaves")
    assert group.texts[5] == PLACEHOLDER
    assert set(group.codings) == {group.coding_of_rowan.id, group.coding_of_juniper.id}
    assert "write it down" not in everything_in(group.store)
    with group.store.reading() as uow:
        assert uow.participants.get(group.juniper.id) == group.juniper
    assert verify(group.store).faults == ()


def test_a_passage_of_somebody_else_is_not_taken_back(group: Group) -> None:
    theirs = Turns(group.transcript.id, 3, 3)
    taken_back = withdrawal.ask(group.ana, group.juniper.id, Scope.PASSAGES, asked_on="2026-06-12", passages=[theirs])

    with pytest.raises(RuleError, match="none of the turns"):
        withdrawal.carry_out(group.cleo, taken_back)


# Less than words ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scope", [Scope.QUOTES, Scope.SHARING])
def test_taking_back_quotes_or_sharing_changes_the_consent_and_no_words(group: Group, scope: Scope) -> None:
    taken_back = withdrawal.ask(group.ana, group.rowan.id, scope, asked_on="2026-06-12")

    with group.store.reading() as uow:
        newest = max(uow.consents.of_participant(group.rowan.id), key=lambda one: one.signed_on or "")
    assert not taken_back.is_open
    assert (newest.quote_use is QuoteUse.NONE) is (scope is Scope.QUOTES)
    assert (newest.sponsor_share is SponsorShare.NONE) is (scope is Scope.SHARING)
    assert (newest.repository_share is RepositoryShare.NONE) is (scope is Scope.SHARING)
    assert ROWANS in group.texts
    history.undo(group.ana)
    assert withdrawal.withdrawals(group.ana) == []


def test_a_request_after_the_date_in_the_form_is_recorded_as_late(group: Group) -> None:
    late = withdrawal.ask(group.ana, group.rowan.id, Scope.EVERYTHING, asked_on="2026-07-01")
    unknown = withdrawal.ask(group.ana, group.juniper.id, Scope.EVERYTHING, asked_on="2026-07-01")

    assert (late.in_time, unknown.in_time) == (False, None)


def test_from_the_day_of_asking_the_person_is_not_quoted(group: Group) -> None:
    group.rowan_withdraws()

    with group.store.reading() as uow:
        assert uow.participants.get(group.rowan.id).withdrawn_on == "2026-06-12"


@pytest.mark.parametrize("asked_on", ["last week", "2026-13-01", ""])
def test_a_day_that_is_none_is_refused_in_a_sentence(group: Group, asked_on: str) -> None:
    with pytest.raises(RuleError, match="is not a day"):
        withdrawal.ask(group.ana, group.rowan.id, Scope.EVERYTHING, asked_on=asked_on)


# Looking first ------------------------------------------------------------------------------------------------------


def test_looking_shows_what_would_go_and_changes_nothing(group: Group) -> None:
    note = memos.write_memo(group.ben, "Hazel laughs when it hurts.")
    sent = ledger.record(
        group.ana, what="report draft", form="quotes", recipient="Network", content=b"x", participants=[group.rowan.id]
    )
    before = everything_rows(group.store)

    found = withdrawal.reach(
        group.cleo, withdrawal.request(group.cleo, group.rowan.id, Scope.EVERYTHING, asked_on="2026-06-12")
    )

    assert [(part.here.transcript.label, len(part.gone)) for part in found.plan.parts] == [("T02", 1)]
    assert [one.record["id"] for one in found.plan.of_noun("coding")] == [group.coding_of_rowan.id]
    assert [(one.id, one.proposed) for one in found.plan.mentions] == [(note.id, "P07 laughs when it hurts.")]
    assert [(one.turn, one.is_close) for one in found.plan.nearby] == [(4, True)]
    assert found.departures == (sent,)
    assert everything_rows(group.store) == before


def everything_rows(store: Store) -> dict[str, object]:
    with store.reading() as uow:
        return {stream: uow.events.head(stream) for stream in uow.events.streams()}


def test_private_notes_of_others_are_cleaned_and_shown_to_nobody(group: Group) -> None:
    private = memos.write_memo(group.ben, "I am angry at Hazel.", visibility=Visibility.ME)
    taken_back = group.rowan_withdraws()

    (mention,) = withdrawal.reach(group.cleo, taken_back).plan.mentions
    withdrawal.carry_out(group.cleo, taken_back, wordings={mention.key: ""})

    assert mention.hidden
    assert [one.text for one in memos.list_memos(group.ben)] == ["I am angry at P07."]
    assert private.id == memos.list_memos(group.ben)[0].id


def test_a_note_that_names_them_is_worded_by_a_person_or_removed(group: Group) -> None:
    kept = memos.write_memo(group.ben, "Hazel said more than we asked.")
    gone = memos.write_memo(group.ben, "Hazel!", target=Target.PARTICIPANT, target_id=group.rowan.id)
    taken_back = group.rowan_withdraws()
    keys = {one.id: one.key for one in withdrawal.reach(group.cleo, taken_back).plan.mentions}

    withdrawal.carry_out(
        group.cleo, taken_back, wordings={keys[kept.id]: "Somebody said more than we asked.", keys[gone.id]: ""}
    )

    assert [one.text for one in memos.list_memos(group.ben)] == ["Somebody said more than we asked."]


def test_a_wording_that_still_names_them_is_refused_and_nothing_is_removed(group: Group) -> None:
    memos.write_memo(group.ben, "Hazel said more.")
    taken_back = group.rowan_withdraws()
    (mention,) = withdrawal.reach(group.cleo, taken_back).plan.mentions

    with pytest.raises(RuleError, match="still holds words or a name"):
        withdrawal.carry_out(group.cleo, taken_back, wordings={mention.key: "Hazel said much."})

    assert ROWANS in group.texts
    assert withdrawal.withdrawals(group.ana) == [taken_back]


def test_a_name_that_only_the_team_knows_goes_too(group: Group) -> None:
    memos.write_memo(group.ben, "Roberta rang.")

    withdrawal.carry_out(group.cleo, group.rowan_withdraws(), other_names=["Roberta"])

    assert "Roberta" not in everything_in(group.store)


@pytest.mark.parametrize("who", ["Ben"])
def test_a_student_may_record_a_withdrawal_and_not_carry_it_out(group: Group, who: str) -> None:
    taken_back = withdrawal.ask(
        Desk(group.store, group.project.id, who), group.rowan.id, Scope.EVERYTHING, asked_on="2026-06-12"
    )

    with pytest.raises(NotAllowedError):
        withdrawal.reach(group.ben, taken_back)
    with pytest.raises(NotAllowedError):
        withdrawal.carry_out(group.ben, taken_back)

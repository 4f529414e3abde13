"""Signing off: refused with what is missing, lapsing when the thing changes, taken back with a reason; all of it in the log."""

from __future__ import annotations

import pytest

from tests.builders import Study, make_preview
from workbench.domain.codebook import Lack, Theme, ThemeStatus
from workbench.domain.participant import Consent, QuoteUse
from workbench.domain.project import Role
from workbench.domain.sign_off import Signed, Standing, Tier
from workbench.domain.transcript import Phase
from workbench.errors import NotAllowedError, NotFoundError, RuleError
from workbench.services import (
    codebook_deeds,
    codings,
    consents,
    history,
    people,
    projects,
    sign_offs,
    themes,
    transcripts,
)
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.services.sign_offs import Line, is_signed_off
from workbench.store import Store

SECOND = (("Interviewer", "And you?"), ("Birch", "I waited a whole year, and nobody called."))


class Signing(Study):
    """A study with passages of two people under one code, and a mentor."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        projects.add_member(self.ana, "Mo", role=Role.MENTOR)
        self.mo = Desk(store, self.project.id, "Mo")
        other = transcripts.import_transcript(self.ana, make_preview(SECOND, title="Birch"), phase=Phase.COLLECT)
        turn = transcripts.open_transcript(self.ana, other.id).body.turns[1]
        codings.add_coding(self.ben, self.transcript.id, self.place("waited nine months"), self.waiting.id)
        codings.add_coding(self.ben, other.id, turn.span, self.waiting.id)

    def theme(self, **changes: object) -> Theme:
        """A theme that lacks nothing, with these changes."""
        whole: dict[str, object] = {
            "claim": "Waiting wears people out.",
            "counter_examples": "none found after looking",
            "code_ids": (self.waiting.id,),
            "status": ThemeStatus.READY,
        }
        return themes.add_theme(self.ben, "Waiting", **{**whole, **changes})  # type: ignore[arg-type]

    def line(self, kind: Signed, subject: str) -> Line:
        [found] = [one for one in sign_offs.lines(self.ana) if (one.kind, one.subject) == (kind, subject)]
        return found

    def is_signed(self, kind: Signed, subject: str) -> bool:
        with self.ana.reading() as look:
            return is_signed_off(look, kind, subject)


@pytest.mark.parametrize(
    ("changes", "missing"),
    [
        ({"claim": "Waiting"}, "a sentence with a verb"),
        ({"counter_examples": ""}, "what speaks against it"),
        ({"code_ids": ()}, "at least two people"),
    ],
)
def test_a_theme_is_neither_ready_nor_signed_off_without_what_is_missing(
    store: Store, changes: dict[str, object], missing: str
) -> None:
    study = Signing(store)

    with pytest.raises(RuleError, match=missing):
        study.theme(**changes)
    candidate = study.theme(**changes, status=ThemeStatus.CANDIDATE)
    with pytest.raises(RuleError, match=missing):
        themes.change_theme(study.ben, candidate.id, status=ThemeStatus.READY)
    with pytest.raises(RuleError, match=missing):
        sign_offs.sign_theme(study.mo, candidate.id)

    assert themes.list_themes(study.ana) == [candidate]
    assert sign_offs.history(study.ana) == []


def test_a_mentor_waits_until_the_team_calls_a_theme_ready(store: Store) -> None:
    study = Signing(store)
    candidate = study.theme(status=ThemeStatus.CANDIDATE)

    with pytest.raises(RuleError, match="still a candidate"):
        sign_offs.sign_theme(study.mo, candidate.id)


def test_a_signed_theme_says_by_whom_and_lapses_when_its_claim_changes(store: Store) -> None:
    study = Signing(store)
    theme = study.theme()

    sign_offs.sign_theme(study.mo, theme.id, " Well founded. ")
    before = study.line(Signed.THEME, theme.id)
    themes.change_theme(study.ben, theme.id, claim="Waiting makes people give up.")
    after = study.line(Signed.THEME, theme.id)

    assert (before.standing, before.signed_by, before.note) == (Standing.SIGNED, "Mo", "Well founded.")
    assert (after.standing, after.signed_at) == (Standing.CHANGED_SINCE, before.signed_at)
    assert not study.is_signed(Signed.THEME, theme.id)
    sign_offs.sign_theme(study.mo, theme.id)
    assert study.is_signed(Signed.THEME, theme.id)
    assert len(sign_offs.history(study.ana)) == 2


def test_a_signature_lapses_when_codes_are_merged_and_holds_again_when_that_is_undone(store: Store) -> None:
    study = Signing(store)
    theme = study.theme()
    sign_offs.sign_theme(study.mo, theme.id)

    codebook_deeds.merge_codes(study.ana, study.waiting.id, study.family.id)
    lapsed = study.is_signed(Signed.THEME, theme.id)
    history.undo(study.ana)

    assert (lapsed, study.is_signed(Signed.THEME, theme.id)) == (False, True)


def test_a_signature_lapses_when_evidence_goes(store: Store) -> None:
    study = Signing(store)
    theme = study.theme()
    sign_offs.sign_theme(study.mo, theme.id)

    [coding] = codings.codings_of(study.ben, study.transcript.id)
    codings.remove_coding(study.ben, coding.id)

    line = study.line(Signed.THEME, theme.id)
    assert (line.standing, line.lacks) == (Standing.CHANGED_SINCE, (Lack.PEOPLE,))
    assert not study.is_signed(Signed.THEME, theme.id)


def test_a_signature_is_taken_back_with_a_reason_and_both_stay(store: Store) -> None:
    study = Signing(store)
    theme = study.theme()
    signature = sign_offs.sign_theme(study.mo, theme.id)

    with pytest.raises(RuleError, match="why"):
        sign_offs.withdraw(study.mo, signature.id, "  ")
    sign_offs.withdraw(study.ana, signature.id, "The counter-case is missing.")

    [kept] = sign_offs.history(study.ana)
    assert (kept.signed_by, kept.withdrawn_by, kept.withdrawn_why) == ("Mo", "Ana", "The counter-case is missing.")
    assert study.line(Signed.THEME, theme.id).standing is Standing.WITHDRAWN
    deeds = [line.deed for line in history.newest_acts(study.ana)]
    assert deeds[:2] == ["withdraw a signature", "sign off a theme"]
    assert verify(study.store).clean


def test_students_sign_nothing_off_and_nobody_signs_twice(store: Store) -> None:
    study = Signing(store)
    theme = study.theme()
    signature = sign_offs.sign_theme(study.mo, theme.id)

    for deed in (
        lambda: sign_offs.sign_theme(study.ben, theme.id),
        lambda: sign_offs.sign_tier(study.ben, Tier.FINDINGS),
        lambda: sign_offs.withdraw(study.ben, signature.id, "No."),
    ):
        with pytest.raises(NotAllowedError):
            deed()
    with pytest.raises(RuleError, match="already, by Mo"):
        sign_offs.sign_theme(study.ana, theme.id)


def test_a_tier_lapses_when_what_it_rests_on_changes(store: Store) -> None:
    study = Signing(store)
    theme = study.theme()
    person = people.add_participant(study.ana, "P01", pseudonym="Maple")
    for tier in Tier:
        sign_offs.sign_tier(study.mo, tier)
    assert all(study.is_signed(Signed.TIER, tier) for tier in Tier)

    consents.record_consent(study.ana, Consent(consents.new_consent_id(), person.id, quote_use=QuoteUse.NONE))
    after_consent = {tier for tier in Tier if study.is_signed(Signed.TIER, tier)}
    themes.change_theme(study.ben, theme.id, claim="Waiting makes people give up.")

    assert after_consent == {Tier.FINDINGS}
    assert not study.is_signed(Signed.TIER, Tier.FINDINGS)


def test_a_transcript_shows_the_sign_off_of_its_clearance(store: Store) -> None:
    study = Signing(store)

    line = study.line(Signed.TRANSCRIPT, study.transcript.id)

    assert (line.label, line.standing, line.sign_off) == (study.transcript.label, Standing.NOT_SIGNED, None)
    assert not study.is_signed(Signed.TRANSCRIPT, study.transcript.id)


def test_a_signature_is_undone_and_done_again_like_any_act(store: Store) -> None:
    study = Signing(store)
    theme = study.theme()
    sign_offs.sign_theme(study.mo, theme.id)

    history.undo(study.mo)
    without = study.is_signed(Signed.THEME, theme.id)
    history.redo(study.mo)

    assert (without, study.is_signed(Signed.THEME, theme.id)) == (False, True)


def test_what_is_of_another_project_is_not_there(store: Store) -> None:
    study = Signing(store)
    theme = study.theme()
    signature = sign_offs.sign_theme(study.mo, theme.id)
    elsewhere = projects.create_project(store, "Another", actor="Ana")
    there = Desk(store, elsewhere.id, "Ana")

    for deed in (
        lambda: sign_offs.sign_theme(there, theme.id),
        lambda: sign_offs.withdraw(there, signature.id, "Not mine."),
    ):
        with pytest.raises(NotFoundError):
            deed()

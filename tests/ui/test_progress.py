"""The next step on Home, and why a passage may not be quoted."""

from __future__ import annotations

import dataclasses

from workbench.bootstrap import Workbench
from workbench.domain.leaving import Why
from workbench.domain.participant import Consent, QuoteUse
from workbench.domain.project import Member, Project
from workbench.domain.transcript import Phase, SpeakerRole, Transcript
from workbench.services import codebooks, consents, people, reports, themes, transcripts
from workbench.services.desk import Desk
from workbench.ui.backups import backup_bytes, last_backup
from workbench.ui.progress import Progress, Step
from workbench.ui.quotable import why_not_quotable
from workbench.ui.state import Here


def here(opened: Workbench, project: Project, birch: Member, desk: Desk) -> Here:
    return Here(opened, project, birch, desk)


def test_the_path_leads_from_the_first_file_to_the_report(
    opened: Workbench, project: Project, birch: Member, desk: Desk
) -> None:
    place = here(opened, project, birch, desk)
    steps = [Progress.of(place).next_step()]
    text = b"Interviewer: How is it?\nMaple: Long.\nInterviewer: And now?\nMaple: Longer.\n"
    first = transcripts.import_transcript(desk, transcripts.preview(desk, text, file_name="a.txt"))
    steps.append(Progress.of(place).next_step())
    codebooks.add_code(desk, "Waiting")
    steps.append(Progress.of(place).next_step())
    transcripts.read_up_to(desk, first.id, 4)
    steps.append(Progress.of(place).next_step())
    themes.add_theme(desk, "Waiting is work")
    steps.append(Progress.of(place).next_step())
    transcripts.change_transcript(desk, first.id, phase=Phase.REFLECT)
    steps.append(Progress.of(place).next_step())

    assert steps == [Step.IMPORT, Step.CODEBOOK, Step.READ, Step.THEMES, Step.REFLECT, Step.REPORT]


def test_a_transcript_that_was_begun_is_offered_before_one_that_was_not(
    opened: Workbench, project: Project, birch: Member, desk: Desk, interview: Transcript
) -> None:
    again = transcripts.preview(desk, b"Interviewer: Hello?\nMaple: Yes.\n", file_name="b.txt")
    second = transcripts.import_transcript(desk, again)
    transcripts.read_up_to(desk, second.id, 1)

    found = Progress.of(here(opened, project, birch, desk)).unfinished()

    assert found is not None
    assert found.transcript.id == second.id


def reason(desk: Desk) -> Why | None:
    snapshot = reports.take_snapshot(desk)
    return why_not_quotable(snapshot, snapshot.codings[0])


def test_the_reason_against_a_quotation_follows_what_is_known_of_the_speaker(desk: Desk, coded: Transcript) -> None:
    maple = next(
        voice for voice in transcripts.open_transcript(desk, coded.id).speakers.values() if voice.label == "Maple"
    )
    reasons = [reason(desk)]
    person = people.add_participant(desk, "P01", pseudonym="Aspen")
    transcripts.change_speaker(desk, maple.id, participant_id=person.id)
    reasons.append(reason(desk))
    consent = Consent(consents.new_consent_id(), person.id, signed_on="2026-03-01", quote_use=QuoteUse.PARAPHRASE)
    consents.record_consent(desk, consent)
    reasons.append(reason(desk))
    later = dataclasses.replace(
        consent, id=consents.new_consent_id(), signed_on="2026-03-02", quote_use=QuoteUse.VERBATIM_PSEUDONYM
    )
    consents.record_consent(desk, later)
    reasons.append(reason(desk))
    transcripts.change_speaker(desk, maple.id, role=SpeakerRole.FACILITATOR)
    reasons.append(reason(desk))

    assert reasons == [Why.UNLINKED, Why.NO_CONSENT, Why.CONSENT_SAYS_NO, None, Why.TEAM_ONLY]


def test_saving_a_backup_is_remembered(opened: Workbench, coded: Transcript) -> None:
    before = last_backup(opened)
    content = backup_bytes(opened)

    assert before is None
    assert content.startswith(b"PK")
    assert last_backup(opened) is not None

"""Every file that leaves, against every answer of a consent form: whose words are in it, and whose are not."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from tests.builders import Study, make_preview
from tests.leaving_table import every_consent, expected
from workbench.domain.codebook import Code
from workbench.domain.exit import Recipient
from workbench.domain.ids import WithdrawalId
from workbench.domain.leaving import Condition, Why
from workbench.domain.participant import Consent, Participant
from workbench.domain.project import Right
from workbench.domain.transcript import Phase
from workbench.domain.withdrawal import Scope, Turns, Withdrawal
from workbench.errors import RuleError
from workbench.services import (
    codebooks,
    codings,
    consents,
    exits,
    maintenance,
    people,
    projects,
    reports,
    themes,
    transcripts,
)
from workbench.services.desk import Desk
from workbench.store import Store

ROW_RECIPIENTS = [one for one in Recipient if one not in (Recipient.PARTICIPANTS, Recipient.REPORT)]


def said_by(number: str) -> str:
    """A sentence of one person; no other shares five words in a row with it."""
    return f"Marker{number} bus{number} snow{number} late{number} home{number} again{number}."


@dataclass
class Crowd:
    """A study in which one participant stands for each combination of answers; each says a sentence of their own."""

    desk: Desk
    code: Code
    people: list[tuple[Participant, Consent, str]]

    @classmethod
    def on(cls, store: Store, consents_of: list[Consent]) -> Crowd:
        project = projects.create_project(store, "Everybody", actor="Ana")
        desk = Desk(store, project.id, "Ana")
        code = codebooks.add_code(desk, "Waiting", short_definition="Time.")
        talk = [(f"Voice {at}", said_by(f"{at:04d}")) for at in range(len(consents_of))]
        transcript = transcripts.import_transcript(desk, make_preview(talk), phase=Phase.COLLECT)
        here = transcripts.open_transcript(desk, transcript.id)
        found = []
        for at, (turn, consent) in enumerate(zip(here.body.turns, consents_of, strict=True)):
            person = people.add_participant(desk, f"P{at:03d}", pseudonym=f"Pebble {at}")
            consents.record_consent(desk, replace(consent, id=consents.new_consent_id(), participant_id=person.id))
            assert turn.speaker_id
            people.link_voices(desk, [turn.speaker_id], person.id)
            codings.add_coding(desk, transcript.id, turn.span, code.id)
            found.append((person, consent, f"Marker{at:04d}"))
        themes.add_theme(desk, "Waiting wears people out", claim="Waiting wears people out.", code_ids=(code.id,))
        return cls(desk, code, found)

    def heard_in(self, content: bytes) -> set[str]:
        """Whose sentence stands in a file, whatever its kind."""
        return {marker for _, _, marker in self.people if marker in unpacked(content)}

    def who_may(self, recipient: Recipient, letters: str) -> set[str]:
        """Who may leave for a recipient in one of some forms, by the table."""
        return {marker for _, one, marker in self.people if set(letters) & set(expected(one, recipient))}


def unpacked(content: bytes) -> str:
    """All the text of a file; of a packed one that of all its parts."""
    if not zipfile.is_zipfile(io.BytesIO(content)):
        return content.decode("utf-8")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())


@pytest.fixture
def everybody(store: Store) -> Crowd:
    """One participant for each of the 144 combinations of answers."""
    return Crowd.on(store, every_consent())


@pytest.fixture
def crowd(store: Store) -> Crowd:
    """One participant for each answer about quotes; the other answers are the most open."""
    return Crowd.on(store, every_consent()[len(every_consent()) // 4 - 1 :: len(every_consent()) // 4])


def test_every_exit_holds_exactly_the_words_that_the_table_allows(everybody: Crowd, tmp_path: Path) -> None:
    crowd, desk = everybody, everybody.desk
    exits_found = {"report": crowd.heard_in(reports.report_bytes(desk))}
    for recipient in ROW_RECIPIENTS:
        for kind in ("csv", "xlsx", "json"):
            exits_found[f"{recipient} {kind}"] = crowd.heard_in(reports.codings_bytes(desk, kind, recipient))
    copy = tmp_path / "all.workbench"
    maintenance.backup(desk.store, copy)
    exits_found["backup"] = crowd.heard_in(copy.read_bytes())

    all_words = {marker for _, _, marker in crowd.people}
    assert exits_found.pop("backup") == all_words
    # A report quotes a few passages of each theme, so it holds some of those it may, and none of the others.
    assert exits_found["report"]
    assert exits_found.pop("report") <= crowd.who_may(Recipient.REPORT, "QN")
    # No transcript of this study was checked for identifiers, so no word goes further than the team.
    assert exits_found == {
        f"{recipient} {kind}": all_words if recipient is Recipient.TEAM else set()
        for recipient in ROW_RECIPIENTS
        for kind in ("csv", "xlsx", "json")
    }


def test_from_a_checked_transcript_rows_and_words_go_where_each_person_agreed(everybody: Crowd) -> None:
    snapshot = reports.take_snapshot(everybody.desk)
    checked = replace(snapshot, checked=frozenset(snapshot.bodies))

    for recipient in ROW_RECIPIENTS:
        cleared = exits.codings_for(checked, recipient)
        left = cleared.snapshot.codings

        assert {coding.quote[:10] for coding in left} == everybody.who_may(recipient, "CQ")
        with_words = {coding.quote[:10] for coding in left if coding.id not in cleared.wordless}
        assert with_words == everybody.who_may(recipient, "Q")
        assert len(left) + sum(cleared.kept_back.values()) == len(everybody.people)


def test_a_row_without_words_says_why_and_who_coded_stays_unnamed(crowd: Crowd) -> None:
    content = reports.codings_bytes(crowd.desk, "json", Recipient.SPONSOR)

    rows = json.loads(content)["codings"]
    assert rows
    assert all(row["quote"].startswith("[held back: ") for row in rows)
    assert {(row["coder"], row["speaker"], row["transcript_title"]) for row in rows} == {("Coder 1", "", "")}


@pytest.mark.parametrize("recipient", [Recipient.PARTICIPANTS, Recipient.REPORT])
def test_a_table_of_single_codings_is_refused_to_whom_it_never_goes(crowd: Crowd, recipient: Recipient) -> None:
    with pytest.raises(RuleError, match="do not go to the"):
        reports.codings_bytes(crowd.desk, "csv", recipient)


@pytest.mark.parametrize("ending", ["yaml", "csv", "xlsx", "docx", "qdc"])
def test_a_codebook_leaves_without_examples_that_nobody_may_quote(crowd: Crowd, ending: str) -> None:
    for _, _, marker in crowd.people:
        code = codebooks.add_code(crowd.desk, f"Code {marker}x")
        codebooks.change_code(crowd.desk, code.id, example=f"“{said_by(marker[-4:])}”")
    target = io.BytesIO()

    held = codebooks.export_codebook(crowd.desk, target, file_name=f"codebook.{ending}")

    text = unpacked(target.getvalue())
    quoted = {marker for _, _, marker in crowd.people if f"{marker} bus" in text}
    assert quoted == crowd.who_may(Recipient.REPORT, "Q")
    assert len(held) == len(crowd.people) - len(quoted)


def test_the_codebook_in_a_report_has_no_forbidden_examples_either(crowd: Crowd) -> None:
    _, _, marker = crowd.people[0]
    codebooks.change_code(crowd.desk, crowd.code.id, example=said_by(marker[-4:]))

    text = unpacked(reports.report_bytes(crowd.desk))

    assert marker not in text
    assert exits.HELD in text


def test_an_example_in_the_teams_own_words_stays(crowd: Crowd) -> None:
    snapshot = reports.take_snapshot(crowd.desk)
    own = replace(crowd.code, example="The bus was late and nobody told me.")

    assert exits.without_forbidden_words(snapshot, [own]) == ((own,), ())


def test_a_report_with_a_quotation_that_may_not_leave_is_not_written(crowd: Crowd) -> None:
    report = reports.draft_report(crowd.desk)
    snapshot = reports.take_snapshot(crowd.desk)
    nobody_agreed = replace(snapshot, consents=())

    with pytest.raises(RuleError, match="there is no consent record"):
        exits.let_out(report, nobody_agreed)


def test_what_is_still_to_do_is_counted(crowd: Crowd) -> None:
    report, snapshot = reports.draft_report(crowd.desk), reports.take_snapshot(crowd.desk)

    assert exits.let_out(report, snapshot) == {Condition.CHECK_IDENTIFIERS: len(report.quotes)}


def test_the_teams_own_file_leaves_out_who_withdrew_and_whose_community_has_not_approved(crowd: Crowd) -> None:
    gone, governed = crowd.people[-1][0], crowd.people[-2][0]
    with crowd.desk.deed("withdraw", Right.MANAGE_PEOPLE) as deed:
        deed.uow.participants.save(replace(gone, withdrawn_on="2026-01-01"))
    people.change_participant(crowd.desk, governed.id, community_governed=True)

    made = reports.codings_file(crowd.desk, "csv")

    assert crowd.heard_in(made.content) == {marker for _, _, marker in crowd.people[:-2]}
    assert made.cleared.kept_back == {Why.WITHDRAWN: 1, Why.NO_APPROVAL: 1}


def test_an_approval_lets_the_communitys_data_out_until_it_ends(crowd: Crowd) -> None:
    person, _, marker = crowd.people[-1]
    people.change_participant(crowd.desk, person.id, community_governed=True)
    assert marker not in unpacked(reports.codings_bytes(crowd.desk, "csv"))

    approval = consents.record_approval(
        crowd.desk, body="Research committee", given_on="2024-05-06", covers=[Recipient.TEAM], purpose="Analysis"
    )
    with_approval = unpacked(reports.codings_bytes(crowd.desk, "csv"))
    consents.end_approval(crowd.desk, approval.id)

    assert marker in with_approval
    assert marker not in unpacked(reports.codings_bytes(crowd.desk, "csv"))


@pytest.mark.parametrize(
    ("scope", "row_goes", "words_go"),
    [
        (Scope.EVERYTHING, False, False),
        (Scope.PASSAGES, False, False),
        (Scope.QUOTES, True, False),
        (Scope.SHARING, False, False),
    ],
)
def test_what_somebody_asked_back_leaves_no_more_even_before_it_is_carried_out(
    crowd: Crowd, scope: Scope, row_goes: bool, words_go: bool
) -> None:
    person, _, marker = crowd.people[-1]
    snapshot = reports.take_snapshot(crowd.desk)
    (transcript,) = snapshot.transcripts
    passages = (Turns(transcript.id, 4, 4),) if scope is Scope.PASSAGES else ()
    asked = Withdrawal(WithdrawalId("w"), snapshot.project.id, person.id, scope, "2026-01-01", passages)
    checked = replace(snapshot, checked=frozenset({transcript.id}), withdrawals=(asked,))

    cleared = exits.codings_for(checked, Recipient.SPONSOR)

    row = next((coding for coding in cleared.snapshot.codings if marker in coding.quote), None)
    assert (row is not None, row is not None and row.id not in cleared.wordless) == (row_goes, words_go)


def test_what_people_write_into_the_report_cannot_carry_words_that_may_not_be_quoted(store: Store) -> None:
    study = Study(store)  # nobody has agreed to anything
    said = "My sister drove me to Red Deer, every second week."
    themes.add_theme(
        study.ana,
        "Help from near by",
        claim="Relatives carry people to their care.",
        meaning=f"One person put it so: “{said}” We keep thinking of it.",
        code_ids=(study.family.id,),
    )
    projects.describe_project(study.ana, {"research_question": f"Who helps? {said}"})

    report = unpacked(reports.report_bytes(study.ana))

    assert "every second week" not in report
    assert report.count("words of a participant that may not be quoted") == 2
    assert "Relatives carry people to their care." in report

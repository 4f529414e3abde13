"""Participants, their voices, attributes, consents and sheets: the deeds, on each kind of database."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.builders import Study, make_preview
from workbench.domain.attribute import AttributeKind
from workbench.domain.exit import Recipient
from workbench.domain.ids import SpeakerId
from workbench.domain.participant import Consent, Participant, QuoteUse
from workbench.domain.pseudonym import likeness
from workbench.domain.transcript import SpeakerRole
from workbench.errors import NotFoundError, RuleError, UnreadableFileError
from workbench.services import attributes, consents, history, people, people_sheets, projects, reports, transcripts
from workbench.services.desk import Desk
from workbench.services.maintenance import verify
from workbench.store import Store


@pytest.fixture
def study(store: Store) -> Study:
    return Study(store)


def voice(study: Study, label: str, transcript_id: str | None = None) -> SpeakerId:
    rows = [row for row in people.voices(study.ana) if row.speaker.label == label]
    return next(row.speaker.id for row in rows if transcript_id in (None, row.speaker.transcript_id))


def second_talk(study: Study, *turns: tuple[str, str], title: str = "Second") -> str:
    return transcripts.import_transcript(study.ana, make_preview(turns, title=title)).id


def maple(study: Study, label: str = "P01") -> Participant:
    return people.add_participant(study.ana, label, pseudonym="Cedar")


def whose(study: Study) -> dict[str, str | None]:
    return {row.speaker.label: row.speaker.participant_id for row in people.voices(study.ana)}


# Voices


def test_voices_are_linked_and_unlinked_and_undo_brings_back(study: Study) -> None:
    person = maple(study)

    people.link_voices(study.ana, [voice(study, "Maple")], person.id)
    assert whose(study) == {"Maple": person.id}

    people.link_voices(study.ana, [voice(study, "Maple")], None)
    assert whose(study) == {"Maple": None}

    history.undo(study.ana)
    assert whose(study) == {"Maple": person.id}
    assert verify(study.store).clean


def test_a_facilitator_is_nobodys_voice(study: Study) -> None:
    assert [row.speaker.label for row in people.voices(study.ana)] == ["Maple"]


def test_the_same_person_in_two_transcripts_is_counted_once_with_all_their_talk(study: Study) -> None:
    second_talk(study, ("Maple", "Four words of mine."), ("Reed", "Two more."))
    (first,) = [one for one in people.propose_participants(study.ana) if one.called == "Maple"]
    (person,) = people.make_participants(study.ana, [first])

    talk = people.talk_by_participant(people.voices(study.ana))[person.id]

    assert first.heard_in == ("T01", "T02")
    assert (talk.transcripts, talk.turns) == (2, 3)
    assert talk.words == 12 + 15 + 4
    assert len(people.list_participants(study.ana)) == 1


def test_a_label_that_names_nobody_is_not_joined_over_transcripts(study: Study) -> None:
    second_talk(study, ("Speaker 2", "Hello."), title="Second")
    second_talk(study, ("Speaker 2", "Good day."), title="Third")

    proposals = [one for one in people.propose_participants(study.ana) if one.called == "Speaker 2"]

    assert [one.heard_in for one in proposals] == [("T02",), ("T03",)]
    assert len({one.label for one in proposals} | {one.pseudonym for one in proposals}) == 4


def test_a_voice_called_like_somebody_we_know_is_proposed_as_that_person(study: Study) -> None:
    person = maple(study, "P06")
    second_talk(study, ("P06", "It is me."))

    (found,) = [one for one in people.propose_participants(study.ana) if one.called == "P06"]

    assert found.participant_id == person.id


def test_proposed_pseudonyms_differ_and_begin_unlike_the_names_in_the_files(study: Study) -> None:
    second_talk(study, *[(name, "Yes.") for name in ("Colette", "Gil", "Evan Sorensen", "Salma O.", "Bea", "Mick")])

    proposals = people.propose_participants(study.ana)

    assert len({one.pseudonym for one in proposals}) == len(proposals) == 7
    assert [one for one in proposals if likeness(one.pseudonym, [one.called])] == []


def test_participants_made_in_one_step_are_taken_back_in_one_step(study: Study) -> None:
    second_talk(study, ("Reed", "Hello."), ("Wren", "Hello."))

    made = people.make_participants(study.ana, people.propose_participants(study.ana))
    assert [one.label for one in made] == ["P01", "P02", "P03"]
    assert None not in whose(study).values()

    history.undo(study.ana)
    assert people.list_participants(study.ana) == []
    assert set(whose(study).values()) == {None}


def test_several_people_at_once_are_not_proposed_as_one_person(study: Study) -> None:
    here = second_talk(study, ("All", "Yes!"))
    transcripts.change_speaker(study.ana, voice(study, "All", here), role=SpeakerRole.GROUP)

    assert "All" not in [one.called for one in people.propose_participants(study.ana)]


@pytest.mark.parametrize(("label", "pseudonym"), [("p01", "Birch"), ("P02", "CEDAR"), ("", "Birch"), ("P02", " ")])
def test_a_number_or_pseudonym_that_is_taken_or_empty_is_refused(study: Study, label: str, pseudonym: str) -> None:
    maple(study)

    with pytest.raises(RuleError):
        people.add_participant(study.ana, label, pseudonym=pseudonym)


def test_a_participant_of_another_project_is_not_there(study: Study, store: Store) -> None:
    elsewhere = Desk(store, projects.create_project(store, "Another study", actor="Ana").id, "Ana")
    other = people.add_participant(elsewhere, "P01", pseudonym="Cedar")

    with pytest.raises(NotFoundError):
        people.link_voices(study.ana, [voice(study, "Maple")], other.id)
    with pytest.raises(NotFoundError):
        people.change_participant(study.ana, other.id, pseudonym="Birch")


# Attributes


def test_an_attribute_is_defined_changed_and_removed_with_its_values(study: Study) -> None:
    region = attributes.define_attribute(study.ana, "Region", AttributeKind.CHOICE, choices=["Rural", "Town"])
    person = people.add_participant(study.ana, "P01", pseudonym="Cedar", attributes={"region": "rural"})
    assert person.attributes == {"Region": "Rural"}

    attributes.change_attribute(study.ana, region.id, name="Where they live", choices=["Rural", "City"])
    assert people.list_participants(study.ana)[0].attributes == {"Where they live": "Rural"}

    attributes.remove_attribute(study.ana, region.id)
    assert people.list_participants(study.ana)[0].attributes == {}

    history.undo(study.ana)
    assert people.list_participants(study.ana)[0].attributes == {"Where they live": "Rural"}
    assert verify(study.store).clean


def test_a_type_that_some_values_do_not_fit_is_refused_and_names_who(study: Study) -> None:
    years = attributes.define_attribute(study.ana, "years", AttributeKind.TEXT)
    people.add_participant(study.ana, "P01", pseudonym="Cedar", attributes={"years": "12"})
    people.add_participant(study.ana, "P02", pseudonym="Birch", attributes={"years": "many"})

    with pytest.raises(RuleError, match="P02: “many” does not fit"):
        attributes.change_attribute(study.ana, years.id, kind=AttributeKind.NUMBER)

    assert attributes.list_attributes(study.ana)[0].kind is AttributeKind.TEXT


@pytest.mark.parametrize("name", ["Name", "Phone", "E-mail", "PHN", "Date of birth"])
def test_an_attribute_that_tells_who_somebody_is_is_refused(study: Study, name: str) -> None:
    with pytest.raises(RuleError, match="looks like"):
        attributes.define_attribute(study.ana, name, AttributeKind.TEXT)
    with pytest.raises(RuleError, match="looks like"):
        people.add_participant(study.ana, "P01", pseudonym="Cedar", attributes={name: "x"})


def test_a_value_that_tells_who_somebody_is_is_refused(study: Study) -> None:
    attributes.define_attribute(study.ana, "remark", AttributeKind.TEXT)

    with pytest.raises(RuleError, match="e-mail"):
        people.add_participant(study.ana, "P01", pseudonym="Cedar", attributes={"remark": "write to a@example.org"})


# Consents


def answer(person: Participant, **said: object) -> Consent:
    return replace(Consent(consents.new_consent_id(), person.id), **said)  # type: ignore[arg-type]  # names of fields


def test_a_new_consent_keeps_the_old_one_and_counts_instead_of_it(study: Study) -> None:
    person = maple(study)
    consents.record_consent(study.ana, answer(person, signed_on="2024-03-01", quote_use=QuoteUse.VERBATIM_NAMED))
    consents.record_consent(study.ana, answer(person, signed_on="2024-03-01", quote_use=QuoteUse.NONE))

    assert [one.quote_use for one in consents.consents_of(study.ana, person.id)] == ["verbatim_named", "none"]
    assert consents.newest_consents(study.ana)[person.id].quote_use is QuoteUse.NONE
    assert reports.take_snapshot(study.ana).consent_of[person.id].quote_use is QuoteUse.NONE


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"signed_on": "12 March"}, "is not a date"),
        ({"signed_on": "2999-01-01"}, "still to come"),
        ({"withdraw_until": "soon"}, "is not a date"),
        ({}, "Say on which day P01 signed"),
    ],
)
def test_a_consent_that_could_not_count_is_refused_with_the_reason(
    study: Study, said: dict[str, object], words: str
) -> None:
    person = maple(study)
    consents.record_consent(study.ana, answer(person, signed_on="2024-03-01"))

    with pytest.raises(RuleError, match=words):
        consents.record_consent(study.ana, answer(person, **said))


def test_a_record_is_never_written_over(study: Study) -> None:
    said = answer(maple(study), signed_on="2024-03-01")
    consents.record_consent(study.ana, said)

    with pytest.raises(RuleError, match="there already"):
        consents.record_consent(study.ana, replace(said, quote_use=QuoteUse.VERBATIM_NAMED))


def test_reminders_say_what_is_missing_and_which_day_comes_near(study: Study) -> None:
    desk = replace(study.ana, clock=lambda: "2024-05-20T09:00:00+00:00")
    nobody, unsigned, near, far = (
        people.add_participant(desk, f"P0{number}", pseudonym=f"Pebble {number}") for number in range(1, 5)
    )
    people.change_participant(desk, far.id, community_governed=True)
    consents.record_consent(desk, answer(unsigned, recorded=True))
    consents.record_consent(desk, answer(near, signed_on="2024-05-01", recorded=True, withdraw_until="2024-05-31"))
    consents.record_consent(desk, answer(far, signed_on="2024-05-01", recorded=True, withdraw_until="2024-08-31"))

    found = [(one.participant.id, one.about, one.day) for one in consents.reminders(desk)]

    assert found == [
        (nobody.id, "no_record", ""),
        (unsigned.id, "not_signed", ""),
        (near.id, "deadline", "2024-05-31"),
        (far.id, "no_approval", ""),
    ]


def test_an_approval_says_who_when_and_what_for(study: Study) -> None:
    person = maple(study)
    said = {"body": "Committee", "given_on": "2024-05-06", "covers": [Recipient.TEAM], "purpose": "Analysis"}

    with pytest.raises(RuleError, match="not governed"):
        consents.record_approval(study.ana, **said, participant_id=person.id)  # type: ignore[arg-type]  # one of each
    for missing in said:
        empty: object = [] if missing == "covers" else ""
        with pytest.raises(RuleError):
            consents.record_approval(study.ana, **{**said, missing: empty})  # type: ignore[arg-type]  # one of each

    kept = consents.record_approval(study.ana, **said)  # type: ignore[arg-type]  # one of each
    assert consents.list_approvals(study.ana) == [kept]
    history.undo(study.ana)
    assert consents.list_approvals(study.ana) == []


# Sheets


def sheet(study: Study, *lines: str) -> people_sheets.PeopleSheet:
    return people_sheets.read_sheet(study.ana, "\n".join(lines).encode(), file_name="people.csv")


def test_looking_at_a_sheet_changes_nothing_and_tells_what_would(study: Study) -> None:
    maple(study)
    rows = sheet(study, "participant,pseudonym,region,years", "P01,,Rural,12", "P02,Birch,Town,3", "P03,,Rural,4")

    plan = people_sheets.plan_participants(study.ana, rows)

    assert (plan.new, dict(plan.changed), plan.same) == (("P02", "P03"), {"P01": ("region", "years")}, ())
    assert [(one.name, one.kind) for one in plan.attributes] == [
        ("region", AttributeKind.CHOICE),
        ("years", AttributeKind.NUMBER),
    ]
    assert [one.label for one in people.list_participants(study.ana)] == ["P01"]
    assert attributes.list_attributes(study.ana) == []


def test_a_sheet_comes_in_whole_and_is_taken_back_whole(study: Study) -> None:
    rows = sheet(study, "participant,region", "P01,Rural", "P02,Rural", "P03,Town")

    people_sheets.import_participants(study.ana, rows)
    again = people_sheets.plan_participants(study.ana, rows)
    assert (again.new, dict(again.changed), again.same) == ((), {}, ("P01", "P02", "P03"))
    assert len({one.pseudonym for one in people.list_participants(study.ana)}) == 3
    assert verify(study.store).clean

    history.undo(study.ana)
    assert people.list_participants(study.ana) == []
    assert attributes.list_attributes(study.ana) == []


def test_an_empty_cell_leaves_what_is_there(study: Study) -> None:
    people.add_participant(study.ana, "P01", pseudonym="Cedar", attributes={"region": "Rural"})

    people_sheets.import_participants(study.ana, sheet(study, "participant,region,years", "P01,,12"))

    assert people.list_participants(study.ana)[0].attributes == {"region": "Rural", "years": "12"}


def test_a_bad_sheet_gets_a_sentence_for_each_row_and_imports_nothing(study: Study) -> None:
    attributes.define_attribute(study.ana, "years", AttributeKind.NUMBER)
    rows = sheet(
        study, "participant,pseudonym,years,community", "P01,Birch,many,yes", "P02,Birch,3,no", "P03,,4,sometimes"
    )

    with pytest.raises(UnreadableFileError) as refusal:
        people_sheets.import_participants(study.ana, rows)

    said = str(refusal.value).splitlines()
    assert [line.partition(":")[0] for line in said[1:]] == ["Row 2, P01", "Row 3, P02", "Row 4, P03"]
    assert people.list_participants(study.ana) == []


def test_a_sheet_of_consents_comes_in_once_and_what_it_lacks_means_no(study: Study) -> None:
    person = maple(study)
    rows = sheet(study, "participant,signed_on,quote_use,sponsor_share", "P01,2024-03-12,verbatim_pseudonym,")

    plan = people_sheets.import_consents(study.ana, rows)
    again = people_sheets.import_consents(study.ana, rows)

    (kept,) = consents.consents_of(study.ana, person.id)
    assert (kept.quote_use, kept.sponsor_share, kept.recorded) == ("verbatim_pseudonym", "none", False)
    assert "repository_share" in plan.weakest
    assert (again.labels, again.already) == ((), ("P01",))


def test_consents_of_people_nobody_knows_are_refused_row_by_row(study: Study) -> None:
    maple(study)
    rows = sheet(study, "participant,signed_on,quote_use", "P01,2024-03-12,none", "P08,2024-03-12,none", "P09,,none")

    with pytest.raises(UnreadableFileError) as refusal:
        people_sheets.import_consents(study.ana, rows)

    assert "Row 3: there is no participant P08" in str(refusal.value)
    assert "Row 4: there is no participant P09" in str(refusal.value)
    assert consents.newest_consents(study.ana) == {}

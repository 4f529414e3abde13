"""Bringing in participants or consents from a sheet: read, look at what would change, then all of it as one act or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workbench.domain.attribute import AttributeKind, kind_of_values
from workbench.domain.codebook import fold
from workbench.domain.ids import ParticipantId, new_id
from workbench.domain.participant import Consent, Participant, newest_of_each
from workbench.domain.project import Right
from workbench.domain.pseudonym import propose
from workbench.domain.text import make_text
from workbench.errors import RuleError, UnreadableFileError
from workbench.importers import people_sheet_safely
from workbench.importers.people_sheet import (
    ConsentRow,
    PeopleSheet,
    PersonRow,
    attribute_columns,
    consent_rows,
    day_of,
    governed_of,
    nothing_imported,
    pseudonym_of,
)
from workbench.services.attributes import put_attribute
from workbench.services.consents import new_consent_id, put_consent
from workbench.services.desk import Deed, Desk, Look


def read_sheet(desk: Desk, source: bytes, *, file_name: str) -> PeopleSheet:
    """What is in a sheet about people; changes nothing."""
    with desk.reading(Right.MANAGE_PEOPLE):
        pass
    return people_sheet_safely(source, file_name)


@dataclass(frozen=True)
class NewAttribute:
    """An attribute that a sheet would add, with the kind its values seem to have and, for a choice, the values."""

    name: str
    kind: AttributeKind
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class PeoplePlan:
    """What a sheet of participants would do: who is new, who changes and in what, who stays as they are."""

    new: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]
    same: tuple[str, ...]
    attributes: tuple[NewAttribute, ...]


class _OnlyLookingError(Exception):
    """Takes back what was done to see what it would do."""

    def __init__(self, plan: PeoplePlan) -> None:
        self.plan = plan


def plan_participants(
    desk: Desk, sheet: PeopleSheet, *, kinds: Mapping[str, AttributeKind] | None = None
) -> PeoplePlan:
    """What a sheet would do; changes nothing. ``kinds`` are for a person who knows better than the guess.

    ``UnreadableFileError`` has a sentence for each bad row.
    """
    with desk.reading(Right.MANAGE_PEOPLE) as look:
        new_attributes = _new_attributes(look, sheet, kinds or {})
    try:
        with desk.deed("import participants", Right.MANAGE_PEOPLE) as deed:
            raise _OnlyLookingError(_put_people(deed, sheet, new_attributes))
    except _OnlyLookingError as looked:
        return looked.plan


def import_participants(
    desk: Desk, sheet: PeopleSheet, *, kinds: Mapping[str, AttributeKind] | None = None
) -> PeoplePlan:
    """Make or change every participant of a sheet, in one act. An empty cell leaves what is there."""
    with desk.deed("import participants", Right.MANAGE_PEOPLE) as deed:
        return _put_people(deed, sheet, _new_attributes(deed, sheet, kinds or {}))


def _new_attributes(
    look: Look | Deed, sheet: PeopleSheet, kinds: Mapping[str, AttributeKind]
) -> tuple[NewAttribute, ...]:
    there = {fold(one.name) for one in look.uow.attributes.of_project(look.project.id)}
    found = []
    for name in attribute_columns(sheet):
        if fold(name) not in there:
            values = [" ".join(row.cells[name].split()) for row in sheet.rows]
            kind = kinds.get(name, kind_of_values(values))
            choices = {fold(value): value for value in values if value} if kind is AttributeKind.CHOICE else {}
            found.append(NewAttribute(name, kind, tuple(sorted(choices.values(), key=fold))))
    return tuple(found)


def _put_people(deed: Deed, sheet: PeopleSheet, new_attributes: tuple[NewAttribute, ...]) -> PeoplePlan:
    faults: list[str] = []
    for one in new_attributes:
        try:
            put_attribute(deed, one.name, one.kind, choices=one.choices)
        except RuleError as misfit:
            faults.append(f"The column “{one.name}”: {misfit}")
    if faults:
        raise UnreadableFileError(nothing_imported(sheet.file_name, faults))
    people = {fold(one.label): one for one in deed.uow.participants.of_project(deed.project_id)}
    new, same = [], []
    changed: dict[str, tuple[str, ...]] = {}
    for row in sheet.rows:
        before = people.get(fold(row.label))
        after = _person(deed, row, before, people, faults)
        people[fold(row.label)] = after
        if before is None:
            new.append(after.label)
        elif after == before:
            same.append(after.label)
        else:
            changed[after.label] = _differences(before, after)
        if after != before:
            deed.uow.participants.save(after)
    if faults:
        raise UnreadableFileError(nothing_imported(sheet.file_name, faults))
    return PeoplePlan(tuple(new), changed, tuple(same), new_attributes)


def _person(
    deed: Deed, row: PersonRow, before: Participant | None, people: Mapping[str, Participant], faults: list[str]
) -> Participant:
    """A row as a participant; what is wrong with it is added to ``faults``."""
    others = [one for one in people.values() if before is None or one.id != before.id]
    given = make_text(pseudonym_of(row))
    twin = next((one for one in others if given and fold(one.pseudonym) == fold(given)), None)
    if twin is not None:
        faults.append(
            f"Row {row.number}, {row.label}: {twin.label} is called “{given}” already. Choose another pseudonym."
        )
    attributes = {fold(one.name): one for one in deed.uow.attributes.of_project(deed.project_id)}
    values = dict(before.attributes) if before else {}
    for name, cell in row.cells.items():
        attribute = attributes.get(fold(name))
        if attribute is None or not cell:
            continue
        raw = (day_of(cell) or cell) if attribute.kind is AttributeKind.DATE else make_text(cell)
        try:
            values[attribute.name] = attribute.value_of(raw)
        except RuleError as misfit:
            faults.append(f"Row {row.number}, {row.label}: {misfit}")
    governed = None
    try:
        governed = governed_of(row)
    except UnreadableFileError as neither:
        faults.append(f"Row {row.number}, {row.label}: {neither}")
    if before is not None:
        return replace(
            before,
            pseudonym=given or before.pseudonym,
            attributes=values,
            community_governed=before.community_governed if governed is None else governed,
        )
    pseudonym = given or propose([one.pseudonym for one in others], at=len(others) + 1)
    label = make_text(row.label)
    return Participant(
        ParticipantId(new_id()), deed.project_id, label, pseudonym, values, community_governed=bool(governed)
    )


def _differences(before: Participant, after: Participant) -> tuple[str, ...]:
    """The names of what differs."""
    names = dict.fromkeys([*before.attributes, *after.attributes])
    found = [name for name in names if before.attributes.get(name) != after.attributes.get(name)]
    found += ["pseudonym"] if before.pseudonym != after.pseudonym else []
    return (*found, *(["community governed"] if before.community_governed != after.community_governed else []))


@dataclass(frozen=True)
class ConsentsPlan:
    """What a sheet of consents would do. ``weakest`` are columns that it lacks: their answers count as no."""

    new: tuple[Consent, ...]
    labels: tuple[str, ...]  # of those that are new, in the same order
    already: tuple[str, ...]
    weakest: tuple[str, ...]
    unknown: tuple[str, ...]


def plan_consents(desk: Desk, sheet: PeopleSheet) -> ConsentsPlan:
    """What a sheet would do; changes nothing. ``UnreadableFileError`` has a sentence for each bad row."""
    with desk.reading(Right.MANAGE_PEOPLE) as look:
        return _consents(look, sheet)


def import_consents(desk: Desk, sheet: PeopleSheet) -> ConsentsPlan:
    """Record every consent of a sheet, in one act. A row that says the same as the newest record adds none."""
    with desk.deed("import consents", Right.MANAGE_PEOPLE) as deed:
        plan = _consents(deed, sheet)
        faults = []
        for label, consent in zip(plan.labels, plan.new, strict=True):
            try:
                put_consent(deed, consent)
            except RuleError as refused:
                faults.append(f"{label}: {refused}")
        if faults:
            raise UnreadableFileError(nothing_imported(sheet.file_name, faults))
    return plan


def _consents(look: Look | Deed, sheet: PeopleSheet) -> ConsentsPlan:
    read = consent_rows(sheet)
    people = {fold(one.label): one for one in look.uow.participants.of_project(look.project.id)}
    newest = newest_of_each(look.uow.consents.of_project(look.project.id))
    faults, new, labels, already = [], [], [], []
    for row in read.rows:
        person = people.get(fold(row.label))
        if person is None:
            faults.append(f"Row {row.number}: there is no participant {row.label}. Add them first, or correct the id.")
            continue
        consent = _consent(row, person)
        before = newest.get(person.id)
        if before is not None and replace(consent, id=before.id, recorded_at=before.recorded_at) == before:
            already.append(person.label)
        else:
            new.append(consent)
            labels.append(person.label)
    if faults:
        raise UnreadableFileError(nothing_imported(sheet.file_name, faults))
    return ConsentsPlan(tuple(new), tuple(labels), tuple(already), read.missing, read.unknown)


def _consent(row: ConsentRow, person: Participant) -> Consent:
    return replace(Consent(new_consent_id(), person.id), **row.answers)

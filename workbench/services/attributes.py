"""Attributes of participants: what the team notes of each person, defined once with its type."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from workbench.domain.attribute import Attribute, AttributeKind
from workbench.domain.codebook import fold
from workbench.domain.ids import AttributeId, new_id
from workbench.domain.participant import Participant
from workbench.domain.project import Right
from workbench.domain.telling_columns import refusal, why_telling
from workbench.domain.text import make_text
from workbench.errors import NotFoundError, RuleError
from workbench.services.desk import Deed, Desk


def list_attributes(desk: Desk) -> list[Attribute]:
    """The attributes, in the team's order."""
    with desk.reading() as look:
        return look.uow.attributes.of_project(desk.project_id)


def define_attribute(desk: Desk, name: str, kind: AttributeKind, *, choices: Iterable[str] = ()) -> Attribute:
    """A new attribute. Values that participants have under this name already must fit."""
    with desk.deed("define attribute", Right.MANAGE_PEOPLE) as deed:
        return put_attribute(deed, name, kind, choices=choices)


def put_attribute(deed: Deed, name: str, kind: AttributeKind, *, choices: Iterable[str] = ()) -> Attribute:
    """The same inside an act that is under way."""
    there = deed.uow.attributes.of_project(deed.project_id)
    attribute = Attribute(
        AttributeId(new_id()),
        deed.project_id,
        _named(name, there),
        kind,
        _tidy(choices) if kind is AttributeKind.CHOICE else (),
        max((one.position for one in there), default=0) + 1,
    )
    deed.uow.attributes.save(attribute)
    _refit(deed, attribute.name, attribute)
    return attribute


def change_attribute(
    desk: Desk,
    attribute_id: AttributeId,
    *,
    name: str | None = None,
    kind: AttributeKind | None = None,
    choices: Iterable[str] | None = None,
) -> Attribute:
    """Rename an attribute, change its type or its choices. It is refused while a participant has a value that would not fit."""
    with desk.deed("change attribute", Right.MANAGE_PEOPLE) as deed:
        before = _get(deed, attribute_id)
        others = [one for one in deed.uow.attributes.of_project(deed.project_id) if one.id != attribute_id]
        new_kind = kind or before.kind
        wanted = before.choices if choices is None else _tidy(choices)
        changed = replace(
            before,
            name=before.name if name is None else _named(name, others),
            kind=new_kind,
            choices=wanted if new_kind is AttributeKind.CHOICE else (),
        )
        deed.uow.attributes.save(changed)
        _refit(deed, before.name, changed)
    return changed


def remove_attribute(desk: Desk, attribute_id: AttributeId) -> None:
    """Take an attribute away, with its values; undo brings both back."""
    with desk.deed("remove attribute", Right.MANAGE_PEOPLE) as deed:
        attribute = _get(deed, attribute_id)
        for person in deed.uow.participants.of_project(deed.project_id):
            if attribute.name in person.attributes:
                rest = {name: value for name, value in person.attributes.items() if name != attribute.name}
                deed.uow.participants.save(replace(person, attributes=rest))
        deed.uow.attributes.remove(attribute_id)


def fitting(deed: Deed, values: Mapping[str, str]) -> dict[str, str]:
    """Values as they are kept, under the attributes' own names. A name that is new becomes an attribute of any text."""
    there = {fold(one.name): one for one in deed.uow.attributes.of_project(deed.project_id)}
    fit: dict[str, str] = {}
    for name, value in values.items():
        attribute = there.get(fold(make_text(name)))
        if attribute is None:
            attribute = put_attribute(deed, name, AttributeKind.TEXT)
            there[fold(attribute.name)] = attribute
        text = make_text(value)
        if what := why_telling(attribute.name, [text]):
            raise RuleError(f"“{attribute.name}” looks like {what}. Keep it in your key outside the workbench.")
        fit[attribute.name] = attribute.value_of(text)
    return fit


def _named(name: str, others: Iterable[Attribute]) -> str:
    tidy = " ".join(make_text(name).split())
    if any(fold(one.name) == fold(tidy) for one in others):
        raise RuleError(f"There is already an attribute “{tidy}”.")
    if what := why_telling(tidy, []):
        raise RuleError(refusal(tidy, what))
    return tidy


def _tidy(choices: Iterable[str]) -> tuple[str, ...]:
    return tuple(tidy for choice in choices if (tidy := " ".join(make_text(choice).split())))


def _refit(deed: Deed, old_name: str, attribute: Attribute) -> None:
    """Bring every participant's value under the attribute's name and into its form, or refuse and name who hinders."""
    hindering: list[str] = []
    changed: list[Participant] = []
    for person in deed.uow.participants.of_project(deed.project_id):
        if old_name not in person.attributes:
            continue
        try:
            value = attribute.value_of(person.attributes[old_name])
        except RuleError as misfit:
            hindering.append(f"{person.label}: {misfit}")
            continue
        values = {attribute.name if name == old_name else name: was for name, was in person.attributes.items()}
        values[attribute.name] = value
        if values != person.attributes:
            changed.append(replace(person, attributes=values))
    if hindering:
        raise RuleError("\n".join(["Some values would not fit. Change them first:", *hindering]))
    for person in changed:
        deed.uow.participants.save(person)


def _get(deed: Deed, attribute_id: AttributeId) -> Attribute:
    attribute = deed.uow.attributes.find(attribute_id)
    if attribute is None or attribute.project_id != deed.project_id:
        raise NotFoundError("attribute", attribute_id)
    return attribute

"""Promise 11: roles hold. Every deed of the services is tried as every role, as somebody who has left, and as a stranger.

The table of who may do what is in ``tests/roles_table.py``. Arguments are found by their names, in a small study in which every role has
work of its own, so that what is allowed is tried on one's own things.
"""

from __future__ import annotations

import importlib
import inspect
import io
import pkgutil
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

import workbench.services
from tests.builders import Study, make_preview
from tests.roles_table import EVERY_DEED, REACHES_NOTHING, may
from workbench.domain.attribute import AttributeKind
from workbench.domain.codebook import Step
from workbench.domain.coding import Coding, MemoKind, Visibility
from workbench.domain.decision import Outcome
from workbench.domain.exit import Form, Recipient
from workbench.domain.identifiers import Looked, Recognisable, Verdict
from workbench.domain.ids import ParticipantId, WithdrawalId, new_id
from workbench.domain.letter import Letter
from workbench.domain.participant import Consent
from workbench.domain.project import Role
from workbench.domain.sign_off import Tier
from workbench.domain.span import Span
from workbench.domain.withdrawal import Scope, Withdrawal
from workbench.errors import NotAllowedError, NotFoundError, WorkbenchError
from workbench.importers.people_sheet import PeopleSheet
from workbench.privacy.values import IdentifierClass
from workbench.privacy.vault import Contents, KeptPerson
from workbench.services import (
    codings,
    consents,
    memos,
    people,
    projects,
    questions,
    releases,
    reports,
    suggestion_study,
    themes,
    transcripts,
)
from workbench.services.agreement import Wish
from workbench.services.corrections import TurnFix
from workbench.services.desk import Desk
from workbench.services.feedback import Told
from workbench.services.rounds import Whole
from workbench.services.vaults import VaultWish
from workbench.store import Store

PRIVATE = "I cried after the second letter"
PLANTED = (
    "nine months",
    "Red Deer",
    "Waiting",
    "Family",
    "Letters that never come",
    "P01",
    "Ana",
    "Ben",
    "Mia",
    PRIVATE,
)
"""Words of the study: a transcript's, codes, a theme, a participant, people of the team, a private note."""
ROLES = {"Ben": Role.STUDENT, "Mia": Role.MENTOR, "Ana": Role.OWNER}


class ModelsReachedError(Exception):
    """Whoever comes so far was let in."""


class NoModels:
    """Stands where the models are. No test of rights needs an answer from them."""

    def call(self, *_: object, **__: object) -> object:
        raise ModelsReachedError

    def close(self) -> None:
        """There is nothing to close."""


def every_deed() -> dict[str, Callable[..., Any]]:
    """Every public function of the services that is done at a desk, by its module and name."""
    found = {}
    for module in pkgutil.iter_modules(workbench.services.__path__):
        room = importlib.import_module(f"workbench.services.{module.name}")
        for name, function in vars(room).items():
            if inspect.isfunction(function) and function.__module__ == room.__name__ and not name.startswith("_"):
                first = next(iter(inspect.signature(function).parameters), "")
                if first == "desk":
                    found[f"{module.name}.{name}"] = function
    return found


@dataclass
class Own:
    """What one person has in the study."""

    coding: Coding
    memo_id: str
    question_id: str


class World(Study):
    """A study in which a student, a mentor and an owner have work, with a sponsor, and with somebody who has left."""

    def __init__(self, store: Store, folder: Path) -> None:
        super().__init__(store)
        self.folder = folder
        for name, role in (("Mia", Role.MENTOR), ("Eve", Role.STUDENT), ("Gus", Role.STUDENT), ("Sam", Role.SPONSOR)):
            projects.add_member(self.ana, name, role=role)
        self.members = {member.name: member for member in projects.list_members(self.ana)}
        projects.end_membership(self.ana, self.members["Gus"].id)
        self.person = people.add_participant(self.ana, "P01", pseudonym="Maple")
        self.here = transcripts.open_transcript(self.ana, self.transcript.id)
        self.theme = themes.add_theme(self.ana, "Letters that never come", claim="Waiting is work.")
        self.own = {name: self._work_of(self.desk(name)) for name in ROLES}
        self.release = releases.release_codings(self.ana, self.members["Sam"].id, "csv")
        self.snapshot = reports.take_snapshot(self.ana)

    def desk(self, name: str) -> Desk:
        return Desk(self.store, self.project.id, name)

    def _work_of(self, desk: Desk) -> Own:
        coding = codings.add_coding(desk, self.transcript.id, self.place("nine months"), self.waiting.id)
        memo = memos.write_memo(desk, f"{PRIVATE}, {desk.actor}.", kind=MemoKind.OTHER, visibility=Visibility.ME)
        question = questions.ask(desk, self.transcript.id, "Is that waiting?", coding_id=coding.id)
        return Own(coding, memo.id, question.id)

    def argument(self, deed: str, name: str, actor: str) -> Any:
        """A value for a parameter: by the deed and its name, else by its name alone."""
        own = self.own.get(actor) or self.own["Ben"]
        values = self._by_name(own, actor)
        found = next((key for key in (f"{deed}.{name}", name) if key in values), None)
        assert found is not None, f"{deed} asks for “{name}”: say in this table what to give it."
        return values[found]

    def _by_name(self, own: Own, actor: str) -> dict[str, Any]:
        nobody = new_id()
        path = self.folder / "names.vault"
        speaker = next(iter(self.here.speakers))
        return {
            "after_id": self.transcript.revision_id,
            "answer": "No.",
            "clearing.answer_recognisable.answer": Recognisable.NO,
            "approval_id": nobody,
            "asked_on": "2026-03-01",
            "at": 3,
            "codebook_history.codebook_on.at": "2030-01-01",
            "at_most": 3,
            "attribute_id": nobody,
            "before_id": self.transcript.revision_id,
            "body": "Elders",
            "choice": Whole((self.transcript.id,)),
            "code_id": self.family.id,
            "coders": ["Ben", "Mia"],
            "coding_id": own.coding.id,
            "coding_ids": [own.coding.id],
            "codings": [own.coding],
            "consent": Consent(consents.new_consent_id(), self.person.id, "1.0", "2026-01-05"),
            "content": b"x",
            "covers": [Recipient.SPONSOR],
            "decision_id": nobody,
            "facts": {"question": "Why?"},
            "file_name": "people.csv",
            "files": [b"not the work of anybody"],
            "fix": TurnFix(2, text="I waited nine months for a letter."),
            "for_whom": "Ben",
            "form": "table",
            "exits.note.form": Form.CODINGS,
            "given_on": "2026-01-05",
            "keep": None,
            "key": "waiting",
            "kind": "csv",
            "attributes.define_attribute.kind": AttributeKind.TEXT,
            "identifiers.add.kind": next(iter(IdentifierClass)),
            "label": "Hope",
            "letter": Letter("Sam", "Please delete", str(date(2026, 3, 1)), (), (), (), (), ()),
            "looked": Looked.NOTHING,
            "member_id": self.members["Eve"].id,
            "releases.release_codings.member_id": self.members["Sam"].id,
            "releases.release_report.member_id": self.members["Sam"].id,
            "memo_id": own.memo_id,
            "models": NoModels(),
            "more": Contents(self.project.id),
            "name": f"New by {actor}",
            "new": "another long passphrase",
            "new_label": "Time",
            "number": 2,
            "old": "a long passphrase",
            "on": True,
            "operations": [{"op": new_id(), "kind": "undo"}],
            "outcome": Outcome.AGREE_TO_DIFFER,
            "parent_id": None,
            "participant_id": self.person.id,
            "participants": [],
            "passage_id": nobody,
            "passphrase": "a long passphrase",
            "path": path,
            "withdrawal.remove_from_vault.path": str(path),
            "person": KeptPerson(self.person.id, "P01", "Maple"),
            "phrase": "nine months",
            "place": (self.transcript.id, 0, 3),
            "places": [],
            "position": 3,
            "proposal_id": nobody,
            "proposals": [],
            "pseudonym": "Rowan",
            "purpose": "teaching",
            "question": "where",
            "question_id": own.question_id,
            "reader": Recipient.REPORT,
            "reason": "It reads better so.",
            "recipient": "somebody",
            "feedback.feedback_bytes.on": "March 1, 2026",
            "exits.note.recipient": Recipient.TEAM,
            "reports.cleared.recipient": Recipient.TEAM,
            "reports.codings_leaving.recipient": Recipient.TEAM,
            "release_id": self.release.id,
            "remains": "nothing",
            "review_id": nobody,
            "role": Role.STUDENT,
            "round_id": nobody,
            "scope": Scope.SHARING,
            "seed": 7,
            "seen": make_preview((("Maple", "A third letter came."),)),
            "sheet": PeopleSheet("people.csv", ("label",), ()),
            "sign_off_id": nobody,
            "since": 0,
            "snapshot": self.snapshot,
            "source": b"label\nHope\n",
            "source_id": self.waiting.id,
            "span": Span(own.coding.start, own.coding.end),
            "speaker_id": speaker,
            "speaker_ids": [speaker],
            "step": Step.DOWN,
            "student": "Ben",
            "study": suggestion_study.Study([], [], [], actor=actor, read={}, turned_down=[], labels={}),
            "suggestion_id": nobody,
            "sureness": None,
            "target": io.BytesIO(),
            "target_id": self.family.id,
            "text": "A line.",
            "theme_id": self.theme.id,
            "tier": Tier.FINDINGS,
            "title": "Round one",
            "told": Told("You listened closely.", "Write more notes."),
            "to": "Ben",
            "transcript_id": self.transcript.id,
            "transcript_ids": [self.transcript.id],
            "turn": 2,
            "verdict": next(iter(Verdict)),
            "wanted": "letter",
            "tasks.assign.wanted": {self.transcript.id: ["Ben"]},
            "suggestion_engine.answer.wanted": [],
            "suggestion_engine.refresh.wanted": [],
            "what": "codings",
            "why": "Too early.",
            "agreement.figures.wish": Wish(coders=("Ben", "Mia")),
            "agreement.table_bytes.wish": Wish(coders=("Ben", "Mia")),
            "wish": VaultWish(path, "a long passphrase"),
            "withdrawal": Withdrawal(WithdrawalId(nobody), self.project.id, ParticipantId(self.person.id), Scope.SHARING, "2026-03-01"),
            "words": "Red Deer",
            "written": "letter",
        }  # fmt: skip

    def try_as(self, name: str, deed: str, function: Callable[..., Any]) -> Any:
        """Do a deed with arguments for all that it asks for; what came back, or what was raised."""
        desk = self.desk(name)
        given: dict[str, Any] = {
            parameter.name: self.argument(deed, parameter.name, name)
            for parameter in list(inspect.signature(function).parameters.values())[1:]
            if parameter.default is parameter.empty and parameter.kind is not parameter.VAR_KEYWORD
        }
        try:
            return function(desk, **given)
        except (WorkbenchError, ModelsReachedError) as stopped:
            return stopped

    def rows(self) -> dict[str, list[tuple[Any, ...]]]:
        """Every row of every table."""
        tables = sa.MetaData()
        tables.reflect(self.store.engine)
        with self.store.engine.connect() as connection:
            return {
                table.name: sorted(map(tuple, connection.execute(sa.select(table))), key=repr)
                for table in tables.sorted_tables
            }


def in_words(outcome: Any) -> str:
    """Everything that stands in what a deed gave back; a packed file is unpacked."""
    if not isinstance(outcome, bytes):
        return repr(outcome)
    if not zipfile.is_zipfile(io.BytesIO(outcome)):
        return outcome.decode("utf-8", "ignore")
    with zipfile.ZipFile(io.BytesIO(outcome)) as packed:
        return " ".join(packed.read(name).decode("utf-8", "ignore") for name in packed.namelist())


DEEDS = {deed: function for deed, function in every_deed().items() if deed not in REACHES_NOTHING}


@pytest.fixture
def world(make_sqlite: Callable[[], Store], tmp_path: Path) -> World:
    return World(make_sqlite(), tmp_path)


def test_every_deed_has_a_place_in_the_table() -> None:
    """A new function of the services: say in ``tests/roles_table.py`` who may do it."""
    assert every_deed().keys() == EVERY_DEED | REACHES_NOTHING


@pytest.mark.parametrize("name", ["Stranger", "Gus"])
def test_who_is_not_on_the_team_is_told_that_there_is_no_project(world: World, name: str) -> None:
    before = world.rows()

    outcomes = {deed: world.try_as(name, deed, function) for deed, function in DEEDS.items()}

    let_in = {
        deed: outcome
        for deed, outcome in outcomes.items()
        if not (isinstance(outcome, NotFoundError) and "project" in str(outcome).lower())
    }
    assert let_in == {}
    assert world.rows() == before


def test_a_sponsor_comes_to_what_was_released_and_to_nothing_else(world: World) -> None:
    before = world.rows()

    outcomes = {deed: world.try_as("Sam", deed, function) for deed, function in DEEDS.items()}

    let_in = {deed for deed, outcome in outcomes.items() if not isinstance(outcome, NotAllowedError)}
    assert let_in == {deed for deed in DEEDS if may(Role.SPONSOR, deed)}
    shown = {deed: f"{in_words(outcome)} {outcome}" for deed, outcome in outcomes.items()}
    assert {(deed, word) for deed, text in shown.items() for word in PLANTED if word in text} == set()
    assert world.rows() == before


@pytest.mark.parametrize("name", list(ROLES))
def test_a_role_may_do_what_the_table_says(world: World, name: str) -> None:
    """What is refused is refused because of the role, and changes nothing."""
    role = ROLES[name]
    before = world.rows()
    forbidden = {deed: world.try_as(name, deed, function) for deed, function in DEEDS.items() if not may(role, deed)}
    assert world.rows() == before
    refused = {deed for deed, outcome in forbidden.items() if isinstance(outcome, NotAllowedError)}
    last = ("history", "waiting", "withdrawal")  # they take things away that others need
    order = sorted(deed for deed in DEEDS if may(role, deed))
    for deed in sorted(order, key=lambda one: one.startswith(last)):
        if isinstance(world.try_as(name, deed, DEEDS[deed]), NotAllowedError):
            refused.add(deed)

    assert refused == {deed for deed in DEEDS if not may(role, deed)}


@pytest.mark.parametrize("name", list(ROLES))
def test_nobody_overwrites_or_removes_the_work_of_another(world: World, name: str) -> None:
    """Codings, private notes, and questions: only by whose they are, not even by the owner of the project."""
    desk = world.desk(name)
    before = {table: rows for table, rows in world.rows().items() if table in ("codings", "memos")}
    for other in (own for who, own in world.own.items() if who != name):
        for attempt in (
            lambda other=other: codings.remove_coding(desk, other.coding.id),
            lambda other=other: codings.recode(desk, other.coding.id, world.family.id),
            lambda other=other: codings.mark_challenge(desk, other.coding.id, world.theme.id),
            lambda other=other: codings.confirm_codings(desk, [other.coding.id]),
            lambda other=other: memos.change_memo(desk, other.memo_id, visibility=Visibility.TEAM),
            lambda other=other: memos.remove_memo(desk, other.memo_id),
        ):
            with pytest.raises((NotAllowedError, NotFoundError)):
                attempt()

    assert {table: rows for table, rows in world.rows().items() if table in before} == before


@pytest.mark.parametrize("name", ["Eve", "Mia", "Ana"])
def test_a_private_note_is_its_authors_alone_whatever_is_asked(world: World, name: str) -> None:
    """Not by any deed that only looks, nor in what a file holds."""
    own = {f"{PRIVATE}, {who}." for who in ROLES if who != name}
    found: set[tuple[str, str]] = set()
    for deed, function in DEEDS.items():
        outcome = world.try_as(name, deed, function)
        text = in_words(outcome)
        found |= {(deed, secret) for secret in own if secret in text}

    assert found == set()

"""Project and Member: what is studied, and who works on it in which role."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from workbench.domain.ids import MemberId, ProjectId
from workbench.errors import NotAllowedError


class Approach(StrEnum):
    """The family of method a team has chosen; it changes defaults, never what is possible."""

    PACER = "pacer"
    REFLEXIVE = "reflexive"
    CODEBOOK = "codebook"
    CONTENT = "content"


class Role(StrEnum):
    """What a person is to one project."""

    STUDENT = "student"
    MENTOR = "mentor"
    OWNER = "owner"
    SPONSOR = "sponsor"


class Right(StrEnum):
    """Something that a role may do."""

    SEE_RELEASED = "see what was released"
    READ = "read the transcripts"
    CODE = "code passages"
    WRITE_NOTES = "write notes"
    EDIT_CODEBOOK = "change the codebook"
    EDIT_THEMES = "change the themes"
    DECIDE = "record a decision"
    ANSWER = "answer questions"
    MENTOR = "look after the work of each student"
    MERGE = "bring in the work of colleagues"
    IMPORT = "import transcripts"
    CORRECT = "correct transcripts"
    MANAGE_PEOPLE = "change participants and consent"
    WITHDRAW = "remove what a participant takes back"
    MANAGE_PROJECT = "change the project and its members"
    REPORT = "save a report draft"
    DEIDENTIFY = "take identifiers out"
    SIGN_OFF = "sign things off"
    SWITCH_SUGGESTIONS = "switch suggestions for the team"
    RUN_ROUNDS = "start and end blind rounds"
    ASSIGN = "share out transcripts"
    RELEASE = "release files to a sponsor"


_NOT_FOR_STUDENTS = frozenset(
    {
        Right.ANSWER,
        Right.ASSIGN,
        Right.MENTOR,
        Right.MERGE,
        Right.RELEASE,
        Right.RUN_ROUNDS,
        Right.SIGN_OFF,
        Right.SWITCH_SUGGESTIONS,
        Right.WITHDRAW,
    }
)
_STUDENT = frozenset(Right) - _NOT_FOR_STUDENTS - {Right.MANAGE_PROJECT}
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.STUDENT: _STUDENT,
    Role.MENTOR: _STUDENT | _NOT_FOR_STUDENTS,
    Role.OWNER: frozenset(Right),
    Role.SPONSOR: frozenset({Right.SEE_RELEASED}),
}


@dataclass(frozen=True, slots=True)
class Project:
    """One study. ``facts`` are what the team wrote about it (research question, sponsor, ethics number ...)."""

    id: ProjectId
    title: str
    approach: Approach
    created_at: str
    facts: dict[str, str] = field(default_factory=dict)
    qualifiers: dict[str, str] = field(
        default_factory=dict
    )  # key -> label, such as present / missing; from the codebook
    made_up: bool = False  # sample data: every page says "made-up people"


@dataclass(frozen=True, slots=True)
class Member:
    """A person on the team of a project, known by ``name``. Who has left may do nothing; their name stays on their work."""

    id: MemberId
    project_id: ProjectId
    name: str
    role: Role
    left_at: str | None = None

    @property
    def is_student(self) -> bool:
        return self.role is Role.STUDENT

    def may(self, right: Right) -> bool:
        """Whether this person is on the team, in a role that carries a right."""
        return self.left_at is None and right in RIGHTS[self.role]

    def require(self, right: Right) -> None:
        """Raise ``NotAllowedError`` unless this person's role carries a right."""
        if self.left_at is not None:
            raise NotAllowedError(f"{self.name} has left the team.")
        if not self.may(right):
            raise NotAllowedError(
                f"{self.name} takes part as {self.role.value} and may not {right.value}. Ask the owner of the project."
            )

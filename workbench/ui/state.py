"""Where a person is: project, name, transcript. The only reader and writer of session state and of the address.

The address keeps ids, so that F5 and a bookmark lead back to the same place; a name of a person never stands in it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import streamlit as st

from workbench.bootstrap import Workbench
from workbench.domain.ids import CodeId, ProjectId, TranscriptId, is_id
from workbench.domain.project import Member, Project, Right
from workbench.services import projects
from workbench.services.desk import Desk

T = TypeVar("T")
PROJECT, WHO, TRANSCRIPT, TURN, CODE = "project", "who", "transcript", "turn", "code"
_PLACE = "place"
_KEPT = (PROJECT, WHO, TRANSCRIPT)


@dataclass(frozen=True)
class Here:
    """One person at one project."""

    workbench: Workbench
    project: Project
    member: Member
    desk: Desk

    def may(self, right: Right) -> bool:
        """Whether this person's role carries a right."""
        return self.member.may(right)


def find_place(workbench: Workbench) -> Here | None:
    """The project and person of the address or of this session, or ``None`` where they must be chosen first."""
    for name in _KEPT:
        if name in st.query_params:
            _place()[name] = st.query_params[name]
    project_id, who = _place().get(PROJECT, ""), _place().get(WHO, "")
    team = projects.members_of(workbench.store, ProjectId(project_id)) if is_id(project_id) else []
    member = next(
        (member for member in team if who in (member.id, "") and _is_asked_for(workbench, member, team)), None
    )
    if member is None:
        return None
    desk = workbench.desk_at(member.project_id, member.name)
    here = Here(workbench, projects.get_project(desk), member, desk)
    _place()[WHO] = member.id
    for name in _KEPT:
        if name in _place() and st.query_params.get(name) != _place()[name]:
            st.query_params[name] = _place()[name]
    return here


def _is_asked_for(workbench: Workbench, member: Member, team: list[Member]) -> bool:
    """Whether a person may be taken without asking: named in the address or in the settings, or alone on the team."""
    return _place().get(WHO) == member.id or workbench.settings.actor == member.name or len(team) == 1


def _place() -> dict[str, str]:
    found: dict[str, str] = st.session_state.setdefault(_PLACE, {})
    return found


def chosen_project() -> str | None:
    """The id of the project that was chosen, even where nobody has said who they are."""
    return _place().get(PROJECT)


def enter(project: ProjectId, member: Member) -> None:
    """From now on this person works on this project."""
    st.session_state[_PLACE] = {PROJECT: project, WHO: member.id}
    st.query_params.from_dict(_place())


def leave() -> None:
    """Forget project and person; the start page is shown next."""
    st.session_state[_PLACE] = {}
    st.query_params.clear()


def address(**more: str) -> dict[str, str]:
    """The place as an address keeps it, with something more where a link leads deeper."""
    return {**_place(), **more}


def chosen_transcript() -> TranscriptId | None:
    """The transcript that was looked at last."""
    found = _place().get(TRANSCRIPT)
    return TranscriptId(found) if found else None


def choose_transcript(transcript_id: TranscriptId, *, turn: int | None = None) -> None:
    """Look at this transcript from now on, where wanted at a turn."""
    _place()[TRANSCRIPT] = transcript_id
    st.query_params[TRANSCRIPT] = transcript_id
    if turn is not None:
        st.session_state[TURN] = turn


def take_turn() -> int | None:
    """The turn to open at, once: the next run stays where the reader is."""
    if TURN in st.query_params and st.query_params[TURN].isdecimal():
        st.session_state[TURN] = int(st.query_params[TURN])
        del st.query_params[TURN]
    found: int | None = st.session_state.pop(TURN, None)
    return found


def take_code() -> CodeId | None:
    """The code that a link brought along, once."""
    found = st.query_params.get(CODE, "")
    if CODE in st.query_params:
        del st.query_params[CODE]
    return CodeId(found) if is_id(found) else None


def tell(message: str) -> None:
    """Say something after the next run has drawn the page anew."""
    st.session_state.setdefault("told", []).append(message)


def take_told() -> list[str]:
    """What is to be said now."""
    told: list[str] = st.session_state.pop("told", [])
    return told


def recall(name: str, make: Callable[[], T]) -> T:
    """Something this session has worked out before, or works out now."""
    if name not in st.session_state:
        st.session_state[name] = make()
    found: T = st.session_state[name]
    return found


def keep(name: str, value: Any) -> None:
    """Keep something for later runs of this session."""
    st.session_state[name] = value


def kept(name: str, default: T) -> T:
    """What was kept under this name."""
    found: T = st.session_state.get(name, default)
    return found


def wish(name: str, value: Any) -> None:
    """What a widget shall show in the next run; it cannot be told once it is drawn."""
    st.session_state[f"wish.{name}"] = value


def grant(name: str) -> None:
    """Fulfil a wish, before the widget is drawn."""
    if f"wish.{name}" in st.session_state:
        st.session_state[name] = st.session_state.pop(f"wish.{name}")


def drop(*names: str) -> None:
    """Forget what was kept under these names."""
    for name in names:
        st.session_state.pop(name, None)


def drop_all(prefix: str) -> None:
    """Forget everything whose name begins so, such as the fields of a form that is done."""
    drop(*[str(name) for name in st.session_state if str(name).startswith(prefix)])

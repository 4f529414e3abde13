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
from workbench.services import accounts, projects
from workbench.services.desk import Desk
from workbench.services.sign_in import Visitor
from workbench.ui.shared import visitors
from workbench.ui.visitors import cookie_name

T = TypeVar("T")
PROJECT, WHO, TRANSCRIPT, TURN, CODE = "project", "who", "transcript", "turn", "code"
_PLACE, _ACCOUNT = "place", "account"
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


def visitor(workbench: Workbench) -> Visitor | None:
    """Who has signed in to this server. What a session kept for somebody else is forgotten first."""
    serving = workbench.settings.serving
    found = visitors().who(session_token(workbench)) if serving else None
    account_id = found.account_id if found else None
    if st.session_state.get(_ACCOUNT, account_id) != account_id:
        st.session_state.clear()
    st.session_state[_ACCOUNT] = account_id
    return found


def session_token(workbench: Workbench) -> str:
    """The token in the cookie with which this page was opened."""
    serving = workbench.settings.serving
    return st.context.cookies.get(cookie_name(serving), "") if serving else ""


def path(workbench: Workbench, inner: str) -> str:
    """A path of ours as this server serves it."""
    serving = workbench.settings.serving
    return (serving.root_path if serving else "") + inner


def full_address(workbench: Workbench, path: str) -> str:
    """An address of this server to give to somebody."""
    serving = workbench.settings.serving
    assert serving
    return (serving.address or f"http://{st.context.headers.get('host', 'localhost')}{serving.root_path}") + path


def find_place(workbench: Workbench, visitor: Visitor | None = None) -> Here | None:
    """The project and person of the address or of this session, or ``None`` where they must be chosen first.

    On a server the person is the one who has signed in, whatever the address says.
    """
    for name in _KEPT:
        if name in st.query_params:
            _place()[name] = st.query_params[name]
    if workbench.settings.serving:
        return _place_of(workbench, visitor) if visitor else None
    project_id, who = _place().get(PROJECT, ""), _place().get(WHO, "")
    team = projects.members_of(workbench.store, ProjectId(project_id)) if is_id(project_id) else []
    member = next(
        (member for member in team if who in (member.id, "") and _is_asked_for(workbench, member, team)), None
    )
    if member is None:
        return None
    _place()[WHO] = member.id
    return _stand(workbench, member)


def _place_of(workbench: Workbench, visitor: Visitor) -> Here | None:
    """The chosen project, if the one who has signed in is on its team."""
    _place().pop(WHO, None)
    st.query_params.pop(WHO, None)
    project_id = _place().get(PROJECT, "")
    member = (
        accounts.member_for(workbench.store, visitor.account_id, ProjectId(project_id)) if is_id(project_id) else None
    )
    return _stand(workbench, member) if member else None


def _stand(workbench: Workbench, member: Member) -> Here:
    """At the desk of a member, with the place in the address."""
    desk = workbench.desk_at(member.project_id, member.name)
    here = Here(workbench, projects.get_project(desk), member, desk)
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


def enter(project: ProjectId, member: Member | None = None) -> None:
    """From now on this person works on this project; on a server nobody is named, for one has signed in."""
    st.session_state[_PLACE] = {PROJECT: project, **({WHO: member.id} if member else {})}
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

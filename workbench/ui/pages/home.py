"""Home: where to go on, answers to questions, the path of the study, the phases of analysis, what happened, a backup."""

from __future__ import annotations

import html
from itertools import groupby

import streamlit as st

from workbench.domain.project import Right, Role
from workbench.domain.transcript import Phase
from workbench.services import history, maintenance, projects, waiting
from workbench.services.history import LogLine
from workbench.ui import state
from workbench.ui.backups import backup_bytes, last_backup, place_of_data
from workbench.ui.progress import (
    MINUTES_TO_READ_A_TURN,
    PhaseCount,
    Progress,
    Stage,
    StageCount,
    Step,
    about_how_long,
)
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import did
from workbench.ui.widgets.frame import heading, section, undo_and_redo
from workbench.ui.widgets.glossary import glossary_here
from workbench.ui.widgets.proposals import proposals_news
from workbench.ui.widgets.questions_news import questions_news
from workbench.ui.words import as_written, deed_in_words, moment, name_of, say

_NEWEST = 8
_LOOKED_AT = 60
_DOORS = {
    Step.IMPORT: "transcripts",
    Step.CODEBOOK: "codebook",
    Step.READ: "code",
    Step.THEMES: "report",
    Step.REFLECT: "transcripts",
    Step.REPORT: "report",
}


def page(here: Here) -> None:
    """What is done, what is next, what happened."""
    progress = Progress.of(here)
    heading(here, say("home.hello", name=as_written(here.member.name)), say("home.lead"))
    _next(progress)
    questions_news(here)
    proposals_news(here, key="home.proposal")
    _corrections(here)
    _given(progress)
    section(say("home.path"))
    for column, phase in zip(st.columns(3, gap="medium"), Phase, strict=True):
        with column:
            _phase(phase, progress.in_phase(phase))
    _stages(progress)
    _learn()
    left, right = st.columns([3, 2], gap="large")
    with left:
        _newest(here)
    with right:
        _safety(here)
        _team(here)


def _corrections(here: Here) -> None:
    """How many codings wait for a place after a correction; nothing where none does."""
    waits = sum(waiting.how_many_wait(here.desk).values()) if here.may(Right.CODE) else 0
    if waits:
        doors.link("corrections", say("corrections.news", n=waits))


def _next(progress: Progress) -> None:
    step, row = progress.next_step(), progress.unfinished()
    if step is Step.READ and row is not None:
        place = row.transcript.label
        label = (
            say("home.continue", transcript=place, turn=row.turns_read + 1)
            if row.turns_read
            else say("home.begin", transcript=place)
        )
        about = say("home.counts", read=row.turns_read, turns=row.turns, codings=say("counts.codings", n=row.codings))
        long = about_how_long((row.turns - row.turns_read) * MINUTES_TO_READ_A_TURN)
        about = f"{row.transcript.title} · {about} · {say('home.to_the_end', long=long)}"
    else:
        label, about = say(f"home.next_{step.value}"), say(f"home.next_{step.value}_about")
    with st.container(border=True, key="home_next", horizontal=True, vertical_alignment="center"):
        st.html(
            f'<div class="wb-next"><h2>{html.escape(say("home.next"))}</h2><p>{html.escape(about)}</p></div>',
            width="stretch",
        )
        if st.button(label, type="primary", key="home.go"):
            if step is Step.READ and row is not None:
                state.choose_transcript(row.transcript.id, turn=row.turns_read + 1)
            doors.go(_DOORS[step])


def _given(progress: Progress) -> None:
    """The transcripts that were given to this person, each with how far it has come."""
    if not progress.given:
        return
    section(say("sharing.your_transcripts"))
    with st.container(horizontal=True, gap="medium"):
        for row in progress.given:
            place = row.transcript.label
            count = say("home.read_by_you", read=row.turns_read, turns=row.turns)
            doors.link("code", f"{place}: {count}", transcript_id=row.transcript.id)


def _phase(phase: Phase, count: PhaseCount) -> None:
    status = "empty" if not count.transcripts else "read" if count.all_read else "under_way"
    lines = [say("counts.transcripts", n=count.transcripts)]
    if count.transcripts:
        lines.append(say("home.read_by_you", read=count.turns_read, turns=count.turns))
        lines.append(say("counts.codings", n=count.codings))
    st.html(
        f'<div class="wb-phase wb-phase-{status}"><h3>{html.escape(name_of(phase))}</h3>'
        f'<p class="wb-status">{html.escape(say(f"home.phase_{status}"))}</p>'
        f"<p>{html.escape(say(f'home.about_{phase.value}'))}</p>"
        f"<ul>{''.join(f'<li>{html.escape(line)}</li>' for line in lines)}</ul></div>"
    )


def _stages(progress: Progress) -> None:
    """What is done, what comes next and about how long, for each phase of analysis."""
    section(say("home.stages"), say("home.stages_lead"))
    found = progress.stages()
    following = next((count.stage for count in found if count.status != "done"), None)
    st.html(f'<ol class="wb-stages">{"".join(_stage(count, following) for count in found)}</ol>')


def _stage(count: StageCount, following: Stage | None) -> str:
    status = html.escape(say(f"home.stage_is_{count.status}"))
    if count.stage is following:
        status += f' <span class="wb-private">{html.escape(say("home.next"))}</span>'
    lines = [say(f"home.stage_{count.stage.value}_about")]
    if count.of:
        lines.append(say(f"home.stage_{count.stage.value}_count", done=count.done, of=count.of))
    if long := about_how_long(count.minutes):
        lines.append(say("home.stage_left", long=long))
    return (
        f'<li class="wb-stage wb-stage-{count.status}"><h3>{html.escape(name_of(count.stage))}</h3>'
        f'<p class="wb-status">{status}</p>{"".join(f"<p>{html.escape(line)}</p>" for line in lines)}</li>'
    )


def _learn() -> None:
    """A place to practise, and the words that are used here."""
    section(say("home.learn"))
    with st.container(border=True, horizontal=True, vertical_alignment="center", key="home_practice"):
        st.html(f'<div class="wb-next"><p>{html.escape(say("home.practice_about"))}</p></div>', width="stretch")
        doors.link("practice", say("home.practice"))
    glossary_here()


def _newest(here: Here) -> None:
    section(say("home.newest"))
    undo_and_redo(here, key="home")
    acts = history.newest_acts(here.desk, limit=_LOOKED_AT)
    runs = [list(run) for _, run in groupby(acts, key=lambda line: (line.actor, line.deed))]
    rows = "".join(
        f"<li><span>{html.escape(_sentence(run))}</span> <time>{html.escape(moment(run[0].at))}</time></li>"
        for run in runs[:_NEWEST]
    )
    st.html(f'<ul class="wb-acts">{rows}</ul>')


def _sentence(run: list[LogLine]) -> str:
    """What somebody did, once or several times in a row."""
    sentence = say("home.did", who=run[0].actor, deed=deed_in_words(run[0].deed))
    return sentence if len(run) == 1 else say("home.did_often", sentence=sentence, times=len(run))


def _safety(here: Here) -> None:
    section(say("home.data"))
    if here.workbench.settings.serving:
        st.write(say("served.data"))  # a backup holds every project of the server
        return
    saved = last_backup(here.workbench)
    st.write(say("home.data_where", place=as_written(place_of_data(here.workbench))))
    st.write(say("home.backup_last", at=moment(saved)) if saved else say("home.backup_never"))
    if reason := maintenance.why_no_backup(here.workbench.store, here.member.name):
        st.info(as_written(reason))
        return
    st.download_button(
        say("home.backup"),
        data=lambda: backup_bytes(here.workbench),
        file_name="study.workbench",
        mime="application/zip",
        help=say("home.backup_help"),
        key="home.backup",
    )


def _team(here: Here) -> None:
    team = projects.list_members(here.desk)
    section(say("home.team"))
    st.html(
        '<ul class="wb-acts">'
        + "".join(
            f"<li><span>{html.escape(member.name)}</span> <time>{html.escape(name_of(member.role))}</time></li>"
            for member in team
        )
        + "</ul>"
    )
    if not here.may(Right.MANAGE_PROJECT):
        return
    with st.expander(say("home.team_add")), st.form("home.team", border=False, clear_on_submit=True):
        name = st.text_input(say("home.team_name"))
        role = st.selectbox(say("home.team_role"), list(Role), format_func=name_of)
        if st.form_submit_button(say("home.team_save")) and did(
            projects.add_member, here.desk, name, role=role, said=say("home.team_added", name=as_written(name))
        ):
            st.rerun()

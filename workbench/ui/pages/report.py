"""The report: what only the team knows, the themes, what the draft will hold, and the downloads."""

from __future__ import annotations

from collections import Counter
from functools import partial
from itertools import groupby
from typing import Literal

import streamlit as st

from workbench.domain.decision import Layer
from workbench.domain.exit import Recipient
from workbench.domain.project import Right
from workbench.domain.study_facts import STUDY_FACTS, StudyFact
from workbench.services import projects, reports, rounds
from workbench.services.exits import Cleared
from workbench.services.reports import Draft
from workbench.ui import state
from workbench.ui.quotable import why_not_quotable
from workbench.ui.state import Here
from workbench.ui.widgets.acts import did, fragment
from workbench.ui.widgets.frame import empty, heading, section, undo_and_redo
from workbench.ui.widgets.themes_form import show_themes
from workbench.ui.words import as_written, name_of, say

_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TABLES: dict[Literal["csv", "xlsx", "json"], str] = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}


_TABLE_FOR = tuple(one for one in Recipient if one not in (Recipient.PARTICIPANTS, Recipient.REPORT))


def page(here: Here) -> None:
    """Four steps, one under each tab; none has to be finished."""
    heading(here, say("report.title"), say("report.lead"))
    if not here.may(Right.REPORT):
        empty(say("report.not_allowed"), say("report.not_allowed_advice"))
        return
    names = [
        say("report.tab_draft"),
        say("report.tab_facts"),
        say("report.tab_themes"),
        say("report.tab_data"),
    ]
    draft, facts, themes, data = st.tabs(names, on_change="rerun", key="report.tab")
    with draft:
        if draft.open:
            _draft(here)
    with facts:
        if facts.open:
            _facts(here)
    with themes:
        if themes.open:
            undo_and_redo(here, key="report")
            show_themes(here)
    with data:
        if data.open:
            _data(here)


def _draft(here: Here) -> None:
    """What the draft will hold, what may not be quoted, and the file itself."""
    layer = Layer.AGREED if state.kept("report.agreed", False) else Layer.OWN
    made = reports.draft(here.desk, layer=layer)
    report = made.report
    left, right = st.columns([3, 2], gap="large")
    with left:
        section(say("report.contents"))
        st.markdown(
            "\n".join(
                f"{'  ' * (title.level - 1)}- {as_written(title.text)}" for title in report.headings if title.level <= 2
            )
        )
    with right:
        section(say("report.download"), say("report.download_lead"))
        st.markdown(
            "\n".join(
                (
                    f"- {say('report.quotes', n=len(report.quotes))}",
                    f"- {say('report.open_questions', n=len(report.open_questions()))}",
                )
            )
        )
        if made.snapshot.has_settled:
            st.toggle(say("report.agreed"), help=say("report.agreed_help"), key="report.agreed")
        st.download_button(
            say("report.save"),
            data=lambda: reports.report_bytes(here.desk, layer),
            file_name="report-draft.docx",
            mime=_WORD,
            type="primary",
            key="report.save",
        )
        _not_quotable(made)


def _not_quotable(made: Draft) -> None:
    """What is still to do about the quotes in the draft, and why other passages are not in it."""
    if made.to_do:
        st.subheader(say("report.to_do"), anchor=False)
        st.markdown("\n".join(f"- {say(f'leaving.{one.value}', n=count)}" for one, count in made.to_do.items()))
    snapshot = made.snapshot
    reasons = Counter(reason for coding in snapshot.codings if (reason := why_not_quotable(snapshot, coding)))
    if not reasons:
        return
    st.subheader(say("report.not_quotable", n=sum(reasons.values())), anchor=False)
    st.markdown("\n".join(f"- {say(f'quotable.{reason.value}', n=count)}" for reason, count in reasons.most_common()))
    st.caption(say("report.not_quotable_advice"))


@fragment
def _facts(here: Here) -> None:
    """The questions, by section of the report; each section is saved by itself."""
    section(say("report.facts"), say("report.facts_lead"))
    for title, group in groupby(STUDY_FACTS, key=lambda fact: fact.section):
        asked = list(group)
        done = sum(fact.key in here.project.facts for fact in asked)
        with st.expander(say("report.facts_section", title=title, done=done, all=len(asked))):
            _section(here, title, asked)


def _section(here: Here, title: str, asked: list[StudyFact]) -> None:
    with st.form(f"report.facts.{title}", border=False):
        answers: dict[str, str] = {}
        for fact in asked:
            before = here.project.facts.get(fact.key, "")
            if fact.long:
                answers[fact.key] = st.text_area(fact.question, before, height=110, key=f"report.fact.{fact.key}")
            else:
                answers[fact.key] = st.text_input(fact.question, before, key=f"report.fact.{fact.key}")
        saved = st.form_submit_button(say("frame.save"))
    if saved and did(projects.describe_project, here.desk, answers, said=say("report.facts_saved", title=title)):
        st.rerun()


def _data(here: Here) -> None:
    section(say("report.data"), say("report.data_lead"))
    recipient: Recipient = st.selectbox(
        say("report.data_for"), _TABLE_FOR, format_func=name_of, help=say("report.data_for_help"), key="report.data.for"
    )
    if sentence := rounds.left_out(here.desk):
        st.info(as_written(sentence))
    if recipient is not Recipient.TEAM:
        _left_out(reports.cleared(here.desk, recipient))
    for kind, mime in _TABLES.items():
        left, right = st.columns([1, 3], vertical_alignment="center")
        left.download_button(
            say("report.save_as", ending=f".{kind}"),
            data=partial(reports.codings_bytes, here.desk, kind, recipient),
            file_name=f"codings.{kind}",
            mime=mime,
            key=f"report.data.{kind}",
            width="stretch",
        )
        right.write(say(f"report.data_{kind}"))


def _left_out(cleared: Cleared) -> None:
    """What goes into a file for others than the team, and what stays behind and why."""
    st.write(say("report.data_goes", n=len(cleared.snapshot.codings)))
    lines = [say(f"quotable.{why.value}", n=count) for why, count in cleared.kept_back.items()]
    if cleared.wordless:
        lines.append(say("report.data_wordless", n=len(cleared.wordless)))
    if lines:
        st.markdown("\n".join([say("report.data_stays"), "", *(f"- {line}" for line in lines)]))

"""What a withdrawal would remove, part by part, before a person types the number of the participant and removes it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from workbench.domain.ids import ParticipantId
from workbench.domain.participant import Participant
from workbench.domain.project import Right
from workbench.domain.withdrawal import Withdrawal
from workbench.services import codebooks, withdrawal
from workbench.services.withdrawal import Done, Reach
from workbench.services.withdrawal_plan import Mention
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import act
from workbench.ui.widgets.frame import section
from workbench.ui.words import as_written, day, say, shortened

_SHOWN = 30  # turns of others that are listed
_LONG = 220


def show_look(here: Here, persons: Mapping[ParticipantId, Participant], waiting: Sequence[Withdrawal]) -> None:
    """The open requests; of the chosen one, all that it would touch."""
    if not waiting:
        return
    section(say("withdrawal.open"), say("withdrawal.open_lead"))
    chosen = state.kept("withdrawal.chosen", "")
    for one in waiting:
        with st.container(border=True):
            st.markdown(f"**{as_written(_name(persons[one.participant_id]))}**: {_what(one)}")
            if (
                here.may(Right.WITHDRAW)
                and one.id != chosen
                and st.button(say("withdrawal.look"), key=f"withdrawal.look.{one.id}")
            ):
                state.keep("withdrawal.chosen", one.id)
                st.rerun()
            if not here.may(Right.WITHDRAW):
                st.caption(say("withdrawal.who_may"))
            elif one.id == chosen:
                _look(here, one)


def _name(person: Participant) -> str:
    return person.label if person.pseudonym == person.label else f"{person.label} {person.pseudonym}"


def _what(one: Withdrawal) -> str:
    told = say(f"withdrawal.scope_{one.scope.value}")
    when = say("withdrawal.asked_on", day=one.asked_on)
    late = "" if one.in_time is None else say("withdrawal.in_time" if one.in_time else "withdrawal.late")
    return " ".join(filter(None, (f"{told}.", when, late)))


def _look(here: Here, one: Withdrawal) -> None:
    names, questions = "", False
    if one.scope is one.scope.EVERYTHING:
        names = st.text_input(say("withdrawal.names"), help=say("withdrawal.names_help"), key="withdrawal.names")
        questions = st.checkbox(
            say("withdrawal.questions"), help=say("withdrawal.questions_help"), key="withdrawal.questions"
        )
    others = [name.strip() for name in names.split(",") if name.strip()]
    found = act(withdrawal.reach, here.desk, one, other_names=others, questions_too=questions)
    if found is None:
        return
    _turns(found)
    _codings(here, found)
    wordings = _texts(found)
    _nearby(found)
    _outside(found)
    _confirm(here, found, others, questions=questions, wordings=wordings)


def _turns(found: Reach) -> None:
    st.subheader(say("withdrawal.turns_title"), anchor=False)
    for part in found.plan.parts:
        transcript, gone = part.here.transcript, part.gone
        whole = say("withdrawal.turns_of", n=len(gone), label=transcript.label, all=len(part.here.body.turns))
        doors.link("code", whole, transcript_id=transcript.id, turn=gone[0].number)
    st.caption(say("withdrawal.turns_about"))
    for twin in found.twins:
        st.warning(say("withdrawal.twin", label=twin))


def _codings(here: Here, found: Reach) -> None:
    plan = found.plan
    st.subheader(say("withdrawal.codings_title"), anchor=False)
    names = {code.id: code.label for code in codebooks.get_codebook(here.desk)}
    count = Counter(names.get(one.record["code_id"], "") for one in plan.of_noun("coding"))
    lines = [say("withdrawal.codings", n=count.total())]
    if count:
        lines[0] += ": " + ", ".join(f"{as_written(label)} ({number})" for label, number in count.most_common())
    lines += [
        say(f"withdrawal.{phrase}", n=number)
        for phrase, number in (
            ("trimmed", len(plan.of_noun("coding", trimmed=True))),
            ("quotes", found.quotes_in_report),
            ("decisions", len(plan.of_noun("decision"))),
            ("questions_asked", len(plan.of_noun("question"))),
        )
        if number
    ]
    st.markdown("\n".join(f"- {line}" for line in lines))


def _texts(found: Reach) -> dict[str, str]:
    """The notes, themes and codes that name the person, one by one, to be worded anew."""
    shown = [mention for mention in found.plan.mentions if not mention.hidden]
    private = len(found.plan.mentions) - len(shown)
    st.subheader(say("withdrawal.texts_title"), anchor=False)
    if not found.plan.mentions:
        st.caption(say("withdrawal.no_texts"))
    else:
        st.caption(say("withdrawal.texts_about", label=as_written(found.plan.participant.label)))
    wordings = {mention.key: _wording(mention) for mention in shown}
    if private:
        st.info(say("withdrawal.private", n=private))
    return wordings


def _wording(mention: Mention) -> str:
    noun = (
        say(f"withdrawal.noun_{mention.noun}")
        if mention.noun in ("memo", "theme", "code", "decision", "question", "coding")
        else say("withdrawal.noun_other")
    )
    by = say("withdrawal.by", noun=noun, name=mention.author) if mention.author else noun
    if mention.proposed != mention.text:
        st.caption(say("withdrawal.now", text=as_written(shortened(mention.text, _LONG))))
    text: str = st.text_area(
        by,
        mention.proposed,
        key=f"withdrawal.text.{mention.key}",
        help=say("withdrawal.wording_help"),
        height="content",
    )
    return text


def _nearby(found: Reach) -> None:
    near = found.plan.nearby
    if not near:
        return
    st.subheader(say("withdrawal.nearby_title"), anchor=False)
    st.caption(say("withdrawal.nearby_about"))
    for one in near[:_SHOWN]:
        label = say("withdrawal.nearby", transcript=one.transcript, turn=one.turn, text=shortened(one.text, 100))
        doors.link("code", label, transcript_id=one.transcript_id, turn=one.turn)


def _outside(found: Reach) -> None:
    """What left, and what lies beside the database."""
    st.subheader(say("withdrawal.left_title"), anchor=False)
    if found.departures:
        st.markdown(
            "\n".join(
                "- "
                + say(
                    "withdrawal.left", day=day(one.at), what=as_written(one.what), recipient=as_written(one.recipient)
                )
                for one in found.departures
            )
        )
        st.caption(say("withdrawal.left_about"))
    else:
        st.caption(say("withdrawal.left_nothing"))
    st.subheader(say("withdrawal.backups_title"), anchor=False)
    for copy in found.copies:
        st.markdown("- " + say("withdrawal.backup_goes", name=as_written(copy.name)))
    for other in found.other_databases:
        st.warning(say("withdrawal.other_database", name=as_written(other.name)))
    st.caption(say("withdrawal.backups_about"))


def _confirm(here: Here, found: Reach, names: list[str], *, questions: bool, wordings: dict[str, str]) -> None:
    label = found.plan.participant.label
    st.warning(say("withdrawal.no_way_back"))
    typed = st.text_input(say("withdrawal.type", label=label), key="withdrawal.typed")
    ready = typed.strip().casefold() == label.casefold()
    bar = st.container(horizontal=True, gap="small")
    if bar.button(say("withdrawal.remove"), type="primary", disabled=not ready, key="withdrawal.remove"):
        done: Done | None = act(
            withdrawal.carry_out, here.desk, found.withdrawal, models=here.workbench.models, other_names=names,
            questions_too=questions, wordings=wordings,
        )  # fmt: skip
        if done is not None:
            state.drop_all("withdrawal.")
            state.keep("withdrawal.done", done)
            st.rerun()
    if bar.button(say("withdrawal.not_now"), key="withdrawal.not_now"):
        state.drop_all("withdrawal.")
        st.rerun()

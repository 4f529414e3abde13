"""A fair sample of each student's work: drawn by a number, looked at passage by passage, commented in place."""

from __future__ import annotations

import html
from collections import Counter
from itertools import groupby

import streamlit as st

from workbench.domain.codebook import Codebook, CodeStatus
from workbench.domain.sampled_passage import SampledPassage
from workbench.services import codebooks, passage_samples, proposals, questions
from workbench.services.passage_samples import MAX_SEED, SeenPassage
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import did
from workbench.ui.widgets.frame import empty
from workbench.ui.widgets.threads import thread
from workbench.ui.words import as_written, name_of, say, shortened

_ROOM = 700  # characters of a long turn that are shown on each side of the words


def cohort_sample(here: Here) -> None:
    """Drawing, how far one is, and one student's passages."""
    rows = passage_samples.sample_of(here.desk)
    _draw(here, rows)
    if not rows:
        empty(say("sampled.none"), say("sampled.none_advice"))
        return
    looked = sum(1 for row in rows if row.looked_at)
    st.progress(looked / len(rows), text=say("sampled.progress", looked=looked, n=len(rows)))
    counts = {
        name: Counter(bool(row.looked_at) for row in of_one)
        for name, of_one in groupby(rows, key=lambda row: row.student)
    }
    state.grant("sampled.student")
    student = st.radio(
        say("sampled.student"),
        list(counts),
        format_func=lambda name: say(
            "sampled.student_row", name=as_written(name), looked=counts[name][True], n=counts[name].total()
        ),
        horizontal=True,
        key="sampled.student",
    )
    codebook = codebooks.get_codebook(here.desk)
    for number, seen in enumerate(passage_samples.passages_of(here.desk, student), 1):
        _passage(here, seen, codebook, number)


def _draw(here: Here, rows: list[SampledPassage]) -> None:
    st.write(say("sampled.lead"))
    with st.container(horizontal=True, gap="small", vertical_alignment="bottom"):
        seed = st.number_input(
            say("sampled.seed"),
            min_value=0,
            max_value=MAX_SEED,
            value=rows[0].seed if rows else 1,
            step=1,
            help=say("sampled.seed_help"),
            width=220,
            key="sampled.seed",
        )
        wanted = st.button(
            say("sampled.draw_again") if rows else say("sampled.draw"),
            type="secondary" if rows else "primary",
            key="sampled.draw",
        )
    if wanted and did(passage_samples.draw, here.desk, seed=int(seed), said=say("sampled.drawn")):
        st.rerun()


def _passage(here: Here, seen: SeenPassage, codebook: Codebook, number: int) -> None:
    row = seen.row
    key = f"sampled.{row.id}"
    with st.container(border=True):
        st.subheader(say("sampled.passage", number=number, kind=name_of(row.drawn)), anchor=False)
        if seen.is_gone:
            st.write(say("sampled.gone"))
            _looked(here, row, key)
            return
        st.html(
            f'<p class="wb-about">{html.escape(say("sampled.where", transcript=seen.label, turn=seen.turn, who=seen.speaker or "–"))}</p>'
            f'<p class="wb-passage">{_marked(seen)}</p>{_codes(seen, codebook)}{_notes(seen)}'
        )
        for one in seen.threads:
            thread(here, one, key=key, quiet=True)
        _comment(here, seen, key)
        with st.container(horizontal=True, gap="small", vertical_alignment="center"):
            _looked(here, row, key)
            _other_code(here, seen, codebook, key)
            doors.link(
                "code",
                say("news.go", transcript=seen.label, turn=seen.turn),
                transcript_id=row.in_transcript,
                turn=seen.turn,
            )


def _looked(here: Here, row: SampledPassage, key: str) -> None:
    before = row.looked_at is not None
    now = st.checkbox(say("sampled.looked"), value=before, key=f"{key}.looked.{row.looked_at}")
    if now is not before and did(passage_samples.mark_looked, here.desk, row.id, looked=now):
        st.rerun()


def _comment(here: Here, seen: SeenPassage, key: str) -> None:
    student = seen.row.student
    with st.form(f"{key}.comment", clear_on_submit=True, border=False):
        text = st.text_area(say("sampled.comment", name=student), key=f"{key}.text", height=80)
        sent = st.form_submit_button(say("sampled.comment_send", number=seen.row.position, name=as_written(student)))
    if not sent or seen.span is None:
        return
    if did(
        questions.comment,
        here.desk,
        seen.row.in_transcript,
        text,
        to=student,
        coding_id=seen.coding.id if seen.coding else None,
        span=seen.span,
        said=say("sampled.comment_sent", name=as_written(student)),
    ):
        did(passage_samples.mark_looked, here.desk, seen.row.id)
        st.rerun()


def _other_code(here: Here, seen: SeenPassage, codebook: Codebook, key: str) -> None:
    """Proposing another code for one of the codings here; its coder decides."""
    if not seen.codings:
        return
    student = seen.row.student
    with st.popover(say("proposal.other")), st.form(f"{key}.other", clear_on_submit=True, border=False):
        by_id = {one.id: one for one in seen.codings}
        coding_id = st.selectbox(
            say("proposal.other_which"),
            list(by_id),
            format_func=lambda one: f"{codebook.codes[by_id[one].code_id].label}: {shortened(by_id[one].quote, 60)}",
            key=f"{key}.which",
        )
        codable = [code.id for code in codebook if code.codable and code.status is not CodeStatus.RETIRED]
        code_id = st.selectbox(
            say("proposal.other_to"), codable, index=None, format_func=codebook.path,
            placeholder=say("reshape.choose_code"), key=f"{key}.to",
        )  # fmt: skip
        reason = st.text_input(say("proposal.reason"), key=f"{key}.why")
        sent = st.form_submit_button(say("proposal.send"), type="primary")
    if not sent:
        return
    if code_id is None:
        st.warning(say("proposal.other_choose"))
    elif did(
        proposals.propose_other_code, here.desk, coding_id, code_id, reason=reason,
        said=say("proposal.other_sent", name=as_written(student)),
    ):  # fmt: skip
        st.rerun()


def _marked(seen: SeenPassage) -> str:
    """The turn with the words in question marked; a long turn is cut around them."""
    if seen.span is None:
        return ""
    start, end = seen.span.start - seen.starts_at, min(seen.span.end - seen.starts_at, len(seen.text))
    if not seen.row.thing:  # a turn that carries no coding has nothing to mark
        return html.escape(seen.text[: 2 * _ROOM]) + (" …" if len(seen.text) > 2 * _ROOM else "")
    first, last = max(0, start - _ROOM), min(len(seen.text), end + _ROOM)
    before = ("… " if first else "") + seen.text[first:start]
    after = seen.text[end:last] + (" …" if last < len(seen.text) else "")
    return f"{html.escape(before)}<mark>{html.escape(seen.text[start:end])}</mark>{html.escape(after)}"


def _codes(seen: SeenPassage, codebook: Codebook) -> str:
    if not seen.codings:
        return f"<p>{html.escape(say('sampled.no_codes'))}</p>"
    found: dict[str, None] = {}
    for one in seen.codings:
        code = codebook.codes.get(one.code_id)
        if code is not None:
            found[code.label] = None
    names = ", ".join(f"<strong>{html.escape(label)}</strong>" for label in found)
    return f"<p>{html.escape(say('sampled.codes', name=seen.row.student))} {names}</p>"


def _notes(seen: SeenPassage) -> str:
    if not seen.notes:
        return ""
    rows = "".join(f"<li>{html.escape(memo.text)}</li>" for memo in seen.notes)
    return f"<p>{html.escape(say('sampled.notes'))}</p><ul>{rows}</ul>"

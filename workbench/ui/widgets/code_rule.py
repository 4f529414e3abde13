"""The rule of a code: written with its matches in view, saved as part of the code's entry."""

from __future__ import annotations

import html

import streamlit as st

from workbench.domain.codebook import Code
from workbench.domain.project import Right
from workbench.domain.rule_reading import MAX_RULE, RuleProblemError
from workbench.services import code_rules, codebooks
from workbench.services.code_rules import RuleHit, RuleMatches
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import act, did, fragment
from workbench.ui.words import as_written, say

_SIGNS = (
    ("wait", "how_word"),
    ("=wait", "how_forms"),
    ("wait*", "how_beginning"),
    ('"wait list"', "how_phrase"),
    ("bus AND late", "how_and"),
    ("bus OR train", "how_or"),
    ("bus NOT late", "how_not"),
    ("bus NEAR/5 late", "how_near"),
    ("(bus OR train) AND late", "how_brackets"),
)


@fragment
def edit_rule(here: Here, code: Code) -> None:
    """A field that shows what it finds while somebody types; saved when they say so."""
    may = here.may(Right.EDIT_CODEBOOK)
    key = f"rule.text.{code.id}"
    told = f"rule.told.{code.id}"
    st.html(f'<p class="wb-lead">{html.escape(say("rule.lead"))}</p>')
    state.grant(key)
    written = st.text_input(
        say("rule.field"),
        code.rule,
        max_chars=MAX_RULE,
        key=key,
        placeholder=say("rule.example"),
        live=True,
        disabled=not may,
        autocomplete="off",
    ).strip()
    with st.container(horizontal=True, gap="small", vertical_alignment="center"):
        saved = may and st.button(
            say("rule.save"), type="primary", disabled=written == code.rule, key=f"rule.save.{code.id}"
        )
        wanted = may and st.button(say("rule.propose"), help=say("rule.propose_help"), key=f"rule.propose.{code.id}")
        _how_to_write()
    if wanted and (proposed := act(code_rules.from_codings, here.desk, code.id)):
        numbers = {"found": proposed.found, "coded": proposed.coded, "others": proposed.others}
        state.keep(told, (proposed.text, say("rule.proposed", **numbers)))
        state.wish(key, proposed.text)
        st.rerun(scope="fragment")
    about, words = state.kept(told, ("", ""))
    if about and about == written:
        st.info(words)
    if saved:
        _save(here, code, written)
    _show(here, code, written)


def _save(here: Here, code: Code, written: str) -> None:
    said = say("rule.saved" if written else "rule.taken_out", label=as_written(code.label))
    if did(codebooks.change_code, here.desk, code.id, rule=written, said=said):
        st.rerun()


def _how_to_write() -> None:
    with st.popover(say("rule.how")):
        rows = "".join(
            f"<tr><td><code>{html.escape(sign)}</code></td><td>{html.escape(say(f'rule.{meaning}'))}</td></tr>"
            for sign, meaning in _SIGNS
        )
        st.html(f'<p>{html.escape(say("rule.how_intro"))}</p><table class="wb-signs">{rows}</table>')


def _show(here: Here, code: Code, written: str) -> None:
    if not written:
        st.caption(say("rule.none_yet"))
        return
    try:
        found = code_rules.matches(here.desk, written, code_id=code.id)
    except RuleProblemError as problem:
        at, end = problem.at, max(problem.end, problem.at + 1)
        here_it_is = (
            f"{html.escape(written[:at])}<mark>{html.escape(written[at:end])}</mark>{html.escape(written[end:])}"
        )
        st.html(
            f'<div class="wb-problem" role="alert"><p>{html.escape(str(problem))}</p><code>{here_it_is}</code></div>'
        )
        return
    _count(found)
    for hit in found.first:
        _hit(hit)


def _count(found: RuleMatches) -> None:
    if not found.whole:
        st.warning(say("rule.not_whole"))
    if not found.passages:
        st.write(say("rule.no_match"))
        return
    lines = [
        say(
            "rule.count",
            n=found.passages,
            passages=found.passages if found.whole else say("rule.at_least", count=found.passages),
            voices=say("counts.voices", n=found.voices),
            transcripts=say("counts.transcripts", n=found.transcripts),
        )
    ]
    if found.coded:
        lines.append(say("rule.with_code", n=found.with_code, coded=found.coded))
    st.html(
        f'<p class="wb-counted" role="status"><b>{html.escape(lines[0])}</b> {html.escape(" ".join(lines[1:]))}</p>'
    )
    if found.passages > len(found.first):
        st.caption(say("rule.first", n=len(found.first)))


def _hit(hit: RuleHit) -> None:
    place = say(
        "passages.place", transcript=hit.transcript_label, turn=hit.turn, speaker=hit.voice or say("import.nobody")
    )
    doors.link(
        "code",
        f"{place} · {say('rule.has_code')}" if hit.has_code else place,
        transcript_id=hit.transcript_id,
        turn=hit.turn,
    )
    st.html(f'<p class="wb-found">{marked(hit.text, hit.marks)}</p>')


def marked(text: str, marks: tuple[tuple[int, int], ...]) -> str:
    """A text as HTML with some of its words marked."""
    parts, at = [], 0
    for start, end in marks:
        parts.append(f"{html.escape(text[at:start])}<mark>{html.escape(text[start:end])}</mark>")
        at = end
    return "".join(parts) + html.escape(text[at:])

"""The past of the codebook: what was done to one code, and the whole codebook on any date."""

from __future__ import annotations

import html
from datetime import date, datetime, time, timedelta

import streamlit as st

from workbench.domain.codebook import Code, Codebook, CodeStatus, NearMiss
from workbench.domain.ids import CodeId
from workbench.services import codebook_history
from workbench.services.codebook_history import CodeChange
from workbench.ui.state import Here
from workbench.ui.transcript_view.payload import code_letters
from workbench.ui.widgets.acts import fragment
from workbench.ui.widgets.code_outline import swatch
from workbench.ui.widgets.frame import section
from workbench.ui.words import day, deed_in_words, moment, name_of, say


@fragment
def history_of(here: Here, codebook: Codebook, code_id: CodeId) -> None:
    """Every change of a code, newest first: who, when, what it was and what it became."""
    rows = [_change(codebook, change) for change in codebook_history.changes_of_code(here.desk, code_id)]
    if not rows:
        st.write(say("past.none"))
    st.html(f'<ol class="wb-history">{"".join(rows)}</ol>')


def _change(codebook: Codebook, change: CodeChange) -> str:
    lines = []
    for name in change.fields:
        if name in ("position", "created_at", "created_by"):
            continue
        before, after = _value(codebook, change.before, name), _value(codebook, change.after, name)
        told = (
            f"<del>{html.escape(before)}</del> → <ins>{html.escape(after)}</ins>"
            if before
            else f"<ins>{html.escape(after)}</ins>"
        )
        lines.append(f"<li><b>{html.escape(say(f'past.{name}'))}</b> {told}</li>")
    if "position" in change.fields and "parent_id" not in change.fields:
        lines.append(f"<li>{html.escape(say('past.position'))}</li>")
    if change.gained:
        lines.append(f"<li>{html.escape(say('past.gained', n=change.gained))}</li>")
    if change.lost:
        lines.append(f"<li>{html.escape(say('past.lost', n=change.lost))}</li>")
    who = say("past.who", actor=change.actor, deed=deed_in_words(change.deed))
    return (
        f"<li><p><strong>{html.escape(who)}</strong> <small>{html.escape(moment(change.at))}</small></p>"
        f"<ul>{''.join(lines)}</ul></li>"
    )


def _value(codebook: Codebook, code: Code | None, name: str) -> str:
    value = getattr(code, name, None)
    if name in ("parent_id", "merged_into"):
        return codebook.path(value) if value in codebook.codes else (say("codebook.top") if name == "parent_id" else "")
    if isinstance(value, CodeStatus):
        return name_of(value)
    if isinstance(value, NearMiss):
        return f"{value.text} → {value.use_instead}" if value.use_instead else value.text
    if isinstance(value, tuple):
        return "; ".join(value)
    if isinstance(value, bool):
        return say("past.yes") if value else say("past.no")
    return str(value or "")


@fragment
def codebook_then(here: Here) -> None:
    """The codebook as it stood at the end of a day: tree, meanings and counts."""
    section(say("past.title"), say("past.lead"))
    moments = codebook_history.change_moments(here.desk)
    if not moments:
        st.write(say("codebook.none"))
        return
    days = [datetime.fromisoformat(at).astimezone().date() for at in moments]
    chosen = st.date_input(
        say("past.date"),
        days[-1],
        min_value=days[0] - timedelta(days=1),
        max_value=max(days[-1], date.today()),  # noqa: DTZ011 - the reader's own day
        key="past.date",
        width=220,
    )
    end = datetime.combine(chosen + timedelta(days=1), time()).astimezone()
    past = codebook_history.codebook_on(
        here.desk, end.astimezone(tz=datetime.fromisoformat(moments[0]).tzinfo).isoformat()
    )
    changed = say("past.changed_on", days=", ".join(dict.fromkeys(day(at) for at in moments[-60:])))
    st.caption(changed)
    if not past.whole:
        st.warning(say("past.not_whole"))
    st.write(
        say(
            "past.then",
            codes=say("counts.codes", n=len(past.codebook)),
            codings=say("counts.codings", n=sum(past.uses.values())),
        )
    )
    letters = code_letters(past.codebook)
    st.html(
        '<div class="wb-outline wb-then">'
        + "".join(
            _entry(code, depth, letters[code.id], past.uses.get(code.id, 0)) for code, depth in past.codebook.outline()
        )
        + "</div>"
    )


def _entry(code: Code, depth: int, letters: str, uses: int) -> str:
    parts = [say("counts.codings", n=uses)] if uses else []
    if code.status is not CodeStatus.DRAFT:
        parts.append(name_of(code.status).lower())
    lines = [
        ("", code.short_definition or say("outline.no_definition")),
        ("", code.full_definition),
        (say("outline.use"), " ".join(code.when_to_use)),
        (say("outline.not"), " ".join(code.when_not_to_use)),
        (say("outline.example"), code.example),
    ]
    told = "".join(
        f"<p>{f'<b>{html.escape(name)}</b> ' if name else ''}{html.escape(text)}</p>" for name, text in lines if text
    )
    return (
        f'<details style="--depth:{depth}"><summary>{swatch(code, letters)}<span>{html.escape(code.label)}</span>'
        f"<small>{html.escape(' · '.join(parts))}</small></summary>{told}</details>"
    )

"""One passage of a comparison: its words with marks, everybody's codings side by side, notes, and what the codebook says."""

from __future__ import annotations

import html
from collections.abc import Mapping
from itertools import pairwise

import streamlit as st

from workbench.domain.codebook import Code, Codebook
from workbench.domain.coding import Coding, Sureness
from workbench.domain.differences import ComparedPassage, Difference, Kind
from workbench.domain.ids import CodeId
from workbench.domain.project import Right
from workbench.domain.span import Span
from workbench.services import codebooks, codings
from workbench.services.comparing import Compared
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import did
from workbench.ui.words import as_written, name_of, say, shortened

Names = Mapping[str, str]
_SIDE_BY_SIDE = 4


def in_short(row: Compared, codebook: Codebook, names: Names) -> str:
    """A passage in one line of a list: where, and the first difference."""
    turns = row.passage.turns
    where = say("compare.place", label=row.transcript.label, turn=turns[0] if turns else 1)
    return f"{where}: {shortened(_in_words(row.passage.differences[0], codebook, names), 110)}"


def show_passage(here: Here, row: Compared, names: Names) -> None:
    """The words first, then who coded what, then what helps to decide."""
    codebook = codebooks.get_codebook(here.desk)
    turns = row.passage.turns
    with st.container(border=True, key="compare_passage"):
        label = say("compare.place", label=row.transcript.label, turn=turns[0] if turns else 1)
        doors.link("code", label, transcript_id=row.transcript.id, turn=turns[0] if turns else None)
        st.html(_text(row, names))
    st.markdown("\n".join(f"- {as_written(_in_words(one, codebook, names))}" for one in row.passage.differences))
    _cards(here, row, codebook, names)
    if row.notes:
        with st.expander(say("compare.notes", n=len(row.notes)), expanded=True):
            for note in row.notes:
                st.markdown(f"**{as_written(names.get(note.author, note.author))}**: {as_written(note.text)}")
    with st.expander(say("compare.codebook"), expanded=True):
        entries = [_entry(code) for code, _ in codebook.outline() if code.id in row.passage.code_ids]
        st.html(f'<div class="wb-entries">{"".join(entries)}</div>')


# The words ----------------------------------------------------------------------------------------------------------


def _text(row: Compared, names: Names) -> str:
    """The turns, with every stretch that somebody coded underlined and marked with who did."""
    return "".join(
        f'<p class="wb-compared"><strong>{html.escape(line.speaker)}</strong> '
        f"{_marked(row.passage, Span(line.start, line.start + len(line.text)), line.text, names)}</p>"
        for line in row.lines
        if line.text
    )


def _marked(passage: ComparedPassage, turn: Span, text: str, names: Names) -> str:
    borders = {turn.start, turn.end}
    for one in passage.codings:
        borders |= {at for at in (one.start, one.end) if turn.start < at < turn.end}
    shown = []
    before: tuple[str, ...] = ()
    for start, end in pairwise(sorted(borders)):
        words = html.escape(text[start - turn.start : end - turn.start])
        who = tuple(sorted({one.coder for one in passage.codings if one.start <= start and end <= one.end}))
        if who and words.strip():
            everybody = len(who) == len(passage.coders)
            sign = f"<small>{html.escape(_who(who, passage, names))}</small> " if who != before else ""
            kind = "all" if everybody else "some"
            words = f'{sign}<mark class="wb-{kind}">{words}</mark>'
        before = who
        shown.append(words)
    return "".join(shown)


def _who(people: tuple[str, ...], passage: ComparedPassage, names: Names) -> str:
    """``all``, ``only Ana`` or ``Ana, Ben``."""
    if len(people) == len(passage.coders):
        return say("compare.everybody")
    shown = sorted(names.get(name, name) for name in people)
    return say("compare.only", name=shown[0]) if len(shown) == 1 else ", ".join(shown)


# Who coded what -----------------------------------------------------------------------------------------------------


def _cards(here: Here, row: Compared, codebook: Codebook, names: Names) -> None:
    people = sorted([*row.passage.coders, *row.passage.unread], key=lambda name: names.get(name, name))
    for first in range(0, len(people), _SIDE_BY_SIDE):
        some = people[first : first + _SIDE_BY_SIDE]
        for column, name in zip(st.columns(len(some), gap="medium", border=True), some, strict=True):
            with column:
                _card(here, row, name, codebook, names)


def _card(here: Here, row: Compared, name: str, codebook: Codebook, names: Names) -> None:
    st.subheader(as_written(names.get(name, name)), anchor=False)
    if name in row.passage.unread:
        st.write(say("compare.unread"))
        return
    mine = [one for one in row.passage.codings if one.coder == name]
    if not mine:
        st.write(say("compare.left"))
    for coding in mine:
        code = codebook.codes.get(coding.code_id)
        st.html(
            f'<p class="wb-given"><strong>{html.escape(code.label if code else "")}</strong>'
            f"<span>{html.escape(_shared_with(coding, row.passage, names))}</span></p>"
            f'<p class="wb-found">{html.escape(shortened(coding.quote, 160))}</p>'
        )
        _sureness(here, coding, names)


def _shared_with(coding: Coding, passage: ComparedPassage, names: Names) -> str:
    """Who gave the same code here."""
    others = {one.coder for one in passage.codings if one.code_id == coding.code_id} - {coding.coder}
    if not others:
        return say("compare.nobody_else")
    if len(others) + 1 == len(passage.coders):
        return say("compare.all_too")
    return say("compare.too", names=", ".join(sorted(names.get(name, name) for name in others)))


def _sureness(here: Here, coding: Coding, names: Names) -> None:
    """How sure its coder is; on one's own coding it can be said here, where the names are shown."""
    if coding.coder != here.member.name or names.get(coding.coder) != coding.coder or not here.may(Right.CODE):
        if coding.sureness is not None:
            st.caption(say("compare.is", how=name_of(coding.sureness).lower()))
        return
    chosen = st.segmented_control(
        say("compare.sure"),
        list(Sureness),
        default=coding.sureness,
        format_func=name_of,
        key=f"compare.sure.{coding.id}.{coding.sureness}",
    )
    if chosen != coding.sureness and did(codings.set_sureness, here.desk, coding.id, chosen):
        st.rerun()


# In words -----------------------------------------------------------------------------------------------------------


def _in_words(one: Difference, codebook: Codebook, names: Names) -> str:
    """A difference as a sentence."""
    having, against = (_listed(people, names) for people in (one.having, one.against))
    code = _label(codebook, one.code_id)
    match one.kind:
        case Kind.OTHER_CODE:
            first, second = sorted([(having, code), (against, _label(codebook, one.other_code_id))])
            return say("compare.other_code", having=first[0], code=first[1], against=second[0], other=second[1])
        case Kind.MISSED:
            return say("compare.missed", having=having, code=code, against=against)
        case Kind.OTHER_WORDS:
            phrase = "compare.other_words" if one.shared else "compare.no_shared_words"
            return say(phrase, having=having, code=code, share=f"{one.shared:.0%}")


def _label(codebook: Codebook, code_id: CodeId | None) -> str:
    code = codebook.codes.get(code_id) if code_id else None
    return code.label if code else ""


def _listed(people: tuple[str, ...], names: Names) -> str:
    shown = sorted(names.get(name, name) for name in people)
    if len(shown) < 2:
        return "".join(shown)
    return say("compare.and", first=", ".join(shown[:-1]), last=shown[-1])


def _entry(code: Code) -> str:
    """What the codebook says of a code, with when not to use it."""
    parts = [
        ("compare.means", (code.short_definition,)),
        ("compare.use", code.when_to_use),
        ("compare.not", code.when_not_to_use),
    ]
    lines = [
        f"<dt>{html.escape(say(phrase))}</dt>" + "".join(f"<dd>{html.escape(line)}</dd>" for line in said if line)
        for phrase, said in parts
        if any(said)
    ]
    about = f"<dl>{''.join(lines)}</dl>" if lines else f"<p>{html.escape(say('compare.no_meaning'))}</p>"
    return f'<div class="wb-entry"><h3>{html.escape(code.label)}</h3>{about}</div>'

"""Bringing files in: choose, look at what was found, correct the guesses, and only then import."""

from __future__ import annotations

import html
from dataclasses import dataclass

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from workbench.domain.project import Right
from workbench.domain.transcript import Phase, SpeakerRole, Transcript, time_code
from workbench.errors import WorkbenchError
from workbench.importers import LAYOUTS, ImportedTranscript, ImportedTurn, ReadOptions, survey_columns
from workbench.importers.surveys import ColumnGuess
from workbench.services import transcripts
from workbench.services.transcripts import Preview
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets import doors
from workbench.ui.widgets.acts import fragment
from workbench.ui.widgets.choices import choose
from workbench.ui.widgets.frame import empty
from workbench.ui.words import as_written, name_of, say, shortened

_ROUND = "import.round"
_SHOWN_TURNS = 3


@dataclass(frozen=True)
class _Ready:
    """A file with what a person chose for it."""

    seen: Preview
    title: str
    phase: Phase
    roles: dict[str, SpeakerRole]
    again: bool


@fragment
def bring_in(here: Here) -> None:
    """Upload, preview, import. Nothing is stored before the last button."""
    if not here.may(Right.IMPORT):
        empty(say("import.not_allowed"), say("import.not_allowed_advice"))
        return
    _last_arrivals()
    current = state.kept(_ROUND, 0)
    files = st.file_uploader(
        say("import.choose"), accept_multiple_files=True, help=say("import.formats"), key=f"import.files.{current}"
    )
    st.caption(say("import.nothing_changes"))
    ready = [chosen for file in files if (chosen := _file(here, file)) is not None]
    if not ready:
        return
    if st.button(say("import.go", n=len(ready)), type="primary", key="import.go"):
        _import(here, ready, whole=len(ready) == len(files))


def _last_arrivals() -> None:
    arrived: list[Transcript] = state.kept("import.arrived", [])
    if not arrived:
        return
    names = ", ".join(f"{transcript.label} ({as_written(transcript.title)})" for transcript in arrived)
    with st.container(border=True):
        st.success(say("import.arrived", names=names))
        doors.link("code", say("import.read_now", label=arrived[0].label), transcript_id=arrived[0].id)


def _import(here: Here, ready: list[_Ready], *, whole: bool) -> None:
    arrived: list[Transcript] = []
    refused = False
    for one in ready:
        try:
            arrived.append(
                transcripts.import_transcript(
                    here.desk, one.seen, phase=one.phase, roles=one.roles, title=one.title, again=one.again
                )
            )
        except WorkbenchError as error:
            refused = True
            st.error(as_written(f"{one.seen.file_name}: {error}"))
    state.keep("import.arrived", arrived)
    if arrived and whole and not refused:
        current = state.kept(_ROUND, 0)
        state.drop_all("import.file.")
        state.keep(_ROUND, current + 1)  # an uploader with another key is empty
    if not refused:
        state.wish("transcripts.tab", say("transcripts.tab_import"))
        state.tell(say("import.done", n=len(arrived)))
        st.rerun()


def _file(here: Here, file: UploadedFile) -> _Ready | None:
    """One file as it would come in, with all that can be changed before it does."""
    key = f"import.file.{file.file_id}"
    with st.container(border=True, key=key.replace(".", "_")):
        st.subheader(as_written(file.name), anchor=False)
        above, below = st.container(), st.container()
        with below:
            options = _options(file, key)
        with above:
            return _looked_at(here, file, options, key)


def _looked_at(here: Here, file: UploadedFile, options: ReadOptions, key: str) -> _Ready | None:
    seen = _look(here, file, options, key)
    if isinstance(seen, str):
        st.error(as_written(seen))
        return None
    found = seen.found
    _summary(found)
    again = False
    if seen.twin:
        st.warning(say("import.twin", label=seen.twin))
        again = st.checkbox(say("import.again"), key=f"{key}.again")
    left, right = st.columns(2, gap="medium")
    title = left.text_input(say("transcripts.field_title"), found.title, key=f"{key}.title")
    phase = right.segmented_control(
        say("transcripts.field_phase"),
        list(Phase),
        default=Phase.COLLECT,
        required=True,
        format_func=name_of,
        help=say("import.phase_help"),
        key=f"{key}.phase",
    )
    roles = _roles(found, key)
    _doubts(found)
    _first_and_last(found)
    if seen.twin and not again:
        return None
    return _Ready(seen, title, phase or Phase.COLLECT, roles, again)


def _look(here: Here, file: UploadedFile, options: ReadOptions, key: str) -> Preview | str:
    """What is in the file, or why it cannot be read; each way of reading is worked out once."""

    def look() -> Preview | str:
        try:
            with st.spinner(say("import.reading", name=as_written(file.name))):
                return transcripts.preview(here.desk, file.getvalue(), file_name=file.name, options=options)
        except WorkbenchError as error:
            return str(error)

    return state.recall(f"{key}.seen.{options!r}", look)


def _options(file: UploadedFile, key: str) -> ReadOptions:
    """What was chosen so far; the widgets that choose stand below, after the first look."""
    table = file.name.lower().endswith((".csv", ".xlsx", ".tsv"))
    with st.expander(say("import.another_way"), expanded=table):
        layout = st.selectbox(say("import.layout"), [None, *LAYOUTS], format_func=_layout_name, key=f"{key}.layout")
        keep_offered = st.checkbox(say("import.keep_offered"), key=f"{key}.keep")
        join = st.checkbox(say("import.join"), key=f"{key}.join")
        columns, respondent = _survey(file, key) if table else (None, None)
    return ReadOptions(
        survey_columns=columns,
        respondent_column=respondent,
        keep_offered=keep_offered,
        join_same_speaker=join,
        layout=layout,
    )


def _layout_name(layout: str | None) -> str:
    return layout or say("import.layout_guess")


def _survey(file: UploadedFile, key: str) -> tuple[tuple[str, ...] | None, str | None]:
    """Which columns of a survey are answers, and which one says who answered."""
    if not st.checkbox(say("import.is_survey"), help=say("import.is_survey_help"), key=f"{key}.survey"):
        return None, None
    try:
        columns = state.recall(f"{key}.columns", lambda: survey_columns(file.getvalue()))
    except WorkbenchError as error:
        st.error(as_written(str(error)))
        return None, None
    names = [column.name for column in columns]
    samples = {column.name: shortened(" / ".join(column.samples), 60) for column in columns}
    chosen = st.multiselect(
        say("import.survey_columns"),
        names,
        default=[column.name for column in columns if column.guess is ColumnGuess.ANSWER],
        format_func=lambda name: f"{name} – {samples[name]}",
        key=f"{key}.answers",
    )
    guessed = next((column.name for column in columns if column.guess is ColumnGuess.RESPONDENT), None)
    respondent = st.selectbox(
        say("import.survey_respondent"),
        [None, *names],
        index=[None, *names].index(guessed),
        format_func=lambda name: name or say("import.survey_numbered"),
        key=f"{key}.respondent",
    )
    return tuple(chosen) or None, respondent


def _summary(found: ImportedTranscript) -> None:
    facts = [
        (say("import.format"), found.format),
        (say("import.turns"), say("counts.turns", n=len(found.turns))),
        (say("import.words_in_file"), f"{found.words_in_file:,}"),
        (say("import.words_in"), f"{found.words_imported:,}"),
    ]
    facts += [
        (say("import.set_aside", reason=reason), f"{words:,}") for reason, words in found.set_aside.items() if words
    ]
    st.html(
        '<dl class="wb-facts">'
        + "".join(f"<div><dt>{html.escape(name)}</dt><dd>{html.escape(value)}</dd></div>" for name, value in facts)
        + "</dl>"
    )


def _roles(found: ImportedTranscript, key: str) -> dict[str, SpeakerRole]:
    if not found.speakers:
        st.info(say("import.no_speakers"))
        return {}
    st.markdown(f"**{say('import.speakers')}**")
    st.caption(say("import.speakers_about"))
    roles: dict[str, SpeakerRole] = {}
    columns = st.columns(min(3, len(found.speakers)), gap="small")
    for index, speaker in enumerate(found.speakers):
        with columns[index % len(columns)]:
            roles[speaker.label] = choose(
                say("import.role_of", speaker=as_written(speaker.label), turns=say("counts.turns", n=speaker.turns)),
                SpeakerRole,
                before=speaker.role,
                key=f"{key}.role.{index}",
            )
    return roles


def _doubts(found: ImportedTranscript) -> None:
    """What the reader guessed or skipped, and what it would leave out."""
    if found.offered_removals:
        st.markdown(f"**{say('import.offered', n=len(found.offered_removals))}**")
        st.markdown(
            "\n".join(
                f"- {as_written(offered.reason)}: “{as_written(shortened(offered.turn.text, 120))}”"
                for offered in found.offered_removals
            )
        )
        st.caption(say("import.offered_about"))
    if found.notices:
        with st.expander(say("import.doubts", n=len(found.notices)), expanded=len(found.notices) <= 3):
            st.markdown(
                "\n".join(
                    f"- {say('import.line', line=notice.line) if notice.line else say('import.whole_file')}: "
                    f"{as_written(notice.message)}"
                    for notice in found.notices
                )
            )


def _first_and_last(found: ImportedTranscript) -> None:
    first, last = found.turns[:_SHOWN_TURNS], found.turns[_SHOWN_TURNS:][-_SHOWN_TURNS:]
    with st.expander(say("import.first_and_last")):
        st.html(f'<div class="wb-turns">{_turns(first)}</div>')
        if len(found.turns) > len(first) + len(last):
            st.caption(say("import.between", n=len(found.turns) - len(first) - len(last)))
        st.html(f'<div class="wb-turns">{_turns(last)}</div>')


def _turns(turns: tuple[ImportedTurn, ...]) -> str:
    return "".join(
        f"<p><b>{html.escape(turn.speaker or say('import.nobody'))}</b> <small>{time_code(turn.begins_at)}</small> "
        f"{html.escape(shortened(turn.text, 400))}</p>"
        for turn in turns
    )

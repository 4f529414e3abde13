"""The codings of a transcript as a plain table: the same as the margin of the coding page, for eyes and screen readers."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from workbench.domain.coding import Coding, Origin
from workbench.domain.ids import TranscriptId
from workbench.services import codebooks, codings, locks, rounds, transcripts
from workbench.ui.state import Here
from workbench.ui.widgets.acts import fragment
from workbench.ui.widgets.locks import lock_in_words
from workbench.ui.widgets.voices import pseudonyms, voice_of
from workbench.ui.words import as_written, say


@fragment
def codings_table(here: Here, transcript_id: TranscriptId) -> None:
    """A table that is made when it is opened; a button makes it anew."""
    table = st.expander(say("table.title"), on_change="rerun", key="code.table")
    with table:
        if not table.open:
            return
        found = codings.codings_of(here.desk, transcript_id)
        if not found:
            st.write(say("table.none"))
        else:
            st.dataframe(_frame(here, transcript_id, found), hide_index=True, alt=say("table.alt"))
        if sentence := rounds.left_out(here.desk):
            st.caption(as_written(sentence))
        st.button(say("table.again"), key="code.table_again")


def _frame(here: Here, transcript_id: TranscriptId, found: list[Coding]) -> pd.DataFrame:
    opened = transcripts.open_transcript(here.desk, transcript_id)
    codebook = codebooks.get_codebook(here.desk)
    rows, names = [], pseudonyms(here)
    locked = locks.locked_turns(here.desk, transcript_id)
    for coding in found:
        turn = opened.body.turn_at(coding.start)
        rows.append(
            (
                turn.number if turn else 0,
                voice_of(opened, turn, names),
                codebook.path(coding.code_id),
                coding.quote,
                coding.coder,
                lock_in_words(
                    next(
                        (locked[one.number] for one in opened.body.turns_of(coding.span) if one.number in locked), None
                    )
                ),
                say("table.by_hand") if coding.origin is Origin.HAND else say("table.suggested"),
            )
        )
    columns = ("turn", "speaker", "code", "words", "coder", "quoting", "origin")
    return pd.DataFrame(rows, columns=[say(f"table.column_{column}") for column in columns])

"""Send my work: one file with all that a person did, without words of transcripts."""

from __future__ import annotations

import streamlit as st

from workbench.services.work_sending import SentFile, send_work
from workbench.ui import state
from workbench.ui.state import Here
from workbench.ui.widgets.acts import act
from workbench.ui.widgets.frame import section
from workbench.ui.words import say

_MADE = "exchange.sent"


def send_my_work(here: Here) -> None:
    """Make the file, then save it."""
    section(say("exchange.send"), say("exchange.send_lead"))
    if st.button(say("exchange.make"), key="exchange.make"):
        made = act(send_work, here.desk)
        state.keep(_MADE, (here.member.id, made) if made else None)
    kept: tuple[str, SentFile] | None = state.kept(_MADE, None)
    if kept is None or kept[0] != here.member.id:
        return
    sent = kept[1]
    counts = ", ".join(
        (
            say("counts.codings", n=sent.codings),
            say("counts.notes", n=sent.notes),
            say("exchange.questions", n=sent.questions),
            say("exchange.own_codes", n=sent.codes),
        )
    )
    st.success(say("exchange.made", counts=counts))
    if sent.private_notes:
        st.write(say("exchange.private", n=sent.private_notes))
    if sent.kept_back:
        st.write(say("exchange.kept_back", n=sum(sent.kept_back.values())))
    st.download_button(
        say("exchange.save"), data=sent.content, file_name=sent.name, mime="application/gzip", type="primary",
        key="exchange.save",
    )  # fmt: skip

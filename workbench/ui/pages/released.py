"""Released: the files that the team handed to this sponsor. It is the only page a sponsor can come to."""

from __future__ import annotations

from functools import partial

import streamlit as st

from workbench.services import releases
from workbench.services.releases import Received
from workbench.ui.state import Here
from workbench.ui.widgets.frame import empty, heading
from workbench.ui.words import as_written, moment, say


def page(here: Here) -> None:
    """One box for each file, the newest first."""
    heading(here, say("released.title"), say("released.lead"))
    mine = releases.received(here.desk)
    if not mine:
        empty(say("released.none"), say("released.none_advice"))
    for one in mine:
        with st.container(border=True):
            _file(here, one)


def _file(here: Here, one: Received) -> None:
    st.subheader(say(f"released.what_{one.what.replace(' ', '_')}"), anchor=False)
    st.write(say("released.about", at=moment(one.at), name=as_written(one.file_name), size=_size(one.size)))
    if one.note:
        st.write(as_written(one.note))
    if one.withdrawn_at is not None:
        st.warning(say("released.withdrawn", at=moment(one.withdrawn_at)))
        st.write(say("released.use_newer", at=moment(one.newer)) if one.newer else say("released.ask_for_newer"))
    else:
        st.download_button(
            say("released.save"),
            data=partial(releases.fetch, here.desk, one.id),
            file_name=one.file_name,
            mime=one.media_type,
            key=f"released.save.{one.id}",
        )
    with st.expander(say("released.check")):
        st.write(say("released.check_about"))
        st.code(one.digest, language=None)


def _size(count: int) -> str:
    """The size of a file as people say it."""
    return say("released.size_kb", n=max(1, round(count / 1024)))

"""What an open page shows once its session has ended: that, and the way in."""

from __future__ import annotations

import html

import streamlit as st

from workbench.bootstrap import Workbench
from workbench.ui import state
from workbench.ui.entrance import SIGN_IN
from workbench.ui.words import say


def page(workbench: Workbench) -> None:
    """Nothing of anybody's work."""
    st.title(say("served.ended"), anchor=False)
    way = html.escape(state.path(workbench, SIGN_IN))
    st.html(
        f'<p class="wb-lead">{html.escape(say("served.ended_about"))}</p>'
        f'<p><a class="wb-way" href="{way}" target="_self">{html.escape(say("served.ended_link"))}</a></p>'
    )

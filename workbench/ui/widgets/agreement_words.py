"""What the figures of agreement mean, in plain words with a small worked example for each."""

from __future__ import annotations

import streamlit as st

from workbench.ui.widgets.plain_table import plain_table
from workbench.ui.words import say

_MEASURES = ("percent", "kappa", "alpha", "range", "fleiss", "ac1", "units", "not")


def meaning() -> None:
    """One example for each measure; and the words that are often quoted for them."""
    with st.expander(say("agreement.meaning"), key="agreement.meaning"):
        for name in _MEASURES:
            st.markdown(say(f"agreement.meaning_{name}"))
    with st.expander(say("agreement.bands"), key="agreement.bands"):
        st.write(say("agreement.bands_lead"))
        rows = [line.split("|") for line in say("agreement.bands_rows").splitlines()]
        plain_table(say("agreement.bands_title"), (say("agreement.bands_from"), say("agreement.bands_word")), rows)
        st.caption(say("agreement.bands_source"))

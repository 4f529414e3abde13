"""Single letters that answer what stands on a page, and that wait while the page is drawn again."""

from __future__ import annotations

import streamlit as st

from workbench.ui.transcript_view import declare


def patient_keys(keys: str) -> None:
    """Let these letters, which are shortcuts of buttons here, wait for the page instead of getting lost."""
    declare()
    holder = st.components.v2.component("pacer-workbench.patient_keys", js="patient_keys.js", isolate_styles=False)
    holder(key="patient_keys", data={"keys": keys})

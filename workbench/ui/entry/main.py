"""The script that Streamlit runs for every session. It stays this short: Streamlit may print bare expressions."""

from workbench.ui.navigation import run

run()

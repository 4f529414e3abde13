"""The workbench for ``streamlit run app.py``. ``workbench`` (the command) starts the same application."""

from workbench.ui.server import build_app

app = build_app()

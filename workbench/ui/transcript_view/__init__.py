"""The coding page's one JavaScript component: a transcript to read, select words in, and code.

Python sends the words once (``document``) and what is coded (``surface``); the page saves by itself, through the
operations route, so that no act waits for Streamlit. The JavaScript in ``frontend/`` has no build step.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest

_PACKAGE = Path(__file__).parents[2]
FRONTEND = Path(__file__).parent / "frontend"


def show(document: Mapping[str, Any], surface: Mapping[str, Any], *, key: str) -> Mapping[str, Any] | None:
    """Show a transcript for coding; the values come from ``payload``. Call it outside any fragment.

    The answer is the turn that the person wants to fix (``{"turn": 4}``), in the run in which they ask for it.

    The same ``key`` keeps the page's place and selection over reruns, whatever else changes.
    """
    declare()
    # Registering again is cheap and does nothing new; done here because a registration belongs to the running server.
    document_store = st.components.v2.component("pacer-workbench.document", js="doc_store.js", isolate_styles=False)
    coding_page = st.components.v2.component(
        "pacer-workbench.surface", js="surface.js", css="surface.css", isolate_styles=False
    )
    document_store(key=f"{key}.document", data=dict(document))
    asked = coding_page(key=key, data=dict(surface), on_fix_change=_nothing, on_reload_change=_nothing)
    wanted = asked.get("fix")
    return wanted if isinstance(wanted, Mapping) else None


def _nothing() -> None:
    """The run itself is what is asked for."""


def declare() -> None:
    """Tell Streamlit where the files lie. It finds them by itself in an installed wheel, but not in a checkout."""
    manager = get_bidi_component_manager()
    if manager.get_component_path("pacer-workbench.surface") is not None:
        return
    settings = tomllib.loads((_PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))
    components = [
        ComponentConfig.from_dict(found) for found in settings["tool"]["streamlit"]["component"]["components"]
    ]
    project = settings["project"]
    manager.register_from_manifest(ComponentManifest(project["name"], project["version"], components), _PACKAGE)

"""Starting the workbench in the browser: on this computer only, with nothing fetched from anywhere."""

from __future__ import annotations

import gc
import os
import socket
import threading
import urllib.request
import webbrowser
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from workbench.errors import StorageError
from workbench.ui.guards import Guards
from workbench.ui.routes import ROUTES
from workbench.ui.shared import workbench
from workbench.ui.theme import THEME

HOST = "127.0.0.1"
_PORTS = range(8501, 8600)
_WAIT_SECONDS = 60


def build_app() -> st.App:
    """The ASGI application: Streamlit's pages, our route, and the guards in front of both."""
    return st.App(Path(__file__).parent / "entry" / "main.py", routes=ROUTES, middleware=[Middleware(Guards)])


def configuration(port: int) -> dict[str, Any]:
    """Streamlit's settings. ``postScriptGC`` off: a full collection after each click held everybody up for 200 ms."""
    return {
        "server.address": HOST,
        "server.port": port,
        "server.headless": True,  # we open the browser ourselves, once the server answers
        "server.showEmailPrompt": False,
        "server.fileWatcherType": "none",
        "server.maxUploadSize": 50,
        "browser.gatherUsageStats": False,
        "client.showErrorLinks": False,
        "client.showErrorDetails": "none",
        "client.toolbarMode": "minimal",
        "runner.magicEnabled": False,
        "runner.postScriptGC": False,
        "logger.level": "warning",
        **THEME,
    }


def serve(*, database: str | None = None, port: int | None = None, open_browser: bool = True) -> None:
    """Open the workbench on a database and stay until stopped."""
    if database is not None:
        os.environ["WORKBENCH_DATABASE"] = database  # the pages run in this process and open the same one
    opened = workbench()
    chosen = port if port is not None else free_port()
    address = f"http://{HOST}:{chosen}"
    print(f"The workbench is open at {address}\nData: {opened.store.address}\nStop it with Ctrl+C.", flush=True)
    app = build_app()
    if open_browser:
        threading.Thread(target=_open_when_ready, args=(address,), daemon=True).start()
    gc.collect()
    gc.freeze()  # what is loaded now stays: the collector need not look at it again
    app.run(config=configuration(chosen))


def free_port() -> int:
    """The first port of ours that nobody uses."""
    for port in _PORTS:
        with socket.socket() as probe:
            try:
                probe.bind((HOST, port))
            except OSError:
                continue
            return port
    raise StorageError(f"All ports from {_PORTS.start} to {_PORTS.stop - 1} are in use. Give one with --port.")


def _open_when_ready(address: str) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    pause = threading.Event()
    for _ in range(_WAIT_SECONDS * 4):
        try:
            with opener.open(f"{address}/_stcore/health", timeout=1):
                webbrowser.open(address)
                return
        except OSError:
            pause.wait(0.25)

"""Starting the workbench: for this computer only, or as a server for a team. Nothing is fetched from anywhere."""

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

from workbench.errors import RuleError, StorageError
from workbench.services import accounts
from workbench.settings import Serving, serving_environment
from workbench.ui.entrance import entrance_routes
from workbench.ui.gate import Gate
from workbench.ui.guards import Guards
from workbench.ui.routes import ROUTES, operation_routes
from workbench.ui.shared import secret, visitors, workbench
from workbench.ui.theme import THEME

HOST = "127.0.0.1"
_THIS_COMPUTER = ("127.0.0.1", "localhost", "::1")
_PORTS = range(8501, 8600)
_WAIT_SECONDS = 60


def build_app() -> st.App:
    """The ASGI application: Streamlit's pages, our route, and the guards in front of both."""
    return st.App(Path(__file__).parent / "entry" / "main.py", routes=ROUTES, middleware=[Middleware(Guards)])


def build_server(serving: Serving) -> st.App:
    """The same for a team: with the ways in and out, and a gate that lets nobody pass who has not signed in."""
    return st.App(
        Path(__file__).parent / "entry" / "main.py",
        routes=[*operation_routes(serving.root_path), *entrance_routes(serving.root_path)],
        middleware=[
            Middleware(Guards, serving=serving),
            Middleware(Gate, visitors=visitors, serving=serving),
        ],
    )


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


def serve_team(serving: Serving, *, host: str, port: int, database: str | None = None) -> None:
    """Serve a team until stopped. Everybody signs in."""
    if host not in _THIS_COMPUTER and not serving.is_encrypted:
        raise RuleError(
            "Without https, passwords and interviews could be read on their way. Keep --host 127.0.0.1, put Caddy or nginx in "
            "front, and give the address people type with --address https://...; docs/serving.md shows how."
        )
    os.environ.update(serving_environment(serving))
    if database is not None:
        os.environ["WORKBENCH_DATABASE"] = database
    opened = workbench()
    address = serving.address or f"http://{HOST}:{port}{serving.root_path}"
    print(f"The workbench serves at {address}\nData: {opened.store.address}\nStop it with Ctrl+C.", flush=True)
    if not accounts.list_accounts(opened.store, by=None):
        print(
            "Nobody can sign in yet. Make the first account with: workbench user add NAME --keeper\n"
            "Give it the same --database, and open the link it prints.",
            flush=True,
        )
    os.environ["STREAMLIT_SERVER_COOKIE_SECRET"] = (
        secret()
    )  # the same in every process; Streamlit takes it from here only
    app = build_server(serving)
    gc.collect()
    gc.freeze()
    app.run(
        config={
            **configuration(port),
            "server.address": host,
            "server.baseUrlPath": serving.root_path.strip("/"),
        }
    )


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

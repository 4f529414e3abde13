"""How the app is served: its settings, its guards, and the route that saves."""

from __future__ import annotations

import asyncio
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from tests.builders import make_preview
from workbench.bootstrap import Workbench
from workbench.domain.project import Project
from workbench.services import codebooks, codings, transcripts
from workbench.ui.guards import Guards, content_security_policy
from workbench.ui.routes import OPERATIONS_PATH, ROUTES, receive_operations
from workbench.ui.server import configuration
from workbench.ui.tokens import make_token, read_token

CHECKOUT = Path(__file__).resolve().parents[2]
HOME = "http://127.0.0.1:8501"


class Client:
    """Asks an application without a network in between."""

    def __init__(self, app: Starlette) -> None:
        self._app = app

    def _ask(self, method: str, path: str, **more: Any) -> httpx.Response:
        async def ask() -> httpx.Response:
            async with httpx.AsyncClient(transport=httpx.ASGITransport(self._app), base_url=HOME) as client:
                return await client.request(method, path, **more)

        with ThreadPoolExecutor(1) as beside:  # another test's browser may have a loop running in this thread
            return beside.submit(lambda: asyncio.run(ask())).result()

    def get(self, path: str, **more: Any) -> httpx.Response:
        return self._ask("GET", path, **more)

    def post(self, path: str, **more: Any) -> httpx.Response:
        return self._ask("POST", path, **more)


@pytest.fixture
def client(opened: Workbench) -> Client:
    """Our route behind our guards, as the app serves it, at an address on this computer."""
    assert opened
    page = Route("/", lambda _request: PlainTextResponse("page"))
    return Client(Starlette(routes=[page, *ROUTES], middleware=[Middleware(Guards)]))


@pytest.fixture
def sent(opened: Workbench, project: Project) -> tuple[dict[str, str], dict[str, object]]:
    """Headers and body with which Cedar's coding page would save one coding."""
    desk = opened.desk_at(project.id, "Cedar")
    transcript = transcripts.import_transcript(desk, make_preview())
    code = codebooks.add_code(desk, "Family")
    text = transcripts.open_transcript(desk, transcript.id).body.text
    start = text.index("sister")
    operation = {
        "op": str(uuid4()), "kind": "add", "coding": str(uuid4()), "code": code.id,
        "start": start, "end": start + 6, "quote": "sister",
    }  # fmt: skip
    headers = {"X-Workbench-Token": make_token(project.id, transcript.id, "Cedar")}
    return headers, {"transcript": transcript.id, "seq": 0, "operations": [operation]}


def test_streamlit_run_and_the_command_use_the_same_settings() -> None:
    file = tomllib.loads((CHECKOUT / ".streamlit/config.toml").read_text())

    def flat(value: object, name: str = "") -> dict[str, object]:
        if not isinstance(value, dict):
            return {name: value}
        parts = [flat(inner, f"{name}.{key}" if name else key) for key, inner in value.items()]
        return {key: found for part in parts for key, found in part.items()}

    own = {"server.port", "server.headless", "logger.level"}
    assert flat(file) == {key: value for key, value in configuration(8501).items() if key not in own}


def test_the_server_listens_on_this_computer_only_and_reports_nothing() -> None:
    settings = configuration(8501)

    assert settings["server.address"] == "127.0.0.1"
    assert settings["browser.gatherUsageStats"] is False
    assert settings["runner.postScriptGC"] is False


def test_the_policy_lets_a_page_talk_to_its_own_server_only() -> None:
    rules = dict(rule.split(" ", 1) for rule in content_security_policy().split("; "))

    assert rules["default-src"] == rules["connect-src"] == rules["form-action"] == "'self'"
    assert rules["object-src"] == rules["frame-ancestors"] == "'none'"
    assert "unsafe" not in rules["script-src"]
    assert "http" not in content_security_policy()


def test_every_answer_carries_the_policy(client: Client) -> None:
    answer = client.get("/")

    assert answer.headers["content-security-policy"] == content_security_policy()
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8501", ""])
def test_a_name_that_is_not_this_computer_is_refused(client: Client, host: str) -> None:
    assert client.get("/", headers={"host": host}).status_code == 403


def test_a_page_of_another_site_is_refused(client: Client) -> None:
    assert client.get("/", headers={"origin": "https://evil.example"}).status_code == 403
    assert client.get("/", headers={"origin": HOME}).status_code == 200


def test_the_route_saves_a_coding_and_says_so(
    client: Client, sent: tuple[dict[str, str], dict[str, object]], opened: Workbench, project: Project
) -> None:
    headers, body = sent

    answer = client.post(OPERATIONS_PATH, headers=headers, json=body)

    assert answer.status_code == 200
    assert answer.json()["acknowledged"] == [body["operations"][0]["op"]]  # type: ignore[index]
    (stored,) = codings.codings_of(opened.desk_at(project.id, "Cedar"), body["transcript"])  # type: ignore[arg-type]
    assert (stored.quote, stored.coder) == ("sister", "Cedar")


def test_a_line_that_breaks_while_a_page_sends_saves_nothing_and_raises_nothing(
    sent: tuple[dict[str, str], dict[str, object]], opened: Workbench, project: Project
) -> None:
    headers, body = sent
    scope = {
        "type": "http", "method": "POST", "path": OPERATIONS_PATH, "query_string": b"",
        "headers": [(b"x-workbench-token", headers["X-Workbench-Token"].encode())],
    }  # fmt: skip
    told = iter([{"type": "http.request", "body": b'{"transcript": "', "more_body": True}, {"type": "http.disconnect"}])

    async def receive() -> dict[str, object]:
        return next(told)

    with ThreadPoolExecutor(1) as aside:  # the browser of other tests keeps a loop going in this thread
        answer = aside.submit(asyncio.run, receive_operations(Request(scope, receive))).result()

    assert answer.status_code == 400
    assert codings.codings_of(opened.desk_at(project.id, "Cedar"), body["transcript"]) == []  # type: ignore[arg-type]


def test_without_a_token_or_with_a_forged_one_nothing_is_saved(
    client: Client, sent: tuple[dict[str, str], dict[str, object]]
) -> None:
    headers, body = sent
    spoilt = headers["X-Workbench-Token"][:-3] + "abc"

    for token in ({}, {"X-Workbench-Token": spoilt}):
        assert client.post(OPERATIONS_PATH, headers=token, json=body).status_code == 401
    assert read_token(spoilt) is None


def test_a_token_opens_its_own_transcript_only(client: Client, sent: tuple[dict[str, str], dict[str, object]]) -> None:
    headers, body = sent

    assert client.post(OPERATIONS_PATH, headers=headers, json={**body, "transcript": str(uuid4())}).status_code == 400


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"[" * 100_000, b'{"transcript": 1}', b"\xff\xfe"])
def test_what_is_no_batch_gets_a_sentence(
    client: Client, sent: tuple[dict[str, str], dict[str, object]], content: bytes
) -> None:
    answer = client.post(OPERATIONS_PATH, headers=sent[0], content=content)

    assert answer.status_code == 400
    assert answer.json()["reason"].endswith("Reload it.")


def test_a_batch_that_is_too_large_is_refused_unread(
    client: Client, sent: tuple[dict[str, str], dict[str, object]]
) -> None:
    assert client.post(OPERATIONS_PATH, headers=sent[0], content=b" " * 5_000_000).status_code == 413

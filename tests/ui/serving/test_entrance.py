"""The way in and out of a server: without a session there is nothing but the entrance, by page, route or WebSocket."""

from __future__ import annotations

import re
import warnings
from typing import Any
from uuid import uuid4

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect
from streamlit.proto.BackMsg_pb2 import BackMsg

from tests.builders import make_preview
from tests.ui.serving.conftest import HOME, PASSWORD, SERVING
from workbench.bootstrap import Workbench
from workbench.domain.project import Project, Role
from workbench.services import accounts, codebooks, sign_in, transcripts
from workbench.services.sign_in import Visitor
from workbench.settings import Serving, serving_environment
from workbench.ui import gate, shared
from workbench.ui.entrance import HEALTH, SIGN_IN, SIGN_OUT, entrance_routes
from workbench.ui.guards import Guards
from workbench.ui.routes import OPERATIONS_PATH, operation_routes
from workbench.ui.tokens import make_token

with warnings.catch_warnings():  # it would rather have httpx2; it works with the httpx that we have
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

COOKIE = "__Host-workbench"
PAGE = {"accept": "text/html"}


async def echo(socket: WebSocket) -> None:
    await socket.accept()
    try:
        while True:
            await socket.send_bytes(await socket.receive_bytes())
    except WebSocketDisconnect:
        return


def serve(serving: Serving) -> Starlette:
    """The entrance, the route that saves and the gate, as a server has them, around one page and one WebSocket."""
    root = serving.root_path
    page = Route(f"{root}/{{rest:path}}", lambda _request: PlainTextResponse("the work of a team"))
    talk = WebSocketRoute(f"{root}/_stcore/stream", echo)
    return Starlette(
        routes=[*operation_routes(root), *entrance_routes(root), talk, page],
        middleware=[
            Middleware(Guards, serving=serving),
            Middleware(gate.Gate, visitors=shared.visitors, serving=serving),
        ],
    )


@pytest.fixture
def client(served: Workbench) -> TestClient:
    assert served
    return TestClient(serve(SERVING), base_url=HOME, follow_redirects=False)


def sign_in_as(client: TestClient, name: str, password: str = PASSWORD, **more: str) -> Any:
    sent = {"name": name, "password": password, **more}
    return client.post(SIGN_IN, data=sent, headers={"origin": HOME})


@pytest.mark.parametrize("cookie", ["", "forged", "A" * 43])
def test_without_a_session_nothing_comes_back_but_the_way_in(client: TestClient, cookie: str) -> None:
    headers = {"cookie": f"{COOKIE}={cookie}"}
    for path in ("/", "/code", "/_stcore/host-config", "/media/x.csv", "/static/js/a.js", "/workbench/"):
        shown, asked = client.get(path, headers=headers | PAGE), client.get(path, headers=headers)
        written = client.put(path, headers=headers)

        assert shown.status_code == 303
        assert shown.headers["location"].startswith(SIGN_IN)
        assert (asked.status_code, written.status_code) == (401, 401)
        assert "the work" not in shown.text + asked.text + written.text


@pytest.mark.parametrize("cookie", ["", f"{COOKIE}=forged"])
def test_without_a_session_no_page_can_talk_to_the_server(client: TestClient, cookie: str) -> None:
    with (
        pytest.raises(WebSocketDisconnect),
        client.websocket_connect("/_stcore/stream", headers={"cookie": cookie, "host": "study.example.ca"}),
    ):
        pass


def test_the_right_password_opens_the_page_one_wanted(client: TestClient, robin: Visitor) -> None:
    assert robin
    answer = sign_in_as(client, "robin", next="/code?project=1")

    cookie = answer.headers["set-cookie"]
    assert (answer.status_code, answer.headers["location"]) == (303, "/code?project=1")
    assert re.search(r"__Host-workbench=\S{43};", cookie)
    assert all(wanted in cookie.lower() for wanted in ("httponly", "secure", "samesite=lax", "path=/"))
    assert client.get("/code", headers=PAGE).text == "the work of a team"


@pytest.mark.parametrize("wanted", ["//evil.example", "https://evil.example", "/\\evil.example", "evil", "/a\r\nb: c"])
def test_nobody_is_led_elsewhere_after_signing_in(client: TestClient, robin: Visitor, wanted: str) -> None:
    assert robin
    assert sign_in_as(client, "Robin", next=wanted).headers["location"] == "/"


def test_a_wrong_password_is_told_and_typed_words_stay_text(client: TestClient, robin: Visitor) -> None:
    assert robin
    answer = sign_in_as(client, '"><script>', "wrong password")

    assert answer.status_code == 403
    assert "do not open an account" in answer.text
    assert "<script>" not in answer.text
    assert "wrong password" not in answer.text


def test_the_sixth_wrong_try_has_to_wait(client: TestClient, robin: Visitor) -> None:
    assert robin
    answers = [sign_in_as(client, "Robin", "wrong password").text for _ in range(6)]

    assert ["Too many tries. Wait" in text for text in answers] == [False] * 5 + [True]


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://study.example.ca", "https://study.example.ca.evil"]
)
def test_a_page_of_another_site_signs_nobody_in_or_out(client: TestClient, robin: Visitor, origin: str) -> None:
    assert robin
    sign_in_as(client, "Robin")

    for path in (SIGN_IN, SIGN_OUT, OPERATIONS_PATH):
        answer = client.post(path, data={"name": "Robin", "password": PASSWORD}, headers={"origin": origin})
        assert answer.status_code == 403

    assert client.get("/", headers=PAGE).status_code == 200


@pytest.mark.parametrize(
    ("host", "status"),
    [("study.example.ca", 200), ("other.example.ca", 200), ("localhost:8501", 200), ("evil.example", 403)],
)
def test_a_server_answers_to_its_own_names(client: TestClient, host: str, status: int) -> None:
    assert client.get(HEALTH, headers={"host": host}).status_code == status


def test_signing_in_again_gives_a_new_token_and_ends_the_old(
    client: TestClient, robin: Visitor, served: Workbench
) -> None:
    assert robin
    sign_in_as(client, "Robin")
    first = client.cookies[COOKIE]
    sign_in_as(client, "Robin")

    assert client.cookies[COOKIE] != first
    assert sign_in.who_is(served.store, first) is None


def test_signing_out_ends_the_session_everywhere(client: TestClient, robin: Visitor, served: Workbench) -> None:
    assert robin
    sign_in_as(client, "Robin")
    token = client.cookies[COOKIE]

    assert "<form" in client.get(SIGN_OUT).text
    answer = client.post(SIGN_OUT, headers={"origin": HOME})

    assert answer.headers["location"].startswith(SIGN_IN)
    assert client.get("/", headers=PAGE | {"cookie": f"{COOKIE}={token}"}).status_code == 303
    assert sign_in.who_is(served.store, token) is None


def test_an_open_page_is_only_drawn_anew_once_its_session_has_ended(
    client: TestClient, robin: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever it asks for then: the page that is drawn anew shows that one is signed out."""
    assert robin
    monkeypatch.setattr(gate, "_LOOK_EVERY", 0.05)
    sign_in_as(client, "Robin")
    token = client.cookies[COOKIE]
    asked = BackMsg()
    asked.rerun_script.fragment_id = "a piece of a page"
    headers = {"cookie": f"{COOKIE}={token}", "host": "study.example.ca"}
    with client.websocket_connect("/_stcore/stream", headers=headers) as page:
        page.send_bytes(asked.SerializeToString())
        assert BackMsg.FromString(page.receive_bytes()).rerun_script.fragment_id == "a piece of a page"

        shared.visitors().sign_out(token)
        told = BackMsg.FromString(page.receive_bytes())  # without asking for anything
        page.send_bytes(asked.SerializeToString())
        answered = BackMsg.FromString(page.receive_bytes())

    assert told == answered
    assert told.WhichOneof("type") == "rerun_script"
    assert not told.rerun_script.fragment_id


def test_an_invited_person_makes_an_account_and_is_in(client: TestClient, served: Workbench, project: Project) -> None:
    link = accounts.invite(served.desk_at(project.id, "Robin"), "Birch", role=Role.STUDENT)
    path = accounts.LINK_PATH + link

    shown = client.get(path).text
    wrong = client.post(path, data={"name": "birch", "password": PASSWORD, "again": "other"}, headers={"origin": HOME})
    made = client.post(path, data={"name": "birch", "password": PASSWORD, "again": PASSWORD}, headers={"origin": HOME})

    assert "Birch" in shown
    assert "Waiting for care" in shown
    assert (wrong.status_code, "not the same" in wrong.text) == (400, True)
    assert made.headers["location"] == "/"
    assert client.get("/", headers=PAGE).status_code == 200
    assert client.get(path).status_code == 400  # it works once


def test_somebody_with_an_account_joins_a_second_project_by_password_or_signed_in(
    client: TestClient, served: Workbench, project: Project, robin: Visitor
) -> None:
    desk = served.desk_at(project.id, "Robin")
    for name in ("Cedar", "Birch"):
        accounts.accept(served.store, accounts.invite_keeper(served.store, name), sign_in_name=name, password=PASSWORD)
    by_password, signed_in = (accounts.LINK_PATH + accounts.invite(desk, n, role=Role.MENTOR) for n in ("C.", "B."))
    own = {"how": "with_account", "name": "cedar"}

    assert client.post(by_password, data=own | {"password": "wrong"}, headers={"origin": HOME}).status_code == 400
    joined = client.post(by_password, data=own | {"password": PASSWORD}, headers={"origin": HOME})
    client.cookies.clear()
    sign_in_as(client, "Birch")
    assert "Join as Birch" in client.get(signed_in).text
    also = client.post(signed_in, data={"how": "as_visitor"}, headers={"origin": HOME})

    assert (joined.status_code, also.status_code) == (303, 303)
    assert [seat.account is not None for seat in accounts.seats(desk)] == [True, True, True]
    assert robin


def test_a_page_saves_for_the_one_who_has_signed_in_and_for_nobody_else(
    client: TestClient, served: Workbench, project: Project
) -> None:
    """Also with a token for a page that was made for somebody else."""
    desk = served.desk_at(project.id, "Robin")
    accounts.accept(
        served.store, accounts.invite(desk, "Birch", role=Role.STUDENT), sign_in_name="Birch", password=PASSWORD
    )
    transcript = transcripts.import_transcript(desk, make_preview())
    code = codebooks.add_code(desk, "Family")
    start = transcripts.open_transcript(desk, transcript.id).body.text.index("sister")
    sent = {
        "transcript": transcript.id, "seq": 0,
        "operations": [{"op": str(uuid4()), "kind": "add", "coding": str(uuid4()), "code": code.id, "start": start, "end": start + 6, "quote": "sister"}],
    }  # fmt: skip
    headers = {"X-Workbench-Token": make_token(project.id, transcript.id, "Robin"), "origin": HOME}

    assert client.post(OPERATIONS_PATH, headers=headers, json=sent).status_code == 401
    sign_in_as(client, "Birch")
    assert client.post(OPERATIONS_PATH, headers=headers, json=sent).status_code == 401
    sign_in_as(client, "Robin")
    assert client.post(OPERATIONS_PATH, headers=headers, json=sent).status_code == 200


def test_the_health_of_a_server_is_told_without_details(client: TestClient, served: Workbench) -> None:
    well = client.get(HEALTH)
    served.store.engine.dispose()
    assert served.store.path
    served.store.path.write_bytes(b"no database")
    ill = client.get(HEALTH)

    assert (well.status_code, well.text) == (200, "ok")
    assert (ill.status_code, ill.text) == (503, "the database does not answer")


def test_a_server_may_stand_under_a_path_of_its_own(
    served: Workbench, robin: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert robin
    below = Serving(address=f"{HOME}/team", root_path="/team")
    for name, value in serving_environment(below).items():
        monkeypatch.setenv(name, value)
    shared.workbench.cache_clear()
    client = TestClient(serve(below), base_url=HOME, follow_redirects=False)

    sent = client.get("/team/code", headers=PAGE).headers["location"]
    answer = client.post(f"/team{SIGN_IN}", data={"name": "Robin", "password": PASSWORD}, headers={"origin": HOME})

    assert sent.startswith(f"/team{SIGN_IN}")
    assert answer.headers["location"] == "/team/"
    assert client.get("/team/code", headers=PAGE).status_code == 200
    shared.workbench().close()
    assert served

"""Two processes of one server on one PostgreSQL: who signs in at one is in at the other, and out of both."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import uuid4

import httpx
import pytest
from itsdangerous import URLSafeTimedSerializer

from tests.builders import make_preview
from tests.journeys.conftest import start_workbench
from workbench.services import accounts, codebooks, codings, sign_in, transcripts
from workbench.services.desk import Desk
from workbench.store import Store
from workbench.ui.entrance import SIGN_IN, SIGN_OUT
from workbench.ui.routes import OPERATIONS_PATH
from workbench.ui.visitors import FRESH_SECONDS

PASSWORD = "six grey geese at dawn"
PAGE = {"accept": "text/html"}


@pytest.mark.timeout(180)
@pytest.mark.parametrize("database", [pytest.param("postgres", marks=pytest.mark.postgres)], indirect=True)
def test_two_processes_are_one_server(store: Store, database: str, tmp_path: Path) -> None:
    account = accounts.accept(store, accounts.invite_keeper(store, "Robin"), sign_in_name="Robin", password=PASSWORD)
    robin = sign_in.who_is(store, sign_in.begin_session(store, account.id))
    assert robin
    project = accounts.create_project(store, robin, "Waiting for care")
    desk = Desk(store, project.id, "Robin")
    transcript = transcripts.import_transcript(desk, make_preview())
    code = codebooks.add_code(desk, "Family")
    start = transcripts.open_transcript(desk, transcript.id).body.text.index("sister")

    with ThreadPoolExecutor(2) as hands:
        begun = [
            hands.submit(start_workbench, tmp_path / name, "serve", "--database", database) for name in ("one", "two")
        ]
        one, two = (each.result() for each in begun)
    try:
        with httpx.Client(trust_env=False, headers=PAGE) as browser:
            let_in = browser.post(
                one.address + SIGN_IN, data={"name": "Robin", "password": PASSWORD}, headers={"origin": one.address}
            )
            there = browser.get(two.address)
            made_at_one = URLSafeTimedSerializer(accounts.shared_secret(store), salt="coding-page").dumps(
                [project.id, transcript.id, "Robin"]
            )
            operation = {
                "op": str(uuid4()), "kind": "add", "coding": str(uuid4()), "code": code.id,
                "start": start, "end": start + 6, "quote": "sister",
            }  # fmt: skip
            sent = {"transcript": transcript.id, "seq": 0, "operations": [operation]}
            answers = [
                browser.post(each.address + OPERATIONS_PATH, json=sent, headers={"x-workbench-token": made_at_one})
                for each in (one, two)
            ]
            token = browser.cookies["workbench"]
            browser.post(two.address + SIGN_OUT, headers={"origin": two.address})
            with httpx.Client(trust_env=False, headers=PAGE | {"cookie": f"workbench={token}"}) as left_open:
                at_two = left_open.get(two.address)
                threading.Event().wait(FRESH_SECONDS)
                at_one = left_open.get(one.address)
    finally:
        for each in (one, two):
            each.process.terminate()
            each.process.communicate(timeout=30)

    assert (let_in.status_code, there.status_code) == (303, 200)
    assert [answer.json()["acknowledged"] for answer in answers] == [[operation["op"]]] * 2
    assert len(codings.codings_of(desk, transcript.id)) == 1
    assert (at_two.status_code, at_one.status_code) == (303, 303)

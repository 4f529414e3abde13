"""Signing in by an institution's own accounts (OIDC): the whole way, with a small provider on this computer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from tests.journeys.conftest import Served, port_of_ones_own, start_workbench
from tests.journeys.provider import CLIENT, Provider
from workbench.services import accounts

PASSWORD = "six grey geese at dawn"


@pytest.fixture
def provider() -> Iterator[Provider]:
    made = Provider(port_of_ones_own())
    made.start()
    yield made
    made.stop()


@pytest.fixture
def server(tmp_path: Path, provider: Provider, monkeypatch: pytest.MonkeyPatch) -> Iterator[Served]:
    """A server that knows the provider, as somebody who looks after it would set it up."""
    port = port_of_ones_own()
    secrets = tmp_path / ".streamlit/secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text(
        f"""[auth]
redirect_uri = "http://127.0.0.1:{port}/oauth2callback"
cookie_secret = "a secret of thirty-two letters or more"
client_id = "{CLIENT}"
client_secret = "not much of one"
server_metadata_url = "{provider.address}/.well-known/openid-configuration"
""",
        encoding="utf-8",
    )
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).resolve().parents[2]))
    running = start_workbench(tmp_path / "data", "serve", port=port)
    yield running
    running.process.terminate()
    running.process.communicate(timeout=30)


@pytest.mark.timeout(120)
def test_an_institution_lets_in_whom_it_knows_once_they_were_invited(server: Served, provider: Provider) -> None:
    store = server.store()
    link = accounts.LINK_PATH + accounts.invite_keeper(store, "Robin")
    page = {"accept": "text/html"}
    begin = "/workbench/entrance/sign-on"

    with httpx.Client(base_url=server.address, follow_redirects=True, headers=page, trust_env=False) as stranger:
        provider.person = {"sub": "17", "email": "robin@example.ca", "email_verified": True}
        assert "Sign in with your institution" in stranger.get("/").text
        refused = stranger.get(begin)

    with httpx.Client(base_url=server.address, follow_redirects=True, headers=page, trust_env=False) as robin:
        assert f"{begin}?invitation=" in robin.get(link).text
        came = robin.get(f"{begin}?invitation={link.rpartition('/')[2]}")
        left_over = set(robin.cookies)

    with httpx.Client(base_url=server.address, follow_redirects=True, headers=page, trust_env=False) as again:
        provider.person |= {"email": "robin.new@example.ca"}  # a new address, the same person
        back = again.get(begin)

    with httpx.Client(base_url=server.address, follow_redirects=True, headers=page, trust_env=False) as other:
        provider.person = {"sub": "18", "email": "robin@example.ca", "email_verified": False}  # says to be Robin
        pretender = other.get(begin)

    (account,) = accounts.list_accounts(store, by=None)
    store.close()
    assert (refused.status_code, "Nobody here is known by this" in refused.text) == (403, True)
    assert (came.url.path, came.status_code, "<title>Streamlit" in came.text) == ("/", 200, True)
    assert (back.url.path, back.status_code, "<title>Streamlit" in back.text) == ("/", 200, True)
    assert (pretender.status_code, "Nobody here is known" in pretender.text) == (403, True)
    assert (account.sign_in_name, account.email, account.password_hash) == (
        "robin@example.ca",
        "robin@example.ca",
        None,
    )
    assert not [name for name in left_over if name.startswith(("_streamlit_user", "workbench_sign_on"))]

"""Signing in with a university's or hospital's own accounts (OIDC), through what Streamlit brings for it.

Streamlit talks to the provider and leaves a signed cookie. On the way back we read it once, find the account, begin a session of
our own, and remove the cookie: from there on everything is as after a password. Offered only where ``secrets.toml`` says how.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from streamlit.auth_util import encode_provider_token, get_secrets_auth_section
from streamlit.web.server.starlette.starlette_server_config import TOKENS_COOKIE_NAME, USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _get_signed_cookie_with_chunks

BEGIN: Final = "/workbench/entrance/sign-on"
RETURN: Final = "/workbench/entrance/sign-on/back"
PATHS: Final = ("/auth/login", "/oauth2callback")
MARK: Final = "workbench_sign_on"
"""The cookie that says that somebody is on the way. It holds the token of an invitation, where one led there."""
_DIRECT = {"client_id", "server_metadata_url"}


def is_offered() -> bool:
    """Whether a provider is named in ``secrets.toml``."""
    return bool(get_secrets_auth_section())


def login_address(root_path: str) -> str:
    """Where Streamlit begins the talk with the provider: the one that is named, or the first of several."""
    section = get_secrets_auth_section()
    named = [key for key, value in section.items() if isinstance(value, Mapping)]
    provider = "default" if _DIRECT & set(section) or not named else named[0]
    return f"{root_path}/auth/login?provider={encode_provider_token(provider)}"


def has_come_back(cookie_header: str) -> bool:
    """Whether somebody who went to the provider is back."""
    names = {part.strip().partition("=")[0] for part in cookie_header.split(";")}
    return {MARK, USER_COOKIE_NAME} <= names and is_offered()


def claims_in(cookies: Mapping[str, str]) -> dict[str, Any]:
    """What the provider says of a person; nothing unless the cookie bears our own signature."""
    found = _get_signed_cookie_with_chunks(dict(cookies), USER_COOKIE_NAME)
    try:
        claims = json.loads(found) if found else {}
    except ValueError:
        return {}
    return claims if isinstance(claims, dict) and claims.get("is_logged_in") else {}


def cookies_to_drop(cookies: Mapping[str, str]) -> list[str]:
    """Streamlit's own cookies about a person: they are read once."""
    return [name for name in cookies if name == MARK or name.startswith((USER_COOKIE_NAME, TOKENS_COOKIE_NAME))]

"""What stands in front of every page: a check of the address asked for, and headers that let nothing out."""

from __future__ import annotations

import base64
import hashlib
import re
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import streamlit
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from workbench.settings import Serving

_LOCAL = re.compile(r"^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$")


@cache
def content_security_policy() -> str:
    """A policy under which a page may fetch from and send to its own server only.

    Streamlit's start page has inline scripts; they are allowed by their hashes, computed from the installed file.
    """
    page = (Path(streamlit.__file__).parent / "static" / "index.html").read_text(encoding="utf-8")
    inline = re.findall(r"<script(?![^>]*\bsrc=)[^>]*>(.*?)</script>", page, re.DOTALL)
    hashes = " ".join(f"'sha256-{base64.b64encode(hashlib.sha256(s.encode()).digest()).decode()}'" for s in inline)
    return "; ".join(
        (
            "default-src 'self'",
            f"script-src 'self' {hashes}".rstrip(),
            "style-src 'self' 'unsafe-inline'",
            "img-src 'self' data: blob:",
            "font-src 'self' data:",
            "connect-src 'self'",
            "worker-src 'self' blob:",
            "object-src 'none'",
            "base-uri 'self'",
            "form-action 'self'",
            "frame-ancestors 'none'",
        )
    )


class Guards:
    """ASGI middleware: refuses strange host names and origins, and sets the security headers of every answer.

    A page of another site that makes its name point to this computer would come with that name as host: refused. A server
    (``serving``) answers to the names people type as well.
    """

    def __init__(self, app: ASGIApp, *, serving: Serving | None = None) -> None:
        self._app = app
        self._root = serving.root_path if serving else ""
        self._hosts = _hosts_of(serving) if serving else frozenset()
        self._scheme = "https" if serving and serving.is_encrypted else ""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        if not self._is_ours(headers.get("host", "").lower()) or not self._same_place(headers):
            await _refuse(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                answer["Content-Security-Policy"] = content_security_policy()
                answer["X-Content-Type-Options"] = "nosniff"
                answer["Referrer-Policy"] = "same-origin"  # without any, a browser hides the origin of its forms
                answer["Cross-Origin-Opener-Policy"] = "same-origin"
                if self._scheme:
                    answer["Strict-Transport-Security"] = "max-age=31536000"
                if "text/html" in answer.get("content-type", "") or scope["path"].startswith(
                    f"{self._root}/workbench/"
                ):
                    answer["Cache-Control"] = "no-store"
                elif scope["path"].startswith(f"{self._root}/_stcore/bidi-components/"):
                    answer["Cache-Control"] = "no-cache"  # asked for again after an upgrade, not kept unseen
            await send(message)

        await self._app(scope, receive, send_guarded)

    def _is_ours(self, host: str) -> bool:
        return bool(_LOCAL.match(host)) or host in self._hosts or re.sub(r":\d{1,5}$", "", host) in self._hosts

    def _same_place(self, headers: Headers) -> bool:
        """Whether a request comes from a page of ours: of this very host, and by https where that is the way here."""
        origin = headers.get("origin")
        if origin is None:
            return True
        scheme, _, host = origin.lower().partition("://")
        return host == headers.get("host", "").lower() and (
            not self._scheme or scheme == self._scheme or bool(_LOCAL.match(host))
        )


def _hosts_of(serving: Serving) -> frozenset[str]:
    named = urlsplit(serving.address).hostname
    return frozenset(serving.host_names) | ({named.lower()} if named else set())


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": 4403})
        return
    await send(
        {"type": "http.response.start", "status": 403, "headers": [(b"content-type", b"text/plain; charset=utf-8")]}
    )
    await send({"type": "http.response.body", "body": b"The workbench does not answer to this name or origin."})

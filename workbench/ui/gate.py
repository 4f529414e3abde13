"""The gate of a server: who has not signed in gets the way in, and nothing else. What ends a session ends its open pages."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.proto.BackMsg_pb2 import BackMsg

from workbench.errors import StorageError
from workbench.services.sign_in import Visitor
from workbench.settings import Serving
from workbench.ui import sign_on
from workbench.ui.entrance import HEALTH, OPEN_PATHS, SIGN_IN
from workbench.ui.routes import OPERATIONS_PATH
from workbench.ui.visitors import Visitors, cookie_name

_LOOK_EVERY = 10.0  # seconds between two looks at whether an open page's session still stands
_NO_SESSION = 4401


class Gate:
    """ASGI middleware in front of everything but the guards."""

    def __init__(self, app: ASGIApp, *, visitors: Callable[[], Visitors], serving: Serving) -> None:
        self._app = app
        self._visitors = visitors
        self._serving = serving

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or self._is_open(scope["path"]):
            await self._app(scope, receive, send)
            return
        token = token_of(scope, self._serving)
        try:
            visitor = await self._who(
                token, is_use=not scope["path"].endswith(OPERATIONS_PATH)
            )  # that one knows itself
        except StorageError:
            await _answer(scope, receive, send, PlainTextResponse("The database does not answer.", 503))
            return
        if visitor is None:
            await _answer(scope, receive, send, self._refusal(scope))
        elif scope["type"] == "websocket":
            await self._watch(token, scope, receive, send)
        else:
            await self._app(scope, receive, send)

    def _is_open(self, path: str) -> bool:
        inner = path.removeprefix(self._serving.root_path)
        return inner == HEALTH or inner.startswith(OPEN_PATHS) or (sign_on.is_offered() and inner in sign_on.PATHS)

    async def _who(self, token: str, *, is_use: bool) -> Visitor | None:
        fresh, visitor = self._visitors().remembered(token)
        return visitor if fresh else await run_in_threadpool(self._visitors().who, token, is_use=is_use)

    def _refusal(self, scope: Scope) -> Response:
        headers, path = Headers(scope=scope), scope["path"]
        wants_page = scope.get("method") in ("GET", "HEAD") and "text/html" in headers.get("accept", "")
        if not wants_page:
            return JSONResponse({"reason": "You are signed out. Sign in again; your unsaved work is kept."}, 401)
        root = self._serving.root_path
        if sign_on.has_come_back(headers.get("cookie", "")):
            return RedirectResponse(f"{root}{sign_on.RETURN}", 303)
        query = scope.get("query_string", b"").decode("latin-1")
        wanted = f"{path}?{query}" if query else path
        more = "" if wanted == f"{root}/" else f"?next={quote(wanted, safe='')}"
        return RedirectResponse(f"{root}{SIGN_IN}{more}", 303)

    async def _watch(self, token: str, scope: Scope, receive: Receive, send: Send) -> None:
        """Let an open page talk while its session stands. Afterwards all that it says becomes “draw yourself anew”.

        Drawn anew, a page shows that one is signed out and nothing else; nothing it asked for is done.
        """
        waiting: asyncio.Future[Message] | None = None
        was_told = False

        async def receive_watched() -> Message:
            nonlocal waiting, was_told
            while True:
                waiting = waiting or asyncio.ensure_future(_next(receive))
                await asyncio.wait({waiting}, timeout=_LOOK_EVERY)
                message: Message | None = None
                if waiting.done():
                    message, waiting = waiting.result(), None
                    if message["type"] != "websocket.receive":
                        return message
                if await self._still_in(token, is_use=message is not None):
                    if message is not None:
                        return message
                elif message is not None or not was_told:
                    was_told = True
                    return {"type": "websocket.receive", "bytes": _draw_anew()}

        try:
            await self._app(scope, receive_watched, send)
        finally:
            if waiting is not None:
                waiting.cancel()

    async def _still_in(self, token: str, *, is_use: bool) -> bool:
        with contextlib.suppress(StorageError):
            return await self._who(token, is_use=is_use) is not None
        return True  # the database does not answer: no page gets anything from it either


async def _next(receive: Receive) -> Message:
    return await receive()


def token_of(scope: Scope, serving: Serving) -> str:
    """The token in the cookie of a request, or nothing."""
    cookie = Headers(scope=scope).get("cookie", "")
    for part in cookie.split(";"):
        name, _, value = part.strip().partition("=")
        if name == cookie_name(serving):
            return value
    return ""


def _draw_anew() -> bytes:
    message = BackMsg()
    message.rerun_script.query_string = ""
    content: bytes = message.SerializeToString()
    return content


async def _answer(scope: Scope, receive: Receive, send: Send, answer: Response) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.close", "code": _NO_SESSION})
        return
    await answer(scope, receive, send)

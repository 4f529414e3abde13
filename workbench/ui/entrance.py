"""The way in and out of a server: routes that answer with plain pages and work without JavaScript.

Each form is posted to the server and answered with a redirect, so that reloading sends nothing twice. The guards have checked the
origin before: a page of another site cannot sign anybody in or out.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Final
from urllib.parse import parse_qs, quote

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from workbench.domain.account import LONGEST_SESSION
from workbench.errors import RuleError, StorageError, WorkbenchError
from workbench.services import accounts, claims, sign_in
from workbench.services.accounts import Invited
from workbench.services.sign_in import Visitor
from workbench.settings import Serving
from workbench.ui import entrance_pages as pages
from workbench.ui import sign_on
from workbench.ui.shared import visitors, workbench
from workbench.ui.visitors import cookie_name
from workbench.ui.words import say

HEALTH: Final = "/workbench/health"
_ENTRANCE = "/workbench/entrance/"
SIGN_IN: Final = f"{_ENTRANCE}sign-in"
SIGN_OUT: Final = f"{_ENTRANCE}sign-out"
INVITATION: Final = accounts.LINK_PATH
OPEN_PATHS: Final = _ENTRANCE
_LARGEST_FORM = 16 * 1024
_ON_THE_WAY = 15 * 60  # seconds in which one is back from the provider
Handler = Callable[[Request], Awaitable[Response]]


def serving_now() -> Serving:
    """How this server is reached."""
    found = workbench().settings.serving
    assert found, "there is an entrance on a server only"
    return found


def _path(inner: str) -> str:
    return serving_now().root_path + inner


async def health(_request: Request) -> Response:
    """Whether the database answers; nothing else is said."""
    try:
        await run_in_threadpool(_ask_database)
    except StorageError:
        return PlainTextResponse("the database does not answer", 503)
    return PlainTextResponse("ok")


def _ask_database() -> None:
    with workbench().store.reading() as uow:
        uow.events.streams()


def _in_words(handler: Handler) -> Handler:
    """Show what a service refuses as a page of its own."""

    @wraps(handler)
    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except StorageError as error:
            return HTMLResponse(pages.message_page(str(error), home=_path("/")), 503)
        except WorkbenchError as error:
            return HTMLResponse(pages.message_page(str(error), home=_path("/")), 400)

    return guarded


async def _fields(request: Request) -> dict[str, str]:
    """What was typed into a form."""
    content = b""
    async for part in request.stream():
        content += part
        if len(content) > _LARGEST_FORM:
            raise RuleError("The form holds more than can be taken.")
    sent = parse_qs(content.decode("utf-8", errors="replace"), keep_blank_values=True, max_num_fields=20)
    return {name: values[0] for name, values in sent.items()}


def _token(request: Request) -> str:
    return request.cookies.get(cookie_name(serving_now()), "")


def _from(request: Request) -> str:
    return request.client.host if request.client else ""


async def _visitor(request: Request) -> Visitor | None:
    return await run_in_threadpool(visitors().who, _token(request))


def safe_next(wanted: str) -> str:
    """Where to go after signing in: a place of this server, else its first page."""
    root = serving_now().root_path
    plain = wanted.isprintable() and "\\" not in wanted and not wanted.startswith(("//", "/_stcore"))
    return wanted if plain and wanted.startswith(f"{root}/") else f"{root}/"


async def _let_in(request: Request, account_id: str, *, to: str) -> Response:
    """Begin a session with a fresh token; the one this browser had before ends."""
    store = workbench().store
    old = _token(request)
    token = await run_in_threadpool(sign_in.begin_session, store, account_id)  # type: ignore[arg-type]
    if old:
        await run_in_threadpool(visitors().sign_out, old)
    answer = RedirectResponse(to, 303)
    answer.set_cookie(
        cookie_name(serving_now()),
        token,
        max_age=int(LONGEST_SESSION.total_seconds()),
        path="/",
        secure=serving_now().is_encrypted,
        httponly=True,
        samesite="lax",  # strict would show the way in to whoever follows a link from a letter
    )
    return answer


# Signing in and out


@_in_words
async def show_sign_in(request: Request) -> Response:
    wanted = safe_next(request.query_params.get("next", ""))
    if await _visitor(request):
        return RedirectResponse(wanted, 303)
    said = say("entrance.is_out") if "out" in request.query_params else ""
    return HTMLResponse(_sign_in_page(wanted, said=said))


def _sign_in_page(wanted: str, *, name: str = "", said: str = "", refused: str = "") -> str:
    return pages.sign_in_page(
        action=_path(SIGN_IN),
        wanted=wanted,
        name=name,
        said=said,
        refused=refused,
        sign_on=_path(sign_on.BEGIN) if sign_on.is_offered() else "",
    )


@_in_words
async def take_sign_in(request: Request) -> Response:
    typed = await _fields(request)
    wanted, name = safe_next(typed.get("next", "")), typed.get("name", "")
    try:
        account = await run_in_threadpool(
            sign_in.prove, workbench().store, name, typed.get("password", ""), address=_from(request)
        )
    except StorageError:
        raise
    except WorkbenchError as error:
        return HTMLResponse(_sign_in_page(wanted, name=name, refused=str(error)), 403)
    return await _let_in(request, account.id, to=wanted)


@_in_words
async def show_sign_out(_request: Request) -> Response:
    return HTMLResponse(pages.sign_out_page(action=_path(SIGN_OUT), home=_path("/")))


@_in_words
async def take_sign_out(request: Request) -> Response:
    if token := _token(request):
        await run_in_threadpool(visitors().sign_out, token)
    answer = RedirectResponse(f"{_path(SIGN_IN)}?out=1", 303)
    answer.delete_cookie(
        cookie_name(serving_now()), path="/", secure=serving_now().is_encrypted, httponly=True, samesite="lax"
    )
    return answer


# Invitations, and links for a new password


@_in_words
async def show_invitation(request: Request) -> Response:
    token = request.path_params["token"]
    offered = await run_in_threadpool(accounts.look_at, workbench().store, token)
    return HTMLResponse(_invitation_page(token, offered, await _visitor(request)))


def _invitation_page(
    token: str, offered: Invited, visitor: Visitor | None, *, typed: Mapping[str, str] | None = None, refused: str = ""
) -> str:
    action = f"{_path(INVITATION)}{quote(token, safe='')}"
    if offered.sign_in_name is not None:
        return pages.new_password_page(action=action, sign_in_name=offered.sign_in_name, refused=refused)
    return pages.invitation_page(
        action=action,
        offered=offered,
        signed_in_as=visitor.account.display_name if visitor and offered.project else "",
        typed=typed or {},
        refused=refused,
        sign_on=_path(sign_on.BEGIN) if sign_on.is_offered() else "",
        token=token,
    )


@_in_words
async def take_invitation(request: Request) -> Response:
    token, typed = request.path_params["token"], await _fields(request)
    store = workbench().store
    offered = await run_in_threadpool(accounts.look_at, store, token)
    visitor = await _visitor(request)
    try:
        account_id = await run_in_threadpool(_take_up, token, offered, visitor, typed, _from(request))
    except StorageError:
        raise
    except WorkbenchError as error:
        return HTMLResponse(_invitation_page(token, offered, visitor, typed=typed, refused=str(error)), 400)
    visitors().ask_anew()
    return await _let_in(request, account_id, to=_path("/"))


def _take_up(token: str, offered: Invited, visitor: Visitor | None, typed: Mapping[str, str], address: str) -> str:
    """Do what was chosen on the page of a link; the id of the account that is let in."""
    store, password = workbench().store, typed.get("password", "")
    match typed.get("how"):
        case "as_visitor" if visitor:
            accounts.accept_with(store, token, visitor.account_id)
            return visitor.account_id
        case "with_account":
            account = sign_in.prove(store, typed.get("name", ""), password, address=address)
            accounts.accept_with(store, token, account.id)
            return account.id
    if password != typed.get("again", ""):
        raise RuleError("The two passwords are not the same. Type them again.")
    if offered.sign_in_name is not None:
        return accounts.choose_password(store, token, password).id
    return accounts.accept(store, token, sign_in_name=typed.get("name", ""), password=password).id


# Signing in by an institution's own accounts


@_in_words
async def begin_sign_on(request: Request) -> Response:
    if not sign_on.is_offered():
        return RedirectResponse(_path(SIGN_IN), 303)
    answer = RedirectResponse(sign_on.login_address(serving_now().root_path), 303)
    answer.set_cookie(
        sign_on.MARK,
        request.query_params.get("invitation", "") or "-",
        max_age=_ON_THE_WAY,
        path="/",
        secure=serving_now().is_encrypted,
        httponly=True,
        samesite="lax",
    )
    return answer


@_in_words
async def return_from_sign_on(request: Request) -> Response:
    if not sign_on.is_offered() or sign_on.MARK not in request.cookies:
        return RedirectResponse(_path(SIGN_IN), 303)
    invitation = request.cookies[sign_on.MARK].strip("-") and request.cookies[sign_on.MARK]
    answer: Response
    try:
        found = claims.Claims.read(sign_on.claims_in(request.cookies))
        store = workbench().store
        if invitation:
            account = await run_in_threadpool(claims.accept_by, store, invitation, found)
        else:
            account = await run_in_threadpool(claims.sign_in_by, store, found)
        answer = await _let_in(request, account.id, to=_path("/"))
    except WorkbenchError as error:
        answer = HTMLResponse(_sign_in_page(_path("/"), refused=str(error)), 403)
    for name in sign_on.cookies_to_drop(request.cookies):
        answer.delete_cookie(name, path="/")
        if serving_now().root_path:
            answer.delete_cookie(name, path=serving_now().root_path)
    return answer


def entrance_routes(root_path: str) -> list[Route]:
    """All of these under a server's root path."""
    return [
        Route(root_path + HEALTH, health),
        Route(root_path + SIGN_IN, show_sign_in, methods=["GET"]),
        Route(root_path + SIGN_IN, take_sign_in, methods=["POST"]),
        Route(root_path + SIGN_OUT, show_sign_out, methods=["GET"]),
        Route(root_path + SIGN_OUT, take_sign_out, methods=["POST"]),
        Route(root_path + INVITATION + "{token}", show_invitation, methods=["GET"]),
        Route(root_path + INVITATION + "{token}", take_invitation, methods=["POST"]),
        Route(root_path + sign_on.BEGIN, begin_sign_on, methods=["GET"]),
        Route(root_path + sign_on.RETURN, return_from_sign_on, methods=["GET"]),
    ]

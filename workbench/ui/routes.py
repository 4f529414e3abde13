"""The route to which the coding page sends its operations. It answers with what is settled and what changed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from workbench.errors import NotAllowedError, NotFoundError, StorageError, WorkbenchError
from workbench.services import accounts, codebooks, operations, suggestions
from workbench.services.desk import Desk, now
from workbench.ui.shared import visitors, workbench
from workbench.ui.tokens import Pass, read_token
from workbench.ui.transcript_view.payload import code_rows, coding_row, offer_payload, question_row
from workbench.ui.visitors import cookie_name

OPERATIONS_PATH = "/workbench/api/operations"
_LARGEST_BODY = 4 * 1024 * 1024
_STATUS = ((NotAllowedError, 403), (NotFoundError, 403), (StorageError, 503), (WorkbenchError, 400))


async def receive_operations(request: Request) -> Response:
    """Settle a batch of operations; 401 without a valid token, 400 for what is no batch, 503 where nothing was saved."""
    granted = read_token(request.headers.get("x-workbench-token", ""))
    if granted is None:
        return _refused("This page is out of date. Reload it; your unsaved work is kept.", 401)
    body = await _body(request)
    if body is None:
        return _refused("The page sent more than can be taken at once.", 413)
    batch = _batch(body)
    if batch is None or batch["transcript"] != granted.transcript_id:
        return _refused("The page sent something that cannot be read. Reload it.", 400)
    if not await run_in_threadpool(_is_own, granted, request.cookies, is_use=bool(batch["operations"])):
        return _refused("You are signed out, or signed in as somebody else. Reload the page.", 401)
    try:
        return JSONResponse(await run_in_threadpool(_settle, granted, batch))
    except WorkbenchError as error:
        return _refused(str(error), next(status for kind, status in _STATUS if isinstance(error, kind)))


def _is_own(granted: Pass, cookies: Mapping[str, str], *, is_use: bool) -> bool:
    """On a server: whether the one who has signed in is the one for whom the page was made."""
    serving = workbench().settings.serving
    if serving is None:
        return True
    visitor = visitors().who(cookies.get(cookie_name(serving), ""), is_use=is_use)
    member = accounts.member_for(workbench().store, visitor.account_id, granted.project_id) if visitor else None
    return member is not None and member.name == granted.actor


async def _body(request: Request) -> bytes | None:
    parts: list[bytes] = []
    size = 0
    try:
        async for part in request.stream():
            size += len(part)
            if size > _LARGEST_BODY:
                return None
            parts.append(part)
    except ClientDisconnect:  # the line broke: nobody is left to answer, and the page sends it all again
        return b""
    return b"".join(parts)


def _batch(body: bytes) -> dict[str, Any] | None:
    try:
        sent = json.loads(body)
    except (ValueError, RecursionError):
        return None
    match sent:
        case {"transcript": str(), "seq": int(), "operations": list() as items} if all(
            isinstance(i, dict) for i in items
        ):
            return dict(sent)
        case _:
            return None


def _settle(granted: Pass, batch: dict[str, Any]) -> dict[str, Any]:
    desk = workbench().desk_at(granted.project_id, granted.actor)
    outcome = operations.settle(desk, granted.transcript_id, batch["operations"], since=max(0, batch["seq"]))
    changes: dict[str, Any] = {
        "codings": {
            "put": [coding_row(coding, actor=desk.actor) for coding in outcome.delta.codings],
            "drop": list(outcome.delta.dropped),
        }
    }
    if outcome.delta.questions or outcome.delta.dropped_questions:
        changes["questions"] = {
            "put": [question_row(question, actor=desk.actor) for question in outcome.delta.questions],
            "drop": list(outcome.delta.dropped_questions),
        }
    if outcome.delta.codes_changed:
        changes["codes"] = {"put": code_rows(codebooks.get_codebook(desk))}
    kinds = {str(operation.get("kind")) for operation in batch["operations"]}
    workbench().freshener.nudge(desk, granted.transcript_id, kinds - {"None"})
    changes |= _offered(desk, granted, known=batch.get("offered"))
    return {
        "acknowledged": list(outcome.acknowledged),
        "refused": [{"op": name, "reason": reason} for name, reason in outcome.refused.items()],
        "seq": outcome.delta.number,
        "saved": now(),
        "changes": changes,
        "canUndo": outcome.can_undo,
        "canRedo": outcome.can_redo,
        "undone": outcome.undone,
        "revision": outcome.revision,
    }


def _offered(desk: Desk, granted: Pass, *, known: object) -> dict[str, Any]:
    """The suggestions that may be shown now, if they are not what the page knows already by their digest."""
    if known is None:
        return {}  # a page of before, or somebody who may not code
    try:
        found = suggestions.current(desk, transcript_id=granted.transcript_id)
    except NotAllowedError:
        return {}
    offer = offer_payload(found, has_failed=workbench().freshener.has_failed(desk))
    return {} if offer["key"] == known else {"suggestions": offer}


def _refused(reason: str, status: int) -> JSONResponse:
    return JSONResponse({"reason": reason}, status_code=status)


def operation_routes(root_path: str) -> list[Route]:
    """The route under a server's root path."""
    return [Route(root_path + OPERATIONS_PATH, receive_operations, methods=["POST"])]


ROUTES = operation_routes("")

"""The kinds of operations that the coding page knows, each with its right and what it does inside one act.

What is sent is checked here, at the edge: an operation that makes no sense is refused in a sentence.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, TypeVar

from workbench.domain.coding import MemoKind, Target, Visibility
from workbench.domain.content_note import ContentNote, read_notes, write_notes
from workbench.domain.ids import CodeId, CodingId, MemoId, QuestionId, ThemeId, is_id
from workbench.domain.project import Right
from workbench.domain.span import Span
from workbench.domain.suggestion import Verdict
from workbench.errors import RuleError
from workbench.services.codebooks import put_code
from workbench.services.coding_changes import put_span, put_split
from workbench.services.codings import drop_coding, put_challenge, put_coding, put_qualifier, put_recode
from workbench.services.desk import Deed
from workbench.services.memos import put_memo
from workbench.services.questions import put_answer, put_closed, put_question
from workbench.services.suggestion_reviews import DEEDS, put_accepted, put_review
from workbench.services.transcripts import OpenTranscript, put_content_note, put_reading

Operation = Mapping[str, Any]
Handler = Callable[[Deed, OpenTranscript, Operation], None]
E = TypeVar("E", bound=StrEnum)


def _add(deed: Deed, here: OpenTranscript, operation: Operation) -> None:
    coding_id = CodingId(identity(operation, "coding"))
    if deed.uow.codings.find(coding_id) is not None:
        return
    code_id = CodeId(identity(operation, "code"))
    new_code = operation.get("newCode")
    if new_code is not None:  # a code made from these words comes into being with its first coding, as one act
        if not isinstance(new_code, Mapping):
            raise RuleError("The page sent a new code that cannot be read. Reload the page.")
        deed.require(Right.EDIT_CODEBOOK)
        deed.name = "make code and code passage"
        _make_code(deed, code_id, new_code)
    put_coding(deed, here, _span(operation), code_id, quote=_words(operation, "quote"), coding_id=coding_id)


def _new_code(deed: Deed, _here: OpenTranscript, operation: Operation) -> None:
    _make_code(deed, CodeId(identity(operation, "code")), operation)


def _make_code(deed: Deed, code_id: CodeId, facts: Operation) -> None:
    if deed.uow.codes.find(code_id) is None:
        put_code(deed, _words(facts, "label"), short_definition=_maybe(facts, "definition"), code_id=code_id)


def _remove(deed: Deed, _here: OpenTranscript, operation: Operation) -> None:
    drop_coding(deed, CodingId(identity(operation, "coding")))


def _change(deed: Deed, here: OpenTranscript, operation: Operation) -> None:
    coding_id = CodingId(identity(operation, "coding"))
    put_span(deed, here, coding_id, _span(operation), quote=_words(operation, "quote"))


def _split(deed: Deed, here: OpenTranscript, operation: Operation) -> None:
    rest_id = CodingId(identity(operation, "rest"))
    if deed.uow.codings.find(rest_id) is None:
        put_split(deed, here, CodingId(identity(operation, "coding")), _whole(operation, "at"), rest_id=rest_id)


def _recode(deed: Deed, _here: OpenTranscript, operation: Operation) -> None:
    new_id = CodingId(identity(operation, "rest"))
    if deed.uow.codings.find(new_id) is None:
        old, code_id = CodingId(identity(operation, "coding")), CodeId(identity(operation, "code"))
        put_recode(deed, old, code_id, new_id=new_id)


def _qualify(deed: Deed, _here: OpenTranscript, operation: Operation) -> None:
    put_qualifier(deed, CodingId(identity(operation, "coding")), _maybe(operation, "qualifier"))


def _challenge(deed: Deed, _here: OpenTranscript, operation: Operation) -> None:
    theme = ThemeId(identity(operation, "theme")) if operation.get("theme") else None
    put_challenge(deed, CodingId(identity(operation, "coding")), theme, note=_maybe(operation, "note"))


def _accept(deed: Deed, here: OpenTranscript, operation: Operation) -> None:
    put_accepted(
        deed,
        here,
        _words(operation, "suggestion"),
        span=_span(operation),
        quote=_words(operation, "quote"),
        coding_id=CodingId(identity(operation, "coding")),
    )


def _decide(verdict: Verdict) -> tuple[str, Right, Handler]:
    def decide(deed: Deed, here: OpenTranscript, operation: Operation) -> None:
        put_review(deed, here, _words(operation, "suggestion"), verdict)

    return DEEDS[verdict], Right.CODE, decide


def _ask(deed: Deed, here: OpenTranscript, operation: Operation) -> None:
    question_id = QuestionId(identity(operation, "question"))
    if deed.uow.questions.find(question_id) is None:
        about = CodingId(identity(operation, "coding"))
        put_question(deed, here, _words(operation, "text"), coding_id=about, question_id=question_id)


def _answer(deed: Deed, _here: OpenTranscript, operation: Operation) -> None:
    put_answer(deed, QuestionId(identity(operation, "question")), _words(operation, "text"))


def _close(deed: Deed, _here: OpenTranscript, operation: Operation) -> None:
    put_closed(deed, QuestionId(identity(operation, "question")))


def _note(deed: Deed, here: OpenTranscript, operation: Operation) -> None:
    memo_id = MemoId(identity(operation, "memo"))
    if deed.uow.memos.find(memo_id) is None:
        put_memo(
            deed,
            _words(operation, "text"),
            kind=_one_of(MemoKind, operation, "noteKind") or MemoKind.OTHER,
            visibility=_one_of(Visibility, operation, "visibility"),
            target=Target.PASSAGE,
            target_id=here.transcript.id,
            span=_span(operation),
            memo_id=memo_id,
        )


def _content_note(deed: Deed, here: OpenTranscript, operation: Operation) -> None:
    note = ContentNote(_words(operation, "text"), _whole(operation, "first"), _whole(operation, "last"))
    if not 1 <= note.first <= note.last <= len(here.body.turns):
        raise RuleError("The page sent turns that are not in the transcript. Reload the page.")
    others = [
        one for one in read_notes(here.transcript.content_note) if (one.first, one.last) != (note.first, note.last)
    ]
    put_content_note(deed, here, write_notes([*others, note]))


def _read(deed: Deed, here: OpenTranscript, operation: Operation) -> None:
    put_reading(deed, here, _whole(operation, "turn"))


KINDS: Mapping[object, tuple[str, Right, Handler]] = {
    "add": ("code passage", Right.CODE, _add),
    "remove": ("remove coding", Right.CODE, _remove),
    "change": ("change passage", Right.CODE, _change),
    "split": ("split coding", Right.CODE, _split),
    "recode": ("recode passage", Right.CODE, _recode),
    "qualify": ("set qualifier", Right.CODE, _qualify),
    "challenge": ("mark challenge", Right.CODE, _challenge),
    "new-code": ("add code", Right.EDIT_CODEBOOK, _new_code),
    "accept": ("accept suggestion", Right.CODE, _accept),
    "reject": _decide(Verdict.REJECTED),
    "unsure": _decide(Verdict.UNSURE),
    "never": _decide(Verdict.NEVER),
    "ask": ("ask", Right.WRITE_NOTES, _ask),
    "answer": ("answer question", Right.WRITE_NOTES, _answer),
    "close": ("close question", Right.WRITE_NOTES, _close),
    "note": ("write note", Right.WRITE_NOTES, _note),
    "content-note": ("change transcript", Right.IMPORT, _content_note),
    "read": ("read", Right.READ, _read),
}


# What is sent is checked at the edge --------------------------------------------------------------------------------


def identity(operation: Operation, field: str) -> str:
    """The id in a field, or ``RuleError``."""
    found = operation.get(field)
    if not isinstance(found, str) or not is_id(found):
        raise RuleError(f"The page sent an operation without a proper “{field}”. Reload the page.")
    return found


def _words(operation: Operation, field: str) -> str:
    found = operation.get(field)
    if not isinstance(found, str) or not found:
        raise RuleError(f"The page sent an operation without “{field}”. Reload the page.")
    return found


def _maybe(operation: Operation, field: str) -> str:
    return _words(operation, field) if operation.get(field) else ""


def _whole(operation: Operation, field: str) -> int:
    found = operation.get(field)
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < 2**31:
        raise RuleError("The page sent a place that is not in the transcript. Reload the page.")
    return found


def _span(operation: Operation) -> Span:
    start, end = _whole(operation, "start"), _whole(operation, "end")
    if start >= end:
        raise RuleError("The page sent a place that is not in the transcript. Reload the page.")
    return Span(start, end)


def _one_of(kind: type[E], operation: Operation, field: str) -> E | None:
    found = operation.get(field)
    if found in (None, ""):
        return None
    if found not in [one.value for one in kind]:
        raise RuleError(f"The page sent an unknown “{field}”. Reload the page.")
    return kind(found)

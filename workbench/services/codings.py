"""Coding passages, taking codings away, and asking what carries a code."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from workbench.domain.codebook import Code, CodeStatus
from workbench.domain.coding import Coding, Origin, Sureness
from workbench.domain.ids import CodeId, CodingId, ReviewId, ThemeId, TranscriptId, new_id
from workbench.domain.project import Right
from workbench.domain.span import Span
from workbench.domain.text import make_text
from workbench.errors import NotAllowedError, NotFoundError, QuoteMismatchError, RuleError
from workbench.services.coding_gate import refuse_early_coding
from workbench.services.desk import Deed, Desk
from workbench.services.transcripts import OpenTranscript, opened
from workbench.services.visibility import seen_coding, seen_codings

MAX_OPERATIONS = 200


def add_coding(
    desk: Desk,
    transcript_id: TranscriptId,
    span: Span,
    code_id: CodeId,
    *,
    quote: str | None = None,
    coding_id: CodingId | None = None,
) -> Coding:
    """Code a passage. ``quote``, where given, must be the words that stand there."""
    with desk.deed("code passage", Right.CODE) as deed:
        return put_coding(deed, opened(deed, transcript_id), span, code_id, quote=quote, coding_id=coding_id)


def put_coding(
    deed: Deed,
    here: OpenTranscript,
    span: Span,
    code_id: CodeId,
    *,
    quote: str | None = None,
    coding_id: CodingId | None = None,
    review_id: ReviewId | None = None,
    coder: str | None = None,
) -> Coding:
    """The same inside an act that is under way. The same person coding the same words twice gets the coding there is.

    ``coder`` is somebody else on whose behalf it is written down; whether that is right is for the caller to know.
    """
    coder = coder or deed.actor
    code = usable_code(deed, code_id)
    refuse_early_coding(deed, here)
    text = here.body.text
    if span.end > len(text):
        raise QuoteMismatchError(span.start, span.end)
    words = span.text_in(text)
    if quote is not None and quote != words:
        raise QuoteMismatchError(span.start, span.end)
    if not words.strip():
        raise RuleError("There are no words in this selection. Select at least one word.")
    twin = deed.uow.codings.same(here.transcript.id, span, code.id, coder)
    if twin is not None:
        return twin
    coding = Coding(
        id=coding_id or CodingId(new_id()),
        project_id=deed.project_id,
        transcript_id=here.transcript.id,
        revision_id=here.revision.id,
        code_id=code.id,
        coder=coder,
        start=span.start,
        end=span.end,
        quote=words,
        created_at=deed.at,
        origin=Origin.SUGGESTION if review_id else Origin.HAND,
        review_id=review_id,
    )
    coding.check(text)
    deed.uow.codings.save(coding)
    return coding


def usable_code(deed: Deed, code_id: CodeId) -> Code:
    """The code of this project with this id, if passages may be coded with it; of a merged code the one it went into.

    A browser that has not heard of the merge yet so loses no coding.
    """
    code = deed.uow.codes.find(code_id)
    while code is not None and code.status is CodeStatus.RETIRED and code.merged_into is not None:
        code = deed.uow.codes.find(code.merged_into)
    if code is None or code.project_id != deed.project_id:
        raise NotFoundError("code", code_id, hint="Somebody may have removed it; reload the page.")
    if code.status is CodeStatus.RETIRED:
        raise RuleError(f"“{code.label}” is retired. Choose another code.")
    if not code.codable:
        raise RuleError(f"“{code.label}” is a heading. Choose one of the codes below it.")
    return code


def remove_coding(desk: Desk, coding_id: CodingId) -> None:
    """Take away one's own coding; undo brings it back."""
    with desk.deed("remove coding", Right.CODE) as deed:
        drop_coding(deed, coding_id)


def drop_coding(deed: Deed, coding_id: CodingId) -> None:
    """The same inside an act that is under way. What is not there any more is removed already."""
    if seen_coding(deed, coding_id) is None:
        return
    own_coding(deed, coding_id, "remove it")
    take_away(deed, coding_id)


def take_away(deed: Deed, coding_id: CodingId) -> None:
    """Remove a coding with what hangs on it; whether that is right is for the caller to know."""
    for question in deed.uow.questions.of_coding(coding_id):  # the question stays, about the words alone
        deed.uow.questions.save(replace(question, coding_id=None))
    deed.uow.unplaced.remove(coding_id)
    deed.uow.codings.remove(coding_id)


def own_coding(deed: Deed, coding_id: CodingId, what: str) -> Coding:
    """This person's coding with this id; another's is refused, with ``what`` only its coder can do."""
    coding = seen_coding(deed, coding_id)
    if coding is None:
        raise NotFoundError("coding", coding_id, hint="Somebody may have removed it; reload the page.")
    if coding.coder != deed.actor:
        raise NotAllowedError(f"This coding belongs to {coding.coder}. Only {coding.coder} can {what}.")
    return coding


def recode(desk: Desk, coding_id: CodingId, code_id: CodeId) -> Coding:
    """Give one's own coding another code: the old coding goes and a new one on the same words comes, in one act.

    What hung on it comes along: its questions, its qualifier, the theme it speaks against, and that it was a suggestion.
    """
    with desk.deed("recode passage", Right.CODE) as deed:
        return put_recode(deed, coding_id, code_id)


def put_recode(deed: Deed, coding_id: CodingId, code_id: CodeId, *, new_id: CodingId | None = None) -> Coding:
    """The same inside an act that is under way."""
    before = own_coding(deed, coding_id, "give it another code")
    if before.code_id == code_id:
        return before
    here = opened(deed, before.transcript_id)
    after = put_coding(
        deed, here, before.span, code_id, quote=before.quote, coding_id=new_id, review_id=before.review_id
    )
    after = replace(
        after,
        qualifier=after.qualifier or before.qualifier,
        challenges=after.challenges or before.challenges,
        challenge_note=after.challenge_note or before.challenge_note,
    )
    deed.uow.codings.save(after)
    for question in deed.uow.questions.of_coding(coding_id):
        deed.uow.questions.save(replace(question, coding_id=after.id))
    drop_coding(deed, coding_id)
    return after


def set_qualifier(desk: Desk, coding_id: CodingId, key: str) -> Coding:
    """Say how the code applies to one's own coding (present, missing ...), or take that back with ``""``."""
    with desk.deed("set qualifier", Right.CODE) as deed:
        return put_qualifier(deed, coding_id, key)


def put_qualifier(deed: Deed, coding_id: CodingId, key: str) -> Coding:
    """The same inside an act that is under way."""
    coding = own_coding(deed, coding_id, "say more about it")
    if key and key not in deed.project.qualifiers:
        raise NotFoundError("qualifier", key, hint="The codebook says which there are.")
    changed = replace(coding, qualifier=key)
    deed.uow.codings.save(changed)
    return changed


def set_sureness(desk: Desk, coding_id: CodingId, sureness: Sureness | None) -> Coding:
    """Say how sure one is of one's own coding, or take that back with ``None``."""
    with desk.deed("say how sure", Right.CODE) as deed:
        coding = own_coding(deed, coding_id, "say how sure they are of it")
        changed = replace(coding, sureness=sureness)
        deed.uow.codings.save(changed)
    return changed


def confirm_codings(desk: Desk, coding_ids: Iterable[CodingId]) -> int:
    """Note that one has looked at one's own codings again and that their codes fit; the number of codings."""
    with desk.deed("confirm codings", Right.CODE) as deed:
        found = [own_coding(deed, coding_id, "confirm it") for coding_id in coding_ids]
        for coding in found:
            deed.uow.codings.save(replace(coding, confirmed_at=deed.at))
    return len(found)


def mark_challenge(desk: Desk, coding_id: CodingId, theme_id: ThemeId | None, *, note: str = "") -> Coding:
    """Say that a passage speaks against a theme, and how; or take that back with ``None``."""
    with desk.deed("mark challenge", Right.CODE) as deed:
        return put_challenge(deed, coding_id, theme_id, note=note)


def put_challenge(deed: Deed, coding_id: CodingId, theme_id: ThemeId | None, *, note: str = "") -> Coding:
    """The same inside an act that is under way."""
    coding = own_coding(deed, coding_id, "say that it speaks against a theme")
    if theme_id is not None and deed.uow.themes.get(theme_id).project_id != deed.project_id:
        raise NotFoundError("theme", theme_id)
    changed = replace(coding, challenges=theme_id, challenge_note=make_text(note).strip() if theme_id else "")
    deed.uow.codings.save(changed)
    return changed


def codings_of(desk: Desk, transcript_id: TranscriptId) -> list[Coding]:
    """The codings of a transcript that this person may see, in order of place."""
    with desk.reading() as look:
        here = opened(look, transcript_id)
        return checked(here, seen_codings(look, transcript_id=transcript_id))


def checked(here: OpenTranscript, codings: Iterable[Coding]) -> list[Coding]:
    """Codings after the check that every quote is what stands at its place."""
    found = list(codings)
    for coding in found:
        coding.check(here.body.text)
    return found

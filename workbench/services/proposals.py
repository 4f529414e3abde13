"""What a mentor proposes, and what the owners of the work make of it. A proposal changes nothing; accepting it is one act, undone as one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from workbench.domain.codebook import Codebook
from workbench.domain.coding import Coding
from workbench.domain.ids import CodeId, CodingId, ProposalId, new_id
from workbench.domain.project import Member, Right
from workbench.domain.proposal import Proposal, ProposalKind, ProposalStatus
from workbench.domain.text import make_text
from workbench.errors import ChangedMeanwhileError, NotAllowedError, NotFoundError, RuleError, WorkbenchError
from workbench.services import codebook_deeds
from workbench.services.codebook_deeds import Effect, put_merge, put_split
from workbench.services.codebooks import put_change
from workbench.services.codings import put_recode, usable_code
from workbench.services.desk import Deed, Desk, Look
from workbench.services.visibility import seen_coding, veil_of

_GONE = "The coding is not there any more, or has another code now."


def propose_merge(desk: Desk, source_id: CodeId, target_id: CodeId, *, reason: str) -> Proposal:
    """Propose that one code goes into another."""
    desk.require(Right.MENTOR)
    told = codebook_deeds.preview_merge(desk, source_id, target_id)
    return _propose(desk, ProposalKind.MERGE, told, reason, target_id=target_id)


def propose_split(
    desk: Desk,
    source_id: CodeId,
    coding_ids: Iterable[CodingId],
    *,
    target_id: CodeId | None = None,
    label: str = "",
    short_definition: str = "",
    reason: str,
) -> Proposal:
    """Propose that some passages of a code go to another one, or to a new one called ``label``."""
    desk.require(Right.MENTOR)
    chosen = tuple(coding_ids)
    if target_id is None and not label.strip():
        raise RuleError("Give the new code a name, or choose a code that is there.")
    told = codebook_deeds.preview_split(desk, source_id, chosen, target_id=target_id, label=label)
    return _propose(
        desk,
        ProposalKind.SPLIT,
        told,
        reason,
        target_id=target_id,
        label=label,
        short_definition=short_definition,
        coding_ids=chosen,
    )


def propose_rename(desk: Desk, code_id: CodeId, new_label: str, *, reason: str) -> Proposal:
    """Propose another name for a code."""
    desk.require(Right.MENTOR)
    told = codebook_deeds.preview_rename(desk, code_id, new_label)
    return _propose(desk, ProposalKind.RENAME, told, reason, label=told.after)


def propose_other_code(desk: Desk, coding_id: CodingId, code_id: CodeId, *, reason: str) -> Proposal:
    """Propose another code for one coding. Its coder decides."""
    with desk.deed("propose", Right.MENTOR) as deed:
        coding = seen_coding(deed, coding_id)
        if coding is None:
            raise NotFoundError("coding", coding_id, hint="Somebody may have removed it; reload the page.")
        if coding.coder == deed.actor:
            raise RuleError("This is your own coding. Give it another code on the coding page.")
        target = usable_code(deed, code_id)
        if target.id == coding.code_id:
            raise RuleError("The passage carries this code already. Choose another code.")
        return _put(
            deed,
            ProposalKind.OTHER_CODE,
            coding.code_id,
            reason,
            target_id=target.id,
            coding_ids=(coding.id,),
            coder=coding.coder,
        )


def _propose(
    desk: Desk,
    kind: ProposalKind,
    told: Effect,
    reason: str,
    *,
    target_id: CodeId | None = None,
    label: str = "",
    short_definition: str = "",
    coding_ids: tuple[CodingId, ...] = (),
) -> Proposal:
    with desk.deed("propose", Right.MENTOR) as deed:
        return _put(
            deed,
            kind,
            told.code.id,
            reason,
            target_id=target_id,
            label=label,
            short_definition=short_definition,
            coding_ids=coding_ids,
        )


def _put(
    deed: Deed,
    kind: ProposalKind,
    code_id: CodeId,
    reason: str,
    *,
    target_id: CodeId | None = None,
    label: str = "",
    short_definition: str = "",
    coding_ids: tuple[CodingId, ...] = (),
    coder: str = "",
) -> Proposal:
    why = _line(reason)
    if not why:
        raise RuleError("Say in a sentence why you propose this. Those who decide will read it.")
    proposal = Proposal(
        id=ProposalId(new_id()),
        project_id=deed.project_id,
        kind=kind,
        code_id=code_id,
        by=deed.actor,
        made_at=deed.at,
        reason=why,
        target_id=target_id,
        label=_line(label),
        short_definition=_line(short_definition),
        coding_ids=coding_ids,
        coder=coder,
    )
    if any(one.is_open and _same(one, proposal) for one in deed.uow.proposals.of_project(deed.project_id)):
        raise RuleError("The same is proposed already and waits for an answer.")
    deed.uow.proposals.save(proposal)
    return proposal


def _same(one: Proposal, other: Proposal) -> bool:
    def what(proposal: Proposal) -> tuple[object, ...]:
        return (
            proposal.kind, proposal.code_id, proposal.target_id, proposal.label, frozenset(proposal.coding_ids),
        )  # fmt: skip

    return what(one) == what(other)


# Deciding -----------------------------------------------------------------------------------------------------------


def may_decide(proposal: Proposal, member: Member) -> bool:
    """Whether a person may accept or decline: the coder for a coding; for a code anybody who changes the codebook, but its proposer."""
    if not proposal.kind.is_about_codebook:
        return proposal.coder == member.name and member.may(Right.CODE)
    return proposal.by != member.name and member.may(Right.EDIT_CODEBOOK)


def may_read(proposal: Proposal, member: Member) -> bool:
    """Whether a person may see a proposal: about codes the team, about a coding its coder and those who look after the work."""
    return proposal.kind.is_about_codebook or proposal.coder == member.name or member.may(Right.MENTOR)


def accept(desk: Desk, proposal_id: ProposalId, *, answer: str = "") -> Proposal:
    """Do what was proposed, in one act; undo takes all of it back, and the proposal is open again."""
    with desk.deed("accept proposal", Right.READ) as deed:
        proposal = _to_decide(deed, proposal_id)
        done = proposal.decided(ProposalStatus.ACCEPTED, by=deed.actor, at=deed.at, answer=_line(answer))
        _carry_out(deed, proposal)
        deed.uow.proposals.save(done)
    return done


def decline(desk: Desk, proposal_id: ProposalId, *, answer: str) -> Proposal:
    """Leave things as they are, with a word to the mentor."""
    with desk.deed("decline proposal", Right.READ) as deed:
        proposal = _to_decide(deed, proposal_id)
        if not _line(answer):
            raise RuleError("Say in a word or two why not, so that the mentor can learn from it.")
        done = proposal.decided(ProposalStatus.DECLINED, by=deed.actor, at=deed.at, answer=_line(answer))
        deed.uow.proposals.save(done)
    return done


def take_back(desk: Desk, proposal_id: ProposalId) -> Proposal:
    """Withdraw one's own proposal while nobody has decided."""
    with desk.deed("take back proposal", Right.MENTOR) as deed:
        proposal = _found(deed, proposal_id)
        if proposal.by != deed.actor:
            raise NotAllowedError(f"This was proposed by {proposal.by}. Only {proposal.by} can take it back.")
        done = proposal.decided(ProposalStatus.TAKEN_BACK, by=deed.actor, at=deed.at)
        deed.uow.proposals.save(done)
    return done


def _found(deed: Deed, proposal_id: ProposalId) -> Proposal:
    proposal = deed.uow.proposals.find(proposal_id)
    if proposal is None or proposal.project_id != deed.project_id or not may_read(proposal, deed.member):
        raise NotFoundError("proposal", proposal_id, hint="Reload the page.")
    return proposal


def _to_decide(deed: Deed, proposal_id: ProposalId) -> Proposal:
    proposal = _found(deed, proposal_id)
    if not may_decide(proposal, deed.member):
        who = proposal.coder if proposal.coder else "somebody else who changes the codebook"
        raise NotAllowedError(f"This is for {who} to decide.")
    return proposal


def _carry_out(deed: Deed, proposal: Proposal) -> None:
    match proposal.kind:
        case ProposalKind.MERGE:
            put_merge(deed, proposal.code_id, _target(proposal), reason=proposal.reason)
        case ProposalKind.SPLIT:
            put_split(
                deed,
                proposal.code_id,
                proposal.coding_ids,
                target_id=proposal.target_id,
                label=proposal.label,
                short_definition=proposal.short_definition,
                reason=proposal.reason,
            )
        case ProposalKind.RENAME:
            put_change(deed, proposal.code_id, label=proposal.label)
        case ProposalKind.OTHER_CODE:
            [coding_id] = proposal.coding_ids
            coding = deed.uow.codings.find(coding_id)
            if coding is None or coding.code_id != proposal.code_id:
                raise ChangedMeanwhileError(_GONE)
            put_recode(deed, coding_id, _target(proposal))


def _target(proposal: Proposal) -> CodeId:
    if proposal.target_id is None:
        raise RuleError("This proposal does not say which code it means. Take it back, and propose anew.")
    return proposal.target_id


# Looking ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SeenProposal:
    """A proposal with what it would change now, or why it cannot be done any more; the names of its codes, and whether the asker may decide.

    ``coding`` is the one that another code is proposed for, while it is there, with its transcript's label and turn.
    """

    proposal: Proposal
    code: str
    target: str
    may_decide: bool
    effect: Effect | None = None
    hindered: str = ""
    coding: Coding | None = None
    label: str = ""
    turn: int = 0


def list_proposals(desk: Desk, *, only_open: bool = False) -> list[SeenProposal]:
    """The proposals that this person may see, newest first; what would change is only asked for open ones."""
    with desk.reading() as look:
        codebook = look.uow.codes.codebook(look.project)
        own = ("", desk.actor)
        veiled = bool(veil_of(look))  # a proposal about another's coding would tell how it was coded
        found = [
            one
            for one in look.uow.proposals.of_project(desk.project_id)
            if may_read(one, look.member) and not (veiled and one.coder not in own)
        ]
        rows = [_seen(look, one, codebook) for one in reversed(found) if one.is_open or not only_open]
    return [_with_effect(desk, row) for row in rows]


def waiting_for(desk: Desk) -> list[SeenProposal]:
    """The open proposals that this person may decide on, newest first."""
    return [one for one in list_proposals(desk, only_open=True) if one.may_decide]


def _seen(look: Look, proposal: Proposal, codebook: Codebook) -> SeenProposal:
    def name(code_id: CodeId | None) -> str:
        code = codebook.codes.get(code_id) if code_id else None
        return code.label if code else ""

    coding, label, number = None, "", 0
    if not proposal.kind.is_about_codebook:
        coding = seen_coding(look, proposal.coding_ids[0])
        transcript = look.uow.transcripts.find(coding.transcript_id) if coding else None
        if coding is not None and transcript is not None:
            revision = look.uow.revisions.get(coding.revision_id)
            turns = look.uow.bodies.turns_of([revision])[revision.id]
            number = sum(1 for turn in turns if turn.start <= coding.start)
            label = transcript.label
    return SeenProposal(
        proposal,
        name(proposal.code_id),
        name(proposal.target_id) or proposal.label,
        may_decide=proposal.is_open and may_decide(proposal, look.member),
        coding=coding,
        label=label,
        turn=number,
    )


def _with_effect(desk: Desk, row: SeenProposal) -> SeenProposal:
    """What an open proposal would change now; or why it cannot be done."""
    proposal = row.proposal
    if not proposal.is_open:
        return row
    try:
        effect = _effect(desk, row)
    except WorkbenchError as error:
        return replace(row, hindered=str(error))
    if effect is None:
        return replace(row, hindered=_GONE)
    return replace(row, effect=effect)


def _effect(desk: Desk, row: SeenProposal) -> Effect | None:
    proposal = row.proposal
    match proposal.kind:
        case ProposalKind.MERGE:
            return codebook_deeds.preview_merge(desk, proposal.code_id, _target(proposal))
        case ProposalKind.SPLIT:
            return codebook_deeds.preview_split(
                desk, proposal.code_id, proposal.coding_ids, target_id=proposal.target_id, label=proposal.label
            )
        case ProposalKind.RENAME:
            return codebook_deeds.preview_rename(desk, proposal.code_id, proposal.label)
        case ProposalKind.OTHER_CODE:
            if row.coding is None or row.coding.code_id != proposal.code_id:
                return None
            with desk.reading() as look:
                code = look.uow.codes.get(proposal.code_id)
            return Effect(code, row.code, row.target, {row.coding.coder: 1})


def _line(text: str) -> str:
    return " ".join(make_text(text).split())

"""Accounts and invitations: how a person comes to a place on a team, gets a new password, and is shut out.

An invitation's link works once. Who holds it chooses a sign-in name and a password, or uses the account they have.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import NoReturn

from workbench.domain.account import (
    INVITED_FOR,
    RESET_FOR,
    Account,
    Invitation,
    check_password,
    make_sign_in_name,
    name_key,
)
from workbench.domain.ids import AccountId, InvitationId, MemberId, ProjectId, new_id
from workbench.domain.project import Approach, Member, Project, Right, Role
from workbench.errors import NotAllowedError, NotFoundError, RuleError, SignInError
from workbench.services import projects
from workbench.services.desk import Desk
from workbench.services.passwords import hash_password
from workbench.services.sign_in import Clock, Visitor, account_now, clock, make_token, stamp, token_digest
from workbench.store import Store, UnitOfWork

LINK_PATH = "/workbench/entrance/invitation/"
"""Where a link leads to, on any server; the token follows."""
SERVER = "the server"
"""Who made a link that came from the command line."""


@dataclass(frozen=True, slots=True)
class Invited:
    """What an invitation offers, as its page shows it."""

    name: str
    project: str | None  # the title
    role: Role | None
    for_keeper: bool
    sign_in_name: str | None  # for a new password: whose


@dataclass(frozen=True, slots=True)
class Seat:
    """A member, and how far they have come: with an account, invited, or neither."""

    member: Member
    account: Account | None
    invited_until: str | None


# What an account is to the projects


def member_for(store: Store, account_id: AccountId, project_id: ProjectId) -> Member | None:
    """Who an account is on a project's team."""
    with store.reading() as uow:
        mine = uow.accounts.members_of(account_id)
    return next((member for member in mine if member.project_id == project_id), None)


def projects_of(store: Store, account_id: AccountId) -> list[Project]:
    """The projects on whose team an account is, oldest first."""
    with store.reading() as uow:
        mine = {member.project_id for member in uow.accounts.members_of(account_id)}
        return [project for project in uow.projects.all() if project.id in mine]


def create_project(store: Store, visitor: Visitor, title: str, *, approach: Approach = Approach.PACER) -> Project:
    """A new project of one's own. Other people's projects do not matter for its title: one would learn of them."""
    project = projects.create_project(
        store,
        title,
        actor=visitor.account.display_name,
        approach=approach,
        beside=projects_of(store, visitor.account_id),
    )
    with store.writing() as uow:
        (owner,) = uow.members.of_project(project.id)
        uow.accounts.link(visitor.account_id, owner.id)
    return project


def seats(desk: Desk) -> list[Seat]:
    """The team with its accounts, for those who look after it."""
    with desk.reading(Right.MANAGE_PROJECT) as look:
        team = look.uow.members.present(desk.project_id)
        open_until = {
            invitation.member_id: invitation.expires_at
            for invitation in look.uow.accounts.invitations_for([member.id for member in team])
            if invitation.is_open(clock())
        }
        return [Seat(member, look.uow.accounts.account_of(member.id), open_until.get(member.id)) for member in team]


# Inviting


def invite(desk: Desk, name: str, *, role: Role, now: Clock = clock) -> str:
    """A place on the team for somebody new, and the token of the link that lets them take it."""
    member = projects.add_member(desk, name, role=role)
    return invite_member(desk, member.id, now=now)


def invite_member(desk: Desk, member_id: MemberId, *, now: Clock = clock) -> str:
    """A fresh link for a member without an account. Links made before for the same person stop working."""
    with desk.store.writing() as uow:
        member = _on_the_team(uow, desk, member_id)
        if uow.accounts.account_of(member_id):
            raise RuleError(f"{member.name} has an account already. Make a link for a new password instead.")
        return _make_link(uow, name=member.name, made_by=desk.actor, at=now(), member_id=member_id)


def _on_the_team(uow: UnitOfWork, desk: Desk, member_id: MemberId) -> Member:
    """A member of this project, for somebody who may look after the team."""
    asker = uow.members.named(desk.project_id, desk.actor)
    if asker is None or asker.left_at is not None:
        raise NotFoundError("project", desk.project_id)
    asker.require(Right.MANAGE_PROJECT)
    member = uow.members.find(member_id)
    if member is None or member.project_id != desk.project_id or member.left_at is not None:
        raise NotFoundError("person on the team", member_id)
    return member


def invite_keeper(store: Store, name: str, *, now: Clock = clock) -> str:
    """A link that makes an account for somebody who looks after the server. Given out on the command line only."""
    with store.writing() as uow:
        return _make_link(uow, name=make_sign_in_name(name), made_by=SERVER, at=now(), for_keeper=True)


def invite_to_server(store: Store, name: str, *, by: Visitor | None, now: Clock = clock) -> str:
    """A link that makes an account on no team yet: for somebody who will start a project."""
    with store.writing() as uow:
        made_by = _require_keeper(uow, by)
        return _make_link(uow, name=make_sign_in_name(name), made_by=made_by, at=now())


def reset(store: Store, account_id: AccountId, *, by: Visitor | None, now: Clock = clock) -> str:
    """A link with which somebody chooses a new password. The old one works until then."""
    with store.writing() as uow:
        made_by = _require_keeper(uow, by)
        account = account_now(uow, account_id)
        return _make_link(uow, name=account.display_name, made_by=made_by, at=now(), account_id=account_id)


def _require_keeper(uow: UnitOfWork, by: Visitor | None) -> str:
    """Who looks after the server: a keeper, or (``None``) whoever may give commands on it."""
    if by is None:
        return SERVER
    account = account_now(uow, by.account_id)
    if not account.is_keeper or account.disabled_at:
        raise NotAllowedError("Only the person who looks after this server may do this.")
    return account.display_name


def reset_for(desk: Desk, member_id: MemberId, *, now: Clock = clock) -> str:
    """The same, made by the owner of a project.

    Only for people who are in this owner's projects alone: whoever makes the link could use it to be that person elsewhere.
    """
    with desk.store.writing() as uow:
        member = _on_the_team(uow, desk, member_id)
        account = uow.accounts.account_of(member_id)
        if account is None:
            raise RuleError(f"{member.name} has no account yet. Make an invitation instead.")
        asker = uow.members.named(desk.project_id, desk.actor)
        own = uow.accounts.account_of(asker.id) if asker else None
        owned = {one.project_id for one in uow.accounts.members_of(own.id) if one.role is Role.OWNER} if own else set()
        elsewhere = [one for one in uow.accounts.members_of(account.id) if one.project_id not in owned]
        if elsewhere or account.is_keeper:
            raise NotAllowedError(
                f"{member.name} works on projects of other owners too. The person who looks after the server can make this link."
            )
        return _make_link(uow, name=member.name, made_by=desk.actor, at=now(), account_id=account.id)


def _make_link(
    uow: UnitOfWork,
    *,
    name: str,
    made_by: str,
    at: datetime,
    member_id: MemberId | None = None,
    account_id: AccountId | None = None,
    for_keeper: bool = False,
) -> str:
    token = make_token()
    invitation = Invitation(
        InvitationId(token_digest(token)),
        name,
        member_id,
        account_id,
        for_keeper,
        made_by,
        made_at=stamp(at),
        expires_at=stamp(at + (RESET_FOR if account_id else INVITED_FOR)),
    )
    uow.accounts.invite(invitation)
    uow.accounts.close_others(invitation)
    return token


# Taking up an invitation


def look_at(store: Store, token: str, *, now: Clock = clock) -> Invited:
    """What a link offers; ``SignInError`` where it no longer works."""
    with store.reading() as uow:
        invitation, member = open_link(uow, token, now())
        project = uow.projects.find(member.project_id) if member else None
        account = uow.accounts.find(invitation.account_id) if invitation.account_id else None
        return Invited(
            invitation.name,
            project.title if project else None,
            member.role if member else None,
            invitation.for_keeper,
            account.sign_in_name if account else None,
        )


def open_link(uow: UnitOfWork, token: str, at: datetime, *, hold: bool = False) -> tuple[Invitation, Member | None]:
    invitation = uow.accounts.invitation(token_digest(token), hold=hold)
    if invitation is None or not invitation.is_open(at):
        _refuse_link()
    member = uow.members.find(invitation.member_id) if invitation.member_id else None
    if invitation.member_id and (member is None or uow.accounts.account_of(member.id)):
        _refuse_link()
    return invitation, member


def _refuse_link() -> NoReturn:
    raise SignInError("This link does not work any more. Links work once, for a few days. Ask for a new one.")


def accept(store: Store, token: str, *, sign_in_name: str, password: str, now: Clock = clock) -> Account:
    """Make an account with a password and take up an invitation with it."""
    name = make_sign_in_name(sign_in_name)
    check_password(password, sign_in_name=name)
    look_at(store, token, now=now)  # before the costly part
    hashed = hash_password(password)
    with store.writing() as uow:
        invitation, member = open_link(uow, token, now(), hold=True)
        if invitation.account_id:
            _refuse_link()
        account = new_account(uow, name, invitation, at=now(), password_hash=hashed)
        take_place(uow, invitation, member, account, at=now())
    return account


def accept_with(store: Store, token: str, account_id: AccountId, *, now: Clock = clock) -> None:
    """Take up an invitation with the account one has, such as for a second project."""
    with store.writing() as uow:
        invitation, member = open_link(uow, token, now(), hold=True)
        account = account_now(uow, account_id)
        if member is None or account.disabled_at:
            _refuse_link()
        if any(one.project_id == member.project_id for one in uow.accounts.members_of(account_id)):
            raise RuleError("You are on the team of this project already, under another name. Go on with that one.")
        take_place(uow, invitation, member, account, at=now())


def new_account(
    uow: UnitOfWork,
    name: str,
    invitation: Invitation,
    *,
    at: datetime,
    password_hash: str | None = None,
    subject: str | None = None,
    email: str | None = None,
) -> Account:
    if uow.accounts.named(name_key(name)):
        raise RuleError(f"“{name}” is taken on this server. Choose another name to sign in with.")
    account = Account(
        id=AccountId(new_id()),
        sign_in_name=name,
        name_key=name_key(name),
        display_name=invitation.name,
        email=email,
        password_hash=password_hash,
        subject=subject,
        is_keeper=invitation.for_keeper,
        made_at=stamp(at),
    )
    uow.accounts.save(account)
    return account


def take_place(
    uow: UnitOfWork, invitation: Invitation, member: Member | None, account: Account, *, at: datetime
) -> None:
    uow.accounts.use(invitation.id, stamp(at))
    if member:
        uow.accounts.link(account.id, member.id)


def choose_password(store: Store, token: str, password: str, *, now: Clock = clock) -> Account:
    """Take up a link for a new password. Every browser of this person is signed out."""
    offered = look_at(store, token, now=now)
    if offered.sign_in_name is None:
        _refuse_link()
    check_password(password, sign_in_name=offered.sign_in_name)
    hashed = hash_password(password)
    with store.writing() as uow:
        invitation, _ = open_link(uow, token, now(), hold=True)
        assert invitation.account_id
        account = replace(account_now(uow, invitation.account_id), password_hash=hashed)
        uow.accounts.save(account)
        uow.accounts.use(invitation.id, stamp(now()))
        uow.accounts.end_sessions_of(account.id)
    return account


# Looking after the server


def list_accounts(store: Store, *, by: Visitor | None) -> list[Account]:
    """Every account, by name."""
    with store.reading() as uow:
        _require_keeper(uow, by)
        return uow.accounts.all()


def find_account(store: Store, sign_in_name: str) -> Account:
    """The account with this sign-in name, whatever its case."""
    with store.reading() as uow:
        account = uow.accounts.named(name_key(sign_in_name))
    if account is None:
        raise NotFoundError("account", sign_in_name, hint="See them all with: workbench user list.")
    return account


def disable(store: Store, account_id: AccountId, *, by: Visitor | None, now: Clock = clock) -> None:
    """Shut an account: it can sign in no more, and every open session of it ends. Work done with it stays."""
    with store.writing() as uow:
        _require_keeper(uow, by)
        uow.accounts.save(replace(account_now(uow, account_id), disabled_at=stamp(now())))
        uow.accounts.end_sessions_of(account_id)


def enable(store: Store, account_id: AccountId, *, by: Visitor | None) -> None:
    """Open a shut account again."""
    with store.writing() as uow:
        _require_keeper(uow, by)
        uow.accounts.save(replace(account_now(uow, account_id), disabled_at=None))


def set_email(store: Store, account_id: AccountId, email: str) -> None:
    """The address by which an institution's sign-in finds this account. Set on the command line only: who could set their
    own would receive somebody else's sign-in."""
    email = email.strip()
    if "@" not in email:
        raise RuleError(f"“{email}” is not an e-mail address.")
    with store.writing() as uow:
        if any(one.id != account_id for one in uow.accounts.with_email(email)):
            raise RuleError("Another account has this e-mail address.")
        uow.accounts.save(replace(account_now(uow, account_id), email=email))


def shared_secret(store: Store) -> str:
    """The secret with which all processes of one server sign."""
    with store.writing() as uow:
        return uow.accounts.shared_value("secret", make_token)

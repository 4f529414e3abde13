"""Signing in and out on a server: names, passwords, sessions, and how often somebody may try.

The caller gets a token once and keeps it in a cookie; the database keeps its SHA-256. What is wrong with a name or a password
is never said apart, so that nobody learns which names there are.
"""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from workbench.domain.account import (
    FREE_TRIES,
    FREE_TRIES_OF_ADDRESS,
    LONGEST_PASSWORD,
    Account,
    Session,
    Throttle,
    check_password,
    name_key,
)
from workbench.domain.ids import AccountId
from workbench.errors import NotFoundError, SignInError
from workbench.services.passwords import hash_password, is_outdated, is_right
from workbench.store import Store, UnitOfWork

_SEEN_EVERY = timedelta(minutes=5)  # a session's last use is written down at most this often

Clock = Callable[[], datetime]


def clock() -> datetime:
    """The present moment in UTC."""
    return datetime.now(UTC)


def stamp(moment: datetime) -> str:
    """A moment as the database keeps it."""
    return moment.isoformat(timespec="microseconds")


def make_token() -> str:
    """A secret that nobody can guess."""
    return secrets.token_urlsafe(32)


def token_digest(token: str) -> str:
    """What the database keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody who has signed in. ``session_id`` says in which browser."""

    account: Account
    session_id: str

    @property
    def account_id(self) -> AccountId:
        return self.account.id


def sign_in(store: Store, name: str, password: str, *, address: str = "", now: Clock = clock) -> str:
    """The token of a new session; ``SignInError`` where nobody is let in."""
    account = prove(store, name, password, address=address, now=now)
    return begin_session(store, account.id, now=now)


def prove(store: Store, name: str, password: str, *, address: str = "", now: Clock = clock) -> Account:
    """The account that this name and password open. Each try counts, for the name and for the address it comes from."""
    key, at = name_key(name), now()
    by_name, by_address = f"name:{token_digest(key)}", f"address:{token_digest(address)}"
    with store.writing() as uow:
        uow.accounts.count_try(by_name, lambda tries: tries.let_through(at, free=FREE_TRIES))
        if address:
            uow.accounts.count_try(by_address, lambda tries: tries.let_through(at, free=FREE_TRIES_OF_ADDRESS))
        account = uow.accounts.named(key)
    right = len(password) <= LONGEST_PASSWORD and is_right(password, account.password_hash if account else None)
    if account is None or account.password_hash is None or not right or account.disabled_at:
        raise SignInError("This name and password do not open an account here. Check both, and try again.")
    renewed = hash_password(password) if is_outdated(account.password_hash) else None
    with store.writing() as uow:
        uow.accounts.forget_tries(by_name)
        if address:
            uow.accounts.count_try(by_address, Throttle.after_success)
        if renewed:
            uow.accounts.save(replace(account, password_hash=renewed))
    return account


def begin_session(store: Store, account_id: AccountId, *, now: Clock = clock) -> str:
    """A new session for somebody who has proved who they are; its token, which is never one that was there before."""
    token, at = make_token(), now()
    with store.writing() as uow:
        uow.accounts.clear_old(at)
        account = uow.accounts.find(account_id)
        if account is None or account.disabled_at:
            raise SignInError("This account is closed. Ask the person who looks after this server.")
        uow.accounts.open_session(Session(token_digest(token), account_id, made_at=stamp(at), last_seen=stamp(at)))
    return token


def who_is(store: Store, token: str, *, is_use: bool = True, now: Clock = clock) -> Visitor | None:
    """Who has signed in with this token; nobody once the session has ended or the account is closed.

    Asking keeps the session going, unless it is no use: a page that is merely open does not ask for a person.
    """
    if not token:
        return None
    session_id, at = token_digest(token), now()
    with store.reading() as uow:
        session = uow.accounts.session(session_id)
        account = uow.accounts.find(session.account_id) if session else None
    if session is None or account is None or account.disabled_at or session.has_ended(at):
        return None
    if is_use and at - datetime.fromisoformat(session.last_seen) > _SEEN_EVERY:
        with store.writing() as uow:
            uow.accounts.seen(session_id, stamp(at))
    return Visitor(account, session_id)


def sign_out(store: Store, token: str) -> None:
    """End a session, in every tab of its browser."""
    with store.writing() as uow:
        uow.accounts.end_session(token_digest(token))


def change_password(store: Store, visitor: Visitor, *, old: str, new: str, address: str = "") -> None:
    """A new password for oneself. All other browsers are signed out."""
    account = prove(store, visitor.account.sign_in_name, old, address=address)
    check_password(new, sign_in_name=account.sign_in_name)
    hashed = hash_password(new)
    with store.writing() as uow:
        uow.accounts.save(replace(account_now(uow, account.id), password_hash=hashed))
        uow.accounts.end_sessions_of(account.id, but=visitor.session_id)


def account_now(uow: UnitOfWork, account_id: AccountId) -> Account:
    """An account as it stands in this transaction."""
    account = uow.accounts.find(account_id)
    if account is None:
        raise NotFoundError("account", account_id)
    return account

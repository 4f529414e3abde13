"""What a sign-on service elsewhere (OIDC) says of a person, and which account that is.

The first time an invitation is needed, or an account with the same e-mail address. From then on the person's id at that service
counts, not the address, which may be given to somebody else one day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from workbench.domain.account import Account, make_sign_in_name
from workbench.errors import SignInError
from workbench.services.accounts import new_account, open_link, take_place
from workbench.services.sign_in import Clock, clock
from workbench.store import Store


@dataclass(frozen=True, slots=True)
class Claims:
    """Who somebody is elsewhere. ``email`` is only there where the service has checked it."""

    subject: str
    email: str | None
    name: str

    @classmethod
    def read(cls, said: Mapping[str, object]) -> Claims:
        """The claims of a token; raises ``SignInError`` where they do not say who it is.

        >>> Claims.read({"iss": "https://id.example", "sub": "7", "email": "b@x.example", "email_verified": False})
        Claims(subject='https://id.example 7', email=None, name='')
        """
        issuer, subject = said.get("iss"), said.get("sub")
        if not (isinstance(issuer, str) and isinstance(subject, str) and issuer and subject):
            raise SignInError("Your institution's sign-in did not say who you are. Try again, or use a password.")
        email = said.get("email") if said.get("email_verified") in (True, "true") else None
        return cls(f"{issuer} {subject}", str(email).strip() if email else None, str(said.get("name") or "").strip())


def sign_in_by(store: Store, claims: Claims) -> Account:
    """The account of somebody who was let in elsewhere."""
    with store.writing() as uow:
        account = uow.accounts.of_subject(claims.subject)
        if account is None and claims.email:
            same = [one for one in uow.accounts.with_email(claims.email) if one.subject is None]
            if len(same) == 1:
                account = replace(same[0], subject=claims.subject)
                uow.accounts.save(account)
    if account is None:
        raise SignInError("Nobody here is known by this. The first time, open the link of your invitation.")
    if account.disabled_at:
        raise SignInError("This account is closed. Ask the person who looks after this server.")
    return account


def accept_by(store: Store, token: str, claims: Claims, *, now: Clock = clock) -> Account:
    """Take up an invitation as somebody who was let in elsewhere, with the account they have or a new one without a password."""
    with store.writing() as uow:
        invitation, member = open_link(uow, token, now(), hold=True)
        if invitation.account_id:
            raise SignInError("This link is for a new password. Open it again and choose one.")
        account = uow.accounts.of_subject(claims.subject)
        if account is None:
            name = make_sign_in_name(claims.email or claims.name or invitation.name)
            account = new_account(uow, name, invitation, at=now(), subject=claims.subject, email=claims.email)
        if account.disabled_at:
            raise SignInError("This account is closed. Ask the person who looks after this server.")
        if member and any(one.project_id == member.project_id for one in uow.accounts.members_of(account.id)):
            raise SignInError("You are on the team of this project already. Sign in without the link.")
        take_place(uow, invitation, member, account, at=now())
    return account

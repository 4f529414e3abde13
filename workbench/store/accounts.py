"""Accounts, sessions and invitations of a server. They are not nouns of a project: nothing here is in an event."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from workbench.domain.account import LONGEST_SESSION, Account, Invitation, Session, Throttle
from workbench.domain.ids import AccountId, MemberId, ProjectId
from workbench.domain.project import Member, Role
from workbench.store import tables as t

_NEVER = "0001-01-01T00:00:00.000000+00:00"


class Accounts:
    """Who may sign in, who has, and who was asked to."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    # Accounts

    def all(self) -> list[Account]:
        return self._accounts(sa.true())

    def find(self, account_id: str) -> Account | None:
        return next(iter(self._accounts(t.accounts.c.id == account_id)), None)

    def named(self, name_key: str) -> Account | None:
        return next(iter(self._accounts(t.accounts.c.name_key == name_key)), None)

    def of_subject(self, subject: str) -> Account | None:
        return next(iter(self._accounts(t.accounts.c.subject == subject)), None)

    def with_email(self, email: str) -> list[Account]:
        """The accounts with an e-mail address, whatever its case."""
        return self._accounts(sa.func.lower(t.accounts.c.email) == email.lower())

    def _accounts(self, condition: sa.ColumnElement[bool]) -> list[Account]:
        question = sa.select(t.accounts).where(condition).order_by(t.accounts.c.name_key)
        return [Account(**row) for row in self._connection.execute(question).mappings()]

    def save(self, account: Account) -> None:
        row = asdict(account)
        changed = self._connection.execute(sa.update(t.accounts).where(t.accounts.c.id == account.id).values(**row))
        if not changed.rowcount:
            self._connection.execute(sa.insert(t.accounts), [row])

    # Which member of a project an account is

    def link(self, account_id: AccountId, member_id: MemberId) -> None:
        self._connection.execute(sa.insert(t.account_members), [{"member_id": member_id, "account_id": account_id}])

    def account_of(self, member_id: MemberId) -> Account | None:
        linked = sa.select(t.account_members.c.account_id).where(t.account_members.c.member_id == member_id)
        return next(iter(self._accounts(t.accounts.c.id.in_(linked))), None)

    def members_of(self, account_id: AccountId) -> list[Member]:
        """What an account is to each of its projects."""
        mine = t.members.c.id == t.account_members.c.member_id
        question = (
            sa.select(t.members)
            .join(t.account_members, mine)
            .where(t.account_members.c.account_id == account_id, t.members.c.left_at.is_(None))
            .order_by(t.members.c.id)
        )
        return [
            Member(MemberId(row["id"]), ProjectId(row["project_id"]), row["name"], Role(row["role"]))
            for row in self._connection.execute(question).mappings()
        ]

    # Sessions

    def open_session(self, session: Session) -> None:
        self._connection.execute(sa.insert(t.sessions), [asdict(session)])

    def session(self, session_id: str) -> Session | None:
        question = sa.select(t.sessions).where(t.sessions.c.id == session_id)
        row = self._connection.execute(question).mappings().first()
        return Session(**row) if row else None

    def seen(self, session_id: str, at: str) -> None:
        self._connection.execute(sa.update(t.sessions).where(t.sessions.c.id == session_id).values(last_seen=at))

    def end_session(self, session_id: str) -> None:
        self._connection.execute(sa.delete(t.sessions).where(t.sessions.c.id == session_id))

    def end_sessions_of(self, account_id: AccountId, *, but: str | None = None) -> None:
        mine = (t.sessions.c.account_id == account_id, t.sessions.c.id != (but or ""))
        self._connection.execute(sa.delete(t.sessions).where(*mine))

    def clear_old(self, at: datetime) -> None:
        """Drop sessions and tries that count no more."""
        past = (at - LONGEST_SESSION).isoformat(timespec="microseconds")
        self._connection.execute(sa.delete(t.sessions).where(t.sessions.c.made_at < past))
        self._connection.execute(sa.delete(t.throttles).where(t.throttles.c.last_at < past))

    # Invitations

    def invite(self, invitation: Invitation) -> None:
        self._connection.execute(sa.insert(t.invitations), [asdict(invitation)])

    def invitation(self, invitation_id: str, *, hold: bool = False) -> Invitation | None:
        """The invitation of this id; ``hold`` keeps it from everybody else until the transaction ends."""
        question = sa.select(t.invitations).where(t.invitations.c.id == invitation_id)
        row = self._connection.execute(question.with_for_update() if hold else question).mappings().first()
        return Invitation(**row) if row else None

    def invitations_for(self, member_ids: list[MemberId]) -> list[Invitation]:
        question = sa.select(t.invitations).where(t.invitations.c.member_id.in_(member_ids))
        rows = self._connection.execute(question.order_by(t.invitations.c.made_at)).mappings()
        return [Invitation(**row) for row in rows]

    def use(self, invitation_id: str, at: str) -> None:
        mine = t.invitations.c.id == invitation_id
        self._connection.execute(sa.update(t.invitations).where(mine).values(used_at=at))

    def close_others(self, invitation: Invitation) -> None:
        """Links made before for the same member or account no longer work."""
        c = t.invitations.c
        same = c.member_id == invitation.member_id if invitation.member_id else c.account_id == invitation.account_id
        if invitation.member_id or invitation.account_id:
            self._connection.execute(sa.delete(t.invitations).where(same, c.used_at.is_(None), c.id != invitation.id))

    # Tries

    def count_try(self, key: str, change: Callable[[Throttle], Throttle]) -> None:
        """Change what is known of a name or an address; whoever else tries at the same time waits for it."""
        first = {"key": key, "failures": 0, "last_at": _NEVER, "wait_until": None}
        self._insert_new(t.throttles, first)
        mine = t.throttles.c.key == key
        row = self._connection.execute(sa.select(t.throttles).where(mine).with_for_update()).mappings().one()
        after = change(Throttle(**row))
        self._connection.execute(sa.update(t.throttles).where(mine).values(**asdict(after)))

    def forget_tries(self, key: str) -> None:
        self._connection.execute(sa.delete(t.throttles).where(t.throttles.c.key == key))

    # What the processes of a server share

    def shared_value(self, name: str, make: Callable[[], str]) -> str:
        """A value that is made once and then the same for every process."""
        question = sa.select(t.server_values.c.value).where(t.server_values.c.name == name)
        found = self._connection.execute(question).scalar()
        if found is None:
            self._insert_new(t.server_values, {"name": name, "value": make()})
            found = self._connection.execute(question).scalar_one()
        return str(found)

    def _insert_new(self, table: sa.Table, row: dict[str, object]) -> None:
        """Insert a row, unless one with its key is there already."""
        dialect = postgresql if self._connection.dialect.name == "postgresql" else sqlite
        self._connection.execute(dialect.insert(table).values(**row).on_conflict_do_nothing())

"""Account: who may sign in on a server. What an account is to a project stands in the members of that project.

None of this is in the log of a project: it belongs to the server, and secrets have no place in events.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from workbench.domain.ids import AccountId, InvitationId, MemberId
from workbench.errors import RuleError, TooManyTriesError

SHORTEST_PASSWORD: Final = 10
LONGEST_PASSWORD: Final = 1_000
LONGEST_NAME: Final = 80

IDLE: Final = timedelta(hours=12)  # a session that nobody uses ends after this time
LONGEST_SESSION: Final = timedelta(days=7)
INVITED_FOR: Final = timedelta(days=7)
RESET_FOR: Final = timedelta(days=2)

FREE_TRIES: Final = 5  # for one sign-in name
FREE_TRIES_OF_ADDRESS: Final = 20  # for one address: a class may sit behind one
_FIRST_WAIT = 5.0  # seconds; doubled with each further try
_LONGEST_WAIT = 15 * 60.0
_FORGOTTEN_AFTER = timedelta(days=1)

# Ten letters or more and yet among the first that anybody tries. Shorter ones are refused for their length.
_COMMON = frozenset(
    [
        "1234567890",
        "0123456789",
        "12345678910",
        "123456789a",
        "1234567891",
        "9876543210",
        "0987654321",
        "1111111111",
        "0000000000",
        "1q2w3e4r5t",
        "1q2w3e4r5t6y",
        "1qaz2wsx3edc",
        "q1w2e3r4t5",
        "qwertyuiop",
        "qwertyuiop123",
        "qwerty12345",
        "qwerty123456",
        "asdfghjkl123",
        "zxcvbnm123",
        "password12",
        "password123",
        "password1234",
        "password12345",
        "passwordpassword",
        "mypassword",
        "mypassword1",
        "thepassword",
        "newpassword",
        "changeme123",
        "letmein123",
        "welcome123",
        "welcome1234",
        "welcome2024",
        "welcome2025",
        "welcome2026",
        "administrator",
        "superadmin",
        "iloveyou12",
        "iloveyou123",
        "iloveyou1234",
        "princess123",
        "princess12",
        "sunshine123",
        "football123",
        "baseball123",
        "basketball",
        "abcdefghij",
        "abcdefghijk",
        "abc1234567",
        "abcd123456",
        "abcd12345678",
        "a123456789",
        "aa123456789",
        "trustno1trustno1",
        "dragon1234",
        "monkey1234",
        "master1234",
        "shadow1234",
        "computer123",
        "internet123",
        "university",
        "student123",
        "students123",
        "research123",
        "interview123",
        "workbench1",
        "workbench123",
        "workbench1234",
        "correcthorsebatterystaple",
        "canada12345",
        "toronto123",
        "vancouver1",
        "montreal123",
        "calgary123",
        "edmonton123",
        "ottawa12345",
        "mapleleafs",
        "mapleleaf123",
        "secret12345",
        "letmeinplease",
        "passw0rd123",
        "p@ssw0rd123",
        "p@ssword123",
        "passwort123",
        "motdepasse",
        "motdepasse123",
        "bonjour123",
        "hospital123",
        "patient123",
        "patients123",
    ]
)


@dataclass(frozen=True, slots=True)
class Account:
    """One person on one server. Without ``password_hash`` there is no sign-in by password.

    ``subject`` says who this is to a sign-on service elsewhere: the service's address and the person's id there.
    """

    id: AccountId
    sign_in_name: str
    name_key: str  # the sign-in name, whatever its case
    display_name: str
    email: str | None
    password_hash: str | None
    subject: str | None
    is_keeper: bool  # looks after the server: may end accounts and give new passwords, and sees no project by it
    made_at: str
    disabled_at: str | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """A browser in which somebody has signed in. ``id`` is the SHA-256 of the token that only the browser knows."""

    id: str
    account_id: AccountId
    made_at: str
    last_seen: str

    def has_ended(self, at: datetime) -> bool:
        """Whether it was left alone too long, or is simply old."""
        unused = at - datetime.fromisoformat(self.last_seen)
        return unused > IDLE or at - datetime.fromisoformat(self.made_at) > LONGEST_SESSION


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link that works once. ``id`` is the SHA-256 of the token in the link.

    With ``member_id`` it lets somebody take the place of that member; with ``account_id`` it gives that account a new
    password; with neither it makes an account, of a keeper where ``for_keeper`` says so.
    """

    id: InvitationId
    name: str
    member_id: MemberId | None
    account_id: AccountId | None
    for_keeper: bool
    made_by: str
    made_at: str
    expires_at: str
    used_at: str | None = None

    def is_open(self, at: datetime) -> bool:
        """Whether it can still be used."""
        return self.used_at is None and at < datetime.fromisoformat(self.expires_at)


@dataclass(frozen=True, slots=True)
class Throttle:
    """How often somebody failed under one name or from one address, and until when no further try is looked at."""

    key: str
    failures: int
    last_at: str
    wait_until: str | None = None

    def let_through(self, at: datetime, *, free: int) -> Throttle:
        """One more try: counted as failed before anybody knows, so that many at once do not slip by.

        Raises ``TooManyTriesError`` while there is a wait.
        """
        left = 0.0 if self.wait_until is None else (datetime.fromisoformat(self.wait_until) - at).total_seconds()
        if left > 0:
            raise TooManyTriesError(left)
        forgotten = at - datetime.fromisoformat(self.last_at) > _FORGOTTEN_AFTER
        failures = 1 if forgotten else self.failures + 1
        wait = waiting_seconds(failures, free=free)
        until = (at + timedelta(seconds=wait)).isoformat(timespec="microseconds") if wait else None
        return Throttle(self.key, failures, at.isoformat(timespec="microseconds"), until)

    def after_success(self) -> Throttle:
        """Somebody was let in: their own try is taken off, and one slip of theirs or of a neighbour.

        Not all of them: whoever has an account could else guess at other people's without end.
        """
        return replace(self, failures=max(0, self.failures - 2), wait_until=None)


def waiting_seconds(failures: int, *, free: int) -> float:
    """How long the next try must wait after so many failures, of which ``free`` cost nothing.

    >>> [waiting_seconds(failures, free=5) for failures in (4, 5, 6, 7, 30)]
    [0.0, 5.0, 10.0, 20.0, 900.0]
    """
    if failures < free:
        return 0.0
    return min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(failures - free, 20))


def make_sign_in_name(name: str) -> str:
    """A name to sign in with, tidied; raises ``RuleError`` where it is none."""
    tidy = " ".join(name.split())
    if not tidy:
        raise RuleError("Choose a name to sign in with.")
    if len(tidy) > LONGEST_NAME or not tidy.isprintable():
        raise RuleError(f"A name to sign in with has at most {LONGEST_NAME} letters, numbers and signs.")
    return tidy


def name_key(name: str) -> str:
    """What two names have in common that differ in case or spaces only.

    >>> name_key("  Birch  Tree ") == name_key("birch tree")
    True
    """
    return " ".join(name.split()).casefold()


def check_password(password: str, *, sign_in_name: str) -> None:
    """Raise ``RuleError`` unless this can be a password. There are no other rules: long is what counts."""
    if len(password) < SHORTEST_PASSWORD:
        raise RuleError(
            f"A password needs {SHORTEST_PASSWORD} characters or more. A few words in a row are easy to keep in mind."
        )
    if len(password) > LONGEST_PASSWORD:
        raise RuleError(f"A password has at most {LONGEST_PASSWORD:,} characters.")
    plain = re.sub(r"\s", "", password).casefold()
    if plain in _COMMON or len(set(plain)) < 3 or plain == re.sub(r"\s", "", sign_in_name).casefold():
        raise RuleError("This password is one of the first that anybody would try. Choose another one.")

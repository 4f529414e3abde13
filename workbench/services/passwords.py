"""Passwords, kept as argon2 hashes. Only a few are worked out at a time: each takes 64 MB for its moment."""

from __future__ import annotations

import threading
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
_AT_ONCE = threading.BoundedSemaphore(4)


def hash_password(password: str) -> str:
    """What is kept instead of a password."""
    with _AT_ONCE:
        return _HASHER.hash(password)


def is_right(password: str, kept: str | None) -> bool:
    """Whether a password is the one that was hashed. Without a hash it takes as long and says no."""
    with _AT_ONCE:
        try:
            _HASHER.verify(kept or _nobodys(), password)
            return kept is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(kept: str) -> bool:
    """Whether a hash was made with weaker settings than are used now."""
    return _HASHER.check_needs_rehash(kept)


@cache
def _nobodys() -> str:
    return _HASHER.hash("nobody has this password")

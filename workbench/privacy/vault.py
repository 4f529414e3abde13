"""The vault: who is behind a pseudonym, and the texts before identifiers were taken out, in an encrypted file of their own.

The file is made of a header (what it is, how the key is made, a check of the passphrase) and one sealed message. The key
comes from the passphrase through scrypt; AES-256-GCM seals the contents and the header together. A file is written whole
beside the old one and then takes its name; two people who write at once wait for each other. No passphrase is kept here.
"""

from __future__ import annotations

import contextlib
import json
import os
import secrets
import struct
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.scrypt import Scrypt

from workbench.domain.records import from_record, to_record
from workbench.errors import NotAllowedError, RuleError, StorageError, UnreadableFileError

SUFFIX = ".vault"
SHORTEST_PASSPHRASE = 12
REMOVED = "[removed at participant's request]"
_MAGIC = b"Workbench vault\n"
_VERSION = 1
_HEADER = struct.Struct(">16sBBBB16s16s12s")  # magic, version, log2 of n, r, p, salt, check, nonce
_LOG_N, _R, _P = 17, 8, 1  # 128 MB and about half a second: what OWASP advises
_MOST_LOG_N, _MOST_R, _MOST_P = 20, 16, 4  # a header from elsewhere must not ask for more
_PATIENCE = 10.0  # seconds to wait for somebody else who is writing
_FORGOTTEN_LOCK = 120.0  # seconds after which a lock was left behind by a crash


@dataclass(frozen=True)
class KeptPerson:
    """One row of the linking key."""

    participant_id: str
    label: str
    pseudonym: str
    real_name: str = ""
    contact: str = ""


@dataclass(frozen=True)
class KeptName:
    """What stood where a replacement stands now; ``participant_id`` where it names a participant."""

    kind: str
    replacement: str
    spellings: tuple[str, ...]
    participant_id: str = ""


@dataclass(frozen=True)
class KeptTurn:
    """One turn as it was."""

    speaker: str
    text: str
    participant_id: str = ""


@dataclass(frozen=True)
class KeptText:
    """A transcript as it was before identifiers were taken out."""

    transcript_id: str
    label: str
    title: str
    kept_at: str
    turns: tuple[KeptTurn, ...] = ()


@dataclass(frozen=True)
class Contents:
    """Everything in a vault."""

    project_id: str
    people: tuple[KeptPerson, ...] = ()
    names: tuple[KeptName, ...] = ()
    texts: tuple[KeptText, ...] = ()

    def with_person(self, person: KeptPerson) -> Contents:
        """With a row of the key, instead of an earlier one of the same participant."""
        others = tuple(one for one in self.people if one.participant_id != person.participant_id)
        return replace(self, people=tuple(sorted((*others, person), key=lambda one: one.label)))

    def with_names(self, names: tuple[KeptName, ...]) -> Contents:
        """With more names; what is there already is not repeated."""
        return replace(self, names=tuple(dict.fromkeys((*self.names, *names))))

    def with_text(self, text: KeptText) -> Contents:
        """With the first text of a transcript; one that is there already stays as it is."""
        if any(one.transcript_id == text.transcript_id for one in self.texts):
            return self
        return replace(self, texts=tuple(sorted((*self.texts, text), key=lambda one: one.label)))

    def without_person(self, participant_id: str) -> Contents:
        """Without a participant: the row of the key, names, and what they said."""
        names = {row.real_name for row in self.people if row.participant_id == participant_id if row.real_name}
        names |= {said for row in self.names if row.participant_id == participant_id for said in row.spellings}
        names |= {turn.speaker for text in self.texts for turn in text.turns if turn.participant_id == participant_id}

        def turn_without(turn: KeptTurn) -> KeptTurn:
            if turn.participant_id == participant_id:
                return KeptTurn("", REMOVED)
            said = turn.text
            for name in sorted(names, key=len, reverse=True):
                said = said.replace(name, REMOVED)
            return replace(turn, text=said)

        return replace(
            self,
            people=tuple(row for row in self.people if row.participant_id != participant_id),
            names=tuple(row for row in self.names if row.participant_id != participant_id),
            texts=tuple(replace(text, turns=tuple(map(turn_without, text.turns))) for text in self.texts),
        )

    def holds(self, participant_id: str) -> bool:
        """Whether anything of this participant is in it."""
        named = {row.participant_id for row in self.people} | {row.participant_id for row in self.names}
        return participant_id in named | {turn.participant_id for text in self.texts for turn in text.turns}


def create(path: Path, passphrase: str, contents: Contents) -> None:
    """A new vault. A file that is there already is never overwritten."""
    _check_passphrase(passphrase)
    with _alone_at(path):
        if path.exists():
            raise StorageError(f"“{path}” is there already. Choose another name, or open it with its passphrase.")
        _write(path, passphrase, contents)


def read(path: Path, passphrase: str) -> Contents:
    """What is in a vault."""
    try:
        with path.open("rb") as file:
            sealed = file.read()
    except FileNotFoundError:
        raise UnreadableFileError(f"There is no vault at “{path}”. Check the folder and the name.") from None
    except OSError as error:
        raise UnreadableFileError(f"The vault “{path}” could not be read: {error.strerror or error}.") from error
    return _unseal(path, sealed, passphrase)


def change(path: Path, passphrase: str, how: Callable[[Contents], Contents]) -> Contents:
    """Change what is in a vault; the file is replaced whole or not at all."""
    with _alone_at(path):
        contents = how(read(path, passphrase))
        _write(path, passphrase, contents)
    return contents


def change_passphrase(path: Path, old: str, new: str) -> None:
    """From now on a vault opens with another passphrase only."""
    _check_passphrase(new)
    with _alone_at(path):
        _write(path, new, read(path, old))


def remove_person(path: Path, passphrase: str, participant_id: str) -> bool:
    """Take a participant out of a vault, as after a withdrawal; whether anything of them was in it."""
    found = read(path, passphrase).holds(participant_id)
    if found:
        change(path, passphrase, lambda contents: contents.without_person(participant_id))
    return found


def _check_passphrase(passphrase: str) -> None:
    if len(passphrase) < SHORTEST_PASSPHRASE or len(set(passphrase)) < 5:
        raise RuleError(
            f"The passphrase is too easy to guess. Take at least {SHORTEST_PASSPHRASE} characters, such as four or five words that do not belong together."
        )


def _keys(passphrase: str, salt: bytes, *, log_n: int, r: int, p: int) -> tuple[bytes, bytes]:
    """The key, and the check that tells a wrong passphrase from a damaged file."""
    made = Scrypt(salt=salt, length=48, n=2**log_n, r=r, p=p).derive(passphrase.encode("utf-8"))
    return made[:32], made[32:]


def _unseal(path: Path, sealed: bytes, passphrase: str) -> Contents:
    if not sealed.startswith(_MAGIC):
        raise UnreadableFileError(f"“{path}” is not a vault of this program.")
    damaged = UnreadableFileError(
        f"The vault “{path}” is damaged: part of it is missing or was changed. Take a copy of it from a backup."
    )
    if len(sealed) < _HEADER.size:
        raise damaged
    _, version, log_n, r, p, salt, check, nonce = _HEADER.unpack_from(sealed)
    if version != _VERSION:
        raise UnreadableFileError(
            f"The vault “{path}” was made by a newer version of this program. Install the newest one."
        )
    if not (1 <= log_n <= _MOST_LOG_N and 1 <= r <= _MOST_R and 1 <= p <= _MOST_P):
        raise damaged
    key, expected = _keys(passphrase, salt, log_n=log_n, r=r, p=p)
    if not secrets.compare_digest(check, expected):
        raise NotAllowedError("This passphrase does not open the vault. Check capitals and spaces, and try again.")
    try:
        plain = AESGCM(key).decrypt(nonce, sealed[_HEADER.size :], sealed[: _HEADER.size])
    except InvalidTag:
        raise damaged from None
    return from_record(Contents, json.loads(zlib.decompress(plain)))


def _write(path: Path, passphrase: str, contents: Contents) -> None:
    salt, nonce = secrets.token_bytes(16), secrets.token_bytes(12)
    key, check = _keys(passphrase, salt, log_n=_LOG_N, r=_R, p=_P)
    header = _HEADER.pack(_MAGIC, _VERSION, _LOG_N, _R, _P, salt, check, nonce)
    plain = zlib.compress(json.dumps(to_record(contents), ensure_ascii=False).encode("utf-8"))
    unfinished = path.with_name(f"{path.name}.{secrets.token_hex(4)}.unfinished")
    try:
        handle = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(header + AESGCM(key).encrypt(nonce, plain, header))
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(path)
        _sync_folder(path.parent)
    except OSError as error:
        raise StorageError(f"The vault could not be written to “{path}”: {error.strerror or error}.") from error
    finally:
        with contextlib.suppress(OSError):
            unfinished.unlink()


def _sync_folder(folder: Path) -> None:
    """Make sure that the new name outlives a power cut, where the system can."""
    if os.name == "nt":
        return  # Windows keeps a renamed file's name without being asked
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextlib.contextmanager
def _alone_at(path: Path) -> Iterator[None]:
    """Nobody else writes this vault meanwhile, in this process or another."""
    lock = path.with_name(path.name + ".lock")
    until = time.monotonic() + _PATIENCE
    while True:
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            os.close(os.open(lock, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            break
        except FileExistsError:
            if _age(lock) > _FORGOTTEN_LOCK:
                lock.unlink(missing_ok=True)
            elif time.monotonic() > until:
                raise StorageError(
                    "Somebody else is writing this vault at the moment. Try again in a minute."
                ) from None
            else:
                time.sleep(0.05)
        except OSError as error:
            raise StorageError(f"The vault could not be written to “{path}”: {error.strerror or error}.") from error
    try:
        yield
    finally:
        lock.unlink(missing_ok=True)


def _age(lock: Path) -> float:
    try:
        return time.time() - lock.stat().st_mtime
    except FileNotFoundError:
        return 0.0

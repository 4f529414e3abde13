"""The vault: opens with its passphrase alone, is written whole or not at all, and lets one person go."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest

from workbench.errors import NotAllowedError, RuleError, StorageError, UnreadableFileError
from workbench.privacy import vault
from workbench.privacy.vault import Contents, KeptName, KeptPerson, KeptText, KeptTurn

PASSPHRASE = "four words make sense"
CONTENTS = Contents(
    "a project",
    people=(
        KeptPerson("p1", "P01", "Maple", "Tracy Moss", "tracy@example.org"),
        KeptPerson("p2", "P02", "Birch", "Gordon Hale"),
    ),
    names=(KeptName("person", "[nurse]", ("Pat", "Patty")), KeptName("person", "[Maple]", ("Tracy",), "p1")),
    texts=(
        KeptText(
            "t1",
            "T01",
            "At the table",
            "2026-01-01",
            (KeptTurn("Tracy Moss", "I am Tracy.", "p1"), KeptTurn("Gordon Hale", "Tracy, you said it.", "p2")),
        ),
    ),
)


@pytest.fixture(autouse=True)
def quick_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Keys that are quick to make; how hard they are to guess is not what these tests are about."""
    monkeypatch.setattr(vault, "_LOG_N", 4)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    made = tmp_path / "study.vault"
    vault.create(made, PASSPHRASE, CONTENTS)
    return made


def test_what_was_put_in_comes_out_with_the_passphrase(path: Path) -> None:
    assert vault.read(path, PASSPHRASE) == CONTENTS


def test_no_name_and_no_word_can_be_read_from_the_file(path: Path) -> None:
    written = path.read_bytes()

    assert not any(word in written for word in (b"Tracy", b"Gordon", b"nurse", b"P01", PASSPHRASE.encode()))


def test_a_wrong_passphrase_is_told_apart_from_a_damaged_file(path: Path) -> None:
    with pytest.raises(NotAllowedError, match="does not open"):
        vault.read(path, "four words make cents")


@pytest.mark.parametrize("kept", [0.99, 0.7, 0.3])
def test_a_file_that_was_cut_is_called_damaged(path: Path, kept: float) -> None:
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * kept)])

    with pytest.raises(UnreadableFileError, match="damaged"):
        vault.read(path, PASSPHRASE)


def test_one_changed_byte_is_noticed(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[-20] ^= 1
    path.write_bytes(bytes(whole))

    with pytest.raises(UnreadableFileError, match="damaged"):
        vault.read(path, PASSPHRASE)


def test_a_header_that_asks_for_too_much_memory_is_refused(path: Path) -> None:
    whole = bytearray(path.read_bytes())
    whole[17] = 40
    path.write_bytes(bytes(whole))

    with pytest.raises(UnreadableFileError, match="damaged"):
        vault.read(path, PASSPHRASE)


def test_another_file_is_no_vault_and_is_never_overwritten(tmp_path: Path) -> None:
    letter = tmp_path / "letter.vault"
    letter.write_text("Dear Tracy")

    with pytest.raises(UnreadableFileError, match="not a vault"):
        vault.read(letter, PASSPHRASE)
    with pytest.raises(StorageError, match="there already"):
        vault.create(letter, PASSPHRASE, CONTENTS)
    assert letter.read_text() == "Dear Tracy"


def test_a_missing_file_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(UnreadableFileError, match="There is no vault"):
        vault.read(tmp_path / "none.vault", PASSPHRASE)


@pytest.mark.parametrize("weak", ["", "short", "aaaaaaaaaaaaaaaa"])
def test_a_weak_passphrase_is_refused(tmp_path: Path, weak: str) -> None:
    with pytest.raises(RuleError, match="too easy to guess"):
        vault.create(tmp_path / "new.vault", weak, CONTENTS)
    assert list(tmp_path.iterdir()) == []


def test_a_new_passphrase_opens_and_the_old_one_does_not(path: Path) -> None:
    vault.change_passphrase(path, PASSPHRASE, "another five words here")

    assert vault.read(path, "another five words here") == CONTENTS
    with pytest.raises(NotAllowedError):
        vault.read(path, PASSPHRASE)


def test_a_person_goes_with_key_names_and_words_and_others_stay(path: Path) -> None:
    assert vault.remove_person(path, PASSPHRASE, "p1")

    left = vault.read(path, PASSPHRASE)
    assert "Tracy" not in repr(left)
    assert [row.label for row in left.people] == ["P02"]
    assert left.names == (KeptName("person", "[nurse]", ("Pat", "Patty")),)
    assert [turn.text for turn in left.texts[0].turns] == [vault.REMOVED, f"{vault.REMOVED}, you said it."]
    assert not vault.remove_person(path, PASSPHRASE, "p1")


def test_many_who_write_at_once_lose_nothing(path: Path) -> None:
    def add(number: int) -> None:
        row = KeptPerson(f"x{number}", f"X{number:02d}", "Ash")
        vault.change(path, PASSPHRASE, lambda contents: contents.with_person(row))

    writers = [threading.Thread(target=add, args=(number,)) for number in range(12)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert len(vault.read(path, PASSPHRASE).people) == 2 + 12
    assert [found.name for found in path.parent.iterdir()] == ["study.vault"]


def test_a_write_that_fails_leaves_the_old_vault(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(vault.os, "fsync", full)
    with pytest.raises(StorageError, match="No space left"):
        vault.change(path, PASSPHRASE, lambda contents: contents.with_person(KeptPerson("x", "X", "Ash")))

    assert vault.read(path, PASSPHRASE) == CONTENTS
    assert [found.name for found in path.parent.iterdir()] == ["study.vault"]

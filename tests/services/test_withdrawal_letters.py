"""The letters to those who received a participant's words."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from tests.services.test_withdrawal import ROWANS, Group
from workbench.errors import RuleError
from workbench.services import ledger, withdrawal
from workbench.services.withdrawal_letters import letter_bytes, letters
from workbench.store import Store


@pytest.fixture
def group(store: Store) -> Group:
    return Group(store)


def send(group: Group, recipient: str, what: str) -> None:
    ledger.record(
        group.ana, what=what, form="quotes with pseudonyms", recipient=recipient, content=what.encode(),
        participants=[group.rowan.id], transcripts=[group.transcript.id],
    )  # fmt: skip


def test_each_recipient_gets_one_letter_that_lists_what_they_have(group: Group) -> None:
    send(group, "Prairie Network", "report draft")
    send(group, "Prairie Network", "package")
    send(group, "the archive", "package")
    ledger.record(group.ana, what="codebook", form="codes", recipient="nobody else", content=b"x", participants=[])

    done = withdrawal.carry_out(group.cleo, group.rowan_withdraws())
    written = letters(group.cleo, done.withdrawal, pseudonym=done.pseudonym)

    assert [one.recipient for one in written] == ["Prairie Network", "the archive"]
    assert [row[1] for row in written[0].rows] == ["report draft", "package"]
    assert any(done.purge_by in step for step in written[0].steps)
    assert any("“Hazel” or P07" in text for text in written[0].before)


def test_a_letter_opens_in_word_and_holds_no_words_of_the_participant(group: Group) -> None:
    send(group, "Prairie Network", "report draft")
    done = withdrawal.carry_out(group.cleo, group.rowan_withdraws())

    (letter,) = letters(group.cleo, done.withdrawal, pseudonym=done.pseudonym)
    content = letter_bytes(group.cleo, letter)

    opened = docx.Document(io.BytesIO(content))
    assert opened.paragraphs[0].text == "A participant has withdrawn: please delete"
    assert [cell.text for cell in opened.tables[0].rows[0].cells] == ["On", "What", "Form", "File fingerprint"]
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        whole = "".join(archive.read(name).decode("utf-8", "replace") for name in archive.namelist())
    assert "hid the letters" not in whole
    assert ROWANS not in whole
    assert opened.core_properties.author == ""


def test_there_are_no_letters_before_it_is_done(group: Group) -> None:
    send(group, "Prairie Network", "report draft")

    with pytest.raises(RuleError, match="Carry the withdrawal out first"):
        letters(group.cleo, group.rowan_withdraws())

"""Files between copies: the same contents give the same bytes, and nothing harms who opens one."""

from __future__ import annotations

import contextlib
import gzip
import json
import random
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.domain.event import canonical, digest
from workbench.domain.ids import new_id
from workbench.domain.span import Span
from workbench.domain.text import text_digest
from workbench.errors import UnreadableFileError
from workbench.formats.work_file import COPY, MOST_WORK, WORK, SentCoding, Work, packed, place_in, read_copy, read_work

TEXT = "I waited nine months for a letter."


def work(**more: object) -> Work:
    given = {
        "project": new_id(), "who": "Ben", "copy_id": new_id(), "sent_at": "2026-05-04T10:00:00+00:00", "number": 3,
        "transcripts": [], "codes": [], "codings": [], "memos": [], "questions": [], "reviews": [], "readings": [],
        "given": {}, "kept": [],
    }  # fmt: skip
    return Work.model_validate({**given, **more})


def coding() -> SentCoding:
    return SentCoding(
        id=new_id(), transcript=new_id(), places=[place_in(TEXT, text_digest(TEXT), Span(2, 8))], code=new_id(),
        created_at="2026-05-04T09:00:00+00:00", confirmed_at=None, by_suggestion=False, review=None, qualifier="",
        challenges=None, challenge_note="",
    )  # fmt: skip


GOOD = work(codings=[coding()])
FILE = packed(WORK, GOOD)


def remade(**changes: object) -> bytes:
    """The good file with other contents and a digest that fits."""
    whole = json.loads(gzip.decompress(FILE))
    whole["contents"].update(changes)
    whole["sha256"] = digest(canonical(whole["contents"]))
    return gzip.compress(json.dumps(whole).encode())


def test_what_is_written_is_read_back_and_written_the_same() -> None:
    assert read_work(FILE) == GOOD
    assert packed(WORK, read_work(FILE)) == FILE


def test_the_words_of_a_place_cannot_be_tried_out() -> None:
    """The same word in two texts has two seals: a list of words does not help who has not the text."""
    other = TEXT + " Twice."

    assert place_in(TEXT, text_digest(TEXT), Span(2, 8)).seal != place_in(other, text_digest(other), Span(2, 8)).seal


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (b"", "does not hold a colleague's work"),
        (b"PK\x03\x04 not this", "does not hold a colleague's work"),
        (gzip.compress(b"{}"), "does not hold a colleague's work"),
        (gzip.compress(b'{"form": "workbench copy", "version": 1}'), "does not hold a colleague's work"),
        (gzip.compress(b"not json"), "damaged"),
        (gzip.compress(b"\xff\xfe"), "damaged"),
        (gzip.compress(b"[" * 200_000), "damaged"),
        (gzip.compress(b'{"form": "workbench work", "version": 2}'), "newer version"),
        (gzip.compress(b'{"form": "workbench work", "version": 1}'), "damaged"),
        (FILE[:-9], "damaged"),
        (FILE[:40] + b"\x00\x00" + FILE[42:], "damaged"),
        (remade(project="../../etc/passwd"), "damaged"),
        (remade(number=-1), "damaged"),
        (remade(number=10**400), "damaged"),
        (remade(sent_at="yesterday"), "damaged"),
        (remade(extra="more"), "damaged"),
        (remade(who=""), "damaged"),
        (remade(given={"coding:x": "not a version"}), "damaged"),
        (remade(codings=[{**json.loads(coding().model_dump_json()), "places": []}]), "damaged"),
        (remade(codings=2 * [json.loads(coding().model_dump_json())][:1] * 2), "damaged"),
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_used_is_refused_in_one_sentence(file: bytes, sentence: str) -> None:
    with pytest.raises(UnreadableFileError, match=sentence):
        read_work(file)


def test_contents_that_were_changed_are_noticed() -> None:
    whole = json.loads(gzip.decompress(FILE))
    whole["contents"]["who"] = "Cara"

    with pytest.raises(UnreadableFileError, match="changed after it was made"):
        read_work(gzip.compress(json.dumps(whole).encode()))


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    bomb = gzip.compress(b" " * (20 * MOST_WORK))
    tracemalloc.start()

    with pytest.raises(UnreadableFileError, match="unpacks to far more"):
        read_work(bomb)

    assert tracemalloc.get_traced_memory()[1] < 3 * MOST_WORK
    tracemalloc.stop()


def test_a_private_note_is_refused_even_if_somebody_put_it_in() -> None:
    note = {
        "id": new_id(), "kind": "about me", "visibility": "me", "text": "Mine.", "target": "project", "target_id": new_id(),
        "places": [], "created_at": "2026-05-04T09:00:00+00:00", "changed_at": "2026-05-04T09:00:00+00:00",
    }  # fmt: skip

    with pytest.raises(UnreadableFileError):
        read_work(remade(memos=[note]))


@given(st.integers(0, 2**32), st.integers(1, 6))
def test_a_file_with_some_bytes_changed_is_read_or_refused(seed: int, count: int) -> None:
    source, chance = bytearray(FILE), random.Random(seed)
    for _ in range(count):
        source[chance.randrange(len(source))] = chance.randrange(256)

    for read in (read_work, read_copy):
        with contextlib.suppress(UnreadableFileError):
            read(bytes(source))


def test_a_copy_is_no_work() -> None:
    with pytest.raises(UnreadableFileError, match="not a copy"):
        read_copy(FILE)
    assert COPY != WORK

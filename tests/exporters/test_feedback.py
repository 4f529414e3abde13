"""One page of feedback as a Word document: in words, exact, without a trace of who made it in its properties."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime

import docx
import pytest

from workbench.domain.feedback import Feedback, ToDiscuss, cut
from workbench.errors import RuleError
from workbench.exporters.feedback import write_feedback

MADE_AT = datetime(2031, 4, 12, 15, 30, tzinfo=UTC)
PASSAGE = ToDiscuss(
    "I waited nine months.", "T01, turn 2", ("Waiting",), ("Whose letter was it?",), may_be_quoted=False
)
PAGE = Feedback(
    "Ben", "Mo", "Living with it", "April 12, 2031", "You stayed close to her words.", (PASSAGE,), ("Look at T02.",)
)


def written(page: Feedback) -> bytes:
    target = io.BytesIO()
    write_feedback(page, target, made_at=MADE_AT)
    return target.getvalue()


def test_the_page_holds_what_was_written_and_chosen_in_this_order() -> None:
    lines = [paragraph.text for paragraph in docx.Document(io.BytesIO(written(PAGE))).paragraphs]

    wanted = [
        "For Ben    From Mo    ", "What went well", "You stayed close to her words.", "A passage to talk about", "I waited nine months.",
        "1. T01, turn 2, for the team only", "Your codes: Waiting", "To talk about: Whose letter was it?", "Next steps",
        "Look at T02.",
    ]  # fmt: skip
    assert [line for line in lines if line in wanted] == wanted


def test_the_same_page_gives_the_same_bytes_and_names_nobody_in_its_properties() -> None:
    document = docx.Document(io.BytesIO(written(PAGE)))
    with zipfile.ZipFile(io.BytesIO(written(PAGE))) as archive:
        properties = archive.read("docProps/core.xml").decode()

    assert written(PAGE) == written(PAGE)
    assert (document.core_properties.author, document.core_properties.last_modified_by) == ("", "")
    assert not any(name in properties for name in ("Ben", "Mo<", "Living"))


def test_a_page_needs_praise_and_room() -> None:
    with pytest.raises(RuleError, match="what went well"):
        Feedback("Ben", "Mo", "P", "today", " ", (), ())
    with pytest.raises(RuleError, match="66 words"):
        Feedback("Ben", "Mo", "P", "today", "word " * 66, (), ())
    with pytest.raises(RuleError, match="at most 3"):
        Feedback("Ben", "Mo", "P", "today", "Good.", (PASSAGE,) * 4, ())


def test_a_long_passage_is_cut_between_words() -> None:
    assert cut("one  two three", most=3) == "one  two three"
    assert cut("one two three", most=2) == "one two …"

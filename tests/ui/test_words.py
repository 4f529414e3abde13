"""All words stand in one file, are used, and can be read by everybody."""

from __future__ import annotations

import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

import workbench.ui
from workbench.analysis.together import Nearness
from workbench.domain.attribute import AttributeKind
from workbench.domain.codebook import CodeStatus, ThemeStatus
from workbench.domain.coding import MemoKind, QuestionStatus, Sureness, Target, Visibility
from workbench.domain.exit import Recipient
from workbench.domain.leaving import Why
from workbench.domain.participant import FutureUse, QuoteUse, RepositoryShare, SponsorShare
from workbench.domain.project import Approach, Role
from workbench.domain.proposal import ProposalKind, ProposalStatus
from workbench.domain.sampled_passage import Drawn
from workbench.domain.suggestion import Band, Verdict
from workbench.domain.transcript import Phase, RevisionKind, SpeakerRole, TranscriptKind
from workbench.services.code_passages import Order
from workbench.ui.progress import Stage
from workbench.ui.words import as_written, deed_in_words, moment, name_of, phrases, say

FOLDER = Path(workbench.ui.__file__).parent
SOURCES = [*FOLDER.glob("*.py"), *FOLDER.glob("pages/*.py"), *FOLDER.glob("widgets/*.py")]
NAMED = (
    Approach,
    AttributeKind,
    Band,
    CodeStatus,
    Drawn,
    FutureUse,
    MemoKind,
    Nearness,
    Order,
    Phase,
    ProposalKind,
    ProposalStatus,
    QuestionStatus,
    QuoteUse,
    Recipient,
    RepositoryShare,
    RevisionKind,
    Role,
    SpeakerRole,
    SponsorShare,
    Stage,
    Sureness,
    Target,
    ThemeStatus,
    TranscriptKind,
    Verdict,
    Visibility,
)


def asked_for() -> tuple[set[str], set[str]]:
    """The names of phrases in the code: whole ones, and patterns of those that are put together."""
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    whole = set(re.findall(r"""["']([a-z]+\.[a-z_]+)["']""", code))
    composed = re.findall(r"""["']([a-z]+\.[a-z_]*\{[^}]*\}[a-z_]*)["']""", code)
    return whole, {re.sub(r"\{[^}]*\}", "*", name) for name in composed}


def test_every_phrase_that_a_page_asks_for_is_there() -> None:
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES if path.name != "words.py")
    asked = set(re.findall(r'say\(\s*"([^"]+)"', code))

    assert asked <= phrases().keys()


def test_no_phrase_is_left_over() -> None:
    whole, patterns = asked_for()
    kinds = {kind.__name__ for kind in NAMED}
    free = {
        name
        for name in phrases()
        if name.partition(".")[0] not in kinds | {"deeds"} and not name.endswith(".menu") and name not in whole
    }

    assert {name for name in free if not any(fnmatch(name, pattern) for pattern in patterns)} == set()


@pytest.mark.parametrize("kind", NAMED, ids=lambda kind: kind.__name__)
def test_every_value_that_is_shown_has_a_name(kind: type[Role]) -> None:
    assert all(name_of(value) for value in kind)


def test_every_reason_against_a_quotation_has_words() -> None:
    assert all(say(f"quotable.{reason.value}", n=2) for reason in Why)


def test_every_deed_of_the_services_has_words() -> None:
    services = FOLDER.parent / "services"
    code = "\n".join(path.read_text(encoding="utf-8") for path in services.glob("*.py"))
    deeds = set(re.findall(r'\.deed\(\s*"([^"]+)"', code)) - {"undo", "redo", "refuse"}

    assert {deed for deed in deeds if deed_in_words(deed) == deed} == set()


def syllables(word: str) -> int:
    return max(1, len(re.findall(r"[aeiouy]+", word.lower().removesuffix("e"))))


def test_the_words_need_no_more_than_eight_years_of_school() -> None:
    texts = [text if isinstance(text, str) else text["other"] for text in phrases().values()]
    sentences = [s for text in texts for s in re.split(r"[.!?:]\s+|[.!?:]$", text) if len(s.split()) > 3]
    words = [word for sentence in sentences for word in re.findall(r"[A-Za-z’']+", sentence)]

    grade = 0.39 * len(words) / len(sentences) + 11.8 * sum(map(syllables, words)) / len(words) - 15.59

    assert grade <= 8


def test_no_sentence_is_too_long_to_take_in() -> None:
    texts = [text if isinstance(text, str) else text["other"] for text in phrases().values()]

    assert [s for text in texts for s in re.split(r"[.!?]\s+", text) if len(s.split()) > 32] == []


def test_the_words_are_spelled_as_in_canada() -> None:
    texts = " ".join(text if isinstance(text, str) else text["other"] for text in phrases().values()).lower()

    assert re.findall(r"\b(?:color|behavior|center|analyze|organise|realise|favorite|license)\w*\b", texts) == []


@pytest.mark.parametrize(
    "text", ["*Trust* costs $5 :red[x] <b>", "# not a heading", "1. not a list", "www.example.org"]
)
def test_words_of_people_are_never_taken_for_markdown(text: str) -> None:
    shown = as_written(text)

    assert re.sub(r"\\(.)", r"\1", shown) == text
    assert not re.search(r"(?<!\\)[*_#$<>\[\]:`.]", shown)


def test_a_moment_reads_like_a_date() -> None:
    assert re.fullmatch(r"\w+ \d+, 2026, \d\d:\d\d", moment("2026-11-22T15:36:03+00:00"))

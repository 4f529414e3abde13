"""The published figures: on our own planted corpus, and on the sample study."""

from __future__ import annotations

import re
from functools import lru_cache

from benchmarks.identifiers.apart import FOLDER, UNSCORED, kept_apart
from tests.sample_data.study import SOURCES, identifiers, whole_word
from workbench.domain.text import count_words
from workbench.privacy import score as scoring
from workbench.privacy.detect import find_identifiers
from workbench.privacy.planted import VOICES, planted_corpus
from workbench.privacy.score import CANNOT, Published, published, score
from workbench.privacy.values import Hit, IdentifierClass, SpokenBy, Talk

_NAMES = ("person", "place", "organisation")
_USUAL = ("interview", "vlog", "podcast", "french")


measured = lru_cache(scoring.measured)


def sample_talks() -> dict[str, Talk]:
    talks = {}
    for name, source in SOURCES.items():
        turns, parts, at = [], [], 0
        for turn in source.turns:
            turns.append(SpokenBy(at, at + len(turn.text), turn.speaker))
            parts.append(turn.text)
            at += len(turn.text) + 2
        talks[name] = Talk("\n\n".join(parts), tuple(turns))
    return talks


def searched() -> dict[str, tuple[Talk, list[Hit]]]:
    talks = sample_talks()
    return {
        name: (talk, hits)
        for (name, talk), hits in zip(talks.items(), find_identifiers(list(talks.values())), strict=True)
    }


def test_everything_that_must_be_caught_in_the_sample_study_is_caught() -> None:
    found = searched()
    missed = [
        entry["id"]
        for entry in identifiers["identifiers"]
        if entry["must_catch"]
        for talk, hits in [found[entry["transcript"]]]
        for place in whole_word(entry["text"]).finditer(talk.text)
        if not any(hit.start <= place.start() and place.end() <= hit.end for hit in hits)
    ]

    assert missed == []


def test_names_in_the_sample_study_are_found_without_any_list_of_the_teams() -> None:
    found = searched()
    places = [
        any(hit.start < place.end() and place.start() < hit.end for hit in hits)
        for entry in identifiers["identifiers"]
        if entry["class"] in ("person name", "staff name", "place", "organisation", "school")
        for talk, hits in [found[entry["transcript"]]]
        for place in whole_word(entry["text"]).finditer(talk.text)
    ]
    words = sum(count_words(talk.text) for talk, _ in found.values())

    assert sum(places) / len(places) > 0.98
    assert 1000 * sum(len(hits) for _, hits in found.values()) / words < 30


def test_no_class_is_silently_zero() -> None:
    rows = {row.kind: row for row in measured().rows if row.voice == "all"}
    planted = {kind.value for kind in IdentifierClass} - {IdentifierClass.OTHER_NUMBER.value}

    assert planted <= set(rows)
    assert all(rows[kind].recall for kind in planted)


def test_shapes_are_found_and_seldom_false() -> None:
    counts = measured()

    for row in counts.rows:
        if row.voice == "all" and row.planted and IdentifierClass(row.kind).must_catch:
            assert row.recall is not None
            assert row.recall >= 0.98, row
    assert counts.false_shapes_per_thousand <= 2


def test_names_reach_the_bars_in_texts_with_usual_capitals() -> None:
    counts = score([each for each in planted_corpus() if each.voice in _USUAL])
    recall = {row.kind: row.recall or 0 for row in counts.rows if row.voice == "all"}

    assert recall["person"] >= 0.97
    assert recall["place"] >= 0.97
    assert recall["organisation"] >= 0.93


def test_what_is_published_is_what_is_counted() -> None:
    assert published() == Published(developed_against=measured(), kept_apart=score(kept_apart()))
    assert len(CANNOT) >= 5


def test_the_corpus_is_always_the_same_and_its_answers_stand_where_they_say() -> None:
    first, second = planted_corpus(), planted_corpus()

    assert first == second
    assert {each.voice for each in first} == set(VOICES)
    assert all(
        answer.end <= len(each.talk.text) and each.talk.text[answer.start : answer.end].strip()
        for each in first
        for answer in each.answers
    )


def test_the_answers_of_the_corpus_kept_apart_are_the_words_that_were_marked() -> None:
    marks = {
        path.stem.replace("_", " "): re.findall(r"\{(\w+)\|(.+?)\}", path.read_text(encoding="utf-8"))
        for path in FOLDER.glob("*.txt")
    }
    corpus = kept_apart()

    assert {each.voice for each in corpus} == set(marks)
    for each in corpus:
        text = each.talk.text
        scored = [words for kind, words in marks[each.voice] if kind not in UNSCORED]
        assert [text[answer.start : answer.end] for answer in each.answers] == scored
        assert not set("{|}") & set(text)
        assert all(text[turn.start : turn.end].strip() == text[turn.start : turn.end] for turn in each.talk.turns)


def test_no_text_kept_apart_shares_a_sentence_with_the_corpus_developed_against() -> None:
    def sentences(text: str) -> set[str]:
        return {one.strip().casefold() for one in re.split(r"[.!?\n]+", text) if count_words(one) >= 5}

    developed = {one for each in planted_corpus() for one in sentences(each.talk.text)}

    assert not [one for each in kept_apart() for one in sentences(each.talk.text) & developed]

"""Looking further in a real project: places that stand in the text, only what one may see, and nothing kept."""

from __future__ import annotations

import importlib
from typing import Any

import pytest

from tests.builders import Study, make_preview
from workbench.domain.coding import Coding
from workbench.domain.span import Span
from workbench.domain.transcript import Transcript
from workbench.errors import NotFoundError, RuleError
from workbench.nlp import looking
from workbench.nlp.word_forms import base_form
from workbench.processes import ChildProcess
from workbench.services import (
    code_rules,
    codebooks,
    codings,
    further_deeds,
    history,
    looking_further,
    people,
    suggestion_gate,
    themes,
    transcripts,
)
from workbench.services.desk import Desk
from workbench.services.looking_further import RepeatKind
from workbench.services.maintenance import verify
from workbench.services.talk import talk_of
from workbench.store import Store

CEDAR = (
    ("Interviewer", "Tell me about the waiting for the letter."),
    ("Cedar", "I waited and waited for that letter, it was slow, months of waiting and fighting the system."),
    ("Cedar", "My neighbour keeps bees behind the barn and sells honey at the market in summer."),
)
BIRCH = (
    ("Interviewer", "And you?"),
    ("Birch", "For me it was quick, the letter came in a week, I never waited, no fighting the system for me."),
    ("Birch", "I was waiting by the phone, so slow, every letter took months and more months of waiting."),
)


class Here:
    """Answers what the models' process would, in this process."""

    def call(self, target: str, *args: object, **kwargs: object) -> Any:
        module, _, name = target.partition(":")
        return getattr(importlib.import_module(module), name)(*args, **kwargs)


MODELS: Any = Here()


class Talked(Study):
    """The small study with two more people, a theme, and one coding by each of two students."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        looking.forget()
        self.cedar = self._bring(CEDAR, "Cedar")
        self.birch = self._bring(BIRCH, "Birch")
        suggestion_gate.switch_team(self.ana, on=True, reason="A test")
        self.theme = themes.add_theme(
            self.ana, "Waiting is work", claim="Waiting is slow work.", code_ids=(self.waiting.id,)
        )
        self.code(self.ana, self.transcript, 2)
        self.code(self.ana, self.cedar, 2)

    def _bring(self, talk: tuple[tuple[str, str], ...], title: str) -> Transcript:
        return transcripts.import_transcript(self.ana, make_preview(talk, title=title))

    def code(self, desk: Desk, transcript: Transcript, turn: int) -> Coding:
        span = transcripts.open_transcript(desk, transcript.id).body.turns[turn - 1].span
        return codings.add_coding(desk, transcript.id, span, self.waiting.id)


@pytest.fixture
def study(store: Store) -> Talked:
    return Talked(store)


def test_passages_like_a_code_are_those_without_it_and_stand_where_it_says(study: Talked) -> None:
    found = looking_further.like_code(study.ana, MODELS, study.waiting.id)

    first = found[0].place
    assert (first.transcript_label, first.turn, first.voice, first.codes) == ("T03", 3, "Birch", ())
    body = transcripts.open_transcript(study.ana, first.transcript_id).body
    assert first.span.text_in(body.text) == first.text
    coded = {(study.transcript.id, 2), (study.cedar.id, 2)}
    assert not coded & {(one.place.transcript_id, one.place.turn) for one in found}


def test_a_code_is_learned_from_ones_own_codings_unless_the_team_is_asked_for(study: Talked) -> None:
    bees = transcripts.open_transcript(study.ana, study.cedar.id).body.turns[2].span
    honey = codebooks.add_code(study.ana, "Sweet things")
    codings.add_coding(study.ben, study.cedar.id, bees, honey.id)
    more = (("Ash", "She sells honey and keeps bees in summer, at the market by the barn."),)
    transcripts.import_transcript(study.ana, make_preview(more, title="Ash"))

    assert looking_further.like_code(study.ana, MODELS, honey.id) == []
    by_team = looking_further.like_code(study.ana, MODELS, honey.id, whole_team=True)

    assert by_team[0].place.voice == "Ash"


def test_what_is_like_a_code_is_off_where_suggestions_are_off_and_the_rest_is_not(study: Talked) -> None:
    suggestion_gate.switch_team(study.ana, on=False)

    with pytest.raises(RuleError, match="switched off for this project"):
        looking_further.like_code(study.ana, MODELS, study.waiting.id)
    assert looking_further.like_passage(study.ben, MODELS, study.birch.id, 3)


def test_passages_like_a_turn_and_like_written_words(study: Talked) -> None:
    like_turn = looking_further.like_passage(study.ben, MODELS, study.birch.id, 3)
    like_words = looking_further.like_words(study.ben, MODELS, "bees and honey")

    assert like_turn[0].place.transcript_label == "T02"
    assert like_turn[0].place.codes == ("Waiting",)
    assert [one.place.turn for one in like_words] == [3]
    assert set(like_words[0].shared) == {"bees", "honey"}


def test_a_turn_of_the_interviewer_is_no_passage(study: Talked) -> None:
    with pytest.raises(RuleError, match="No participant speaks in turn 1"):
        looking_further.like_passage(study.ana, MODELS, study.birch.id, 1)
    with pytest.raises(RuleError, match="Write a few words"):
        looking_further.like_words(study.ana, MODELS, " ... ")


def test_what_is_not_looked_at_begins_with_whom_nobody_has_coded(study: Talked) -> None:
    transcripts.read_up_to(study.ben, study.birch.id, 2)

    found = looking_further.not_looked_at(study.ana, MODELS)

    assert (found[0].place.voice, found[0].voice_coded, found[0].voice_passages) == ("Birch", 0, 2)
    read = {(one.place.voice, one.place.turn): one.read_by_anyone for one in found}
    assert read["Birch", 3] is False
    assert all("Waiting" not in one.place.codes for one in found)


def test_what_may_speak_against_a_theme_says_why(study: Talked) -> None:
    first = looking_further.may_speak_against(study.ana, MODELS, study.theme.id)[0]

    assert (first.place.voice, first.place.turn, first.silent_voice) == ("Birch", 2, True)
    assert ("quick", "slow") in first.found.opposed or "waited" in first.found.negated


def test_a_theme_without_passages_is_told_what_to_do(study: Talked) -> None:
    empty = themes.add_theme(study.ana, "Nothing yet")

    with pytest.raises(RuleError, match="No passage carries a code of “Nothing yet”"):
        looking_further.may_speak_against(study.ana, MODELS, empty.id)


def test_one_press_codes_and_marks_a_passage_and_one_undo_takes_both_back(study: Talked) -> None:
    place = looking_further.may_speak_against(study.ben, MODELS, study.theme.id)[0].place
    before = len(codings.codings_of(study.ben, place.transcript_id))

    made = further_deeds.mark_against(study.ben, study.theme.id, place.transcript_id, place.span)

    assert (made.coder, made.code_id, made.challenges, made.quote) == (
        "Ben",
        study.waiting.id,
        study.theme.id,
        place.text,
    )
    after = looking_further.may_speak_against(study.ben, MODELS, study.theme.id)
    assert place not in [one.place for one in after]
    history.undo(study.ben)
    assert len(codings.codings_of(study.ben, place.transcript_id)) == before
    assert verify(study.store).clean


def test_ones_own_coding_is_marked_and_another_persons_never(study: Talked) -> None:
    span = transcripts.open_transcript(study.ana, study.cedar.id).body.turns[1].span
    own = further_deeds.mark_against(study.ana, study.theme.id, study.cedar.id, span)
    others = further_deeds.mark_against(study.ben, study.theme.id, study.cedar.id, span)

    assert own.coder == "Ana"
    assert others.coder == "Ben"
    assert len(codings.codings_of(study.ana, study.cedar.id)) == 2


def test_a_theme_of_another_project_is_not_there(study: Talked, make_sqlite: Any) -> None:
    with pytest.raises(NotFoundError):
        further_deeds.mark_against(study.ana, "no-such-theme", study.cedar.id, Span(0, 5))  # type: ignore[arg-type]
    with pytest.raises(NotFoundError):
        looking_further.may_speak_against(Desk(study.store, study.project.id, "Eve"), MODELS, study.theme.id)


def test_a_file_brought_in_twice_and_a_story_told_again_are_told_apart(study: Talked) -> None:
    long = tuple(
        ("Ash", f"Story {word}: the {word} stood at the gate of the farm for many long years.")
        for word in ("ox", "ass", "hen", "dog", "cat")
    )
    for title in ("Ash", "Ash again"):
        transcripts.import_transcript(study.ana, make_preview(long, title=title), again=True)
    again = (("Oak", "My neighbour keeps bees behind the barn and sells honey at the market every summer."),)
    transcripts.import_transcript(study.ana, make_preview(again, title="Oak"))

    found = looking_further.told_again(study.ana, MODELS)

    assert [(twins.first, twins.second) for twins in found.twins] == [("T04", "T05")]
    (story,) = found.again
    assert (story.kind, story.times, story.voices) == (RepeatKind.SEVERAL, 2, 2)
    assert {place.voice for place in story.places} == {"Cedar", "Oak"}


def test_a_phrase_becomes_a_code_in_peoples_own_words_that_finds_it(study: Talked) -> None:
    phrase = next(one for one in looking_further.own_phrases(study.ben, MODELS, least_people=2))

    made = further_deeds.code_in_their_words(study.ben, phrase.words)

    assert (phrase.words, phrase.people, phrase.by_team) == ("fighting the system", 2, 0)
    place, span = phrase.places[0]
    assert span.text_in(place.text) == "fighting the system"
    assert (made.label, made.rule, made.seed_terms) == (
        "“fighting the system”",
        '"fighting the system"',
        ("fighting the system",),
    )
    assert codebooks.uses_of_codes(study.ben).get(made.id) is None


def test_what_people_said_who_have_withdrawn_is_nowhere(study: Talked) -> None:
    gone = people.add_participant(study.ana, "P01", pseudonym="Birch", withdrawn_on="2026-05-01")
    voices = transcripts.open_transcript(study.ana, study.birch.id).speakers.values()
    birch = next(voice for voice in voices if voice.label == "Birch")
    transcripts.change_speaker(study.ana, birch.id, participant_id=gone.id)

    shown = [
        *(one.place for one in looking_further.like_code(study.ana, MODELS, study.waiting.id)),
        *(one.place for one in looking_further.not_looked_at(study.ana, MODELS)),
        *(place for one in looking_further.own_phrases(study.ana, MODELS) for place, _ in one.places),
    ]

    assert "Birch" not in {place.voice for place in shown}
    assert shown


def test_looking_further_keeps_nothing_and_codes_nothing(study: Talked) -> None:
    with study.store.reading() as uow:
        head = uow.events.head(study.project.id)

    looking_further.like_code(study.ana, MODELS, study.waiting.id)
    looking_further.not_looked_at(study.ana, MODELS)
    looking_further.may_speak_against(study.ana, MODELS, study.theme.id)
    looking_further.told_again(study.ana, MODELS)
    looking_further.own_phrases(study.ana, MODELS)

    with study.store.reading() as uow:
        assert uow.events.head(study.project.id) == head
        assert uow.suggestions.of(study.project.id, "Ana") == []


def test_a_withdrawal_can_empty_all_that_is_held_in_memory(study: Talked) -> None:
    code_rules.matches(study.ana, "=wait")
    looking_further.told_again(study.ana, MODELS)
    with study.ana.reading() as look:
        key = talk_of(look).key

    looking_further.forget(MODELS)

    assert looking.repeats_in_child(key) is None
    assert base_form.cache_info().currsize == 0


def test_the_same_answers_come_from_a_real_child_process(make_sqlite: Any) -> None:
    study = Talked(make_sqlite())
    child = ChildProcess(memory_bytes=None, seconds=300)
    try:
        asked = looking_further.like_code(study.ana, child, study.waiting.id)
        looking_further.forget(child)
        again = looking_further.like_code(study.ana, child, study.waiting.id)
    finally:
        child.close()

    assert asked == again == looking_further.like_code(study.ana, MODELS, study.waiting.id)

"""Looking further: passages like others, unlike all others, against a theme, told twice; and participants' own phrases.

Nothing found here is a coding or is kept. The work is done in the models' process, which holds a project's words for as long as it
is asked about; the codings are those that the asker may see.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from workbench.domain.code_rule import WORD
from workbench.domain.codebook import Code, Theme
from workbench.domain.coding import Coding
from workbench.domain.decision import agreed_anew, settled_codings
from workbench.domain.ids import CodeId, ThemeId, TranscriptId
from workbench.domain.span import Span
from workbench.domain.text import make_text
from workbench.errors import NotFoundError, RuleError
from workbench.nlp.ground import Against, Alike, FarOff, Ground, Repeated, Striking
from workbench.processes import ChildProcess
from workbench.services.desk import Desk, Look
from workbench.services.suggestion_gate import require_open
from workbench.services.talk import INDEXES, Talk, talk_of
from workbench.services.visibility import seen_agreed, seen_codings, seen_decisions

MOST = 30
_IN_CHILD = "workbench.nlp.looking:"
_FEWEST_SHARED = 4  # passages that two transcripts share before they look like one file brought in twice
_SHARE_OF_TWINS = 0.4
_READ_OUT = 3  # people who say the very same: then it is likely read out, or put there by a program


@dataclass(frozen=True, slots=True)
class Place:
    """A passage where it stands, with the names of the codes it carries, of the codings that the asker may see."""

    transcript_id: TranscriptId
    transcript_label: str
    turn: int
    voice: str
    span: Span
    text: str
    codes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class LikeThis:
    """A passage like what was asked about: ``shared`` are words that both use, as they stand here."""

    place: Place
    likeness: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Unheard:
    """A passage that is unlike everything coded: how much of this voice is coded, whether anybody has read it, and its new words."""

    place: Place
    voice_coded: int
    voice_passages: int
    read_by_anyone: bool
    new_words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Contrary:
    """A passage that may speak against a theme. ``found`` has the words that say so; the rest is what people have said about it."""

    place: Place
    found: Against
    silent_voice: bool
    qualifier: str
    like_challenge: Place | None


class RepeatKind(StrEnum):
    """Why several passages may say nearly the same."""

    READ_OUT = "read out"
    ONE_VOICE = "one voice"
    SEVERAL = "several"


@dataclass(frozen=True, slots=True)
class ToldAgain:
    """Passages that say nearly the same, the first of them, how many there are, by how many voices, and what that may be."""

    kind: RepeatKind
    places: tuple[Place, ...]
    times: int
    voices: int
    likeness: float


@dataclass(frozen=True, slots=True)
class Twins:
    """Two transcripts that share much of what participants say: maybe one file brought in twice."""

    first: str
    second: str
    shared: int


@dataclass(frozen=True, slots=True)
class OwnPhrase:
    """A phrase of participants: by how many people and how often it was said, how often by the team, and the first places."""

    words: str
    people: int
    mentions: int
    by_team: int
    places: tuple[tuple[Place, Span], ...]  # the span is of the phrase in the passage's text


# Asking -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _View:
    """What one question stands on."""

    talk: Talk
    carrying: dict[int, list[Coding]]
    labels: dict[CodeId, str]

    @classmethod
    def of(cls, look: Look) -> _View:
        talk = talk_of(look)
        labels = {code.id: code.label for code in look.uow.codes.of_project(look.project.id)}
        return cls(talk, talk.carrying(seen_codings(look)), labels)

    def place(self, number: int) -> Place:
        unit = self.talk.units[number]
        codes = dict.fromkeys(self.labels[one.code_id] for one in self.carrying.get(number, ()))
        return Place(
            unit.transcript_id,
            self.talk.transcripts[unit.transcript_id].label,
            unit.turn,
            self.talk.voice(unit),
            unit.span,
            unit.text,
            tuple(codes),
        )


def _ask(desk: Desk, models: ChildProcess, talk: Talk, question: str, *args: object, **more: object) -> Any:
    """The child's answer; it is sent the ground only where it does not have it."""
    answer = models.call(_IN_CHILD + question, talk.key, *args, **more)
    if answer is None:
        answer = models.call(_IN_CHILD + question, talk.key, *args, ground=_ground(desk, talk), **more)
    return answer


def _ground(desk: Desk, talk: Talk) -> Ground:
    return Ground(
        tuple(unit.text for unit in talk.units),
        tuple(talk.person(unit) for unit in talk.units),
        tuple(unit.transcript_id for unit in talk.units),
        tuple(_said_by_team(desk)),
    )


def _said_by_team(desk: Desk) -> list[str]:
    with desk.reading() as look:
        revisions = look.uow.revisions.current_of_project(desk.project_id)
        bodies = look.uow.bodies.of_revisions(revisions).values()
        team = {one.id for one in look.uow.speakers.of_project(desk.project_id) if not one.role.is_data}
    return [turn.span.text_in(body.text) for body in bodies for turn in body.turns if turn.speaker_id in team]


def forget(models: ChildProcess) -> None:
    """Let go of all words that looking further holds in memory, as a withdrawal must."""
    INDEXES.forget()
    models.call(_IN_CHILD + "forget")


# More like this -----------------------------------------------------------------------------------------------------


def like_passage(
    desk: Desk, models: ChildProcess, transcript_id: TranscriptId, turn: int, *, at_most: int = MOST
) -> list[LikeThis]:
    """Passages like what a participant says in a turn, the most alike first."""
    with desk.reading() as look:
        view = _View.of(look)
    asked = [n for n, unit in enumerate(view.talk.units) if (unit.transcript_id, unit.turn) == (transcript_id, turn)]
    if not asked:
        raise RuleError(f"No participant speaks in turn {turn}. Choose a turn of a participant.")
    return _alike(desk, models, view, asked, "", at_most=at_most)


def like_words(desk: Desk, models: ChildProcess, words: str, *, at_most: int = MOST) -> list[LikeThis]:
    """Passages like some words that somebody writes, such as a sentence of a report."""
    text = make_text(words).strip()[:2_000]
    if not WORD.search(text):
        raise RuleError("Write a few words to compare with.")
    with desk.reading() as look:
        view = _View.of(look)
    return _alike(desk, models, view, [], text, at_most=at_most)


def like_code(
    desk: Desk, models: ChildProcess, code_id: CodeId, *, whole_team: bool = False, at_most: int = MOST
) -> list[LikeThis]:
    """Passages without a code that are like those with it, and like what the codebook says of it; off where suggestions are off.

    Learns from the asker's own codings and those that the team agreed on; with ``whole_team`` from all that the asker may see.
    """
    with desk.reading() as look:
        require_open(look)
        view = _View.of(look)
        code = look.uow.codes.codebook(look.project).get(code_id)
        codings = seen_codings(look, code_id)
        agreed = [one for one in seen_agreed(look) if one.code_id == code_id]
        settled = settled_codings(codings, seen_decisions(look), agreed)
    standing = [one for one in codings if settled.get(one.id)]
    own = [one for one in codings if settled.get(one.id, whole_team or one.coder == desk.actor)]
    teaching = [*own, *agreed_anew(standing, agreed)]
    asked = sorted(view.talk.carrying(teaching))
    has_code = view.talk.carrying(codings).keys()
    return _alike(desk, models, view, asked, _described(code), leave_out=has_code, at_most=at_most)


def _described(code: Code) -> str:
    return " ".join((code.label, code.short_definition, *code.when_to_use, *code.seed_terms, code.example))


def _alike(
    desk: Desk,
    models: ChildProcess,
    view: _View,
    asked: Sequence[int],
    text: str,
    *,
    leave_out: Collection[int] = (),
    at_most: int,
) -> list[LikeThis]:
    if not view.talk.units:
        return []
    found: list[Alike] = _ask(
        desk, models, view.talk, "alike_in_child", list(asked), text, leave_out=sorted(leave_out), at_most=at_most
    )
    return [LikeThis(view.place(one.number), one.likeness, one.shared) for one in found]


# Not looked at ------------------------------------------------------------------------------------------------------


def not_looked_at(desk: Desk, models: ChildProcess, *, at_most: int = MOST) -> list[Unheard]:
    """Uncoded passages unlike all that is coded, spread over people and transcripts; voices that are coded least come first."""
    with desk.reading() as look:
        view = _View.of(look)
        read: dict[TranscriptId, int] = {}
        for reading in look.uow.readings.of_project(desk.project_id):
            read[reading.transcript_id] = max(reading.up_to_turn, read.get(reading.transcript_id, 0))
    units = view.talk.units
    if not units:
        return []
    was_read = {n for n, unit in enumerate(units) if unit.turn <= read.get(unit.transcript_id, 0)}
    found: list[FarOff] = _ask(
        desk, models, view.talk, "not_looked_at_in_child", sorted(view.carrying), sorted(was_read), at_most=at_most
    )
    people = [view.talk.person(unit) for unit in units]
    said, coded = Counter(people), Counter(people[number] for number in view.carrying)
    return [
        Unheard(
            view.place(one.number),
            coded[people[one.number]],
            said[people[one.number]],
            one.number in was_read,
            one.new_words,
        )
        for one in found
    ]


# May speak against --------------------------------------------------------------------------------------------------


def may_speak_against(desk: Desk, models: ChildProcess, theme_id: ThemeId, *, at_most: int = MOST) -> list[Contrary]:
    """Passages on a theme's subject that may speak against it, with what says so; those marked already are left out."""
    with desk.reading() as look:
        view = _View.of(look)
        theme = _theme(look, theme_id)
        codings = [one for one in seen_codings(look) if one.code_id in theme.code_ids or one.challenges == theme_id]
        qualifiers = look.project.qualifiers
    marked = sorted(view.talk.carrying(one for one in codings if one.challenges == theme_id))
    carrying = view.talk.carrying(one for one in codings if one.challenges != theme_id)
    on = sorted(carrying.keys() - set(marked))
    if not on:
        raise RuleError(f"No passage carries a code of “{theme.title}” yet. Code some, or add codes to the theme.")
    other_way = _other_way(carrying)
    voices = {view.talk.person(view.talk.units[number]) for number in on}
    silent = {view.talk.person(unit) for unit in view.talk.units} - voices
    found: list[Against] = _ask(
        desk,
        models,
        view.talk,
        "against_in_child",
        on,
        challenging=marked,
        other_way=sorted(other_way),
        silent=sorted(silent),
        at_most=at_most,
    )
    return [
        Contrary(
            view.place(one.number),
            one,
            view.talk.person(view.talk.units[one.number]) in silent,
            qualifiers.get(other_way.get(one.number, ""), ""),
            view.place(one.like_challenge) if one.like_challenge is not None else None,
        )
        for one in found
    ]


def _theme(look: Look, theme_id: ThemeId) -> Theme:
    theme = look.uow.themes.find(theme_id)
    if theme is None or theme.project_id != look.project.id:
        raise NotFoundError("theme", theme_id)
    return theme


def _other_way(carrying: dict[int, list[Coding]]) -> dict[int, str]:
    """The passages whose codings are qualified in another way than most of the theme: number to qualifier."""
    given = Counter(one.qualifier for codings in carrying.values() for one in codings if one.qualifier)
    if not given:
        return {}
    usual = given.most_common(1)[0][0]
    return {
        number: others[0]
        for number, codings in carrying.items()
        if (others := [one.qualifier for one in codings if one.qualifier not in ("", usual)])
    }


# Told again ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Repeats:
    """Transcripts that look like one file brought in twice, and passages that say nearly the same elsewhere."""

    twins: tuple[Twins, ...]
    again: tuple[ToldAgain, ...]


def told_again(desk: Desk, models: ChildProcess, *, at_most: int = 50) -> Repeats:
    """Passages that say nearly the same: in transcripts that may be one file, by one person, or by several."""
    with desk.reading() as look:
        view = _View.of(look)
    units = view.talk.units
    if not units:
        return Repeats((), ())
    found: list[Repeated] = _ask(desk, models, view.talk, "repeats_in_child")
    sizes = Counter(unit.transcript_id for unit in units)
    shared: Counter[tuple[TranscriptId, TranscriptId]] = Counter()
    for group in found:
        times = Counter(units[number].transcript_id for number in group.numbers)
        there = sorted(times)
        if len(there) <= _READ_OUT:
            for place, one in enumerate(there):
                for other in there[place + 1 :]:
                    shared[one, other] += min(times[one], times[other])
    twins = {
        pair: count
        for pair, count in shared.items()
        if count >= _FEWEST_SHARED and count >= _SHARE_OF_TWINS * min(sizes[pair[0]], sizes[pair[1]]) / 2
    }
    again = [
        _told_again(view, group)
        for group in found
        if tuple(sorted({units[number].transcript_id for number in group.numbers})) not in twins
    ]
    labels = {name: view.talk.transcripts[name].label for name in sizes}
    return Repeats(
        tuple(
            Twins(min(labels[one], labels[other]), max(labels[one], labels[other]), count)
            for (one, other), count in sorted(twins.items(), key=lambda twin: -twin[1])
        ),
        tuple(again[:at_most]),
    )


def _told_again(view: _View, group: Repeated) -> ToldAgain:
    voices = len({view.talk.person(view.talk.units[number]) for number in group.numbers})
    kind = RepeatKind.READ_OUT if voices >= _READ_OUT else RepeatKind.SEVERAL
    return ToldAgain(
        RepeatKind.ONE_VOICE if voices == 1 else kind,
        tuple(view.place(number) for number in group.numbers[:12]),
        len(group.numbers),
        voices,
        group.likeness,
    )


# People's own phrases -----------------------------------------------------------------------------------------------


def own_phrases(desk: Desk, models: ChildProcess, *, at_most: int = 60, least_people: int = 1) -> list[OwnPhrase]:
    """Participants' striking phrases, candidates for codes in their own words; the most striking first."""
    with desk.reading() as look:
        view = _View.of(look)
    if not view.talk.units:
        return []
    found: list[Striking] = _ask(desk, models, view.talk, "phrases_in_child")
    return [
        OwnPhrase(
            one.words,
            one.people,
            one.mentions,
            one.by_team,
            tuple((view.place(number), Span(start, end)) for number, start, end in one.places[:5]),
        )
        for one in found
        if one.people >= least_people
    ][:at_most]

"""Invented coded projects, from short phrase books in ``prose/`` and a style of coding.

Nobody said any of this. A style decides how many transcripts there are, how long passages are, how much is left
uncoded, whether codes run over several turns, how often a coder overlooks something or codes on a hunch, and what the
codebook says. Speakers differ: each has a few of the phrases, and some phrases are only ever heard late in a project.

What makes it hard, as life does: codes that borrow each other's words (``overlap``), answers of two words whose code only the
turn before explains (``curt``), stumbling speech, names and words heard in one transcript alone (``local``), and coders who mark more in
one transcript than in the next (``temper``).
"""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from workbench.nlp import CodeDescription, Passage

PROSE = Path(__file__).parent / "prose"
_SLOT = re.compile(r"\{([^{}]*)\}")
_FRAMES = (
    "it was about {0}",
    "the {0} I mean",
    "{0}, that is one thing",
    "what comes to mind is {0}",
    "I could say a lot about {0}",
    "with the {0} and all",
    "and then the {0}",
    "so {0}",
    "because of {0}",
    "I think {0} matters",
)
_CURT = (
    "Yeah.",
    "Exactly, yes.",
    "Mhm.",
    "No, never.",
    "That too.",
    "Same here.",
    "Oh, all the time.",
    "Right.",
    "Not really, no.",
)
_SYLLABLES = ("ba", "rod", "tol", "mes", "kar", "li", "du", "wen", "ost", "fa", "gre", "hol", "sy", "van", "pic", "nor")
_ASIDES = ("uh", "you know", "like", "well", "so", "I mean", "actually", "yeah", "and", "but")


@dataclass(frozen=True)
class PhraseBook:
    codes: tuple[CodeDescription, ...]
    phrases: dict[str, tuple[str, ...]]
    talk: tuple[str, ...]


@dataclass(frozen=True)
class Style:
    name: str
    books: tuple[str, ...]
    transcripts: int = 16
    turns: tuple[int, int] = (25, 60)
    sentences: tuple[int, int] = (1, 3)
    talk: float = 0.5
    uncoded: float = 0.3
    second_code: float = 0.2
    staying: float = 0.0
    overlooked: float = 0.15
    hunch: float = 0.2
    stray: float = 0.2
    named: float = 0.35
    speaker_phrases: float = 0.5
    described: str = "full"
    questions: bool = False
    skew: float = 1.0
    overlap: float = 0.15
    curt: float = 0.08
    stumbling: float = 0.2
    local: float = 0.04
    temper: float = 0.35


@dataclass(frozen=True)
class Project:
    name: str
    codes: tuple[CodeDescription, ...]
    passages: tuple[Passage, ...]
    codings: dict[str, frozenset[str]]


STYLES = (
    Style("comments", ("clinic",), transcripts=500, turns=(1, 3), uncoded=0.05, second_code=0.45, sentences=(1, 4)),
    Style(
        "comments, many codes",
        ("clinic", "course", "field_staff"),
        transcripts=700,
        turns=(1, 4),
        uncoded=0.05,
        second_code=0.5,
        sentences=(1, 3),
        described="label",
        named=0.5,
    ),
    Style(
        "think aloud",
        ("app",),
        transcripts=17,
        turns=(60, 140),
        uncoded=0.35,
        sentences=(1, 2),
        talk=0.6,
        hunch=0.3,
        questions=True,
        stray=0.25,
        staying=0.3,
    ),
    Style(
        "think aloud, label only",
        ("app",),
        transcripts=12,
        turns=(60, 100),
        uncoded=0.5,
        sentences=(1, 2),
        talk=0.7,
        hunch=0.35,
        questions=True,
        described="label",
        stray=0.25,
    ),
    Style("short answers", ("stigma",), transcripts=300, turns=(6, 12), uncoded=0.5, sentences=(1, 2), stray=0.15),
    Style(
        "life stories",
        ("harbour",),
        transcripts=6,
        turns=(200, 320),
        uncoded=0.45,
        staying=0.85,
        hunch=0.45,
        overlooked=0.3,
        sentences=(1, 4),
        talk=0.8,
        questions=True,
        stray=0.4,
        described="label",
    ),
    Style(
        "life stories, described",
        ("harbour",),
        transcripts=9,
        turns=(80, 160),
        uncoded=0.3,
        staying=0.8,
        hunch=0.35,
        sentences=(2, 5),
        talk=0.6,
        questions=True,
        stray=0.25,
    ),
    Style(
        "practitioners",
        ("field_staff",),
        transcripts=39,
        turns=(6, 14),
        uncoded=0.02,
        second_code=0.6,
        sentences=(6, 14),
        talk=0.5,
        stray=0.4,
    ),
    Style(
        "course comments",
        ("course",),
        transcripts=290,
        turns=(1, 1),
        uncoded=0.03,
        second_code=0.35,
        sentences=(1, 3),
        stray=0.15,
    ),
    Style(
        "clinic interviews",
        ("clinic",),
        transcripts=16,
        turns=(60, 120),
        uncoded=0.45,
        staying=0.6,
        hunch=0.35,
        sentences=(1, 5),
        questions=True,
    ),
    Style(
        "stigma interviews",
        ("stigma",),
        transcripts=14,
        turns=(50, 100),
        uncoded=0.4,
        staying=0.5,
        hunch=0.35,
        sentences=(1, 4),
        described="label",
        questions=True,
    ),
    Style(
        "staff meeting",
        ("field_staff", "app"),
        transcripts=10,
        turns=(60, 140),
        uncoded=0.6,
        staying=0.4,
        sentences=(1, 3),
        talk=0.7,
        hunch=0.3,
        stray=0.4,
    ),
    Style(
        "town comments",
        ("harbour", "course"),
        transcripts=350,
        turns=(1, 3),
        uncoded=0.2,
        second_code=0.3,
        sentences=(1, 2),
        described="label",
    ),
    Style(
        "course interviews",
        ("course",),
        transcripts=20,
        turns=(25, 50),
        uncoded=0.25,
        staying=0.4,
        hunch=0.3,
        sentences=(2, 5),
        talk=0.6,
        stray=0.4,
    ),
    Style(
        "bus riders",
        ("bus",),
        transcripts=18,
        turns=(40, 90),
        uncoded=0.4,
        staying=0.5,
        hunch=0.35,
        overlooked=0.25,
        sentences=(1, 3),
        talk=0.6,
        questions=True,
        overlap=0.3,
    ),
    Style(
        "bus survey",
        ("bus",),
        transcripts=400,
        turns=(1, 2),
        uncoded=0.15,
        second_code=0.4,
        sentences=(1, 2),
        stray=0.3,
        named=0.2,
    ),
    Style(
        "parents",
        ("newborn",),
        transcripts=15,
        turns=(50, 110),
        uncoded=0.35,
        second_code=0.35,
        staying=0.6,
        hunch=0.45,
        overlooked=0.3,
        sentences=(1, 5),
        talk=0.6,
        questions=True,
        stray=0.35,
        named=0.15,
        overlap=0.3,
        curt=0.15,
    ),
    Style(
        "parents' forum",
        ("newborn",),
        transcripts=260,
        turns=(1, 6),
        uncoded=0.3,
        second_code=0.4,
        hunch=0.35,
        sentences=(2, 6),
        stray=0.35,
        described="label",
        named=0.2,
    ),
    Style(
        "teachers",
        ("school",),
        transcripts=24,
        turns=(25, 60),
        uncoded=0.5,
        second_code=0.3,
        staying=0.7,
        hunch=0.45,
        overlooked=0.3,
        sentences=(1, 4),
        talk=0.7,
        questions=True,
        stray=0.4,
        named=0.2,
        overlap=0.4,
        described="label",
        curt=0.2,
    ),
    Style(
        "teachers and parents",
        ("school", "newborn", "bus"),
        transcripts=40,
        turns=(30, 60),
        uncoded=0.35,
        second_code=0.3,
        staying=0.3,
        hunch=0.35,
        overlooked=0.2,
        sentences=(1, 3),
        questions=True,
        stray=0.3,
        named=0.2,
        overlap=0.3,
    ),
)


def read_book(name: str) -> PhraseBook:
    """A phrase book: codes with their descriptions, phrases for each, and talk that belongs to none."""
    codes: list[CodeDescription] = []
    phrases: dict[str, tuple[str, ...]] = {}
    current = ""
    for line in (PROSE / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("== "):
            current, label, *more = (part.strip() for part in line[3:].split("|"))
            phrases[current] = ()
            if more:
                seeds = tuple(term.strip() for term in more[1].split(","))
                codes.append(CodeDescription(f"{name}.{current}", label, definition=more[0], seed_terms=seeds))
        elif line and not line.startswith("#"):
            phrases[current] += (line,)
    shared = (PROSE / "shared_talk.txt").read_text(encoding="utf-8").splitlines()[1:]
    return PhraseBook(
        tuple(codes), {f"{name}.{key}": value for key, value in phrases.items()}, phrases["~"] * 2 + tuple(shared)
    )


def invent(style: Style, *, seed: int) -> Project:
    """One project; the same style and seed give the same project."""
    chance = random.Random(f"{style.name} {seed}")
    books = [read_book(name) for name in style.books]
    codes = [code for book in books for code in book.codes]
    phrases = {key: value for book in books for key, value in book.phrases.items()}
    talk = tuple(line for book in books for line in book.talk)
    chance.shuffle(codes)
    usual = {code.id: (rank + 1.5) ** -style.skew for rank, code in enumerate(codes)}
    born = {line: chance.choice((0.0, 0.0, 0.0, 0.15, 0.4)) for code in codes for line in phrases[code.id]}
    names = {code.id: _own_words(code) for code in codes}
    everything = [word for lines in phrases.values() for line in lines for word in _SLOT.sub("", line).split()]
    passages: list[Passage] = []
    codings: dict[str, frozenset[str]] = {}
    for number in range(style.transcripts):
        progress = number / style.transcripts
        known = {
            code.id: [line for line in phrases[code.id] if born[line] <= progress] or list(phrases[code.id])
            for code in codes
        }
        mine = {
            key: chance.sample(lines, max(2, round(len(lines) * style.speaker_phrases))) if len(lines) > 2 else lines
            for key, lines in known.items()
        }
        weights = [usual[code.id] * chance.gammavariate(0.8, 1.0) + 1e-3 for code in codes]
        for a, b in zip(codes[::2], codes[1::2], strict=False):  # neighbours borrow each other's words
            borrowed = round(style.overlap * 10)
            lent = (mine[b.id][:borrowed], mine[a.id][:borrowed])
            mine[a.id], mine[b.id] = [*mine[a.id] * 2, *lent[0]], [*mine[b.id] * 2, *lent[1]]
        here = ["".join(chance.choices(_SYLLABLES, k=chance.randint(2, 3))) for _ in range(12)]
        mood = replace(
            style,
            uncoded=min(0.9, style.uncoded * chance.uniform(1 - style.temper, 1 + style.temper)),
            overlooked=min(0.9, style.overlooked * chance.uniform(1 - style.temper, 1 + 2 * style.temper)),
        )
        for position, (text, given, speaker) in enumerate(
            _transcript(mood, chance, codes, weights, mine, talk, names, everything, here)
        ):
            name = f"{number:03}-{position:03}"
            passages.append(Passage(name, text, f"T{number:03}", speaker, position))
            codings[name] = given
    described = tuple(_describe(code, style.described) for code in codes)
    return Project(style.name, described, tuple(passages), codings)


def _describe(code: CodeDescription, how: str) -> CodeDescription:
    return code if how == "full" else replace(code, definition="", seed_terms=())


def _transcript(
    style: Style,
    chance: random.Random,
    codes: list[CodeDescription],
    weights: list[float],
    phrases: dict[str, list[str]],
    talk: tuple[str, ...],
    names: dict[str, list[str]],
    everything: list[str],
    here: list[str],
) -> Iterator[tuple[str, frozenset[str], str]]:
    topic: set[str] = set()
    for _ in range(chance.randint(*style.turns)):
        if style.questions and chance.random() < 0.3:
            line = chance.choice([line for line in talk if line.endswith("?") or "{Mm" in line] or list(talk))
            given = frozenset(topic) if topic and chance.random() < 0.15 * style.staying else frozenset()
            yield _say(chance, [line], everything), given, "Interviewer"
            continue
        if not (topic and chance.random() < style.staying):
            topic = set()
            if chance.random() >= style.uncoded:
                topic.add(chance.choices(codes, weights)[0].id)
                while len(topic) < 4 and chance.random() < style.second_code:
                    topic.add(chance.choices(codes, weights)[0].id)
        if topic and style.questions and chance.random() < style.curt:
            yield chance.choice(_CURT), frozenset(code for code in topic if chance.random() < 0.7), "Participant"
            continue
        yield _passage(style, chance, codes, topic, phrases, talk, names, everything, here)


def _passage(
    style: Style,
    chance: random.Random,
    codes: list[CodeDescription],
    topic: set[str],
    phrases: dict[str, list[str]],
    talk: tuple[str, ...],
    names: dict[str, list[str]],
    everything: list[str],
    here: list[str],
) -> tuple[str, frozenset[str], str]:
    lines: list[str] = []
    for code in sorted(topic):
        if chance.random() >= style.hunch:
            lines.append(chance.choice(phrases[code]))
        if chance.random() < style.named:
            lines.append(chance.choice(_FRAMES).format(chance.choice(names[code])))
    if chance.random() < style.named * 0.15:
        lines.append(chance.choice(_FRAMES).format(chance.choice(names[chance.choice(codes).id])))
    wanted = chance.randint(*style.sentences)
    while len(lines) < wanted or not lines:
        if chance.random() < style.talk or not topic:
            lines.append(chance.choice(talk))
        else:
            lines.append(chance.choice(phrases[chance.choice(sorted(topic))]))
    if chance.random() < style.stray:
        lines.append(chance.choice(phrases[chance.choice(codes).id]))
    chance.shuffle(lines)
    lines = [_locally(chance, line, here, style.local) for line in lines]
    given = frozenset(code for code in sorted(topic) if chance.random() >= style.overlooked)
    return _say(chance, lines, everything, stumbling=style.stumbling), given, "Participant"


def _locally(chance: random.Random, line: str, here: list[str], share: float) -> str:
    """Some words exchanged for names and words that only this transcript knows."""
    if not share:
        return line
    return " ".join(
        chance.choice(here)
        if "{" not in word and "}" not in word and "|" not in word and chance.random() < share
        else word
        for word in line.split()
    )


def _own_words(code: CodeDescription) -> list[str]:
    """Words by which speakers themselves might name what a code is about."""
    words = re.findall(r"[a-z]{4,}", f"{code.label} {code.label} {code.definition}".lower())
    plain = {"what", "that", "whether", "from", "were", "with", "them", "they", "their", "people", "person", "because"}
    return [*code.seed_terms, *code.seed_terms, *(word for word in words if word not in plain)]


def _say(chance: random.Random, lines: list[str], everything: list[str], *, stumbling: float = 0.0) -> str:
    """Phrases with their gaps filled, some words lost or exchanged for others, some said on the side."""
    spoken = []
    for line in lines:
        words = _SLOT.sub(lambda slot: chance.choice(slot[1].split("|")), line).split()
        kept = [word for word in words if chance.random() > 0.1] or words
        kept = [chance.choice(everything) if chance.random() < 0.1 else word for word in kept]
        if chance.random() < stumbling:
            place = chance.randrange(len(kept))
            kept[place:place] = [kept[place] + ","] if chance.random() < 0.5 else [kept[place][:3] + "-"]
        if chance.random() < 0.25:
            kept.insert(chance.randrange(len(kept) + 1), chance.choice(_ASIDES) + ",")
        spoken.append(" ".join(kept))
    return " ".join(spoken)


def invent_turns(chance: random.Random, books: tuple[str, ...], number: int) -> Iterator[tuple[str, str]]:
    """Single turns in plenty, each with the code it was made for, or "" for talk."""
    read = [read_book(name) for name in books]
    phrases = {key: lines for book in read for key, lines in book.phrases.items() if not key.endswith("~")}
    talk = [line for book in read for line in book.talk]
    names = sorted(phrases)
    everything = [word for line in talk for word in _SLOT.sub("", line).split()]
    for _ in range(number):
        code = chance.choice(names) if chance.random() < 0.8 else ""
        yield _say(chance, [chance.choice(phrases[code]) if code else chance.choice(talk)], everything), code

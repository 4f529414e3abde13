"""An invented corpus with planted identifiers and their answers: for the figures that we publish.

It is put together from ``lists/planted.txt`` by a fixed seed, in six voices: interview, vlog, podcast, French, and the interview
once more without capitals and all in capitals, as speech-to-text writes.
"""

from __future__ import annotations

import random
import re
from dataclasses import dataclass
from pathlib import Path

from workbench.privacy.values import IdentifierClass, SpokenBy, Talk

_FILE = Path(__file__).parent / "lists" / "planted.txt"
_SLOT = re.compile(r"\{(\w+)\}")
_KINDS = {
    "given": IdentifierClass.PERSON,
    "surname": IdentifierClass.PERSON,
    "place": IdentifierClass.PLACE,
    "org": IdentifierClass.ORGANISATION,
    "date": IdentifierClass.DATE,
    "dateFr": IdentifierClass.DATE,
    "age": IdentifierClass.AGE,
    "phone": IdentifierClass.PHONE,
    "email": IdentifierClass.EMAIL,
    "web": IdentifierClass.WEB,
    "handle": IdentifierClass.HANDLE,
    "postal": IdentifierClass.POSTAL_CODE,
    "health": IdentifierClass.HEALTH_NUMBER,
    "sin": IdentifierClass.SIN,
    "digits": IdentifierClass.SPOKEN_DIGITS,
    "record": IdentifierClass.RECORD_NUMBER,
    "ip": IdentifierClass.IP_ADDRESS,
    "device": IdentifierClass.DEVICE,
    "plate": IdentifierClass.PLATE,
    "address": IdentifierClass.ADDRESS,
}
_FREE = {"title": ("Dr.", "Mrs.", "Mr.", "Nurse"), "title_fr": ("Mme", "Dr", "M.")}
VOICES = ("interview", "vlog", "podcast", "french", "no capitals", "all capitals")
_TURNS = 60  # in one transcript
_FILLED = 0.35  # share of turns' sentences that hold an identifier


@dataclass(frozen=True, slots=True)
class Planted:
    """An identifier that we put there: its place and class."""

    start: int
    end: int
    kind: IdentifierClass


@dataclass(frozen=True, slots=True)
class PlantedTalk:
    """A transcript of the corpus with its answers."""

    voice: str
    talk: Talk
    answers: tuple[Planted, ...]


@dataclass(frozen=True, slots=True)
class Templates:
    """Sentences with slots, sentences without, by voice; and what fills the slots."""

    pools: dict[str, list[str]]
    talk: dict[str, list[str]]

    @classmethod
    def read(cls, path: Path) -> Templates:
        pools: dict[str, list[str]] = {}
        talk: dict[str, list[str]] = {}
        into: list[str] = []
        for line in path.read_text(encoding="utf-8").splitlines():
            if line.startswith("= "):
                sort, _, name = line[2:].partition(" ")
                into = (pools if sort == "pool" else talk).setdefault(name, [])
            elif line and not line.startswith("#"):
                into.extend([line] if "{" in line or ";" not in line else line.split("; "))
        return cls(pools, talk)


def planted_corpus(*, per_voice: int = 4, seed: int = 220) -> list[PlantedTalk]:
    """The corpus: so many transcripts in each voice, always the same for the same seed."""
    chance = random.Random(seed)  # noqa: S311  a corpus, not a secret
    templates = Templates.read(_FILE)
    return [compose(templates, voice, chance) for voice in VOICES for _ in range(per_voice)]


def compose(templates: Templates, voice: str, chance: random.Random) -> PlantedTalk:
    """One transcript in one voice. Each person in it is named again and again, as people are."""
    source = voice if voice in templates.talk else "interview"
    cast = {name: chance.sample(pool, min(len(pool), 8)) for name, pool in templates.pools.items()}
    parts: list[str] = []
    answers: list[Planted] = []
    turns: list[SpokenBy] = []
    position = 0
    for _ in range(_TURNS):
        begun = position
        for at in range(chance.randint(1, 5)):
            filled = chance.random() < _FILLED
            line = chance.choice(templates.talk[source if filled else f"{source} filler"])
            lead = "" if at == 0 else " "
            sentence, found = _filled(line, cast, chance, voice)
            answers += [Planted(position + len(lead) + a, position + len(lead) + b, kind) for a, b, kind in found]
            parts.append(lead + sentence)
            position += len(lead) + len(sentence)
        turns.append(SpokenBy(begun, position))
        parts.append("\n\n")
        position += 2
    return PlantedTalk(voice, Talk("".join(parts).rstrip("\n"), tuple(turns)), tuple(answers))


def _filled(
    line: str, cast: dict[str, list[str]], chance: random.Random, voice: str
) -> tuple[str, list[tuple[int, int, IdentifierClass]]]:
    """A sentence with its slots filled, and where the fillings stand."""
    text, found, begin = "", [], 0
    for slot in _SLOT.finditer(line):
        text += _cased(line[begin : slot.start()], voice)
        name = slot[1]
        filling = _cased(chance.choice(_FREE.get(name) or cast[name]), voice)
        before, _, rest = filling.rpartition("«")
        must, _, after = rest.partition("»")
        text += before
        if name in _KINDS:
            found.append((len(text), len(text) + len(must), _KINDS[name]))
        text += must + after
        begin = slot.end()
    return text + _cased(line[begin:], voice), found


def _cased(words: str, voice: str) -> str:
    if voice == "no capitals":
        return re.sub(r"(?<=\w)[.,!?](?=\s|$)", "", words).lower()
    return words.upper() if voice == "all capitals" else words

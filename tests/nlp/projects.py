"""Small invented projects for the tests of the suggestion engine."""

import random

from workbench.nlp import CodeDescription, Passage

WAIT = CodeDescription(
    "wait",
    "Waiting",
    definition="Time spent waiting for a test, a date or an answer.",
    seed_terms=("waitlist", "waiting list", "on hold"),
)
KIND = CodeDescription("kind", "Kind staff", definition="Warmth and patience of people who give care.")
PARK = CodeDescription("park", "Parking", seed_terms=("parking",))
CODES = (WAIT, KIND, PARK)

_SAID = {
    "wait": (
        "I sat on that waitlist for eleven months before a date came.",
        "Another hour on hold and then the line went dead.",
        "They said six weeks and it took half a year to be seen.",
        "The waiting list is endless, you wait and wait.",
        "Months went by before anyone called with the results.",
        "We were waiting in the hallway from eight until noon.",
    ),
    "kind": (
        "The nurse held my hand and was so gentle.",
        "She was kind and patient with my mother.",
        "A lovely porter made me laugh, such warm people.",
        "The staff were caring, nothing was too much trouble.",
        "He sat on the bed and listened, a kind young doctor.",
        "Warm and friendly people, every nurse on that ward.",
    ),
    "park": (
        "Parking costs eighteen dollars for ten minutes.",
        "No parking spots left, I circled the lot twice.",
        "The parkade was full and the meter ate my coins.",
        "We left the car half a mile away, the lot was full.",
        "You pay for parking even at night.",
        "My daughter drove around the lot looking for a spot.",
    ),
    "": (
        "I grew up in a small town by the river.",
        "Can you say more about that?",
        "Well, that is about all I remember.",
        "It was the week before Christmas, I think.",
        "My sister came along that day.",
        "Okay, let us move on to the next question.",
    ),
}


def small_project(transcripts: int = 10, turns: int = 12, seed: int = 1) -> tuple[list[Passage], dict[str, set[str]]]:
    """Passages in order, and what a coder gave each of them."""
    chance = random.Random(seed)
    passages: list[Passage] = []
    codings: dict[str, set[str]] = {}
    for transcript in range(transcripts):
        for position in range(turns):
            code = chance.choice(list(_SAID))
            name = f"{transcript:02}-{position:02}"
            text = chance.choice(_SAID[code]) + " " + chance.choice(_SAID[""][2:5])
            passages.append(Passage(name, text, f"T{transcript:02}", "P", position))
            codings[name] = {code} if code else set()
    return passages, codings


def of_transcripts(passages: list[Passage], first: int, last: int) -> list[str]:
    """The names of the passages of these transcripts."""
    return [passage.id for passage in passages if first <= int(passage.transcript_id[1:]) <= last]

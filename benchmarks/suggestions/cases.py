"""One case: an invented project, some of it read by a coder in order, the transcripts of the end held back."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.suggestions.invent import STYLES, Project, Style, invent
from workbench.nlp.evidence import Evidence, needed_rows, standing
from workbench.nlp.held_out import HeldOut, groups_of, hold_out
from workbench.nlp.lessons import Memory, lessons_of, settled_part
from workbench.nlp.material import labels_of, prepare

MOST_JUDGED = 400
CODED = (25, 100, 400)


@dataclass(frozen=True)
class Case:
    """Evidence on passages of held-out transcripts, and on the read ones as the engine itself holds them out."""

    style: str
    books: tuple[str, ...]
    coded: int
    codes: int
    rows: NDArray[np.float64]
    labels: NDArray[np.bool_]
    own: HeldOut


def split(project: Project, *, seed: int) -> tuple[list[int], list[int]]:
    """Passages to read, in order of (shuffled) transcripts, and passages of transcripts held back (three in ten)."""
    names = sorted({passage.transcript_id for passage in project.passages})
    random.Random(seed).shuffle(names)
    cut = max(1, round(len(names) * 0.3))
    place = {name: number for number, name in enumerate(names[cut:])}
    reading = [row for row, passage in enumerate(project.passages) if passage.transcript_id in place]
    reading.sort(key=lambda row: (place[project.passages[row].transcript_id], row))
    held = [row for row, passage in enumerate(project.passages) if passage.transcript_id not in place]
    return reading, held


def read_until(project: Project, reading: list[int], coded: int) -> dict[str, frozenset[str]] | None:
    """What a coder has read when so many passages are coded; ``None`` if the project ends before."""
    codings: dict[str, frozenset[str]] = {}
    left = coded
    for row in reading:
        name = project.passages[row].id
        codings[name] = project.codings[name]
        left -= bool(project.codings[name])
        if left == 0:
            return codings
    return None


def cases(*, seeds: range, styles: tuple[Style, ...] = STYLES, coded: tuple[int, ...] = CODED) -> Iterator[Case]:
    for style in styles:
        for seed in seeds:
            project = invent(style, seed=seed)
            material = prepare(project.codes, project.passages)
            reading, held = split(project, seed=seed)
            names = [project.passages[row].id for row in held[:: max(1, len(held) // MOST_JUDGED)]]
            judged = np.array(sorted(material.rows[name] for name in names), dtype=np.intp)
            labels = np.array(
                [[code.id in project.codings[material.passages[row].id] for code in material.codes] for row in judged]
            )
            for number in coded:
                codings = read_until(project, reading, number)
                if codings is None:
                    continue
                memory = Memory()
                read, read_labels = labels_of(material, codings)
                groups = groups_of(material, read)
                lessons = lessons_of(read, read_labels, settled_part(groups))
                known = standing(material.setting, read, read_labels, groups)
                own = hold_out(material, read, read_labels, groups, memory=memory)
                needed = needed_rows(material.setting, judged)
                scores = memory.scored(material.ground, lessons, needed, keep_columns=False)
                yield Case(
                    style.name,
                    style.books,
                    number,
                    len(project.codes),
                    Evidence(scores, needed, material.setting, known, judged).matrix(),
                    labels,
                    own,
                )

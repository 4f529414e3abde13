"""One case: an invented project, some of it read by a coder in order, the transcripts of the end held back."""

import random
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from benchmarks.suggestions.invent import STYLES, Project, Style, invent
from workbench.nlp.engines import FitCache, train_engines
from workbench.nlp.evidence import evidence, standing
from workbench.nlp.held_out import groups_of, hold_out
from workbench.nlp.material import labels_of, prepare

MOST_JUDGED = 250
CODED = (10, 25, 50, 100, 200, 400)


@dataclass(frozen=True)
class Case:
    """Evidence on passages of held-out transcripts, and on the read ones as the engine itself holds them out."""

    style: str
    books: tuple[str, ...]
    coded: int
    codes: int
    rows: NDArray[np.float64]
    labels: NDArray[np.bool_]
    own_rows: NDArray[np.float64]
    own_labels: NDArray[np.bool_]


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
            judged = np.array(held[:: max(1, len(held) // MOST_JUDGED)], dtype=np.intp)
            labels = np.array(
                [[code.id in project.codings[project.passages[row].id] for code in project.codes] for row in judged]
            )
            for number in coded:
                codings = read_until(project, reading, number)
                if codings is None:
                    continue
                cache = FitCache()
                read, read_labels = labels_of(material, codings)
                groups = groups_of(material.passages, read)
                engines = train_engines(material.space, material.codebook, read, read_labels, cache=cache)
                known = standing(material.setting, read, read_labels, groups)
                own = hold_out(material, read, read_labels, groups, cache=cache)
                yield Case(
                    style.name,
                    style.books,
                    number,
                    len(project.codes),
                    evidence(engines, material.setting, known, judged),
                    labels,
                    own.rows,
                    own.labels,
                )

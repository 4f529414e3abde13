"""The suggestion engine as the rest of the workbench sees it: train, score, suggest with reasons, stay silent."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from workbench.errors import NotFoundError
from workbench.nlp.blender import Blender, adapt, shipped_blender
from workbench.nlp.columns import Column, Flags, Lesson, Rows
from workbench.nlp.evidence import Evidence, Standing, standing
from workbench.nlp.held_out import groups_of, hold_out
from workbench.nlp.lessons import Memory, lessons_of, settled_part
from workbench.nlp.material import Material, labels_of, model_name, prepare
from workbench.nlp.reasons import Grounds, reasons_for, seed_words
from workbench.nlp.silence import FewCodings, silent_codes
from workbench.nlp.text_features import Floats
from workbench.nlp.threads import one_thread
from workbench.nlp.values import (
    LONG_SHOT_FROM,
    POSSIBLE_FROM,
    Band,
    CodeDescription,
    Codings,
    Passage,
    SeedReason,
    SuggestedCode,
    band_of,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """What would be said of one passage and code, before anybody asks why."""

    row: int
    column: int
    confidence: float
    band: Band
    seeds: tuple[str, ...] = ()


@dataclass(frozen=True)
class Suggester:
    """An engine that has learned from the codings given to it and from nothing else.

    ``model`` names what it learned from: the same codes, passages, codings and engine give the same name and numbers.
    """

    material: Material
    read: Rows
    labels: Flags
    lessons: Sequence[Lesson]
    known: Standing
    blender: Blender
    silent: Mapping[str, FewCodings | str]
    model: str
    memory: Memory

    def scores(self, passage_ids: Iterable[str]) -> pd.DataFrame:
        """Probability of each code (columns) for each passage (rows), also for codes that `suggest` is silent about."""
        wanted = list(passage_ids)
        rows = self._rows_of(wanted)
        columns = np.array([self.material.columns[name] for name in self.material.asked_codes], dtype=np.intp)
        return pd.DataFrame(
            self._chances[np.ix_(rows, columns)].astype(np.float64),
            index=pd.Index(wanted, dtype=object),
            columns=pd.Index(self.material.asked_codes, dtype=object),
        )

    @cached_property
    def _chances(self) -> Floats:
        """Probabilities of all passages and codes, in the material's own order."""
        if not self.material.codes or not self.material.passages:
            return np.zeros((len(self.material.passages), len(self.material.codes)), dtype=np.float32)
        rows = np.arange(len(self.material.passages))
        with one_thread():
            scores = self.memory.scored(self.material.ground, self.lessons, rows, keep_columns=True)
            told = Evidence(scores, rows, self.material.setting, self.known)
            return self.blender.probabilities(told.log_odds(self.blender.weights))

    def suggest(self, passage_ids: Iterable[str], *, at_most: int = 3) -> list[SuggestedCode]:
        """At most so many codes per passage, surest first, each with its reasons; none where it cannot tell."""
        return self.explained(self.offers(passage_ids, at_most=at_most))

    def offers(
        self, passage_ids: Iterable[str], *, at_most: int = 3, not_again: Collection[tuple[str, str]] = ()
    ) -> list[Offer]:
        """The same without reasons, which cost more than the rest. ``not_again`` are (passage, code) pairs to leave out."""
        rows = self._rows_of(list(passage_ids))
        if not len(rows) or not self.material.codes or at_most < 1:
            return []
        speaks = np.array([code.id not in self.silent for code in self.material.codes], dtype=np.bool_)
        places, columns = np.nonzero((self._chances[rows] >= LONG_SHOT_FROM) & speaks)
        chances = self._chances[rows[places], columns]
        seeded = self._seeded(rows)
        places = np.concatenate([places, np.array([place for place, _ in seeded], dtype=np.intp)])
        columns = np.concatenate([columns, np.array([column for _, column in seeded], dtype=np.intp)])
        by_seeds = np.arange(len(places)) >= len(chances)
        from_seeds = self._chances[rows[places[by_seeds]], columns[by_seeds]]
        chances = np.concatenate([chances, np.minimum(from_seeds, np.float32(POSSIBLE_FROM))])
        order = np.lexsort((columns, -chances, places))
        left_out = {(self.material.rows.get(name), self.material.columns.get(code_id)) for name, code_id in not_again}
        coded = int(self.labels.sum())
        found: list[Offer] = []
        last, taken = -1, 0
        for place, column, chance, seed in zip(
            places[order].tolist(),
            columns[order].tolist(),
            chances[order].tolist(),
            by_seeds[order].tolist(),
            strict=True,
        ):
            taken = 0 if place != last else taken
            last = place
            row = int(rows[place])
            if taken >= at_most or (row, column) in left_out:
                continue
            taken += 1
            words = seed_words(self.material.passages[row].text, self.material.seeds[column]) if seed else ()
            band: Band = "long shot" if seed else band_of(chance, coded=coded)
            found.append(Offer(row, column, round(chance, 4), band, words))
        return found

    def explained(self, offers: Sequence[Offer]) -> list[SuggestedCode]:
        """Offers with their reasons."""
        learned = [(offer.row, offer.column) for offer in offers if not offer.seeds]
        with one_thread():
            because = reasons_for(self.grounds, learned) if learned else {}
        return [
            SuggestedCode(
                passage_id=self.material.passages[offer.row].id,
                code_id=self.material.codes[offer.column].id,
                confidence=offer.confidence,
                band=offer.band,
                because=(SeedReason(offer.seeds),) if offer.seeds else because[offer.row, offer.column],
                model=self.model,
            )
            for offer in offers
        ]

    def _seeded(self, rows: Rows) -> list[tuple[int, int]]:
        """Places among these rows, with the codes too young to learn from whose seed words stand there."""
        young = [
            column
            for column, code in enumerate(self.material.codes)
            if isinstance(self.silent.get(code.id), FewCodings)
        ]
        place_of = {row: place for place, row in enumerate(rows.tolist())}
        return [
            (place_of[row], column) for column in young for row in self.material.seeded_rows(column) if row in place_of
        ]

    @cached_property
    def silent_codes(self) -> dict[str, str]:
        """Codes that are not suggested from what was learned, each with the reason in plain words."""
        return {code_id: str(why) for code_id, why in self.silent.items()}

    @cached_property
    def grounds(self) -> Grounds:
        """What reasons are drawn from."""
        return Grounds(
            texts=[passage.text for passage in self.material.passages],
            names=[passage.id for passage in self.material.passages],
            seeds=self.material.seeds,
            read=self.read,
            labels=self.labels,
            space=self.material.ground.space,
            columns=self._columns,
        )

    @cached_property
    def _columns(self) -> Sequence[Column]:
        with one_thread():
            return self.memory.learned(self.material.ground, self.lessons)

    def updated(self, *, codings: Codings) -> "Suggester":
        """The engine for changed codings of the same codes and passages.

        The numbers are those of `train_suggester`; what has not changed is not learned again.
        """
        self.memory.new_round()
        return _train(self.material, codings, self.memory)

    def _rows_of(self, passage_ids: Sequence[str]) -> Rows:
        rows = self.material.rows
        for passage_id in passage_ids:
            if passage_id not in rows:
                raise NotFoundError(
                    "passage", passage_id, hint="Suggestions are made for the passages it was trained with."
                )
        return np.array([rows[passage_id] for passage_id in passage_ids], dtype=np.intp)


def train_suggester(codes: Sequence[CodeDescription], passages: Sequence[Passage], codings: Codings) -> Suggester:
    """Learn from what people have read and coded.

    ``passages`` are all passages of the project in order, read or not: the engine learns the project's language from
    all of them, and counter-examples only from those in ``codings``, where a passage read and left uncoded is empty.
    """
    return _train(prepare(codes, passages), codings, Memory())


def train_prepared(material: Material, codings: Codings) -> Suggester:
    """The same on material that was prepared before; `evaluate` trains many times on one project."""
    return _train(material, codings, Memory())


def _train(material: Material, codings: Codings, memory: Memory) -> Suggester:
    with one_thread():  # the matrices are small: more threads only get in each other's way
        return _learn(material, codings, memory)


def _learn(material: Material, codings: Codings, memory: Memory) -> Suggester:
    read, labels = labels_of(material, codings)
    groups = groups_of(material, read)
    held_out = hold_out(material, read, labels, groups, memory=memory)
    blender = adapt(shipped_blender(), held_out.rows, held_out.answers, held_out.part, codes=len(material.codes))
    return Suggester(
        material=material,
        read=read,
        labels=labels,
        lessons=lessons_of(read, labels, settled_part(groups)),
        known=standing(material.setting, read, labels, groups),
        blender=blender,
        silent=silent_codes(material.codes, labels, groups, held_out, blender),
        model=model_name(material, codings),
        memory=memory,
    )

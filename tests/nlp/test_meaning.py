import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from tests.nlp.projects import CODES, PARK, of_transcripts, small_project
from workbench.errors import RuleError
from workbench.nlp import Passage, train_suggester
from workbench.nlp.material import prepare
from workbench.nlp.meaning import Remembering, SmallBert, find_embedder, forget_meanings
from workbench.nlp.suggester import train_prepared
from workbench.nlp.text_features import Floats, words_of

_WORDS = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "wait", "##ing", "park", "nurse", "kind", ",", "."]
_SAME = dict.fromkeys(("meter", "lot", "parkade", "spot", "garage"), "parking")
_WIDTH, _HEADS, _LAYERS, _WIDE = 8, 2, 2, 16


def made_up_model(folder: Path) -> Path:
    """A folder in the form in which small BERT models are shared, with made-up weights."""
    chance = np.random.default_rng(5)
    shapes = {
        "embeddings.word_embeddings.weight": (len(_WORDS), _WIDTH),
        "embeddings.position_embeddings.weight": (32, _WIDTH),
        "embeddings.token_type_embeddings.weight": (2, _WIDTH),
        "embeddings.LayerNorm.weight": (_WIDTH,),
        "embeddings.LayerNorm.bias": (_WIDTH,),
    }
    for number in range(_LAYERS):
        layer = f"encoder.layer.{number}."
        for name in ("attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense"):
            shapes |= {f"{layer}{name}.weight": (_WIDTH, _WIDTH), f"{layer}{name}.bias": (_WIDTH,)}
        for name in ("attention.output.LayerNorm", "output.LayerNorm"):
            shapes |= {f"{layer}{name}.weight": (_WIDTH,), f"{layer}{name}.bias": (_WIDTH,)}
        shapes |= {f"{layer}intermediate.dense.weight": (_WIDE, _WIDTH), f"{layer}intermediate.dense.bias": (_WIDE,)}
        shapes |= {f"{layer}output.dense.weight": (_WIDTH, _WIDE), f"{layer}output.dense.bias": (_WIDTH,)}
    header: dict[str, object] = {}
    body = b""
    for name, shape in shapes.items():
        numbers = chance.normal(size=shape).astype("<f4").tobytes()
        header[name] = {"dtype": "F32", "shape": list(shape), "data_offsets": [len(body), len(body) + len(numbers)]}
        body += numbers
    told = json.dumps(header).encode()
    folder.mkdir(exist_ok=True)
    (folder / "model.safetensors").write_bytes(len(told).to_bytes(8, "little") + told + body)
    (folder / "vocab.txt").write_text("\n".join(_WORDS))
    config = {"model_type": "bert", "num_hidden_layers": _LAYERS, "num_attention_heads": _HEADS}
    (folder / "config.json").write_text(json.dumps(config | {"max_position_embeddings": 32}))
    return folder


class ByTopic:
    """A made-up embedder that knows that two words mean the same."""

    name = "by-topic"

    def embed(self, texts: Sequence[str]) -> Floats:
        rows = np.zeros((len(texts), 64), dtype=np.float32)
        for row, text in enumerate(texts):
            for word in words_of(text):
                meaning = _SAME.get(word, word)
                rows[row, int(hashlib.sha256(meaning.encode()).hexdigest(), 16) % 64] += 1.0
        return rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)


@pytest.fixture(autouse=True)
def no_model_at_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    forget_meanings()
    monkeypatch.delenv("WORKBENCH_EMBEDDINGS", raising=False)
    monkeypatch.setattr("workbench.nlp.meaning.PACKAGES", ())


def test_without_a_model_there_are_no_meanings_and_nothing_is_said(capfd: pytest.CaptureFixture[str]):
    assert find_embedder() is None
    assert capfd.readouterr() == ("", "")


def test_a_folder_that_is_named_is_used_and_tells_its_weights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    folder = made_up_model(tmp_path / "model")
    monkeypatch.setenv("WORKBENCH_EMBEDDINGS", str(folder))
    passages, codings = small_project(transcripts=3)

    embedder = find_embedder()
    with_meanings = train_suggester(CODES, passages, codings)

    assert embedder is not None
    weights = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    assert embedder.name == f"bert-{weights[:12]}"
    monkeypatch.delenv("WORKBENCH_EMBEDDINGS")
    assert train_suggester(CODES, passages, codings).model != with_meanings.model


def test_a_text_has_the_same_direction_whatever_stands_beside_it(tmp_path: Path):
    model = SmallBert(made_up_model(tmp_path / "model"))
    texts = ["Waiting, waiting.", "kind nurse", "", "something unknown " * 40]

    together = model.embed(texts)

    assert together.shape == (4, _WIDTH)
    np.testing.assert_allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-5)
    for row, text in enumerate(texts):
        np.testing.assert_allclose(model.embed([text])[0], together[row], atol=1e-5)


@pytest.mark.parametrize("missing", ["model.safetensors", "vocab.txt", "config.json"])
def test_a_folder_that_is_no_model_is_refused_with_what_is_missing(tmp_path: Path, missing: str):
    folder = made_up_model(tmp_path / "model")
    (folder / missing).unlink()

    with pytest.raises(RuleError, match=missing):
        SmallBert(folder)


def test_other_weights_than_the_ones_trusted_are_refused(tmp_path: Path):
    folder = made_up_model(tmp_path / "model")
    trusted = SmallBert(folder).digest

    assert SmallBert(folder, checksum=trusted.upper()).digest == trusted
    with pytest.raises(RuleError, match=trusted):
        SmallBert(folder, checksum="0" * 64)


def test_a_text_is_worked_out_once_and_forgotten_when_asked():
    class Counting(ByTopic):
        asked = 0

        def embed(self, texts: Sequence[str]) -> Floats:
            self.asked += len(texts)
            return super().embed(texts)

    inner = Counting()
    remembering = Remembering(inner, most=3)

    first = remembering.embed(["a", "b", "a"])
    again = remembering.embed(["b", "a"])
    assert inner.asked == 2
    np.testing.assert_array_equal(first[:2], again[::-1])

    remembering.forget()
    remembering.embed(["a"])
    assert inner.asked == 3


def test_meanings_find_a_code_by_words_that_were_never_coded():
    passages, codings = small_project()
    read = {name: codings[name] for name in of_transcripts(passages, 0, 6)}
    garage = Passage("g", "Then the garage was closed as well.", "T99", "P", 0)
    other = Passage("o", "Then the window was closed as well.", "T99", "P", 1)
    everything = [*passages, garage, other]

    plain = train_prepared(prepare(CODES, everything), read).scores(["g", "o"])[PARK.id]
    meant = train_prepared(prepare(CODES, everything, embedder=ByTopic()), read).scores(["g", "o"])[PARK.id]

    assert meant["g"] - meant["o"] > plain["g"] - plain["o"] + 0.05

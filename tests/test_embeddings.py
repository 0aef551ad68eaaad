"""Embeddings: the shipped model is the original, its vectors are what others can rely on."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from analysis.embeddings import has_fast_bfloat16, load_encoder, packaged_model
from analysis.errors import ModelUnavailable

ROOT = Path(__file__).resolve().parent.parent
ORIGINAL = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TEXTS = [
    "Talks are the only way out.",
    "Negotiations are the one solution.",
    "Grain prices rose.",
    "",
]


def test_the_weights_are_those_of_the_original() -> None:
    weights = (packaged_model() / "model.safetensors").read_bytes()
    assert hashlib.sha256(weights).hexdigest() == ORIGINAL


def test_naming_the_model_loads_nothing_heavy() -> None:
    code = (
        "import sys; from analysis.embeddings import load_encoder; e = load_encoder();"
        "assert (e.name, e.dimension) == ('all-MiniLM-L6-v2', 384);"
        "import analysis.search, analysis.store, analysis.timeline;"
        "assert not {'torch', 'transformers'} & set(sys.modules)"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=120, cwd=ROOT)


@pytest.mark.parametrize("name", ["no/such-model-anywhere", "./no/such/folder"])
def test_a_model_that_is_not_there_is_reported_at_once(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(ModelUnavailable, match="READOUT_ENCODER"):
        load_encoder(name)


@pytest.mark.models
def test_vectors_are_unit_length_and_float32() -> None:
    encoder = load_encoder()
    vectors = encoder.encode(TEXTS)
    assert vectors.shape == (4, encoder.dimension)
    assert vectors.dtype == np.float32
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-5)
    assert encoder.encode([]).shape == (0, 384)


@pytest.mark.models
def test_like_meanings_are_near() -> None:
    talks, negotiations, grain, _ = load_encoder().encode(TEXTS)
    assert float(talks @ negotiations) > 0.3
    assert float(talks @ grain) < 0.2


@pytest.mark.models
def test_order_and_company_do_not_matter() -> None:
    encoder = load_encoder()
    texts = [f"Sentence number {n} " + "and more of it " * (n % 7) for n in range(150)]
    together = encoder.encode(texts)
    for row in (0, 77, 149):
        alone = encoder.encode([texts[row]])[0]
        assert float(alone @ together[row]) > (0.999 if has_fast_bfloat16() else 0.99999)


@pytest.mark.models
def test_threads_may_share_an_encoder() -> None:
    encoder = load_encoder()
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(encoder.encode, [TEXTS] * 8))
    for vectors in results:
        np.testing.assert_allclose(vectors, results[0], atol=1e-3)

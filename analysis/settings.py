"""Paths, models and thresholds: read once from the environment, then passed down."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "data"
DEFAULT_STORE = DATA / "store"
DEFAULT_ENCODER = "all-MiniLM-L6-v2"


@dataclass(frozen=True, slots=True)
class Settings:
    """Where things lie and which models are used.

    store: a folder or an object-store address such as ``s3://bucket/prefix`` (``READOUT_STORE``).
    encoder: the sentence-transformers model (``READOUT_ENCODER``): ``all-MiniLM-L6-v2`` is the one
        that is installed with Readout; any other name or folder is given to sentence-transformers.
    data: the folder of facts, briefs, vocabularies and models that ships with Readout.
    """

    store: str = str(DEFAULT_STORE)
    encoder: str = DEFAULT_ENCODER
    data: Path = field(default=DATA)

    @classmethod
    def from_environment(cls) -> Settings:
        """Settings from ``READOUT_STORE`` and ``READOUT_ENCODER``, defaults where unset."""
        return cls(
            store=os.environ.get("READOUT_STORE") or str(DEFAULT_STORE),
            encoder=os.environ.get("READOUT_ENCODER") or DEFAULT_ENCODER,
        )

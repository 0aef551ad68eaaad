"""The trained finder: what must hold whatever the weights, and floors for those that ship."""

from __future__ import annotations

from pathlib import Path

import pytest
import torch

from analysis.errors import ModelUnavailable
from analysis.models import Attribution, Document
from analysis.settings import DATA
from analysis.tagger import TaggedFinder, load_finder
from analysis.tagger.calibration import Calibration
from analysis.tagger.reading import EVIDENCE
from analysis.tagger.weights import (
    FACTS,
    WEIGHTS,
    TaggerFacts,
    load_tagger,
    new_tagger,
    packaged_tokenizer,
    save_tagger,
)

TEXTS = {
    "plain": "The ministry said on Friday that talks would go on. “We are ready,” it added.",
    "nested": "Kuleba said Wang had told him that China would play a role.",
    "wide characters": "“Ça suffit 😀😀,” said Zoë Müller‑Øst, 41. She warned of “chaos”.",
    "paragraphs": "First.\n\n" + "The envoy said peace was near.\n\n" * 12,
    "nothing to read": "   \n\n ",
    "one word": "Yes",
}


def document(text: str) -> Document:
    return Document(id="x", name="x", text=text, readable=text)


def facts() -> TaggerFacts:
    return TaggerFacts("tagger-test", 60, Calibration((0.0,) * len(EVIDENCE), 0.0))


@pytest.fixture(scope="module")
def untrained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with weights that have learned nothing."""
    torch.manual_seed(11)
    model = new_tagger()
    with torch.no_grad():
        for weight in model.encoder.encoder.parameters():
            weight.add_(0.01 * torch.randn_like(weight))
    data = tmp_path_factory.mktemp("data")
    save_tagger(model, facts(), data / "models")
    return data


@pytest.fixture(scope="module")
def finder(untrained: Path) -> TaggedFinder:
    return load_finder(untrained)


def spans(attribution: Attribution) -> list[tuple[int, int]]:
    return [*attribution.source, *attribution.cue, *attribution.content]


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
def test_spans_point_at_words(finder: TaggedFinder, text: str) -> None:
    for attribution in finder.find(document(text)):
        assert attribution.content
        assert 0 <= attribution.confidence <= 1
        for start, end in spans(attribution):
            assert 0 <= start < end <= len(text)
            assert text[start:end] == text[start:end].strip()


def test_several_texts_read_together_give_what_each_gives_alone(finder: TaggedFinder) -> None:
    documents = [document(text) for text in TEXTS.values()]
    together = list(finder.find_many(documents))
    for several, alone in zip(together, map(finder.find, documents), strict=True):
        assert [spans(a) for a in several] == [spans(a) for a in alone]


def test_kept_weights_are_the_weights(untrained: Path, tmp_path: Path) -> None:
    model, known = load_tagger(untrained / "models")
    save_tagger(model, known, tmp_path)
    again, _ = load_tagger(tmp_path)
    for first, second in zip(model.parameters(), again.parameters(), strict=True):
        assert torch.allclose(first, second, atol=1e-3)
    assert known.window == 60
    assert (tmp_path / WEIGHTS).stat().st_size < 25 * 2**20


def _cut_short(folder: Path) -> None:
    (folder / WEIGHTS).write_bytes((folder / WEIGHTS).read_bytes()[:5000])


def _of_later_format(folder: Path) -> None:
    text = (folder / FACTS).read_text(encoding="utf-8")
    (folder / FACTS).write_text(text.replace('"format": 1', '"format": 99'), encoding="utf-8")


BREAKAGES = {
    "no weights": lambda folder: (folder / WEIGHTS).unlink(),
    "no facts": lambda folder: (folder / FACTS).unlink(),
    "weights cut short": _cut_short,
    "facts no JSON": lambda folder: (folder / FACTS).write_text("{", encoding="utf-8"),
    "facts without calibration": lambda folder: (folder / FACTS).write_text('{"format": 1}'),
    "later format": _of_later_format,
}


@pytest.mark.parametrize("damage", BREAKAGES.values(), ids=BREAKAGES)
def test_broken_weights_are_reported(untrained: Path, tmp_path: Path, damage) -> None:
    folder = tmp_path / "models"
    folder.mkdir()
    for name in (WEIGHTS, FACTS):
        (folder / name).write_bytes((untrained / "models" / name).read_bytes())
    damage(folder)
    with pytest.raises(ModelUnavailable):
        load_finder(tmp_path)


SENTENCES = {
    "said that": (
        "The foreign ministry said on Friday that talks would continue next week.",
        "The foreign ministry",
        "that talks would continue next week",
    ),
    "quotation first": (
        "“We will not accept this plan,” President Ilves told reporters.",
        "President Ilves",
        "“We will not accept this plan,”",
    ),
    "according to": (
        "The border will stay closed, according to two officials.",
        "two officials",
        "The border will stay closed",
    ),
}
shipped = pytest.mark.skipif(
    not (DATA / "models" / WEIGHTS).is_file(), reason="no weights ship: the rules serve"
)


@shipped
@pytest.mark.parametrize(("text", "source", "content"), SENTENCES.values(), ids=SENTENCES)
def test_shipped_weights_find(text: str, source: str, content: str) -> None:
    found = load_finder(DATA).find(document(text))
    assert (source, content) in [
        (text[slice(*a.source[0])], text[slice(*a.content[0])]) for a in found if a.source
    ]


def test_packaged_tokenizer_neither_cuts_nor_pads() -> None:
    assert len(packaged_tokenizer().encode("word " * 900, add_special_tokens=False).ids) == 900

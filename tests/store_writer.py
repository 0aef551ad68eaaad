"""Writes many small articles into a store, pass after pass: run by test_store_safety, and killed.

    python tests/store_writer.py STORE WRITER PASS ARTICLES

Every statement of an article ends with the writer's and pass's mark, so that a half article shows.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent.parent), str(Path(__file__).parent)]

from conftest import FakeEncoder, sample_batch, sample_document, sample_statement  # noqa: E402

from analysis.store import ArticleBatch, Store  # noqa: E402


def article(name: str, mark: str, statements: int, dimension: int = 16) -> ArticleBatch:
    """One article with so many statements, marked throughout."""
    document = sample_document(f"article {name} {mark}", id=f"a-{name}", name=name)
    said = [
        sample_statement(
            id=f"s-{name}-{number}", article_id=document.id, text=f"Words {number} {mark}"
        )
        for number in range(statements)
    ]
    return sample_batch(document, said, FakeEncoder(dimension=dimension))


def main(uri: str, writer: str, run: str, articles: str) -> None:
    """Write the articles, five a commit."""
    store = Store.open(uri, create=True)
    ingest = store.begin_ingest(f"writer {writer}")
    sys.stdout.write("writing\n")
    sys.stdout.flush()
    mark = f"w{writer}p{run}"
    for first in range(0, int(articles), 5):
        numbers = range(first, first + 5)
        names = [f"{writer}-{n}" if n % 5 else f"shared-{n}" for n in numbers]
        batch = [article(name, mark, 2 + (int(run) + len(name)) % 4) for name in names]
        store.write(batch, ingest)
    store.finish_ingest(ingest, None)


if __name__ == "__main__":
    main(*sys.argv[1:])

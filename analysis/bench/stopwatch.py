"""Where the time goes: seconds a stage, of which one at a time runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from time import perf_counter


class Stopwatch:
    """Counts seconds a stage; a stage within another one stops the outer one's clock.

    So the stages' seconds never count the same time twice and add up to the time spent in all of
    them. An instance is a ``analysis.pipeline.Watch``. Not for threads.
    """

    def __init__(self, clock: Callable[[], float] = perf_counter) -> None:
        self.seconds: dict[str, float] = {}
        self._clock = clock
        self._running: list[str] = []
        self._since = 0.0

    @contextmanager
    def __call__(self, stage: str) -> Iterator[None]:
        """Count what is done inside the ``with`` for ``stage``."""
        self._book()
        self._running.append(stage)
        try:
            yield
        finally:
            self._book()
            self._running.pop()

    def _book(self) -> None:
        """Book the time since the last change for the stage that was running."""
        now = self._clock()
        if self._running:
            stage = self._running[-1]
            self.seconds[stage] = self.seconds.get(stage, 0.0) + now - self._since
        self._since = now

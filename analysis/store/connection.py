"""The way to the tables: opening, creating, errors in words for people, retries on conflict."""

from __future__ import annotations

import errno
import os
import random
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any, TypeVar

import lancedb
import pyarrow as pa

from analysis.errors import ReadoutError, StoreEmpty, StoreError, StoreReadOnly

_T = TypeVar("_T")

_ATTEMPTS = 24
_LONGEST_PAUSE = 1.0  # seconds between two of them
_CONFLICT = ("commit conflict", "conflict", "retryable", "preempted", "too many concurrent writers")
_FULL = ("no space left", "storagefull", "disk quota", "quota exceeded", "file too large")
_DENIED = ("permission denied", "read-only file system", "access denied", "accessdenied")
_GONE = ("not found", "no such file")


class Connection:
    """The LanceDB database at one place, its tables opened once and shared by all threads."""

    def __init__(self, uri: str, *, create: bool) -> None:
        self.uri = uri
        self.remote = "://" in uri
        if not self.remote:
            _prepare_folder(uri, create)
        # A reader sees what others wrote at once on disk, a moment later on object storage.
        fresh = timedelta(seconds=2 if self.remote else 0)
        with in_words(uri):
            self._database = lancedb.connect(
                uri, read_consistency_interval=fresh, storage_options=storage_options(uri)
            )
        self._tables: dict[str, Any] = {}
        self._datasets: dict[str, tuple[int, Any]] = {}
        self._lock = threading.RLock()
        self.commits = 0  # of articles, through this connection

    def names(self) -> set[str]:
        """Names of the tables that exist.

        A process killed while it made a table leaves a folder without any version: that is none.
        """
        with in_words(self.uri):
            listed = self._database.list_tables(limit=1000).tables
        return {name for name in listed if self._opens(name)}

    def _opens(self, name: str) -> bool:
        try:
            self.table(name)
        except StoreEmpty:
            return False
        return True

    def exists(self, name: str) -> bool:
        """Whether there is a table of that name."""
        return name in self._tables or name in self.names()

    def table(self, name: str) -> Any:
        """The LanceDB table, always at its newest version."""
        with self._lock:
            if name not in self._tables:
                with in_words(self.uri):
                    self._tables[name] = self._database.open_table(name)
            return self._tables[name]

    def latest(self, name: str) -> Any:
        """The table brought to its newest version, also where reading may lag for a moment."""
        table = self.table(name)
        with in_words(self.uri):
            table.checkout_latest()
        return table

    def dataset(self, name: str) -> Any:
        """The Lance dataset under a table, fixed at the newest version: for scans."""
        table = self.table(name)
        with in_words(self.uri):
            version = table.version
        with self._lock:
            held = self._datasets.get(name)
            if held is None or held[0] != version:
                with in_words(self.uri):
                    if held is not None and held[0] < version:
                        dataset = held[1].checkout_version(version)  # keeps what is cached
                    else:
                        dataset = table.to_lance()
                held = (version, dataset)
                self._datasets[name] = held
            return held[1]

    def create(self, name: str, schema: pa.Schema, *, anew: bool = False) -> Any:
        """The table of that name, made if it is not there; two may do so at once.

        ``anew`` empties one that is there.
        """
        if not anew and self.exists(name):
            return self.table(name)  # the columns of an older store stand in another order
        mode = "overwrite" if anew else "create"
        with self._lock, in_words(self.uri):
            self._tables[name] = self._database.create_table(
                name, schema=schema, mode=mode, exist_ok=not anew
            )
            return self._tables[name]

    def append(self, name: str, rows: pa.Table) -> None:
        """Add rows to a table in one commit."""
        self.retry(lambda: self.table(name).add(rows))

    def retry(self, act: Callable[[], _T]) -> _T:
        """Do ``act``; again, after a random pause, while another writer was faster."""
        for attempt in range(_ATTEMPTS):
            try:
                with in_words(self.uri):
                    return act()
            except _ConflictError as conflict:
                if attempt == _ATTEMPTS - 1:
                    raise StoreError(
                        f"Other writers kept changing {self.uri}; nothing was written. Try again."
                    ) from conflict
                time.sleep(min(random.uniform(0.02, 0.1) * 1.6**attempt, _LONGEST_PAUSE))
        raise AssertionError("unreachable")

    def close(self) -> None:
        """Let go of all handles."""
        with self._lock:
            self._tables.clear()
            self._datasets.clear()


class _ConflictError(StoreError):
    """Another writer committed first."""


@contextmanager
def in_words(uri: str) -> Iterator[None]:
    """Turn the engine's errors into those of ``analysis.errors``."""
    try:
        yield
    except ReadoutError:
        raise
    except (OSError, RuntimeError, ValueError) as error:
        raise _translated(error, uri) from error


def _translated(error: Exception, uri: str) -> ReadoutError:
    message = str(error).lower()
    if getattr(error, "errno", None) == errno.ENOSPC or _any_in(_FULL, message):
        return StoreError(f"No space left for {uri}. Nothing was damaged: free some and repeat.")
    if isinstance(error, PermissionError) or _any_in(_DENIED, message):
        return StoreReadOnly(f"{uri} cannot be written to. Check its permissions.")
    if _any_in(_CONFLICT, message):
        return _ConflictError(f"Another writer was faster at {uri}: {error}")
    if _any_in(_GONE, message):
        return StoreEmpty(f"There is no store at {uri}, or part of it is missing: {error}")
    return StoreError(f"The store at {uri} cannot do this: {error}")


def _any_in(needles: tuple[str, ...], message: str) -> bool:
    return any(needle in message for needle in needles)


def _prepare_folder(uri: str, create: bool) -> None:
    folder = Path(uri)
    if folder.exists() and not folder.is_dir():
        raise StoreError(f"{uri} is a file; a store is a folder. Set READOUT_STORE to a folder.")
    if not create:
        if not folder.exists():
            raise StoreEmpty(f"There is no store at {uri}. Add articles: python -m analysis add")
        return
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _translated(error, uri) from error
    if not os.access(folder, os.W_OK):
        raise StoreReadOnly(f"{uri} cannot be written to. Check its permissions.")


def storage_options(uri: str, environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """Options of object storage; credentials and region are read by the engine from AWS_*."""
    if not uri.startswith("s3"):
        return {}
    endpoint = environment.get("AWS_ENDPOINT_URL_S3") or environment.get("AWS_ENDPOINT_URL")
    endpoint = endpoint or environment.get("AWS_ENDPOINT")
    if not endpoint:
        return {}
    return {
        "aws_endpoint": endpoint,
        "aws_allow_http": str(endpoint.startswith("http://")).lower(),
        "aws_region": environment.get("AWS_REGION", environment.get("AWS_DEFAULT_REGION", "auto")),
    }

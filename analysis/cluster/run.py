"""One run over a Ray cluster: the machines extract and embed, this process commits.

Files are given out in small parcels as Ray Data blocks. What comes back is put into the store in
the order of the files, some thousand articles a commit: a machine that is lost costs a repetition
of its parcels, a run that is lost costs a repetition of what was not committed, and the rows are
the same as those of one machine.
"""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import Any

from analysis import settings
from analysis.cluster.stages import Embed, Extract, ExtractAndEmbed, Job
from analysis.cluster.wire import pack_sources, unpack_piece
from analysis.cluster.work import Held, LoadEncoder
from analysis.cluster.writer import Writer
from analysis.errors import ClusterError, MissingExtra, ReadoutError
from analysis.ingest import BadInput, Source, find_sources
from analysis.pipeline import Progress, Report
from analysis.store import Store
from analysis.store.distributed import held_fingerprints, held_texts, place_of_texts

FILES_A_PARCEL = 16
PARCELS = 20_000  # about as many at most: with more files the parcels are larger

_NOT_SENT = ["/.git", "/.venv", "/data/store", "/tests", "/docs", "__pycache__", "*.pyc"]
_PASSED_ON = ("HF_HUB_OFFLINE", "READOUT_ALLOW_DOWNLOADS", "TOKENIZERS_PARALLELISM")


@contextmanager
def connected(address: str | None = None) -> Iterator[None]:
    """A connection to a Ray cluster, given up in the end.

    address: of the cluster's head (``host:6379``), ``auto`` for the one that runs here, ``local``
        for one of this machine alone; ``None`` means RAY_ADDRESS, else auto, else local.

    Raises ``MissingExtra`` when Ray is not installed, ``ClusterError`` when nothing answers.
    """
    if address and address not in ("auto", "local") and ":" not in address:
        raise ClusterError(
            f"{address!r} is no address of a Ray cluster (host:port, auto or local). "
            "Write --ray after the paths."
        )
    ray = _ray()
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        ray.init(
            address=address,
            include_dashboard=False if address == "local" else None,
            log_to_driver=False,
            logging_level=logging.ERROR,
            runtime_env={
                "working_dir": str(settings.ROOT),
                "excludes": _NOT_SENT,
                "env_vars": environment,
            },
        )
    except (ConnectionError, ValueError, RuntimeError, OSError) as error:
        raise ClusterError(
            f"No Ray cluster answers at {address or 'RAY_ADDRESS'}: {_first_line(error)} "
            "Give --ray=HOST:PORT of a cluster that this machine belongs to, or --ray=local."
        ) from error
    try:
        yield
    finally:
        ray.shutdown()


def add(
    paths: Iterable[str | Path],
    store: Store,
    load_encoder: LoadEncoder,
    *,
    metadata: str | Path | None = None,
    what: str = "",
    progress: Progress | None = None,
) -> Report:
    """Do what ``analysis.pipeline.add`` does, on the machines of the Ray cluster we are in.

    load_encoder: called once on every worker; it must be importable there.

    Articles must lie where all machines find them under the same path. Raises ``MissingExtra``
    when Ray is not installed and ``ClusterError`` when the cluster gives up; what was committed
    by then stays, and the same call goes on from there.
    """
    ray = _ray()
    encoder, places = load_encoder(), [Path(path) for path in paths]
    parcels = _parcels(list(find_sources(places, Path(metadata) if metadata else None)))
    store.use_model(encoder.name, encoder.dimension)
    writer = Writer(store, what or "add " + " ".join(map(str, places)), progress)
    held = ray.put(Held.of(held_fingerprints(store), held_texts(store)))
    job = Job(
        folder=os.getcwd(),
        model=encoder.name,
        dimension=encoder.dimension,
        texts=place_of_texts(store),
        held=held,
        load_encoder=load_encoder,
    )
    for row in _made(ray, parcels, job) if parcels else ():
        writer.take(unpack_piece(row))
    return writer.finish()


def _ray() -> Any:
    """Ray with all that is needed beside it."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    try:
        import lance_ray  # noqa: F401
        import ray
        import ray.data
    except ImportError as error:
        raise MissingExtra(
            f"Adding with a cluster needs Ray ({error.name} is missing): "
            "pip install -r requirements-cluster.txt"
        ) from error
    return ray


def _parcels(items: list[Source | BadInput]) -> list[str]:
    size = max(FILES_A_PARCEL, len(items) // PARCELS)
    rest = iter(items)
    return [pack_sources(some) for some in iter(lambda: list(islice(rest, size)), [])]


def _made(ray: Any, parcels: list[str], job: Job) -> Iterator[dict[str, Any]]:
    """Rows of ``PIECE_SCHEMA`` in the order of the parcels, as they are made."""
    context = ray.data.DataContext.get_current()
    context.execution_options.preserve_order = True
    context.enable_progress_bars = False
    logging.getLogger("ray.data").setLevel(logging.ERROR)
    try:
        for block in _plan(ray, parcels, job).iter_batches(batch_size=None, batch_format="pyarrow"):
            yield from block.to_pylist()
    except ray.exceptions.RayError as error:
        raise _explained(error) from error


def _plan(ray: Any, parcels: list[str], job: Job) -> Any:
    """Extraction on every processor; embedding beside it, or on the GPUs where there are some."""
    resources = ray.cluster_resources()
    workers = max(1, min(len(parcels), int(resources.get("CPU", 1))))
    pool = ray.data.ActorPoolStrategy(min_size=1, initial_size=workers)
    common = {"batch_size": None, "batch_format": "pyarrow", "fn_constructor_args": (job,)}
    data = ray.data.from_items(
        [{"parcel": parcel} for parcel in parcels], override_num_blocks=len(parcels)
    )
    if not (gpus := int(resources.get("GPU", 0))):
        return data.map_batches(ExtractAndEmbed, compute=pool, num_cpus=1, **common)
    data = data.map_batches(Extract, compute=pool, num_cpus=1, **common)
    pool = ray.data.ActorPoolStrategy(size=gpus)
    return data.map_batches(Embed, compute=pool, num_cpus=0, num_gpus=1, **common)


def _explained(error: BaseException) -> ReadoutError:
    """The error of Readout behind one of Ray's, or one that says what Ray says."""
    cause: BaseException | None = error
    while cause is not None:
        inner = getattr(cause, "cause", None)
        for one in (cause, inner):
            if isinstance(one, ReadoutError):
                return type(one)(str(one).splitlines()[-1])
        cause = cause.__cause__
    return ClusterError(
        f"The cluster gave up: {_first_line(error)} What was committed by then is in the store; "
        "repeat the call to go on from there."
    )


def _first_line(error: BaseException) -> str:
    lines = [line for line in str(error).strip().splitlines() if line.strip()]
    return lines[-1].strip() if lines else type(error).__name__

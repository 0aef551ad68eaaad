"""What several commands take: paths, filters, and what they open."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from analysis.models import Filters
from analysis.settings import Settings

if TYPE_CHECKING:  # heavy: imported when a command needs them
    from analysis.embeddings import Encoder
    from analysis.store import Store


as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON instead of text.")


paths_argument = click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))


metadata_option = click.option(
    "--metadata",
    type=click.Path(path_type=Path),
    help="CSV with columns file, published, publisher, title, optionally author, url.",
)


def filter_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the filters that every listing understands."""
    for option in reversed(
        (
            click.option(
                "--country", "countries", multiple=True, help="Code, e.g. CN; repeatable."
            ),
            click.option(
                "--speaker", "speakers", multiple=True, help="Canonical name; repeatable."
            ),
            click.option("--to", "addressees", multiple=True, help="Addressee; repeatable."),
            click.option("--publisher", "publishers", multiple=True, help="Publisher; repeatable."),
            click.option(
                "--mode",
                "modes",
                multiple=True,
                type=click.Choice(["direct", "indirect", "mixed"]),
                help="Mode of speech; repeatable.",
            ),
            click.option("--since", type=click.DateTime(["%Y-%m-%d"]), help="Said on or after."),
            click.option("--until", type=click.DateTime(["%Y-%m-%d"]), help="Said on or before."),
            click.option(
                "--kind",
                "kinds",
                multiple=True,
                default=["statement"],
                show_default=True,
                type=click.Choice(["statement", "attitude", "document"]),
                help="Kind; repeatable.",
            ),
        )
    ):
        command = option(command)
    return command


def make_filters(
    countries: tuple[str, ...] = (),
    speakers: tuple[str, ...] = (),
    addressees: tuple[str, ...] = (),
    publishers: tuple[str, ...] = (),
    modes: tuple[Any, ...] = (),
    kinds: tuple[Any, ...] = ("statement",),
    since: Any = None,
    until: Any = None,
) -> Filters:
    """Filters from what was typed; country codes in any case."""
    return Filters(
        countries=tuple(code.upper() for code in countries),
        speakers=speakers,
        addressees=addressees,
        publishers=publishers,
        modes=modes,
        kinds=kinds,
        said_from=since.date() if since else None,
        said_to=until.date() if until else None,
    )


def open_store(create: bool = False) -> Store:
    """The store that the settings point to."""
    from analysis.store import Store

    return Store.open(Settings.from_environment().store, create=create)


def load_encoder() -> Encoder:
    """The embedding model that the settings name."""
    from analysis.embeddings import load_encoder

    return load_encoder(Settings.from_environment().encoder)

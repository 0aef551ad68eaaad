"""The errors a caller may catch.

ReadoutError
├── InputError            something the user gave cannot be used
│   ├── UnreadableFile    one file: not UTF-8, empty, binary, bad front matter
│   └── BadMetadata       the metadata CSV: missing columns, bad dates
├── StoreError            the store cannot do what was asked
│   ├── StoreEmpty        nothing has been added yet
│   ├── StoreReadOnly     the place cannot be written to
│   ├── StoreNewer        written by a newer version of Readout
│   └── ModelMismatch     the store's vectors come from another model
├── NotFound              no statement, article or actor of that id
├── ModelUnavailable      the embedding or tagging model cannot be loaded
├── ClusterError          the Ray cluster cannot be reached, or gave up
└── MissingExtra          an optional requirement is not installed

Messages are for people: what was wrong, where, what to do.
"""

from __future__ import annotations


class ReadoutError(Exception):
    """Base of all errors that Readout raises on purpose."""


class InputError(ReadoutError):
    """Something the user gave cannot be used."""


class UnreadableFile(InputError):
    """One file cannot be read; the message names it and says why."""


class BadMetadata(InputError):
    """The metadata CSV lacks a column or holds an impossible value."""


class StoreError(ReadoutError):
    """The store cannot do what was asked."""


class StoreEmpty(StoreError):
    """Nothing has been added to the store yet."""


class StoreReadOnly(StoreError):
    """The store's place cannot be written to."""


class StoreNewer(StoreError):
    """The store was written by a newer version of Readout."""


class ModelMismatch(StoreError):
    """The store's vectors were made by another embedding model."""


class NotFound(ReadoutError):
    """No statement, article or actor has that id."""


class ModelUnavailable(ReadoutError):
    """A model cannot be loaded; the message says what to set or install."""


class ClusterError(ReadoutError):
    """The Ray cluster cannot be reached or gave up; the message says how to go on."""


class MissingExtra(ReadoutError):
    """An optional requirement is not installed; the message gives the line to type."""

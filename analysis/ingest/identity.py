"""Stable ids: the same thing gets the same id in every run."""

from __future__ import annotations

from hashlib import blake2b


def make_id(prefix: str, *identity: str) -> str:
    """The prefix and 16 hexadecimal digits of a hash of what makes the thing what it is."""
    return prefix + blake2b("\x1f".join(identity).encode(), digest_size=8).hexdigest()

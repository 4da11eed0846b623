"""Rows of money in a published document: what a row is called, and of what it is."""

from collections.abc import Mapping
from typing import Any


def name(row: Mapping[str, Any]) -> str:
    """What tells the block of a row from every other: its periods, and its number where some of it was late."""
    periods = "-".join(dict.fromkeys((row["periods"][0], row["periods"][-1])))
    return f"{periods}-late-{row['part']}" if row.get("late") else periods


def late(row: Mapping[str, Any]) -> str:
    """The periods of which statements in it were approved late; a document from before that was told names none."""
    return ", ".join(row.get("late", ()))

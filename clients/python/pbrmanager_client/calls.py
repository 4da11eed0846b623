"""How an operation is called: its address, what is given, and the shape of what comes back."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from typing import Any, Self, TypeVar
from urllib.parse import parse_qsl, quote, urlsplit

import httpx

from pbrmanager_client import decoding, problems
from pbrmanager_client.connection import Connection, Patience
from pbrmanager_client.operations import OPERATIONS

Shape = TypeVar("Shape")
MOST = 200


class Calls:
    """A connection, and the three ways of using it: reading one thing, reading a list, writing."""

    def __init__(
        self,
        address: str,
        token: str,
        *,
        patience: Patience | None = None,
        transport: httpx.BaseTransport | None = None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._sleep = sleep
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._connection = Connection(
            address, headers, patience=patience or Patience(), transport=transport, sleep=sleep
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_raised: object) -> None:
        self.close()

    def close(self) -> None:
        """Give the connection back."""
        self._connection.close()

    def _read(self, operation: str, shape: type[Shape], **parts: Any) -> Shape:
        return shaped(shape, self._connection.get(address_of(operation, parts), {}))

    def _list(
        self, operation: str, shape: type[Shape], wanted: dict[str, Any] | None = None, **parts: Any
    ) -> Iterator[Shape]:
        """Every row, page by page. Of the address of the next page only its parameters are followed, so that the token
        goes nowhere else."""
        where = address_of(operation, parts)
        given = given_of(wanted or {}) | {"page_size": MOST}
        while True:
            page = self._connection.get(where, given)
            try:
                rows, following = page["results"], page["next"]
            except (KeyError, TypeError) as error:
                raise problems.NotUnderstood(f"{where} did not answer with a list.") from error
            yield from (shaped(shape, row) for row in rows)
            if not following:
                return
            given = dict(parse_qsl(urlsplit(following).query))

    def _write(self, operation: str, shape: type[Shape], sent: Any, key: str, as_read: str = "", **parts: Any) -> Shape:
        """Carry it out. `as_read` is the operation that reads what is changed, if it is to be as it was last read."""
        tag = self._connection.tag_of(address_of(as_read, parts)) if as_read else ""
        body = decoding.body(sent) if sent is not None else {}
        return shaped(shape, self._connection.post(address_of(operation, parts), body, key=key, if_tag=tag))


def address_of(operation: str, parts: dict[str, Any]) -> str:
    """The address of an operation with its parts filled in."""
    _method, path = OPERATIONS[operation]
    return path.format(**{name: quote(str(value), safe="") for name, value in parts.items()})


def given_of(wanted: dict[str, Any]) -> dict[str, Any]:
    """The parameters that are given."""
    return {name: decoding.plain(value) for name, value in wanted.items() if value is not None and value != ""}


def shaped(shape: type[Shape], answer: Any) -> Shape:
    try:
        return decoding.read(shape, answer)
    except decoding.Unreadable as error:
        raise problems.NotUnderstood(str(error)) from error

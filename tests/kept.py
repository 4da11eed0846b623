"""Worlds kept between tests: built once, given to each test as a copy, and left as they were.

A scheme with an agreed contract takes longer to build than most tests take. A fixture made by `kept` builds it in a
transaction around the tests that follow and ask for the same; each of them runs in a savepoint and gets copies of the
records, so that nothing that one does reaches the next. A test that asks for something else, or for real transactions,
undoes the world first. So tests that ask for the same one are put beside each other.
"""

import copy
import itertools
from collections import Counter
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from django.db import DEFAULT_DB_ALIAS, connections, transaction

if TYPE_CHECKING:
    from pytest_django import DjangoDbBlocker

World = TypeVar("World")
MAKES: dict[Callable[..., Any], Callable[[], Any]] = {}
REAL_TRANSACTIONS = {"transactional_db", "live_server", "django_db_reset_sequences"}


class Worlds:
    """The world that stands now, if any, with the transaction that holds it."""

    def __init__(self) -> None:
        self.make: Callable[[], Any] | None = None
        self.made: Any = None
        self._around: transaction.Atomic | None = None
        self._blocker: DjangoDbBlocker | None = None
        self._connection: Any = None

    def build(self, make: Callable[[], Any], blocker: "DjangoDbBlocker") -> None:
        """Build the world unless it stands."""
        if self.make is make:
            return
        self.undo()
        with blocker.unblock():
            around = transaction.atomic()
            around.__enter__()
            self._around, self._blocker = around, blocker
            self._connection = connections[DEFAULT_DB_ALIAS]
            self.made = make()
        self.make = make

    def undo(self) -> None:
        """Take the world away, as if it had never been: on the connection that holds it.

        Connections go by event loop, so that another one is in its place once the loop of a browser has ended.
        """
        around, blocker = self._around, self._blocker
        self.make = self.made = self._around = self._blocker = None
        if around and blocker:
            with blocker.unblock():
                connections[DEFAULT_DB_ALIAS] = self._connection
                transaction.set_rollback(True)
                around.__exit__(None, None, None)

    def given(self, make: Callable[[], Any]) -> Any:
        """A copy of the world where it stands; a fresh one in tests with real transactions."""
        return copy.deepcopy(self.made) if self.make is make else make()


WORLDS = Worlds()


def kept(make: Callable[[], World]) -> Callable[[None], World]:
    """What `pytest.fixture` takes to give tests a world that is kept for those that follow."""

    def given(db: None) -> World:
        world: World = WORLDS.given(make)
        return world

    MAKES[given] = make
    return given


def wanted(item: pytest.Item) -> Callable[[], Any] | None:
    """How to build the world that a test asks for, if one that can be kept."""
    if not isinstance(item, pytest.Function) or _has_real_transactions(item):
        return None
    fixtures = item._fixtureinfo.name2fixturedefs.values()
    return next((make for definitions in fixtures if (make := MAKES.get(definitions[-1].func))), None)


def sort(items: list[pytest.Item]) -> None:
    """Modules whose tests ask mostly for the same world follow each other, as do such tests within a module.

    Otherwise the order stays: that of the modules, of the tests, and of the worlds is the one in which they come.
    """
    wants = {item: wanted(item) for item in items}
    modules: dict[Callable[..., Any] | None, list[list[pytest.Item]]] = {}
    for _path, group in itertools.groupby(items, key=lambda item: item.path):
        tests = list(group)
        often = [make for make, _times in Counter(wants[test] for test in tests).most_common()]
        tests.sort(key=lambda test: often.index(wants[test]))
        modules.setdefault(often[0], []).append(tests)
    items[:] = itertools.chain.from_iterable(itertools.chain.from_iterable(modules.values()))


def _has_real_transactions(item: pytest.Function) -> bool:
    marker = item.get_closest_marker("django_db")
    return bool(marker and marker.kwargs.get("transaction")) or bool(REAL_TRANSACTIONS & set(item.fixturenames))

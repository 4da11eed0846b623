"""Acts carried out in a process of their own, which is killed at a random point."""

import dataclasses
import os
import random
import signal
import time
import warnings
from collections.abc import Callable

from django.db import connections

from tests.faults.steps import Steps

TIMES = int(os.environ.get("FAULTS_TIMES", "3"))
"""How often each worker is killed: a few times among the other tests, as often as asked by `python -m bench.faults`."""


@dataclasses.dataclass
class Killer:
    """Kills processes that carry out an act, and counts those that were killed before they had ended."""

    chance: random.Random = dataclasses.field(default_factory=lambda: random.Random(os.environ.get("SEED", "2026")))
    kills: int = 0

    def kill(self, act: Callable[[], object], *, takes: float) -> bool:
        """Begin the act and kill its process at a random moment of the time that it was seen to take.

        Says whether it was killed before it had ended.
        """
        child = _begin(act)
        time.sleep(self.chance.uniform(0, takes))
        os.kill(child, signal.SIGKILL)
        return self._ended(child)

    def kill_within(self, act: Callable[[], object], *, statements: int) -> None:
        """Begin the act; its process dies before one of its statements, whichever, so that it always hits."""
        steps = Steps(before=self.chance.randint(1, statements), then=die)
        assert self._ended(_begin(lambda: steps.carry_out(act))), "the act ended before it came to the statement"

    def kill_after(self, act: Callable[[], object]) -> None:
        """Carry the act out; its process dies before it can say so."""

        def carry_out() -> None:
            act()
            die()

        assert self._ended(_begin(carry_out))

    def _ended(self, child: int) -> bool:
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        assert killed or os.waitstatus_to_exitcode(status) == 0, "the act failed of itself"
        self.kills += killed
        return killed


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _begin(act: Callable[[], object]) -> int:
    """Nothing of this process's connections is shared: they are closed before, and both sides make their own.

    A connection from before a browser was started is out of sight here, as Django keeps connections by event loop, but
    not in the child, where no loop runs. The child forgets it: killed within it, it would leave its locks to this
    process.
    """
    connections.close_all()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        child = os.fork()
    if child:
        return child
    for inherited in connections.all(initialized_only=True):
        inherited.connection = None
    try:
        act()
        os._exit(0)
    except BaseException:
        os._exit(1)


def duration(act: Callable[[], object]) -> float:
    """How long the act takes in a process of its own."""
    began = time.monotonic()
    os.waitpid(_begin(act), 0)
    return time.monotonic() - began

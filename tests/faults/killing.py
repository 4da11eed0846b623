"""Acts carried out in a process of their own, which is killed at a random point."""

import dataclasses
import os
import random
import signal
import time
import warnings
from collections.abc import Callable

from django.db import connections

TIMES = int(os.environ.get("FAULTS_TIMES", "3"))
"""How often each worker is killed: a few times among the other tests, as often as asked by `python -m bench faults`."""


@dataclasses.dataclass
class Killer:
    """Kills processes at random points between their beginning and the time that they were seen to take."""

    chance: random.Random = dataclasses.field(default_factory=lambda: random.Random(os.environ.get("SEED", "2026")))
    kills: int = 0

    def kill(self, act: Callable[[], object], *, takes: float) -> bool:
        """Begin the act and kill its process. Says whether it was killed before it had ended."""
        child = _begin(act)
        time.sleep(self.chance.uniform(0, takes))
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        assert killed or os.waitstatus_to_exitcode(status) == 0, "the act failed of itself"
        self.kills += killed
        return killed


def _begin(act: Callable[[], object]) -> int:
    """Nothing of this process's connections is shared: they are closed before, and both sides make their own."""
    connections.close_all()
    with warnings.catch_warnings(action="ignore", category=DeprecationWarning):
        child = os.fork()
    if child:
        return child
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

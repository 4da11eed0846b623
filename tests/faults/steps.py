"""Where in an act something happens: before which of its statements to the database."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction


@dataclasses.dataclass
class Steps:
    """Counts the statements of an act, and does something before one of them. COPY and COMMIT are not counted."""

    before: int = 0
    then: Callable[[], object] = lambda: None
    count: int = 0

    def __call__(self, execute: Callable[..., Any], sql: Any, parameters: Any, many: bool, context: Any) -> Any:
        self.count += 1
        if self.count == self.before:
            self.then()
        return execute(sql, parameters, many, context)

    def carry_out(self, act: Callable[[], object]) -> None:
        with connection.execute_wrapper(self):
            act()


def counted(act: Callable[[], object]) -> int:
    """How many statements the act takes; what it does is taken back."""
    steps = Steps()
    with transaction.atomic():
        steps.carry_out(act)
        transaction.set_rollback(True)
    return steps.count

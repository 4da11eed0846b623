"""Where in an act something happens: before which of its statements to the database."""

import dataclasses
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction

OF_TRANSACTIONS = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")


@dataclasses.dataclass
class Steps:
    """Counts the statements of an act, and does something before one of them. COPY is not seen; what begins and ends
    transactions is not counted, because it differs where the act is part of another."""

    before: int = 0
    then: Callable[[], object] = lambda: None
    count: int = 0

    def __call__(self, execute: Callable[..., Any], sql: Any, parameters: Any, many: bool, context: Any) -> Any:
        self.count += not (isinstance(sql, str) and sql.startswith(OF_TRANSACTIONS))
        if self.count == self.before:
            self.before = 0
            self.then()
        return execute(sql, parameters, many, context)

    def carry_out(self, act: Callable[[], object]) -> None:
        with connection.execute_wrapper(self):
            act()


def counted(act: Callable[[], object]) -> int:
    """How many statements the act takes, once what is looked up for good has been; what it does is taken back."""
    for _ in range(2):
        steps = Steps()
        with transaction.atomic():
            steps.carry_out(act)
            transaction.set_rollback(True)
    return steps.count

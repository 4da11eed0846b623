"""What the routes to one payment bring that a participant has reached, with their top-ups."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from contracts.domain.terms import OutcomeFee


class RoutesOnce:
    """The routes and top-ups of one rule that a participant has reached, and the best amount over them."""

    def __init__(self) -> None:
        self.amounts: dict[str, Decimal] = {}
        self.top_ups: dict[str, tuple[Decimal, tuple[str, ...]]] = {}
        self.best = Decimal(0)
        self.best_route = ""

    def reach(self, outcome: str, rule: OutcomeFee, price: Callable[[Any], Decimal]) -> None:
        """Note the outcome, at the prices of the rule that its claim is judged by. A second claim adds nothing."""
        for route in rule.routes:
            if route.outcome == outcome:
                self.amounts.setdefault(outcome, price(route.rates))
        for top_up in rule.top_ups:
            if top_up.outcome == outcome:
                self.top_ups.setdefault(outcome, (price(top_up.rates), top_up.with_routes))
        for route_outcome, amount in self.amounts.items():
            total = amount + sum((added for added, _ in self._added(route_outcome)), Decimal(0))
            if total > self.best:
                self.best, self.best_route = total, route_outcome

    def _added(self, route: str) -> Iterable[tuple[Decimal, str]]:
        return ((amount, code) for code, (amount, routes) in self.top_ups.items() if not routes or route in routes)

    def facts(self, before: Decimal) -> dict[str, Any]:
        """The route that counts, its amount, the top-ups with theirs, and what had been earned before."""
        found: dict[str, Any] = {"route": self.best_route, "route_amount": str(self.amounts[self.best_route])}
        if added := {code: str(amount) for amount, code in self._added(self.best_route)}:
            found["top_ups"] = added
        if before:
            found["earned_before"] = str(before)
        return found

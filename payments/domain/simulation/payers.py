"""The caps of payers in many runs, as `payments.domain.payers` walks them for one: what nobody bears is not paid.

What falls due together is shared out together, so that where two principals come to the end of their caps in the same
month, what one passes over and what the other leaves unpaid may differ a little from single amounts in their order,
and room that an unpaid share leaves under another cap is used in the next month.
"""

from collections.abc import Hashable, Mapping
from typing import NamedTuple

import numpy as np

from contracts.domain.payer_caps import UNPAID
from contracts.domain.terms import Terms
from payments.domain.simulation.draws import Array, Truths
from payments.domain.simulation.personal import PENNY


class Room(NamedTuple):
    """By (run, payer): what the narrowest cap leaves, and which of the payer's caps that is."""

    left: Array
    narrowest: Array


class PayerCaps:
    """What the principals bear of each amount, all runs at once, and whose caps it meets."""

    def __init__(self, terms: Terms, runs: int, agents: int) -> None:
        self.shares = np.array([float(one.share) for one in terms.principals])
        self.caps = [
            [cap for cap in terms.payer_caps if cap.payer == principal.organisation] for principal in terms.principals
        ]
        self.used: dict[Hashable, Array] = {}
        self.borne = np.zeros((runs, agents, len(self.caps)))
        self.bitten: dict[str, Truths] = {cap.code: np.zeros(runs, dtype=np.bool_) for cap in terms.payer_caps}

    def __bool__(self) -> bool:
        """Whether any payer has a cap."""
        return any(self.caps)

    def bear(self, wanted: Array, units: Mapping[str, Hashable]) -> Array:
        """The part of what is wanted, by (run, agent), that somebody pays. What is paid back is given back whole."""
        self._give_back(np.maximum(-wanted, 0), units)
        asked = np.maximum(wanted, 0)
        whole = asked.sum(axis=1, keepdims=True)
        borne = self._share_out(whole, units)
        by_agent = np.divide(asked, whole, out=np.zeros_like(asked), where=whole > 0)
        self.borne += by_agent[:, :, np.newaxis] * borne[:, np.newaxis]
        paid: Array = np.minimum(wanted, 0) + by_agent * borne.sum(axis=1, keepdims=True)
        return paid

    def _share_out(self, whole: Array, units: Mapping[str, Hashable]) -> Array:
        """Everybody is asked for its share; then those with room for what was passed over, until none of it is left."""
        room = self._room(units)
        asked = whole * self.shares
        borne: Array = np.minimum(asked, room.left)
        met = asked > room.left + PENNY
        left = np.where(self._leaves_unpaid(room), 0, asked - borne).sum(axis=1, keepdims=True)
        for _ in self.caps:
            weights = np.where(room.left - borne > PENNY, self.shares, 0)
            able = weights.sum(axis=1, keepdims=True)
            asked = left * np.divide(weights, able, out=np.zeros_like(weights), where=able > 0)
            met |= asked > room.left - borne + PENNY
            taken = np.minimum(asked, room.left - borne)
            borne, left = borne + taken, left - taken.sum(axis=1, keepdims=True)
        self._note(met, room)
        self._use(borne, units)
        return borne

    def _give_back(self, amount: Array, units: Mapping[str, Hashable]) -> None:
        """To each in proportion to what it has borne for the agent; what goes beyond all of that, by the shares."""
        if not amount.any():
            return
        had = np.maximum(self.borne, 0)
        whole = had.sum(axis=2)
        first = np.minimum(amount, whole)
        parts = np.divide(had, whole[:, :, np.newaxis], out=np.zeros_like(had), where=whole[:, :, np.newaxis] > 0)
        back = first[:, :, np.newaxis] * parts + (amount - first)[:, :, np.newaxis] * self.shares
        self.borne -= back
        self._use(-back.sum(axis=1), units)

    def _room(self, units: Mapping[str, Hashable]) -> Room:
        runs = len(self.borne)
        left, narrowest = np.full((runs, len(self.caps)), np.inf), np.zeros((runs, len(self.caps)))
        for place, caps in enumerate(self.caps):
            if caps:
                free = [float(cap.amount) - self.used.get((cap.code, units[cap.over]), np.zeros(runs)) for cap in caps]
                left[:, place], narrowest[:, place] = np.maximum(np.min(free, axis=0), 0), np.argmin(free, axis=0)
        return Room(left, narrowest)

    def _leaves_unpaid(self, room: Room) -> Truths:
        """Whether what goes beyond the narrowest cap of each payer is paid by nobody."""
        columns = [
            np.isin(room.narrowest[:, place], [number for number, cap in enumerate(caps) if cap.beyond == UNPAID])
            for place, caps in enumerate(self.caps)
        ]
        return np.stack(columns, axis=1)

    def _note(self, met: Truths, room: Room) -> None:
        for place, caps in enumerate(self.caps):
            for number, cap in enumerate(caps):
                self.bitten[cap.code] |= met[:, place] & (room.narrowest[:, place] == number)

    def _use(self, borne: Array, units: Mapping[str, Hashable]) -> None:
        for place, caps in enumerate(self.caps):
            for cap in caps:
                key = cap.code, units[cap.over]
                self.used[key] = self.used.get(key, np.zeros(len(borne))) + borne[:, place]

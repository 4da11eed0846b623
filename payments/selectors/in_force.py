"""By which version each start and claim is priced: the one in force on its day.

Starts and claims keep the version of the moment in which they were received. A version that is agreed later, from a day
of the past on, prices what happened since that day too, as long as none of it is stated on an approved statement.
"""

from collections.abc import Mapping
from datetime import date
from functools import cached_property
from typing import Any

from contracts.domain.terms import Terms
from contracts.selectors import terms
from contracts.selectors.versions import ByDay
from delivery.models import Participant
from payments.domain.inputs import Claim, Start


class InForce(ByDay):
    """The agreed versions by day, applied to starts and claims."""

    def __bool__(self) -> bool:
        """Whether more than one version is agreed, so that the day matters."""
        return len(self.versions) > 1

    def claim(self, claim: Claim) -> Claim:
        return claim._replace(version=self.on(claim.event_date).pk) if self else claim

    def start(self, start: Start, segments: dict[int, str]) -> Start:
        """The start by its version, in the segment that this one gives; `segments` as `segments_since` finds them."""
        if start.participant not in segments:
            return start
        return start._replace(version=self.on(start.started_on).pk, segment=segments[start.participant])

    @cached_property
    def recuts(self) -> dict[int, Terms]:
        """The versions with segments, where not all of them know the same ones."""
        read = {version.pk: terms.of(version) for version in self.versions} if self else {}
        known = {frozenset(one.code for one in of.segments) for of in read.values()}
        return {key: of for key, of in read.items() if of.segments} if len(known) > 1 else {}

    def recut(self, start: Start, attributes: Mapping[str, Any]) -> Start:
        """The start with the segments of the versions that do not know its own."""
        found = {
            key: of.segment_of(attributes)
            for key, of in self.recuts.items()
            if all(one.code != start.segment for one in of.segments)
        }
        return start._replace(recut=found) if found else start

    def segments_since(self, one: Participant | None = None) -> dict[int, str]:
        """The segment of everybody who was received under another version than that of the day of the start.

        `one`: of this participant alone.
        """
        if not self:
            return {}
        found: dict[int, str] = {}
        people = Participant.objects.filter(programme=self.programme, **({"pk": one.pk} if one else {}))
        ends = [*self._from[1:], date.max]
        for version, end in zip(self.versions, ends, strict=True):
            of_its_days = people.filter(started_on__gte=version.effective_from, started_on__lt=end)
            if rows := list(of_its_days.exclude(version=version).values_list("pk", "attributes")):
                by_it = terms.of(version)
                found |= {pk: by_it.segment_of(attributes) for pk, attributes in rows}
        return found

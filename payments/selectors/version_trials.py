"""Two versions of the contract tried on what happened: priced by the one and by the other, and kept for a day."""

import dataclasses
import hashlib
import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.core.cache import cache
from django.db.models import Max

from accounts.models import Organisation, Role, User
from contracts.domain import calendars, documents
from contracts.domain.terms import Period, Terms
from contracts.models import ContractVersion
from contracts.selectors import terms
from delivery.models import Participant, ReclassificationDecision, TransferAnswer
from delivery.selectors import participant_events
from outcomes.models import Claim, ClaimState, MeasurementDecision
from payments.domain import inputs, version_costs
from payments.domain.version_costs import Cost, Known
from payments.selectors import books
from stages import permissions
from stages.models import Programme

KEPT_SECONDS = 24 * 3600
Costs = dict[str, Cost]


@dataclasses.dataclass(frozen=True)
class Trial:
    """What is tried: both versions, the day, and whose participants count (None: everybody's)."""

    programme: Programme
    earlier: ContractVersion
    later: ContractVersion
    as_of: date
    agents: tuple[int, ...] | None = None

    @property
    def key(self) -> str:
        """Where the costs are kept: another claim, state, start or term has another place."""
        latest = [
            model.objects.filter(**{f"{path}programme": self.programme}).aggregate(last=Max("pk"))["last"]
            for model, path in (
                (Claim, ""),
                (ClaimState, "claim__"),
                (Participant, ""),
                (MeasurementDecision, "measurement__"),
                (ReclassificationDecision, "reclassification__participant__"),
                (TransferAnswer, "transfer__participant__"),
            )
        ]
        said = [documents.of_terms(found) for found in self.terms]
        text = json.dumps([self.programme.pk, said, str(self.as_of), self.agents, latest], sort_keys=True)
        return f"version-costs:4:{hashlib.sha256(text.encode()).hexdigest()}"

    @property
    def terms(self) -> tuple[Terms, Terms]:
        return terms.draft(self.earlier)[0], terms.draft(self.later)[0]


def trial(earlier: ContractVersion, later: ContractVersion, as_of: date, viewer: User) -> Trial:
    """An agent's people try both versions on the participants of their own organisations only."""
    programme = earlier.programme
    held = permissions.roles(viewer, programme)
    own = held == {Role.AGENT}
    organisations = permissions.organisations(viewer, programme, Role.AGENT) if own else []
    return Trial(programme, earlier, later, as_of, tuple(sorted(one.pk for one in organisations)) if own else None)


def known_costs(found: Trial) -> tuple[Costs, Costs] | None:
    """What was worked out before, if it still holds."""
    kept: tuple[Costs, Costs] | None = cache.get(found.key)
    return kept


def work_out(found: Trial) -> tuple[Costs, Costs]:
    """Price everything by the one version and by the other, and keep what comes out for a day."""
    known = [Period(*row) for row in periods(found.programme)]
    one, other = found.terms
    earlier, later = (
        version_costs.by_period(
            tried,
            known,
            _starts(found),
            _claims(found),
            found.as_of,
            _agents(found, tried),
            books.figures(found.programme),
        )
        if known
        else {}
        for tried in (_of_all_days(one, other), _of_all_days(other, one))
    )
    cache.set(found.key, (earlier, later), KEPT_SECONDS)
    return earlier, later


def _of_all_days(tried: Terms, other: Terms) -> Terms:
    """The terms with the holidays and school terms of the other too: they are tried on days of both."""
    return dataclasses.replace(tried, calendar=calendars.together(tried.calendar, other.calendar))


def is_large(programme: Programme, most: int) -> bool:
    return len(Claim.objects.filter(programme=programme).values_list("pk", flat=True)[: most + 1]) > most


def periods(programme: Programme) -> list[tuple[str, date, date]]:
    return list(programme.periods.order_by("starts_on").values_list("code", "starts_on", "ends_on"))


def _starts(found: Trial) -> Iterator[Known]:
    rows = Participant.objects.filter(programme=found.programme, **_own(found)).values_list(
        "pk", "reference", "agent_id", "segment", "started_on", "version_id", "attributes"
    )
    moved = {pk: one.segment for pk, one in participant_events.reclassified(found.programme).items()}
    return (
        Known(inputs.Start(*row[:6]), row[6], moved.get(row[0], "")) for row in rows.iterator(chunk_size=books.CHUNK)
    )


def _claims(found: Trial) -> Iterator[inputs.Claim]:
    rows = (
        Claim.objects.filter(programme=found.programme, **_own(found))
        .standing()
        .values_list("pk", "participant_id", "outcome", "event_date", "sequence", "version_id")
    )
    return map(inputs.Claim._make, rows.iterator(chunk_size=books.CHUNK))


def _agents(found: Trial, terms: Terms) -> dict[str, int]:
    """The agents of the version whose amounts are tried, by code."""
    own = {} if found.agents is None else {"pk__in": found.agents}
    return dict(Organisation.objects.filter(code__in=terms.agents, **own).values_list("code", "pk"))


def _own(found: Trial) -> dict[str, Any]:
    return {} if found.agents is None else {"agent__in": found.agents}

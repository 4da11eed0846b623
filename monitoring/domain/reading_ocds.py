"""A process of the Open Contracting Data Standard as a comparator: who contracted whom for what, and at what value."""

from collections.abc import Iterable, Sequence

from monitoring.domain import merging_ocds
from monitoring.domain.comparators import (
    OCDS,
    Fact,
    Money,
    Organisation,
    Outcome,
    Payments,
    Place,
    Price,
    Reading,
    Result,
    Source,
    added_up,
    each_once,
)
from monitoring.domain.known_fields import Walk

WORDS = {"supplier": "Is contracted", "buyer": "Buys", "procuringEntity": "Procures", "funder": "Funds",
         "payer": "Pays", "payee": "Is paid"}  # fmt: skip


def reading(process: Place, walk: Walk) -> Reading:
    """The process by its release, or by what several releases of it were merged to."""
    tender, planning = process.at("tender"), process.at("planning")
    contracts, awards = process.items("contracts"), process.items("awards")
    periods = [one.at("period") for one in contracts] or [one.at("contractPeriod") for one in (*awards, tender)]
    done = [one.at("implementation") for one in contracts]
    return Reading(
        standard=OCDS,
        identifier=process.text("ocid"),
        title=_title(contracts, awards, tender, planning) or process.text("ocid"),
        as_of=process.text("date"),
        stage=next((one.fact("status") for one in (*contracts, *awards, tender) if one.fact("status")), None),
        sector=tender.fact("mainProcurementCategory"),
        challenge=planning.fact("rationale"),
        intervention=_first(one.fact("description") for one in (*contracts, tender)),
        population=tender.fact("eligibilityCriteria"),
        people_planned=None,
        people_actual=None,
        starts_on=_first(one.fact("startDate") for one in periods),
        ends_on=_first(one.fact("endDate") for one in periods),
        duration=None,
        places=_places(process.items("parties")),
        dates=_dates(contracts, awards, periods),
        money=_money(contracts, awards, tender, planning),
        organisations=_organisations(process),
        outcomes=_outcomes(contracts, awards, tender, planning),
        results=tuple(_results(done)),
        payments=_payments(done),
        sources=_sources([*contracts, *awards, tender, planning, *done]),
        notes="",
        walk=walk,
        origins=process.origins,
        superseded=merging_ocds.superseded(walk, process.origins) if process.origins else frozenset(),
    )


def _first(found: Iterable[Fact | None]) -> Fact | None:
    return next((one for one in found if one), None)


def _title(contracts: Sequence[Place], awards: Sequence[Place], tender: Place, planning: Place) -> str:
    titles = (planning.text("budget", "project"), tender.text("title"))
    return next(filter(None, (*titles, *(one.text("title") for one in (*contracts, *awards)))), "")


def _places(parties: Sequence[Place]) -> tuple[Fact, ...]:
    return each_once(one.fact("address", "region") or one.fact("address", "countryName") for one in parties)


def _dates(
    contracts: Sequence[Place], awards: Sequence[Place], periods: Sequence[Place]
) -> tuple[tuple[str, Fact], ...]:
    found = [
        *(("Awarded", one.fact("date")) for one in awards),
        *(("Contract signed", one.fact("dateSigned")) for one in contracts),
        *(("Contract begins", one.fact("startDate")) for one in periods),
        *(("Contract ends", one.fact("endDate")) for one in periods),
    ]
    return tuple((label, fact) for label, fact in found if fact)


def _money(contracts: Sequence[Place], awards: Sequence[Place], tender: Place, planning: Place) -> tuple[Money, ...]:
    found = [
        *(("Value of the contract", one.at("value")) for one in contracts),
        *(("Value of the award", one.at("value")) for one in awards),
        ("Value of the tender", tender.at("value")),
        ("Budget", planning.at("budget", "amount")),
    ]
    return tuple(
        Money(label, value.text("currency"), amount) for label, value in found if (amount := value.fact("amount"))
    )


def _organisations(process: Place) -> tuple[Organisation, ...]:
    found: dict[str, Organisation] = {}
    for one in process.items("parties"):
        roles = one.at("roles").node
        words = (
            tuple(WORDS.get(role, role) for role in roles if isinstance(role, str)) if isinstance(roles, list) else ()
        )
        found[one.text("id")] = Organisation(one.text("id"), one.text("name"), words)
    buyer = process.at("buyer")
    others = [(buyer, "Buys"), *((who, "Is contracted") for one in process.items("awards")
                                 for who in one.items("suppliers"))]  # fmt: skip
    for one, role in others:
        if one.text("id") or one.text("name"):
            found.setdefault(one.text("id"), Organisation(one.text("id"), one.text("name"), (role,)))
    return tuple(found.values())


def _outcomes(
    contracts: Sequence[Place], awards: Sequence[Place], tender: Place, planning: Place
) -> tuple[Outcome, ...]:
    found: dict[str, Outcome] = {}
    for place, name in [
        *((one, "agreedMetrics") for one in contracts),
        *((one, "agreedMetrics") for one in awards),
        (tender, "targets"),
        (planning, "forecasts"),
    ]:
        for metric in place.items(name):
            found.setdefault(metric.text("id"), _outcome(metric))
    return tuple(found.values())


def _outcome(metric: Place) -> Outcome:
    observations = metric.items("observations")
    wanted = [one.fact("measure") for one in observations]
    prices = [one for one in observations if one.fact("value", "amount")]
    return Outcome(
        id=metric.text("id"),
        definition=metric.fact("description") or metric.fact("title"),
        population=None,
        people=None,
        target=_first(wanted),
        also_asked=None,
        checked_by=None,
        data_from=None,
        notes="; ".join(dict.fromkeys(filter(None, (one.text("unit", "name") for one in observations)))),
        paths=metric.places,
        prices=tuple(
            Price(
                currency=one.text("value", "currency"),
                amount=one.fact("value", "amount"),
                in_dollars=None,
                most=None,
                rises=None,
                description=one.fact("notes"),
                notes="",
                paths=one.places,
            )
            for one in prices
        ),
    )


def _results(done: Sequence[Place]) -> Iterable[Result]:
    for implementation in done:
        for metric in implementation.items("metrics"):
            for one in metric.items("observations"):
                yield Result(
                    outcome=metric.text("id"),
                    kind=" ".join(filter(None, [metric.text("title"), one.text("unit", "name")])),
                    starts_on=one.text("period", "startDate")[:10],
                    ends_on=one.text("period", "endDate")[:10],
                    words=one.fact("measure") or one.fact("value", "amount"),
                    engaged=None,
                    achieved=None,
                )


def _payments(done: Sequence[Place]) -> tuple[Payments, ...]:
    return added_up(
        (
            "Actual",
            one.text("value", "currency") or one.text("amount", "currency"),
            one.fact("value", "amount") or one.fact("amount", "amount"),
        )
        for implementation in done
        for one in implementation.items("transactions")
    )


def _sources(places: Sequence[Place]) -> tuple[Source, ...]:
    return tuple(
        Source(
            one.text("id"), one.text("title"), one.text("documentType"), one.text("url"), one.text("datePublished")[:10]
        )
        for place in places
        for one in place.items("documents")
    )

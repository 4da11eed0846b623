"""A programme as a release of the Open Contracting Data Standard 1.1 with its metrics extension.

Outcome → agreed metric, target → its observation; result of a period → observation of the implementation, with agent
and segment as dimensions; money on statements → transaction; period → milestone; contract version → amendment.
"""

from collections.abc import Mapping
from typing import Any

from monitoring.domain import money_rows
from monitoring.domain.indigo_facts import kept

Row = dict[str, Any]
EXTENSIONS = (
    "https://raw.githubusercontent.com/open-contracting-extensions/ocds_metrics_extension/master/extension.json",
)
ROLES = {"principal": ["payer", "funder"], "agent": ["supplier", "payee"]}


def package(release: Row, *, uri: str, published_at: str) -> Row:
    """The release as it is published: with the version of the standard and the extension that it uses."""
    return {
        "uri": uri,
        "publishedDate": published_at,
        "version": "1.1",
        "extensions": list(EXTENSIONS),
        "publisher": {"name": release["buyer"]["name"]},
        "releases": [release],
    }


def release(document: Mapping[str, Any], *, prefix: str, at: str) -> Row:
    """The release. `prefix` is the registered prefix of the publisher, `at` a moment with its zone."""
    contract = document["contract"]
    if contract is None:
        raise ValueError("No contract has been agreed, so there is nothing to release in this standard yet.")
    slug = document["programme"]["slug"]
    versions = contract["versions"]
    tags = ["contract", *(["contractAmendment"] if len(versions) > 1 else [])]
    if document["judged_until"]:
        tags.append("implementation")
    return {
        "ocid": f"{prefix}-{slug}",
        "id": f"{slug}-{at}",
        "date": at,
        "tag": tags,
        "initiationType": "tender",
        "language": "en",
        "parties": _parties(document),
        "buyer": _reference(document["programme"]["commissioner"]),
        "planning": _planning(document),
        "awards": [_award(document)],
        "contracts": [_contract(document)],
    }


def _reference(one: Mapping[str, Any]) -> Row:
    return {"id": one["identifier"] or one["code"], "name": one["name"]}


def _identifier(one: Mapping[str, Any]) -> Row | None:
    """An identifier such as GB-COH-01234567 has the list that it is from before its last dash."""
    scheme, _dash, number = one["identifier"].rpartition("-")
    return {"scheme": scheme, "id": number, "legalName": one["name"]} if scheme and number else None


def _parties(document: Mapping[str, Any]) -> list[Row]:
    found: dict[str, Row] = {}
    commissioner = document["programme"]["commissioner"]
    for one, roles in [
        (commissioner, ["buyer", "procuringEntity"]),
        *((party, ROLES[party["role"]]) for party in document["contract"]["parties"]),
    ]:
        party = found.setdefault(
            _reference(one)["id"], kept(_reference(one) | {"identifier": _identifier(one), "roles": []})
        )
        party["roles"] = sorted({*party.get("roles", []), *roles})
    return list(found.values())


def _planning(document: Mapping[str, Any]) -> Row:
    programme = document["programme"]
    budget = kept({"description": programme["summary"], "project": programme["name"], "amount": _ceiling(document)})
    return kept({"rationale": programme["why_pbr"] or programme["aim"], "budget": budget})


def _value(document: Mapping[str, Any], amount: float) -> Row:
    return {"amount": round(amount, 2), "currency": document["contract"]["currency"]}


def _ceiling(document: Mapping[str, Any]) -> Row | None:
    contract = document["contract"]
    agents = sum(one["role"] == "agent" for one in contract["parties"])
    caps = [one for one in contract["caps"] if one["scope"] == "contract"]
    whole = sum(float(one["amount"]) * (agents if one["per_agent"] else 1) for one in caps)
    return _value(document, whole) if caps else None


def _moment(day: str | None, *, end: bool = False) -> str | None:
    return None if day is None else f"{day}T{'23:59:59' if end else '00:00:00'}Z"


def _span(document: Mapping[str, Any]) -> Row:
    periods = document["contract"]["periods"]
    first = periods[0]["starts_on"] if periods else document["contract"]["versions"][0]["effective_from"]
    last = periods[-1]["ends_on"] if periods else document["contract"]["versions"][-1]["effective_to"]
    return kept({"startDate": _moment(first), "endDate": _moment(last, end=True)})


def _award(document: Mapping[str, Any]) -> Row:
    contract = document["contract"]
    return kept(
        {
            "id": "award-1",
            "title": contract["versions"][0]["title"],
            "status": "active",
            "date": _moment(contract["versions"][0]["agreed_on"]),
            "value": _ceiling(document),
            "suppliers": [_reference(one) for one in contract["parties"] if one["role"] == "agent"],
            "contractPeriod": _span(document),
        }
    )


def _contract(document: Mapping[str, Any]) -> Row:
    contract = document["contract"]
    last = contract["versions"][-1]
    return kept(
        {
            "id": "contract-1",
            "awardID": "award-1",
            "title": last["title"],
            "description": " ".join([last["summary"], *(f"Cap: {one['words']}." for one in contract["caps"])]).strip(),
            "status": "active",
            "period": _span(document),
            "value": _ceiling(document),
            "dateSigned": _moment(contract["versions"][0]["agreed_on"]),
            "amendments": [_amendment(one) for one in contract["versions"][1:]],
            "agreedMetrics": _agreed(document),
            "implementation": kept(
                {
                    "transactions": _transactions(document),
                    "milestones": _milestones(document),
                    "metrics": _results(document),
                }
            ),
        }
    )


def _amendment(version: Mapping[str, Any]) -> Row:
    return kept(
        {
            "id": f"version-{version['number']}",
            "date": _moment(version["agreed_on"]),
            "rationale": version["summary"],
            "description": version["title"],
        }
    )


def _milestones(document: Mapping[str, Any]) -> list[Row]:
    """Each period is a milestone of payment, met once its results have been judged."""
    until = document["judged_until"]
    return [
        {
            "id": f"period-{one['code']}",
            "title": f"Period {one['code']}",
            "type": "payment",
            "code": one["code"],
            "dueDate": _moment(one["ends_on"], end=True),
            "status": "met" if until is not None and one["ends_on"] <= until else "scheduled",
        }
        for one in document["contract"]["periods"]
    ]


def _agreed(document: Mapping[str, Any]) -> list[Row]:
    """Each outcome with the level that each of the targets that the contract names asks for."""
    targets: dict[str, list[Row]] = {}
    for one in (target for target in document["targets"] if target.get("in_contract", True)):
        unit = "share of the cohort" if one["measure"] == "rate" else "achievements in a period"
        dimensions = kept({"agent": one["agent"], "segment": one["segment"]})
        targets.setdefault(one["outcome"], []).append(
            kept({"id": one["code"], "measure": one["value"], "unit": {"name": unit}, "dimensions": dimensions})
        )
    return [
        kept(
            {
                "id": one["code"],
                "title": one["name"],
                "description": one["definition"],
                "observations": targets.get(one["code"], []),
            }
        )
        for one in document["contract"]["outcomes"]
    ]


def _transactions(document: Mapping[str, Any]) -> list[Row]:
    """To single agents where their part may be shown, else to all together."""
    parties = {one["code"]: one for one in document["contract"]["parties"]}
    principals = [one for one in document["contract"]["parties"] if one["role"] == "principal"]
    rows = [row for row in document["money"]["rows"] if row["shown"]]
    known = {money_rows.name(row) for row in rows if row["agent"] is not None}
    found = []
    for row in rows:
        if row["agent"] is None and money_rows.name(row) in known:
            continue
        agent = parties.get(row["agent"])
        name = f"{money_rows.name(row)}-{row['agent'] or 'all'}"
        found.append(
            kept(
                {
                    "id": f"statements-{name}",
                    "date": _moment(row["ends_on"], end=True),
                    "value": _value(document, float(row["amount"])),
                    "payer": _reference(principals[0]) if len(principals) == 1 else None,
                    "payee": _reference(agent) if agent else None,
                }
            )
        )
    return found


def _results(document: Mapping[str, Any]) -> list[Row]:
    """The judged results of every target, period by period, and the last ones by agent and segment."""
    outcomes = {one["code"]: one["name"] for one in document["contract"]["outcomes"]}
    starts = {one["code"]: one["starts_on"] for one in document["contract"]["periods"]}
    parts: dict[str, list[Row]] = {}
    for one in document["breakdowns"]:
        if one["agent"] is not None or one["segment"] is not None:
            parts.setdefault(one["target"], []).append(one)
    found = []
    for target in document["targets"]:
        whole = [one | {"agent": target["agent"], "segment": target["segment"]} for one in target["readings"]]
        rows = [*whole, *parts.get(target["code"], [])]
        observations = [seen for one in rows if one["shown"] for seen in _observations(target, one, starts)]
        found.append(
            kept(
                {
                    "id": target["code"],
                    "title": target["name"],
                    "description": outcomes.get(target["outcome"], ""),
                    "observations": observations,
                }
            )
        )
    return found


def _observations(target: Mapping[str, Any], one: Mapping[str, Any], starts: Mapping[str, str]) -> list[Row]:
    """The share or the number, and for a share the people behind it."""
    measures = [("actual", one["actual"], "share of the cohort" if target["measure"] == "rate" else "achievements")]
    if target["measure"] == "rate":
        measures += [("people", one["people"], "people"), ("achieved", one["achieved"], "people who achieved it")]
    where = "-".join(str(part) for part in (one["period"], one["agent"], one["segment"]) if part)
    return [
        kept(
            {
                "id": f"{target['code']}-{where}-{name}",
                "period": {"startDate": _moment(starts[one["period"]]), "endDate": _moment(one["ends_on"], end=True)},
                "measure": measure,
                "unit": {"name": unit},
                "dimensions": kept({"agent": one["agent"], "segment": one["segment"], "measure": name}),
                "relatedImplementationMilestone": {"id": f"period-{one['period']}"},
            }
        )
        for name, measure, unit in measures
        if measure is not None
    ]

"""A new contract's first draft from the contract of a scheme that is known."""

import datetime
from collections.abc import Mapping, Sequence
from typing import Any

from contracts.domain.rates import CONTRACT, FINANCIAL, financial_year

Document = dict[str, Any]


def as_new(
    version: Mapping[str, Any], *, starts_on: datetime.date, principals: Sequence[str], agents: Sequence[str]
) -> Document:
    """The outcomes, segments, prices, caps and targets of a scheme's version, for other parties and from another day.

    Taken away is what belongs to the scheme alone: its parties, dates, holidays, school terms, periods and agreements.
    Start years move on with the contract's first year; years counted by the contract begin on its first day.
    """
    began = datetime.date.fromisoformat(version["effective_from"])
    calendar = dict(version.get("calendar") or {})
    return {
        "title": f"{version['title']} (from a template)",
        "summary": version.get("summary", ""),
        "effective_from": starts_on.isoformat(),
        "effective_to": None,
        "rounding": version.get("rounding", "half_up"),
        "rounding_at": version.get("rounding_at", "line"),
        "calendar": {**calendar, "bank_holidays": [], "school_terms": []},
        "principals": [{"organisation": code, "share": "1" if len(principals) == 1 else f"1/{len(principals)}"}
                       for code in principals],
        "agents": list(agents),
        "segments": list(version.get("segments", ())),
        "outcomes": [_outcome(outcome) for outcome in version.get("outcomes", ())],
        **({"metrics": list(version["metrics"])} if version.get("metrics") else {}),
        "rules": [_rule(rule, starts_on, began) for rule in version.get("rules", ())],
        "caps": list(version.get("caps", ())),
        **({"indexation": version["indexation"]} if version.get("indexation") else {}),
        **({"comparisons": list(version["comparisons"])} if version.get("comparisons") else {}),
        **({"eligibility": {"rule": rule}} if (rule := (version.get("eligibility") or {}).get("rule")) else {}),
        **({"monitoring_rules": _lines(version["monitoring_rules"])} if version.get("monitoring_rules") else {}),
        **({"evidence_months": version["evidence_months"]} if version.get("evidence_months") else {}),
        "targets": [{**target, "agent": None} for target in version.get("targets", ()) if not target.get("period")],
    }  # fmt: skip


def _lines(rules: Mapping[str, Any]) -> Document:
    """The lines of monitoring without the starts that the scheme planned, period by period."""
    return {key: value for key, value in rules.items() if key != "planned_starts"}


def _outcome(outcome: Mapping[str, Any]) -> Document:
    """The definition without what was true of the scheme alone: the day on which its cohort closed, and its history."""
    kept = {key: value for key, value in outcome.items() if key != "changes"}
    if (kept.get("cohort") or {}).get("on"):
        del kept["cohort"]
    return kept


def _rule(rule: Mapping[str, Any], starts_on: datetime.date, began: datetime.date) -> Document:
    """The rule with its start years moved to the contract's own, and for every agent."""
    rule = {key: value for key, value in rule.items() if key != "agents"}
    if rule.get("year_basis") == CONTRACT:
        return {**rule, "year_starts": starts_on.isoformat()}
    if "cohorts" in rule:
        return _later(rule, starts_on - began)
    years = [year for table in _tables(rule) for year in _years(table)]
    if not years:
        return dict(rule)
    by = _first_year(str(rule.get("year_basis", "")), starts_on) - min(years)
    moved = {**rule, "amounts": _moved(rule["amounts"], by)}
    for name in ("routes", "top_ups"):
        if name in rule:
            moved[name] = [
                {**one, "amounts": _moved(one["amounts"], by)} if "amounts" in one else dict(one) for one in rule[name]
            ]
    return moved


def _later(rule: Mapping[str, Any], by: datetime.timedelta) -> Document:
    """The rule with its cohorts due as long after the start of the contract; its periods belong to the scheme alone."""
    days = datetime.date.fromisoformat
    cohorts = [{**one, "due_on": str(days(one["due_on"]) + by), "periods": []} for one in rule["cohorts"]]
    return {**rule, "cohorts": cohorts}


def _tables(rule: Mapping[str, Any]) -> list[list[Document]]:
    return [
        rule.get("amounts", []),
        *(one.get("amounts", []) for name in ("routes", "top_ups") for one in rule.get(name, ())),
    ]


def _years(table: Sequence[Document]) -> list[int]:
    return [one["start_year"] for one in table if one.get("start_year") is not None]


def _moved(table: Sequence[Document], by: int) -> list[Document]:
    return [
        {**one, "start_year": one["start_year"] + by} if one.get("start_year") is not None else dict(one)
        for one in table
    ]


def _first_year(basis: str, day: datetime.date) -> int:
    return financial_year(day) if basis == FINANCIAL else day.year

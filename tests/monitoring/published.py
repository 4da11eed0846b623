"""A published document as a test wants it: two agents, two segments, two periods, one of them not shown."""

from typing import Any

PERIODS = [
    {"code": "2025-q1", "starts_on": "2025-01-01", "ends_on": "2025-03-31"},
    {"code": "2025-q2", "starts_on": "2025-04-01", "ends_on": "2025-06-30"},
    {"code": "2025-q3", "starts_on": "2025-07-01", "ends_on": "2025-09-30"},
]
HIDDEN = {"period": "2025-q1", "ends_on": "2025-03-31", "shown": False, "status": "not_shown", "verdict": "Not shown."}
SHOWN = {
    "period": "2025-q2", "ends_on": "2025-06-30", "shown": True, "status": "on_track",
    "verdict": "The figures do not speak against the target.", "people": 300, "achieved": 150, "actual": 0.5,
    "low": 0.44, "high": 0.56, "expected": 0.45,
}  # fmt: skip


def _part(agent: str | None, segment: str | None, shown: bool = True) -> dict[str, Any]:
    row = SHOWN if shown else HIDDEN | {"period": "2025-q2", "ends_on": "2025-06-30"}
    kept = {name: value for name, value in row.items() if name not in ("status", "verdict")}
    names = {"agent_name": agent or "All agents", "segment_name": segment or "Everybody"}
    return {"target": "job-rate", "agent": agent, "segment": segment, **names, **kept}


def _money(period: int, agent: str | None, amount: str | None) -> dict[str, Any]:
    one = PERIODS[period]
    return {
        "periods": [one["code"]], "starts_on": one["starts_on"], "ends_on": one["ends_on"], "agent": agent,
        "agent_name": agent or "All agents", "shown": amount is not None, "amount": amount,
    }  # fmt: skip


def document(**changes: Any) -> dict[str, Any]:
    whole = {
        "edition": 1,
        "programme": {
            "slug": "work-for-all", "name": "Work for all", "summary": "Jobs that last.", "sector": "Employment",
            "aim": "Fewer people without work.", "why_pbr": "To try what helps.",
            "commissioner": {"code": "dept", "name": "Department", "identifier": "GB-GOV-1", "kind": "department"},
            "is_synthetic": True,
        },
        "stages": [{"number": 1, "name": "Analysis", "status": "closed", "visits": 1}],
        "small_counts": ["Counts from 1 to 4 are not shown."],
        "contract": {
            "currency": "GBP",
            "versions": [
                {"number": 1, "title": "First", "summary": "As bid.", "effective_from": "2025-01-01",
                 "effective_to": "2025-05-31", "agreed_on": "2024-12-01"},
                {"number": 2, "title": "Second", "summary": "Higher price.", "effective_from": "2025-06-01",
                 "effective_to": None, "agreed_on": "2025-05-20"},
            ],
            "parties": [
                {"code": "dept", "name": "Department", "identifier": "GB-GOV-1", "kind": "department",
                 "role": "principal", "share": "1"},
                {"code": "northway", "name": "Northway", "identifier": "", "kind": "charity", "role": "agent",
                 "share": ""},
            ],
            "outcomes": [
                {"code": "job", "name": "Job", "kind": "binary", "direction": "higher", "definition": "In work.",
                 "unit": "people", "window_days": 180, "who": "Young people", "evidence": "Payslip",
                 "validator": "Auditor", "deadweight_method": "conceded", "deadweight_value": "1/6",
                 "baseline_value": "0.2000", "baseline_source": "Register", "baseline_year": 2023},
            ],
            "segments": [{"code": "young", "name": "Young", "planned_share": None}],
            "prices": [
                {"code": "job-fee", "name": "Job", "kind": "outcome_fee", "outcome": "job",
                 "amounts": [{"segment": "young", "amount": "1200.00"}], "words": "Pays £1,200."},
            ],
            "caps": [{"code": "whole", "scope": "contract", "amount": "500000.00", "per_agent": False,
                      "words": "£500,000 over the whole contract"}],
            "periods": PERIODS,
        },
        "judged_until": "2025-06-30",
        "targets": [
            {"code": "job-rate", "name": "Job – rate", "outcome": "job", "measure": "rate", "segment": None,
             "agent": None, "value": 0.5, "minimum": 0.4, "readings": [HIDDEN, SHOWN]},
        ],
        "breakdowns": [_part(None, None), _part("northway", None), _part("=SUM(A1)", None, shown=False)],
        "money": {
            "rounded_to": None,
            "rows": [_money(0, None, "12000.00"), _money(1, None, "24000.00"), _money(1, "northway", "20000.00"),
                     _money(1, "southway", None)],
        },
        "lessons": [{"title": "Ask early", "lesson": "Ask people first.", "happened": "Nobody asked."}],
    }  # fmt: skip
    return whole | changes

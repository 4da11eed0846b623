"""The contracts of the demonstration, as documents in the format of a pack's section "contract". All is invented."""

from collections.abc import Mapping, Sequence
from typing import Any

from pbrmanager.demo import assumed, comparing, extras, measuring, questions, towns
from pbrmanager.demo.calendar import Calendar

Document = dict[str, Any]
CONCEDED = {
    "method": "conceded",
    "share": "0.15",
    "rounding": "per_claim",
    "source": "Invented comparison with people on the waiting list: 15 in 100 succeed without the scheme.",
}


def curve(*points: tuple[int, str]) -> list[Document]:
    """A maturity curve: days since the start, and the share of the final level expected by then."""
    return [{"days": days, "share": share} for days, share in points]


def _base(calendar: Calendar, title: str, summary: str, principal: str, agents: Sequence[str]) -> Document:
    return {
        "title": title,
        "summary": summary,
        "effective_from": calendar.starts_on.isoformat(),
        "periods": [
            {"code": quarter.code, "starts_on": quarter.starts_on.isoformat(), "ends_on": quarter.ends_on.isoformat()}
            for quarter in calendar.whole
        ],
        "principals": [{"organisation": principal, "share": "1"}],
        "agents": list(agents),
    }


def _segment(attribute: str, value: str, name: str, baseline: str, share: str) -> Document:
    return {
        "code": value,
        "name": name,
        "rule": {attribute: [value]},
        "baseline": baseline,
        "baseline_source": "Invented: people on the waiting list in the year before the contract",
        "planned_share": share,
    }


def _outcome(code: str, name: str, kind: str, window: int, **words: Any) -> Document:
    return {
        "code": code,
        "name": name,
        "kind": kind,
        "window_days": window,
        "denominator": "Everybody who started on the programme, by the month of their start",
        "validator": "The fund's verification team, on a sample drawn each quarter",
        "attribution": "No other body is paid for this result; advice that others give goes on and is declared.",
        "eligibility": "Everybody referred who gave consent; the cohort of a month closes on its last day.",
        "segmentation": "By how far people are from the outcome; the price follows the distance.",
        "deadweight": CONCEDED,
        "cohort": {"closes": "month"},
        **words,
    }


def _amounts(amounts: Mapping[str | None, str]) -> list[Document]:
    return [{"segment": segment, "start_year": None, "amount": amount} for segment, amount in amounts.items()]


def _attachment(amount: str) -> Document:
    return {
        "code": "attachment", "name": "Attachment fee", "kind": "attachment_fee", "amounts": _amounts({None: amount})
    }  # fmt: skip


def _fee(outcome: str, name: str, amounts: Mapping[str | None, str], *needs: str) -> Document:
    return {
        "code": f"{outcome}-fee", "name": name, "kind": "outcome_fee", "outcome": outcome,
        "amounts": _amounts(amounts), "prerequisites": ["start", *needs],
    }  # fmt: skip


def _target(code: str, outcome: str, value: str, minimum: str, path: list[Document], **more: Any) -> Document:
    return {
        "code": code, "outcome": outcome, "measure": "rate", "value": value, "minimum": minimum, "maturity": path,
        **more,
    }  # fmt: skip


def _ceiling(amount: int) -> Document:
    return {"code": "ceiling", "scope": "contract", "amount": f"{amount}.00", "per_agent": False}


WITHOUT_JOBS = {
    "method": "waiting_list",
    "source": "Invented: people on the waiting list in the year before the contract",
    "measured_on": "2025-12-31",
    "rates": [
        {"segment": None, "low": "0.21", "expected": "0.24", "high": "0.27"},
        {"segment": "young", "low": "0.26", "expected": "0.30", "high": "0.34"},
        {"segment": "health", "low": "0.11", "expected": "0.15", "high": "0.19"},
    ],
}
JOB_PATH = curve(
    (91, "0"), (120, "0.04"), (150, "0.17"), (180, "0.38"), (240, "0.72"), (300, "0.92"), (364, "1")
)  # fmt: skip
KEPT_PATH = curve(
    (182, "0"), (211, "0.04"), (241, "0.17"), (271, "0.38"), (331, "0.72"), (391, "0.92"), (455, "1")
)  # fmt: skip
DURABLE = [
    {"stage": 4, "why": "What is paid for a job that lasts may be too little to pay for support in work."},
    {"stage": 5, "why": "The support of people in work may have been cut."},
]


def routes(calendar: Calendar, *, principal: str, agents: Sequence[str], people: int) -> Document:
    """Work that lasts: a job for thirteen weeks, and twice thirteen weeks more."""
    evidence = {
        "evidence": "Payroll or benefit records; a letter from the employer where there is neither.",
        "evidence_kinds": ["payroll_record", "benefit_record", "employer_letter"],
    }
    sustained = {
        "code": "job-kept-fee", "name": "Fee for each further thirteen weeks", "kind": "sustainment_fee",
        "outcome": "job-kept", "every_weeks": 13, "max_steps": [{"segment": None, "steps": 2}],
        "amounts": _amounts({None: "450.00", "health": "800.00"}), "prerequisites": ["job"],
    }  # fmt: skip
    return _base(
        calendar, "Work that lasts", "Pays for starts, for thirteen weeks in work, and for work that is kept.",
        principal, agents,
    ) | {
        "segments": [
            _segment("group", "young", "Aged 18 to 24", "0.30", "0.30"),
            _segment("group", "long-term", "Out of work for more than a year", "0.25", "0.45"),
            _segment("group", "health", "With a health condition or disability", "0.15", "0.25"),
        ],
        "eligibility": {"rule": {"group": ["young", "long-term", "health"]}},
        "outcomes": [
            _outcome(
                "job", "Thirteen weeks in work", "binary", 365,
                definition="In paid work of at least 16 hours a week for thirteen weeks within six months.",
                numerator="People in work for thirteen weeks", unit="person",
                event_date="The last day of the thirteen weeks", **evidence,
                also_paid=[{"payer": "The college", "programme": "Adult skills courses", "overlap": "0.08"}],
                non_intervention=WITHOUT_JOBS,
                rationale="Thirteen weeks, because most jobs that are lost are lost before; sixteen hours, because "
                "people with a health condition asked for fewer than full hours.",
                data_issues="Payroll records arrive six weeks late. Self-employment is proved by letters alone.",
            ),
            _outcome(
                "job-kept", "Thirteen further weeks in work", "sustained", 640, max_per_participant=2,
                definition="Thirteen further weeks in work, at the same employer or another, without a longer gap "
                "than two weeks.",
                numerator="People who kept work for thirteen weeks more", unit="person",
                event_date="The last day of the further thirteen weeks", **evidence,
            ),
        ],
        "rules": [
            _attachment("300.00"),
            _fee("job", "Job fee", {"young": "1200.00", "long-term": "1500.00", "health": "2600.00"}),
            sustained,
        ],
        "caps": [_ceiling(people * 2250)],
        "targets": [
            _target("job", "job", "0.33", "0.27", JOB_PATH),
            _target("job-kept", "job-kept", "0.215", "0.195", KEPT_PATH, questions_stages=DURABLE),
            *(_target(f"job-{agent}", "job", "0.33", "0.26", JOB_PATH, agent=agent) for agent in agents),
        ],
        "comparisons": comparing.ROUTES,
        "assumptions": assumed.routes(people),
        "monitoring_rules": questions.ROUTES,
    }  # fmt: skip


HELD_PATH = curve((189, "0"), (212, "0.3"), (242, "0.8"), (271, "1"))
MOVED_PATH = curve((7, "0"), (30, "0.28"), (60, "0.82"), (89, "1"))
TENANCIES = [{"stage": 4, "why": "Nothing is paid between moving in and six months, when most tenancies fail."}]


def homes(calendar: Calendar, *, principal: str, agents: Sequence[str], people: int) -> Document:
    """Homes that hold: moving in, and the tenancy kept for six and for twelve months."""
    kept = {
        "evidence": "A letter from the landlord, or the tenancy record of the council.",
        "evidence_kinds": ["landlord_letter", "tenancy_record"],
        "unit": "tenancy",
    }
    return _base(
        calendar, "Homes that hold", "Pays for moving in and for tenancies that are kept.", principal, agents
    ) | {
        "segments": [
            _segment("age", "under-25", "Aged under 25", "0.22", "0.35"),
            _segment("age", "25-plus", "Aged 25 and over", "0.27", "0.65"),
        ],
        "outcomes": [
            _outcome(
                "moved-in", "Moved into a home", "milestone", 90, definition="A tenancy of at least six months begins.",
                numerator="People whose tenancy began", unit="tenancy", event_date="The first day of the tenancy",
                evidence="The signed tenancy agreement.", evidence_kinds=["tenancy_agreement"],
            ),
            _outcome(
                "home-6-months", "Home kept for six months", "binary", 300,
                definition="The same tenancy, or a planned move to another, holds after six months.",
                numerator="Tenancies that held for six months", event_date="The day six months after moving in", **kept,
            ),
            _outcome(
                "home-12-months", "Home kept for twelve months", "binary", 480,
                definition="The same tenancy, or a planned move to another, holds after twelve months.",
                numerator="Tenancies that held for twelve months", event_date="The day a year after moving in", **kept,
            ),
        ],
        "rules": [
            _attachment("250.00"),
            extras.rising(people, CONCEDED | {"rounding": "per_period"}),
            _fee("home-6-months", "Fee for six months", {"under-25": "1800.00", "25-plus": "1400.00"}, "moved-in"),
            _fee("home-12-months", "Fee for twelve months", {None: "1600.00"}, "home-6-months"),
            *extras.rules(people),
        ],
        "indexation": extras.RISE,
        "caps": [_ceiling(people * 5200)],
        "targets": [
            _target("moved-in", "moved-in", "0.76", "0.68", MOVED_PATH),
            _target("home-6-months", "home-6-months", "0.56", "0.50", HELD_PATH, questions_stages=TENANCIES),
        ],
        "comparisons": comparing.HOMES,
        "assumptions": assumed.homes(people),
        "monitoring_rules": questions.HOMES,
    }  # fmt: skip


def homes_again(calendar: Calendar, *, effective_from: str, **known: Any) -> Document:
    """The second version: a fee for support in the first three months, and more for holding a tenancy."""
    document = homes(calendar, **known)
    first_months = _outcome(
        "settled", "Settled after three months", "binary", 190,
        definition="The tenant is in the home after three months, and rent is paid or a plan to pay it is kept.",
        numerator="Tenancies settled after three months", unit="tenancy",
        event_date="The day three months after moving in", evidence="The landlord's rent account.",
        evidence_kinds=["landlord_letter", "rent_account"],
    )  # fmt: skip
    document["outcomes"].insert(1, first_months)
    document["outcomes"][2] |= {
        "definition": "The same tenancy, or a planned move to another, holds after six months, and the tenant lives "
        "there.",
        "changes": "“And the tenant lives there” is new: two homes counted although they stood empty.",
    }
    document["rules"].insert(2, _fee("settled", "Fee for settling", {None: "600.00"}, "moved-in"))
    return document | {
        "title": "Homes that hold, with support in the first months",
        "summary": "Adds a fee for tenancies settled after three months, because most failed before six.",
        "effective_from": effective_from,
    }


TERM_PATH = curve((60, "0"), (90, "0.25"), (120, "0.6"), (150, "0.9"), (180, "1"))
PLACES = [
    {"stage": 4, "why": "The price was agreed before places became scarce."},
    {"stage": 1, "why": "Schools, on whose places the programme depends, were not asked again."},
]


def learning(calendar: Calendar, *, principal: str, agents: Sequence[str], people: int) -> Document:
    """Back to learning: a term attended."""
    return _base(
        calendar, "Back to learning", "Pays for young people who attend a whole term again.", principal, agents
    ) | {
        "segments": [
            _segment("age", "14-15", "Aged 14 to 15", "0.35", "0.5"),
            _segment("age", "16-18", "Aged 16 to 18", "0.30", "0.5"),
        ],
        "outcomes": [
            _outcome(
                "term-attended", "A term attended", "binary", 180,
                definition="Attendance of at least 85 in 100 sessions over thirteen term weeks.",
                numerator="Young people who attended a term", unit="person", event_date="The last day of the term",
                evidence="The register of the school or college.", evidence_kinds=["school_record"],
            ),
        ],
        "metrics": [measuring.METRIC, towns.METRIC],
        "rules": [
            _attachment("200.00"), _fee("term-attended", "Fee for a term", {None: "1900.00"}), measuring.RULE,
        ],
        "caps": [_ceiling(people * 3600)],
        "targets": [
            _target("term-attended", "term-attended", "0.60", "0.52", TERM_PATH, questions_stages=PLACES)
        ],
        "comparisons": [*comparing.LEARNING, towns.comparison(calendar.starts_on)],
        "assumptions": assumed.learning(people),
        "monitoring_rules": questions.LEARNING,
    }  # fmt: skip


def learning_again(calendar: Calendar, *, effective_from: str, **known: Any) -> Document:
    """The second version: a higher price, and a target that follows the places there are."""
    document = learning(calendar, **known)
    document["rules"][1]["amounts"] = _amounts({"14-15": "2300.00", "16-18": "2100.00"})
    document["targets"][0] |= {"value": "0.55", "minimum": "0.46"}
    document["assumptions"] = assumed.learning_with_places(known["people"])
    return document | {
        "title": "Back to learning, with reserved places",
        "summary": "Pays more for a term, so that the agent can reserve places, and lowers the target to what is open.",
        "effective_from": effective_from,
    }

"""What the contracts of the demonstration ask of their outcomes, settled before anybody started."""

from typing import Any

WAITING_LIST = "Invented: people on the waiting list in the year before the contract"
ROUTES: list[dict[str, Any]] = [
    {
        "code": "work-against-like-people",
        "name": "Do more people find work than people like them did before?",
        "outcome": "job", "measure": "share", "window_days": 365, "against": "case_mix", "test": "standardised",
        "shares": [
            {"segment": "young", "share": "0.3"},
            {"segment": "long-term", "share": "0.25"},
            {"segment": "health", "share": "0.15"},
        ],
        "matters": "0.05", "pooling": "all", "looks": 4, "source": WAITING_LIST,
    },
    {
        "code": "health-against-before",
        "name": "Do more people with a health condition find work than did before?",
        "outcome": "job", "segment": "health", "measure": "share", "window_days": 365, "against": "fixed",
        "value": "0.15", "test": "exact_binomial", "matters": "0.05", "pooling": "all", "looks": 4,
        "source": WAITING_LIST,
    },
    {
        "code": "kept-and-how-long",
        "name": "Do more people keep work than did before, and for how long?",
        "outcome": "job-kept", "measure": "share", "window_days": 455, "against": "fixed", "value": "0.14",
        "test": "wilson", "matters": "0.05", "pooling": "all", "looks": 4, "source": WAITING_LIST,
        "paired": {"outcome": "job-kept", "per_head": "0.25"},
    },
]  # fmt: skip
"""The last counts people who kept work at all, and beside them how often they did: thirteen weeks once, or twice."""

HOMES: list[dict[str, Any]] = [
    {
        "code": "homes-against-before",
        "name": "Do more people hold a home for six months than did before?",
        "outcome": "home-6-months", "measure": "share", "window_days": 300, "against": "fixed", "value": "0.25",
        "test": "wilson", "matters": "0.1", "pooling": "until_enough", "enough": 60, "looks": 3,
        "source": WAITING_LIST,
    },
]  # fmt: skip
LEARNING: list[dict[str, Any]] = [
    {
        "code": "terms-against-another-town",
        "name": "Do more young people attend a whole term than in a town without the programme?",
        "outcome": "term-attended", "measure": "share", "window_days": 180, "against": "group",
        "other": {"people": 240, "achieved": 91}, "test": "newcombe", "matters": "0.08", "pooling": "all", "looks": 4,
        "source": "Invented: the register of schools of another town",
    },
]  # fmt: skip

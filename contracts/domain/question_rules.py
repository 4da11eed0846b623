"""When an agent is asked about its figures: the smallest sample, the line and the chance of a false alarm of each
question, with their defaults. What each looks at and how it is tested is told by `monitoring.domain.gaming`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from contracts.domain import exact
from contracts.domain.problems import Reader

CHANCE = Decimal("0.005")
"""How often, at most, a look at clean data may lead to a question: once in two hundred."""
CHANCES = (Decimal("0.0001"), Decimal("0.05"))
MOST = {"share": Decimal(1), "ratio": Decimal(100), "deviations": Decimal(5)}
"""The largest line of each measure."""


@dataclass(frozen=True)
class QuestionRule:
    """A question is asked of `fewest` or more, beyond `threshold`, where luck brings as much in `chance` of cases."""

    fewest: int
    threshold: Decimal
    chance: Decimal = CHANCE


@dataclass(frozen=True)
class Asked:
    """A question by its code, its name, what its line is measured in, and its usual rule.

    Where each case can be looked up, no chance is reckoned (`counts_cases`).
    """

    code: str
    name: str
    measured: str
    usual: QuestionRule
    counts_cases: bool = False


def _asked(code: str, name: str, measured: str, fewest: int, threshold: str, *, counts_cases: bool = False) -> Asked:
    return Asked(code, name, measured, QuestionRule(fewest, Decimal(threshold)), counts_cases)


ASKED = (
    _asked("threshold_bunching", "Leaving just after a payment falls due", "share", 20, "0.6"),
    _asked("sustainment_cliff", "Losses once the last payment is made", "ratio", 30, "1.5"),
    _asked("claim_clustering", "Results on the last days of a period", "ratio", 50, "1.5"),
    _asked("near_perfect", "Nearly everybody achieves it", "share", 30, "0.95"),
    _asked("frequency_trade", "Fewer people, but more often", "ratio", 30, "1.1"),
    _asked("proxy_drift", "A milestone that leads to less", "ratio", 30, "1.25"),
    _asked("under_claiming", "Results that were not claimed", "share", 20, "0.05", counts_cases=True),
    _asked("re_referral", "People who start again", "share", 1, "0", counts_cases=True),
    _asked("reclassification", "Segments changed towards the better paid", "share", 10, "0.6"),
    _asked("late_edits", "Amendments that raise what is paid", "share", 10, "0.6"),
    _asked("double_claims", "Results that another programme has too", "share", 1, "0", counts_cases=True),
    _asked("duplicate_evidence", "The same evidence for several people", "share", 1, "0", counts_cases=True),
    _asked("access_restriction", "Fewer people let in than a year before", "ratio", 50, "1.25"),
    _asked("creaming", "A segment that hardly starts", "deviations", 50, "0.2"),
    _asked("parking", "A segment that gets less than the others", "ratio", 30, "1.25"),
    _asked("parking_contacts", "A segment that is seen less", "ratio", 30, "1.5"),
    _asked("differential_attrition", "A segment that drops out more", "ratio", 30, "1.5"),
    _asked("risk_dumping", "Risk passed down to partners", "share", 1, "0", counts_cases=True),
    _asked("partner_referrals", "Partners who are sent fewer people than promised", "ratio", 20, "1.25"),
)
BY_CODE: dict[str, Asked] = {one.code: one for one in ASKED}
Rules = Mapping[str, QuestionRule]
USUAL: Rules = {one.code: one.usual for one in ASKED}


def read(readers: Iterable[Reader]) -> dict[str, QuestionRule]:
    """What a version states otherwise than usual, by code. What it leaves out of an entry is usual."""
    found: dict[str, QuestionRule] = {}
    for reader in readers:
        code = reader.choice("question", tuple(BY_CODE))
        asked = BY_CODE[code]
        fewest = reader.integer("fewest", least=1, most=100_000, default=asked.usual.fewest)
        threshold = reader.decimal("threshold", least=Decimal(0), most=MOST[asked.measured], places=4)
        chance = reader.decimal("chance", least=CHANCES[0], most=CHANCES[1], places=4)
        if chance is not None and asked.counts_cases:
            reader.note("chance", "no_chance", "Leave out the chance: each case can be looked up.")
        if code in found:
            reader.note("question", "twice", f"Name the question “{code}” only once.")
        reader.finish()
        found[code] = QuestionRule(
            fewest or asked.usual.fewest,
            asked.usual.threshold if threshold is None else threshold,
            asked.usual.chance if chance is None else chance,
        )
    return {code: found[code] for code in BY_CODE if code in found and found[code] != USUAL[code]}


def document(stated: Rules) -> list[dict[str, Any]]:
    """What is stated otherwise than usual, as a document has it."""
    return [
        {
            "question": code,
            "fewest": rule.fewest,
            "threshold": exact.number(rule.threshold),
            **({} if BY_CODE[code].counts_cases else {"chance": exact.number(rule.chance)}),
        }
        for code, rule in stated.items()
    ]


def of_document(document: Iterable[Mapping[str, Any]]) -> dict[str, QuestionRule]:
    """The stated rules of a version that was checked when it was written."""
    found = {}
    for one in document:
        usual = USUAL[one["question"]]
        found[one["question"]] = replace(
            usual,
            fewest=one.get("fewest", usual.fewest),
            threshold=Decimal(one.get("threshold", usual.threshold)),
            chance=Decimal(one.get("chance", usual.chance)),
        )
    return found


def amount(measured: str, value: Decimal) -> str:
    """A line in words: a share in per cent, a ratio as “1.5 times”, a difference in standard deviations."""
    if measured == "share":
        return f"{exact.number(value * 100)}%"
    return f"{exact.number(value)} {'times' if measured == 'ratio' else 'standard deviations'}"


def in_words(code: str, rule: QuestionRule) -> str:
    """The rule of a question: “from 30, above 1.5 times, asked of clean figures in at most 0.5% of cases”."""
    asked = BY_CODE[code]
    text = f"from {rule.fewest:,}, above {amount(asked.measured, rule.threshold)}"
    if asked.counts_cases:
        return text
    return f"{text}, of clean figures in at most {amount('share', rule.chance)} of looks"

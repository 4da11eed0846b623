"""What changed between two versions of a contract, clause by clause, in words."""

import dataclasses
from collections.abc import Mapping
from typing import TYPE_CHECKING

from contracts.domain import (
    assumption_words,
    comparison_words,
    metrics,
    monitoring_words,
    particular_words,
    rule_words,
    words,
)
from contracts.domain.clauses import Outcome

if TYPE_CHECKING:
    from contracts.domain.terms import Terms

ADDED, REMOVED, CHANGED = "added", "removed", "changed"
Clauses = dict[str, dict[str, str]]


@dataclasses.dataclass(frozen=True)
class Change:
    """A line of a clause that differs. Empty `before`: added; empty `after`: removed."""

    part: str
    clause: str
    label: str
    before: str
    after: str

    @property
    def kind(self) -> str:
        if not self.before:
            return ADDED
        return CHANGED if self.after else REMOVED


def between(earlier: "Terms", later: "Terms") -> list[Change]:
    """Every line that differs, in the order of the contract's parts."""
    before, after = parts(earlier), parts(later)
    found: list[Change] = []
    for part, clauses in after.items():
        old = before[part]
        for clause in [*clauses, *(name for name in old if name not in clauses)]:
            found += _lines(part, clause, old.get(clause, {}), clauses.get(clause, {}))
    return found


def changed_outcomes(earlier: "Terms", later: "Terms") -> frozenset[str]:
    """The codes of outcomes that both versions define, otherwise than each other; their words on the change aside."""

    def told(terms: "Terms", code: str) -> words.Rows:
        outcome = terms.outcome(code)
        plain = dataclasses.replace(outcome.particulars, changes="")
        return outcome_rows(dataclasses.replace(outcome, particulars=plain))

    codes = {one.code for one in earlier.outcomes} & {one.code for one in later.outcomes}
    return frozenset(code for code in codes if told(earlier, code) != told(later, code))


def _lines(part: str, clause: str, old: Mapping[str, str], new: Mapping[str, str]) -> list[Change]:
    labels = [*new, *(label for label in old if label not in new)]
    return [
        Change(part, clause, label, old.get(label, ""), new.get(label, ""))
        for label in labels
        if old.get(label, "") != new.get(label, "")
    ]


def parts(terms: "Terms") -> dict[str, Clauses]:
    """The whole contract as part → clause → label → text."""
    return {
        "Contract": {"": header(terms)},
        "Parties": {
            **{one.organisation: {"Pays": words.percent(one.share)} for one in terms.principals},
            **{code: {"Is paid": "as agent"} for code in terms.agents},
        },
        "Periods": {
            one.code: {"Days": f"{words.day(one.starts_on)} to {words.day(one.ends_on)}"} for one in terms.periods
        },
        "Segments": {one.code: dict(words.segment_rows(one)) for one in terms.segments},
        "Outcomes": {one.code: dict(outcome_rows(one)) for one in terms.outcomes},
        "Metrics": {one.code: dict(metrics.rows(one)) for one in terms.metrics},
        "Payment rules": {one.code: dict(rule_words.rule_rows(one, terms)) for one in terms.rules},
        "Caps": {one.code: {"Cap": words.cap(one, terms)} for one in terms.caps},
        "Caps of payers": {one.code: {"Cap": words.payer_cap(one, terms)} for one in terms.payer_caps},
        "Targets": {one.code: dict(words.target_rows(one, terms)) for one in terms.targets},
        "Comparisons registered in advance": {
            one.code: {"Question": one.name, **dict(comparison_words.rows(one, terms))} for one in terms.comparisons
        },
        "Assumptions": {"": dict(assumption_words.rows(terms))},
        "Monitoring": {"": dict(monitoring_words.rows(terms.monitoring_rules))},
    }


def header(terms: "Terms") -> dict[str, str]:
    """What a version says of itself."""
    return {
        "Title": terms.title,
        "In force from": words.day(terms.effective_from),
        "In force to": words.day(terms.effective_to) if terms.effective_to else "no end stated",
        "Rounding": words.rounding(terms.rounding, terms.rounding_at),
        **({"Amounts rise": words.indexation(terms.indexation, terms)} if terms.indexation else {}),
        **eligibility(terms),
        "Working days": words.calendar(terms.calendar),
        "Bank holidays": words.listed(words.day(day) for day in terms.calendar.bank_holidays) or "none",
        **({"School terms": words.school_terms(terms.calendar)} if terms.calendar.school_terms else {}),
        **({"Files of evidence": words.evidence_kept(terms.evidence_months)} if terms.evidence_months else {}),
    }


def eligibility(terms: "Terms") -> dict[str, str]:
    """Who may be on the programme, unless everybody may."""
    found = terms.eligibility
    return {} if found.takes_everybody else {"Who may be on the programme": words.eligible(found)}


def outcome_rows(outcome: Outcome) -> words.Rows:
    """Every statement of an outcome's definition, by the label that its form has. Empty ones are left out."""
    baseline = outcome.baseline
    level = "" if baseline.value is None else f"{baseline.value.normalize():f}"
    rows: words.Rows = [
        ("Name", outcome.name),
        ("Kind", outcome.kind.replace("_", " ").capitalize()),
        ("Direction", f"{outcome.direction.capitalize()} is better"),
        ("Definition", outcome.definition),
        ("Numerator", outcome.numerator),
        ("Denominator", outcome.denominator),
        ("Unit", outcome.unit),
        ("Event date", outcome.event_date),
        ("Window", words.plural(outcome.window_days, "day") + " from the start" if outcome.window_days else ""),
        ("At most", words.plural(outcome.max_per_participant, "time") + " for each participant"),
        *particular_words.value_rows(outcome),
        ("Evidence", outcome.evidence),
        ("Kinds of evidence", words.listed(outcome.evidence_kinds)),
        ("Who checks it", outcome.validator),
        ("Attribution", outcome.attribution),
        *particular_words.attribution_rows(outcome),
        ("Deadweight", words.deadweight(outcome.deadweight)),
        ("Source for deadweight", outcome.deadweight.source),
        ("Baseline", ", ".join(part for part in (level, baseline.source, str(baseline.year or "")) if part)),
        *particular_words.without_rows(outcome),
        ("Who can achieve it", outcome.eligibility),
        *particular_words.cohort_rows(outcome),
        ("Segments", outcome.segmentation),
        *particular_words.record_rows(outcome),
    ]
    return [(label, text) for label, text in rows if text]

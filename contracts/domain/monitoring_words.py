"""The lines of monitoring in words."""

from contracts.domain import question_rules, words
from contracts.domain.monitoring_rules import MonitoringRules


def rows(found: MonitoringRules) -> words.Rows:
    """At which lines the monitor speaks up."""
    plan = words.listed(f"{one.starts:,} in {one.period}" for one in found.planned_starts)
    stated: words.Rows = [
        (
            "Off track",
            "below the minimum performance level, or without one below "
            f"{words.percent(found.minimum_share)} of what was expected",
        ),
        (
            "Critically off track",
            f"below {words.percent(found.critical_share)} of the minimum, with {found.critical_people} people or more",
        ),
        (
            "A finding is raised",
            f"after {words.plural(found.red_periods, 'period')} off track in a row, or once critically; after "
            f"{words.plural(found.too_few_periods, 'period')} with too few people to say",
        ),
        ("At risk", f"when the chance of being missed is {words.percent(found.forecast_chance)} or more"),
        ("Control charts", "results that do not fit chance are flagged" if found.control_charts else "are not used"),
        (
            "Starts fall short",
            f"below {words.percent(found.starts_in_period)} of a period's plan, or "
            f"{words.percent(found.starts_cumulative)} of the plan so far",
        ),
        ("Planned starts", plan or "the expected starts of a year, spread over its days"),
        (
            "Waiting for a key worker",
            f"at most {words.percent(found.backlog)} of those who started, nobody longer than "
            f"{words.plural(found.most_days_waiting, 'working day')}",
        ),
        ("Data are late", f"{words.plural(found.late_days, 'day')} after the period's end"),
        ("Questions about figures", "by other rules than usual" if found.questions else "by the usual rules"),
        *(
            (f"Asked about figures: {question_rules.BY_CODE[code].name}", question_rules.in_words(code, rule))
            for code, rule in found.questions
        ),
    ]
    return stated

"""Checks on who can bear what: caps and funds of the principal, cash and risk of the agent, the length of the term."""

import datetime
from decimal import Decimal
from itertools import pairwise

from contracts.domain import words
from contracts.domain.clauses import SchoolTerm
from contracts.domain.days import months_after
from contracts.domain.lint import reckoning
from contracts.domain.lint.on_metrics import without_figures
from contracts.domain.lint.on_outcomes import FRAMEWORK, NAO
from contracts.domain.lint.on_prices import ASSUME_RATES, CONTRACTS
from contracts.domain.lint.remarks import Case, Check, Said, breaks, look_again, meets
from contracts.domain.metric_rules import BandedMetric, MetricRule
from contracts.domain.period_rules import ServiceFee
from contracts.domain.rates import CONTRACT
from contracts.domain.rules import START, AttachmentFee, OutcomeFee, Rule, SustainmentFee, outcomes_of
from contracts.domain.spans import TERM_WEEKS, WEEK_DAYS, WORKING_DAYS
from contracts.domain.terms import Terms

CHARITIES = "Third Sector, on the National Audit Office's review, 2015"
SHORTEST, SHORT, LONG = 2, 3, 10
SLOW_DAYS = 180
LONGEST_HOLIDAY = 60
LONGEST_WITHOUT = 366  # some calendars name no bank holiday for months, none for a year
YEAR_DAYS = Decimal(365)
NOUGHT = Decimal(0)


def years(case: Case) -> Decimal | None:
    if case.terms.effective_to is None:
        return None
    return Decimal((case.terms.effective_to - case.terms.effective_from).days + 1) / YEAR_DAYS


def cap_on_all(case: Case) -> Said:
    liability = case.reckoning.liability()
    if liability is None:
        return breaks(*case.reckoning.no_limit())
    return meets(f"At most {words.money(liability)} can become due.")


def liability_funded(case: Case) -> Said:
    liability, funds = case.reckoning.liability(), case.circumstances.committed_funds
    if funds is None:
        return look_again("The funds committed at stage 2 are not known.", "State them with the choice of principal.")
    if liability is None:
        return breaks(f"{words.money(funds)} is committed, and liability has no limit.", "Set a cap on the contract.")
    told = f"At most {words.money(liability)} can become due, and {words.money(funds)} is committed."
    return breaks(told, "Commit more, or lower the cap.") if liability > funds else meets(told)


def expected_cost(case: Case, level: reckoning.Level) -> Decimal | None:
    """What the principal pays over the version's term: starts × years × what a start brings on average."""
    starts, pays, term = case.terms.assumptions.starts, case.reckoning.per_average_start(level), years(case)
    return None if starts is None or pays is None or term is None else level(starts) * term * pays.total


def cap_leaves_room(case: Case) -> Said:
    liability = case.reckoning.liability()
    likely, much = expected_cost(case, reckoning.expected), expected_cost(case, reckoning.high)
    if liability is None or likely is None or much is None:
        cure = f"Enter how many start in a year and the end of the version. {ASSUME_RATES}"
        return look_again("What the programme will cost cannot be worked out.", cure)
    told = f"As expected it costs {words.money(likely)}, at best results {words.money(much)}; the cap is "
    told += f"{words.money(liability)}."
    if likely > liability:
        said = breaks(told, "Raise the cap or plan for fewer starts: results beyond it would be unpaid.")
    elif much > liability:
        said = look_again(told, "Agree now what happens to those who are served once the cap is reached.")
    else:
        said = meets(told)
    return without_figures(case, said)


def share_at_risk(case: Case) -> Said:
    most, pays = case.terms.assumptions.most_at_risk, case.reckoning.per_average_start()
    risk = pays.at_risk if pays else None
    if most is None or risk is None:
        cure = f"Ask the agents how much of their pay may depend on results, and enter it. {ASSUME_RATES}"
        return look_again("The risk that the agents can stand, or the one they run, is not known.", cure)
    told = f"{words.percent(risk)} of the expected pay depends on results; the agents accept {words.percent(most)}."
    cure = "Pay more for starts or service, or find agents who accept it."
    return without_figures(case, breaks(told, cure) if risk > most else meets(told))


def cash_stands_lag(case: Case) -> Said:
    """Work is paid for as it is done, and results are paid months later: the difference has to be lent by somebody."""
    assumed = case.terms.assumptions
    cost, pays, lag = case.reckoning.average_cost(), case.reckoning.per_average_start(), _days_unpaid(case)
    starts, capital = assumed.starts, assumed.working_capital
    if cost is None or pays is None or lag is None or starts is None or capital is None:
        return look_again(
            "The agents' cash while they wait cannot be worked out.",
            "Enter starts, costs, the days to payment and the working capital, among the assumptions.",
        )
    needed = max(NOUGHT, starts.expected * (cost - pays.certain) * lag / YEAR_DAYS)
    told = (
        f"Over {lag} days until results are paid, {words.money(needed)} has to be found; the agents have "
        f"{words.money(capital)}."
    )
    if needed > capital:
        return breaks(told, "Pay sooner, pay more at the start, or lend the difference.")
    return meets(told)


def _days_unpaid(case: Case) -> int | None:
    """From the start to the first payment for a result: the least time that any of them asks for, then the lag."""
    lag = case.terms.assumptions.days_to_payment
    days = [found for rule in case.terms.rules if (found := _least_days(rule, case.terms)) is not None]
    return None if lag is None or not days else min(days) + lag


def _least_days(rule: Rule, terms: Terms) -> int | None:
    """The fewest days from the start (of figures, from the version's) to a result; None where none is paid for."""
    if isinstance(rule, OutcomeFee):
        weeks = min((one.number for one in rule.qualifying_weeks), default=0)
        return max(weeks * WEEK_DAYS, rule.since.least_days if rule.since is not None else 0)
    if isinstance(rule, SustainmentFee):  # what has to be paid before has a rule of its own
        return None if set(rule.prerequisites) - {START} else rule.every_weeks * WEEK_DAYS
    if isinstance(rule, BandedMetric):
        due = [period.ends_on for period in terms.periods]
    elif isinstance(rule, MetricRule):
        due = [cohort.due_on for cohort in rule.cohorts]
    else:
        return 0 if outcomes_of(rule) else None
    return min(((day - terms.effective_from).days for day in due if day >= terms.effective_from), default=None)


def paid_in_time(case: Case) -> Said:
    lag = _days_unpaid(case)
    if lag is None:
        return look_again("How long payment takes is not known.", "Enter the days from the event to the money.")
    certain = any(isinstance(rule, AttachmentFee | ServiceFee) for rule in case.terms.rules)
    told = f"The first payment for a result comes {lag} days after a start at the earliest"
    if lag > SLOW_DAYS and not certain:
        return look_again(f"{told}, and nothing is paid before.", "Pay a part at the start, or an earlier result.")
    return meets(f"{told}.")


def term_fits(case: Case) -> Said:
    term = years(case)
    if term is None:
        return look_again("The version has no end.", "Agree when it ends, and a break before that.")
    told = f"The version runs for {term:.1f} years."
    if _ends_within(case, SHORTEST):
        return breaks(told, "Agree a term in which results can be seen and the agent can earn back what it puts in.")
    if _ends_within(case, SHORT) or not _ends_within(case, LONG, 1):
        return look_again(
            told, "Say why; 5 to 10 years suit ambitious work, with minimum standards that permit an end."
        )
    return meets(told)


def _ends_within(case: Case, years: int, days: int = 0) -> bool:
    """Whether the version ends before so many whole years, and so many days more, are over."""
    end, last = case.terms.effective_to, months_after(case.terms.effective_from, 12 * years)
    return end is not None and end < last + datetime.timedelta(days=days - 1)


def windows_fit_term(case: Case) -> Said:
    if case.terms.effective_to is None:
        return meets("The version has no end that could cut a window short.")
    days = (case.terms.effective_to - case.terms.effective_from).days + 1
    late = [one for one in case.terms.outcomes if one.window_days is not None and one.window_days >= days]
    if late:
        named = words.listed(f"“{one.name}” ({one.window_days} days)" for one in late)
        return breaks(
            f"The version runs for {days} days; {named} can take longer.", "Lengthen it or shorten the window."
        )
    return meets("Every window is shorter than the term.")


def periods_whole(case: Case) -> Said:
    periods = sorted(case.terms.periods, key=lambda period: period.starts_on)
    if not periods:
        return breaks("There are no periods for which anything could be stated.", "Make the periods.")
    day = datetime.timedelta(days=1)
    gaps = [one.ends_on + day for one, after in pairwise(periods) if one.ends_on + day < after.starts_on]
    if periods[0].starts_on > case.terms.effective_from:
        gaps.insert(0, case.terms.effective_from)
    end = case.terms.effective_to
    if end is not None and periods[-1].ends_on < end:
        gaps.append(periods[-1].ends_on + day)
    if gaps:
        return look_again(f"No period covers {words.listed(map(words.day, gaps))}.", "Make periods for the whole term.")
    return meets(f"{words.plural(len(periods), 'period')} cover the whole term.")


def holidays_known(case: Case) -> Said:
    waits = [
        rule.name
        for rule in case.terms.rules
        if getattr(rule, "waiting_working_days", 0) or WORKING_DAYS in _units(rule)
    ]
    if waits and not case.terms.calendar.bank_holidays:
        named = words.listed(f"“{name}”" for name in waits)
        return look_again(f"{named} waits for working days, and no bank holiday is named.", "Enter the bank holidays.")
    known, end = max(case.terms.calendar.bank_holidays, default=None), case.terms.effective_to
    if waits and known is not None and end is not None and (end - known).days > LONGEST_WITHOUT:
        named = words.listed(f"“{name}”" for name in waits)
        return look_again(
            f"{named} waits for working days, and the last bank holiday that is named is {words.day(known)}; the "
            f"version runs to {words.day(end)}.",
            "Enter the bank holidays up to the end of the version.",
        )
    return meets("Working days are told from bank holidays wherever they count.")


def _units(rule: Rule) -> set[str]:
    """What the times after other results are counted in."""
    return {span.unit for span in rule.spans} if isinstance(rule, OutcomeFee) else set()


def school_terms_known(case: Case) -> Said:
    """Weeks of term can be counted to the end of the version."""
    counting = [rule.name for rule in case.terms.rules if TERM_WEEKS in _units(rule)]
    known = max((term.ends_on for term in case.terms.calendar.school_terms), default=None)
    end = case.terms.effective_to
    named = words.listed(f"“{name}”" for name in counting)
    if counting and (dropped := _dropped_terms(case)):
        return look_again(
            f"{named} counts weeks of term, and the version before names terms that this one does not, the last of "
            f"them up to {words.day(dropped[-1].ends_on)}: their weeks would not count for results of then.",
            "Keep the school terms of the version before.",
        )
    if counting and known is not None and (end is None or (end - known).days > LONGEST_HOLIDAY):
        return look_again(
            f"{named} counts weeks of term, and the last term that is known ends on {words.day(known)}: results after "
            "it could not be paid.",
            "Enter the school terms up to the end of the version.",
        )
    return meets("Weeks of term can be counted wherever they are asked for.")


def index_covers_term(case: Case) -> Said:
    """A table of an index names every year of the version; in a year without one amounts stay as they were."""
    clause, end = case.terms.indexation, case.terms.effective_to
    if clause is None or clause.yearly is not None:
        return meets("No amount waits for the factor of a year.")
    first = case.circumstances.first_day or case.terms.effective_from
    named = {entry.year for entry in clause.table}
    days = [case.terms.effective_from, *(() if end is None else (end,))]
    years = range(min(clause.year(day, first) for day in days), max(clause.year(day, first) for day in days) + 1)
    missing = [str(year) for year in years if year not in named]
    if end is None:
        missing.append(f"after {max(named)}")
    if not missing:
        return meets("The index names a factor for every year.")
    kind = "contract" if clause.basis == CONTRACT else "financial"
    which = f"{kind} {'year' if len(missing) == 1 else 'years'} {words.listed(missing)}"
    told = f"No factor is stated for the {which}: amounts stay as they were in the year before."
    return look_again(told, "State the factor of every year, or say who adds it and when.")


def _dropped_terms(case: Case) -> list[SchoolTerm]:
    """The terms to come that the version before knew and this one does not. What lies before it is counted by that."""
    before, now = case.circumstances.before, case.terms.calendar.school_terms
    return [
        term
        for term in (before.calendar.school_terms if before else ())
        if term.ends_on >= case.terms.effective_from
        and not any(one.starts_on <= term.ends_on and term.starts_on <= one.ends_on for one in now)
    ]


CHECKS = (
    Check("cap_on_all", "Liability has a limit", NAO, "caps", cap_on_all),
    Check("liability_funded", "What may become due is funded", FRAMEWORK, "caps", liability_funded),
    Check("cap_leaves_room", "The cap leaves room for success", NAO, "caps", cap_leaves_room),
    Check("share_at_risk", "No more risk than the agents accept", CHARITIES, "rules", share_at_risk),
    Check("cash_stands_lag", "The agents' cash lasts until they are paid", CHARITIES, "rules", cash_stands_lag),
    Check("paid_in_time", "The first payment comes in time", CONTRACTS, "rules", paid_in_time),
    Check("term_fits", "The term is long enough to work", CONTRACTS, "header", term_fits),
    Check("windows_fit_term", "Every result can be reached within the term", CONTRACTS, "outcomes", windows_fit_term),
    Check("periods_whole", "Every day belongs to a period", FRAMEWORK, "periods", periods_whole),
    Check("holidays_known", "Waiting periods count working days", FRAMEWORK, "header", holidays_known),
    Check("index_covers_term", "Amounts rise in every year of the term", CONTRACTS, "header", index_covers_term),
    Check("school_terms_known", "Weeks of term can be counted", FRAMEWORK, "header", school_terms_known),
)

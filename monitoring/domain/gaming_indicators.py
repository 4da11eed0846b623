"""The indicators: what may be gaming in an agent's figures, what is asked of it, and by which rule."""

from collections.abc import Callable, Mapping
from dataclasses import replace

from monitoring.domain import gaming_tests
from monitoring.domain.gaming import Indicator, Rule
from monitoring.domain.gaming_tests import Counts, Shown

Test = Callable[[Counts, float], Shown]


def _by(test: Test) -> Callable[[Counts, Rule], Shown]:
    """The test with the interval that belongs to the rule's chance: both tails hold it."""
    return lambda counts, rule: test(counts, 1 - rule.chance)


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        code="threshold_bunching",
        name="Leaving just after a payment falls due",
        looks_at="People who left within a week before, or within a week from, the day on which a payment fell due",
        test="Exact binomial test against one half",
        counts=("after", "before"),
        labels=("Left in the week from the day", "Left in the week before it"),
        asks="{after} people left in the week from the day on which a payment fell due, {before} in the week before "
        "it. Where help is not cut to the payment, people leave on either side alike. What explains the difference?",
        measured="share",
        usual=Rule(fewest=20, threshold=0.6),
        show=_by(gaming_tests.more_than_half),
        stages=((4, "The line at which payment falls due may reward holding on until it, and not after it."),),
    ),
    Indicator(
        code="sustainment_cliff",
        name="Losses once the last payment is made",
        looks_at="People lost in the four weeks after the last day that pays, against the four weeks before it",
        test="Exact test of two rates; a question above 1.5 times",
        counts=("after", "at_risk_after", "before", "at_risk_before"),
        labels=(
            "Lost in the four weeks after",
            "Still there at their beginning",
            "Lost in the four weeks before",
            "Still there at their beginning",
        ),
        asks="In the four weeks after the last day that pays, {after} of {at_risk_after} people were lost; in the four "
        "weeks before it, {before} of {at_risk_before}. Does the help end when the payment ends?",
        measured="ratio",
        usual=Rule(fewest=30, threshold=1.5),
        show=_by(gaming_tests.higher_hazard),
        stages=(
            (4, "Payment may end before the result is secure."),
            (5, "Help may end when payment does."),
        ),
    ),
    Indicator(
        code="claim_clustering",
        name="Results on the last days of a period",
        looks_at="Results dated in the last five days of a period, against as many as fall evenly",
        test="Exact Poisson test; a question above 1.5 times",
        counts=("last_days", "claims", "expected"),
        labels=("Results in the last five days", "Results in the whole period", "Expected in the last five days"),
        asks="{last_days} of {claims} results are dated in the last five days of their period, where {expected} would "
        "fall evenly. What makes results happen, or be dated, at the end of a period?",
        measured="ratio",
        usual=Rule(fewest=50, threshold=1.5),
        show=_by(gaming_tests.more_than_expected),
        stages=((4, "Targets or caps by period may draw results towards its end."),),
    ),
    Indicator(
        code="near_perfect",
        name="Nearly everybody achieves it",
        looks_at="The share who achieved an outcome within its window, against the other agents together",
        test="Fisher’s exact test, one-sided; a question above 95%",
        counts=("achieved", "people", "others_achieved", "others_people"),
        labels=(
            "Achieved it",
            "People whose window is over",
            "Achieved it with the other agents",
            "People of the other agents",
        ),
        asks="{achieved} of {people} people achieved it, more than with the other agents and by more than luck. What "
        "is done differently, and how do people who do not achieve it appear in the records?",
        measured="share",
        usual=Rule(fewest=30, threshold=0.95),
        show=_by(gaming_tests.above_the_others),
        stages=((3, "People may be chosen for being easy to help."), (4, "The measure may be too easily met.")),
        compares_others=True,
    ),
    Indicator(
        code="re_referral",
        name="People who start again",
        looks_at="Starts of people who had started before, by the hash of an identifier",
        test="Each is counted; the hash leaves nothing to chance",
        counts=("again", "starts"),
        labels=("Starts of people who had started before", "Starts"),
        asks="{again} of {starts} starts are of people who had started on the programme before. Why do they start "
        "again, and is any result of theirs paid for twice?",
        measured="share",
        usual=Rule(fewest=1, threshold=0.0),
        show=_by(gaming_tests.any_at_all),
        stages=((4, "The contract may pay for the same person more than once."),),
    ),
    Indicator(
        code="reclassification",
        name="Segments changed towards the better paid",
        looks_at="Confirmed changes of a participant’s segment, towards a better and towards a less paid one",
        test="Exact binomial test against one half",
        counts=("upward", "downward"),
        labels=("Moved to a segment that pays more", "Moved to a segment that pays less"),
        asks="{upward} people were moved to a segment that pays more, {downward} to one that pays less. Mistakes at "
        "the start would go both ways. What explains the difference?",
        measured="share",
        usual=Rule(fewest=10, threshold=0.6),
        show=_by(gaming_tests.more_than_half),
        stages=((4, "Segments may be defined so that their edge can be argued."),),
    ),
    Indicator(
        code="late_edits",
        name="Amendments that raise what is paid",
        looks_at="Claims put in the place of others, by whether what was claimed rose or fell, or moved back in time",
        test="Exact binomial test against one half",
        counts=("raising", "lowering"),
        labels=("Amendments that raise or move back", "Amendments that lower or move on"),
        asks="{raising} amendments raised what was claimed or moved it back in time, {lowering} lowered it or moved it "
        "on. Mistakes would go both ways. Who amends, and why in this direction?",
        measured="share",
        usual=Rule(fewest=10, threshold=0.6),
        show=_by(gaming_tests.more_than_half),
        stages=((4, "The contract may let claims be amended too late."),),
    ),
    Indicator(
        code="double_claims",
        name="Results that another programme has too",
        looks_at="Claims for people for whom another programme has a claim near the same day, by a hash",
        test="Each is counted; the hash leaves nothing to chance",
        counts=("elsewhere", "claims"),
        labels=("Claims that another programme has too", "Claims"),
        asks="For {elsewhere} of {claims} claims another programme has one for the same person near the same day. Is "
        "one result paid for twice?",
        measured="share",
        usual=Rule(fewest=1, threshold=0.0),
        show=_by(gaming_tests.any_at_all),
        stages=((4, "The contract may not say who pays when another programme pays too."),),
    ),
    Indicator(
        code="duplicate_evidence",
        name="The same evidence for several people",
        looks_at="Claims whose evidence has the same reference as that of another participant’s claim",
        test="Each is counted; any is worth the question",
        counts=("shared", "claims"),
        labels=("Claims that share their evidence", "Claims with a reference"),
        asks="{shared} of {claims} claims name evidence that another participant’s claim names too. Is it one document "
        "for several people, or a reference that does not tell documents apart?",
        measured="share",
        usual=Rule(fewest=1, threshold=0.0),
        show=_by(gaming_tests.any_at_all),
        stages=((4, "The contract may not say what evidence has to show."),),
    ),
    Indicator(
        code="parking",
        name="A segment that gets less than the others",
        looks_at="What a segment achieved of its own expected level, against the agent’s other segments",
        test="Exact binomial test of a segment’s share of all results; a question above 1.25 times",
        counts=("achieved", "expected", "others_achieved", "others_expected", "people"),
        labels=(
            "Achieved in the segment",
            "Expected in the segment",
            "Achieved in the agent’s other segments",
            "Expected in the agent’s other segments",
            "People of the segment",
        ),
        asks="{achieved} of {people} people of the segment achieved it, where its baseline gives {expected}; in the "
        "other segments {others_achieved}, where theirs give {others_expected}. Is the segment getting less help?",
        measured="ratio",
        usual=Rule(fewest=30, threshold=1.25),
        show=_by(gaming_tests.less_than_the_others),
        stages=(
            (1, "Service users of the segment should be heard: are they being served?"),
            (4, "The price of the segment may not follow how hard it is to help."),
            (5, "Caseloads may leave too little time for the segment."),
        ),
    ),
    Indicator(
        code="creaming",
        name="A segment that hardly starts",
        looks_at="The share of starts in a segment, against the share that the contract plans",
        test="Exact binomial test; a question above 0.2 standard deviations",
        counts=("starts", "all_starts", "planned"),
        labels=("Starts in the segment", "Starts in all segments", "Planned in the segment"),
        asks="{starts} of {all_starts} starts are in the segment, where the contract plans {planned}. Who decides who "
        "starts, and what becomes of those who do not?",
        measured="deviations",
        usual=Rule(fewest=50, threshold=0.2),
        show=_by(gaming_tests.fewer_than_planned),
        stages=(
            (1, "The need of the segment may have been misjudged."),
            (4, "The price of the segment may not follow how hard it is to help."),
        ),
    ),
    Indicator(
        code="differential_attrition",
        name="A segment that drops out more",
        looks_at="People who left early or were lost within 180 days, by segment, against the agent’s other segments",
        test="Fisher’s exact test, one-sided; a question above 1.5 times",
        counts=("lost", "people", "others_lost", "others_people"),
        labels=(
            "Lost in the segment",
            "People of the segment",
            "Lost in the agent’s other segments",
            "People of the agent’s other segments",
        ),
        asks="{lost} of {people} people of the segment left early or were lost within 180 days; in the other segments "
        "{others_lost} of {others_people}. Why do they leave, and are they encouraged to?",
        measured="ratio",
        usual=Rule(fewest=30, threshold=1.5),
        show=_by(gaming_tests.times_the_others),
        stages=((1, "Service users of the segment should be heard."), (5, "Help may not fit the segment.")),
    ),
    Indicator(
        code="risk_dumping",
        name="Risk passed down to partners",
        looks_at="Terms of subcontracts with more pay by results, or longer waiting for it, than the agent has itself",
        test="Each is counted; any is worth the question",
        counts=("beyond", "terms"),
        labels=("Subcontracts beyond the agent’s own terms", "Subcontracts that began or changed"),
        asks="In {beyond} of {terms} subcontracts that began or changed, a partner bears more pay by results, or waits "
        "longer for it, than the agent itself. Why is the risk with the partner?",
        measured="share",
        usual=Rule(fewest=1, threshold=0.0),
        show=_by(gaming_tests.any_at_all),
        stages=((3, "The agent may not be able to bear the risk itself."), (4, "Risk may be placed where it harms.")),
    ),
)
BY_CODE: dict[str, Indicator] = {one.code: one for one in INDICATORS}


def rules(contract: Mapping[str, Mapping[str, str]]) -> dict[str, Rule]:
    """The rule of each indicator: the usual one, with what the contract says in its place."""
    found = {}
    for code, indicator in BY_CODE.items():
        said = contract.get(code, {})
        found[code] = replace(
            indicator.usual,
            fewest=int(said.get("fewest", indicator.usual.fewest)),
            threshold=float(said.get("threshold", indicator.usual.threshold)),
            chance=float(said.get("chance", indicator.usual.chance)),
        )
    return found

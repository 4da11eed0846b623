"""What may be gaming in results and in the claims for them: what is looked at, asked and tested."""

from monitoring.domain import gaming_tests
from monitoring.domain.gaming import Indicator
from monitoring.domain.gaming_tests import by

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        code="threshold_bunching",
        looks_at="People who left within a week before, or within a week from, the day on which a payment fell due",
        test="Exact binomial test against one half",
        counts=("after", "before"),
        labels=("Left in the week from the day", "Left in the week before it"),
        asks="{after} people left in the week from the day on which a payment fell due, {before} in the week before "
        "it. Where help is not cut to the payment, people leave on either side alike. What explains the difference?",
        show=by(gaming_tests.more_than_half),
        stages=((4, "The line at which payment falls due may reward holding on until it, and not after it."),),
    ),
    Indicator(
        code="sustainment_cliff",
        looks_at="People lost in the four weeks after the last day that pays, against the four weeks before it",
        test="Exact test of two rates",
        counts=("after", "at_risk_after", "before", "at_risk_before"),
        labels=(
            "Lost in the four weeks after",
            "Still there at their beginning",
            "Lost in the four weeks before",
            "Still there at their beginning",
        ),
        asks="In the four weeks after the last day that pays, {after} of {at_risk_after} people were lost; in the four "
        "weeks before it, {before} of {at_risk_before}. Does the help end when the payment ends?",
        show=by(gaming_tests.higher_hazard),
        stages=(
            (4, "Payment may end before the result is secure."),
            (5, "Help may end when payment does."),
        ),
    ),
    Indicator(
        code="claim_clustering",
        looks_at="Results dated in the last five days of a period, against as many as fall evenly",
        test="Exact Poisson test",
        counts=("last_days", "claims", "expected"),
        labels=("Results in the last five days", "Results in the whole period", "Expected in the last five days"),
        asks="{last_days} of {claims} results are dated in the last five days of their period, where {expected} would "
        "fall evenly. What makes results happen, or be dated, at the end of a period?",
        show=by(gaming_tests.more_than_expected),
        stages=((4, "Targets or caps by period may draw results towards its end."),),
    ),
    Indicator(
        code="near_perfect",
        looks_at="The share who achieved an outcome within its window, against the other agents together",
        test="Fisher’s exact test, one-sided; over several periods also Mantel and Haenszel’s, within each of them",
        within_periods=True,
        counts=("achieved", "people", "others_achieved", "others_people"),
        labels=(
            "Achieved it",
            "People whose window is over",
            "Achieved it with the other agents",
            "People of the other agents",
        ),
        asks="{achieved} of {people} people achieved it, more than with the other agents and by more than luck. What "
        "is done differently, and how do people who do not achieve it appear in the records?",
        show=by(gaming_tests.above_the_others),
        stages=((3, "People may be chosen for being easy to help."), (4, "The measure may be too easily met.")),
        compares_others=True,
    ),
    Indicator(
        code="frequency_trade",
        looks_at="Of events that should become rarer: the share of people with any, against the events a head of all "
        "people, each beside the same days of the year before",
        test="Fisher’s exact test of the share and an exact test of two rates; both must be beyond luck",
        counts=("some", "people", "events", "some_before", "people_before", "events_before"),
        labels=(
            "People with any event within the window",
            "People whose window is over",
            "Their events",
            "People with any a year before",
            "People whose window was over a year before",
            "Their events a year before",
        ),
        asks="{some} of {people} people had any event, a year before {some_before} of {people_before}: that is better. "
        "Yet they had {events} events, a year before {events_before}: that is worse, a head. Are those who cannot "
        "count any more being given up?",
        show=by(gaming_tests.fewer_but_more_often),
        stages=(
            (4, "What is paid for may reward that nothing happens at all, and not that less happens."),
            (5, "Those who are hardest to help may be given up."),
        ),
    ),
    Indicator(
        code="proxy_drift",
        looks_at="Of people who reached a milestone, the share who achieved the outcome within its window, against "
        "the same days of the year before",
        test="Fisher’s exact test, one-sided; over several periods also Mantel and Haenszel’s, within each of them",
        within_periods=True,
        counts=("led_before", "people_before", "led", "people"),
        labels=(
            "Achieved the outcome a year before",
            "Reached the milestone, with their window over, a year before",
            "Achieved the outcome",
            "Reached the milestone, with their window over",
        ),
        asks="Of {people} people who reached the milestone, {led} achieved the outcome within its window; a year "
        "before, {led_before} of {people_before}. Does the milestone still lead to the outcome, or is it reached for "
        "its own sake?",
        show=by(gaming_tests.times_the_others),
        stages=((4, "Paying for the milestone may draw effort away from the outcome that it stood for."),),
    ),
    Indicator(
        code="under_claiming",
        looks_at="Results of participants that an extract of a register shows, ninety days after the event, without a "
        "claim",
        test="Each is counted and can be looked up",
        counts=("unclaimed", "results", "pounds"),
        labels=(
            "Results without a claim",
            "Results that the register shows",
            "What claims of the outcome are worth on average, times the results without one",
        ),
        asks="A register shows {results} results of participants; {unclaimed} of them were never claimed, which at the "
        "average of the claims is worth {pounds}. Why not? Is the evidence too hard to get, or are people lost sight "
        "of?",
        show=by(gaming_tests.any_at_all),
        stages=(
            (4, "What the contract asks as evidence may cost more than it brings."),
            (5, "People may be lost sight of before their result."),
        ),
    ),
    Indicator(
        code="re_referral",
        looks_at="Starts of people who had started before, by the hash of an identifier",
        test="Each is counted; the hash leaves nothing to chance",
        counts=("again", "starts"),
        labels=("Starts of people who had started before", "Starts"),
        asks="{again} of {starts} starts are of people who had started on the programme before. Why do they start "
        "again, and is any result of theirs paid for twice?",
        show=by(gaming_tests.any_at_all),
        stages=((4, "The contract may pay for the same person more than once."),),
    ),
    Indicator(
        code="reclassification",
        looks_at="Confirmed changes of a participant’s segment, towards a better and towards a less paid one",
        test="Exact binomial test against one half",
        counts=("upward", "downward", "pounds"),
        labels=(
            "Moved to a segment that pays more",
            "Moved to a segment that pays less",
            "Difference of the amounts that the contract names for the segments",
        ),
        asks="{upward} people were moved to a segment that pays more, {downward} to one that pays less; the amounts "
        "named for the segments differ by {pounds} in all. Mistakes at the start would go both ways. What explains "
        "the difference?",
        show=by(gaming_tests.more_than_half),
        stages=((4, "Segments may be defined so that their edge can be argued."),),
    ),
    Indicator(
        code="late_edits",
        looks_at="Claims put in the place of others, by whether what was claimed rose or fell, or moved back in time",
        test="Exact binomial test against one half",
        counts=("raising", "lowering", "pounds"),
        labels=(
            "Amendments that raise or move back",
            "Amendments that lower or move on",
            "What they changed of the amounts stated before",
        ),
        asks="{raising} amendments raised what was claimed or moved it back in time, {lowering} lowered it or moved it "
        "on. Together they changed the amounts that were stated before by {pounds}. Mistakes would go both ways. Who "
        "amends, and why in this direction?",
        show=by(gaming_tests.more_than_half),
        stages=((4, "The contract may let claims be amended too late."),),
    ),
    Indicator(
        code="double_claims",
        looks_at="Claims for people for whom another programme has a claim near the same day, by a hash",
        test="Each is counted; the hash leaves nothing to chance",
        counts=("elsewhere", "claims"),
        labels=("Claims that another programme has too", "Claims"),
        asks="For {elsewhere} of {claims} claims another programme has one for the same person near the same day. Is "
        "one result paid for twice?",
        show=by(gaming_tests.any_at_all),
        stages=((4, "The contract may not say who pays when another programme pays too."),),
    ),
    Indicator(
        code="duplicate_evidence",
        looks_at="Claims whose evidence has the same reference, or the same file by its digest, as that of another "
        "participant’s claim",
        test="Each is counted; any is worth the question",
        counts=("shared", "claims"),
        labels=("Claims that share their evidence", "Claims with a reference or a file"),
        asks="{shared} of {claims} claims rest on evidence that another participant’s claim rests on too. Is it one "
        "document for several people, or a reference that does not tell documents apart?",
        show=by(gaming_tests.any_at_all),
        stages=((4, "The contract may not say what evidence has to show."),),
    ),
)

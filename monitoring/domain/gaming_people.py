"""What may be gaming in who starts, who is helped and who bears the risk: what is looked at, asked and tested."""

from monitoring.domain import gaming_tests
from monitoring.domain.gaming import Indicator
from monitoring.domain.gaming_tests import by

INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        code="access_restriction",
        looks_at="Starts, against the starts on the same days of the year before",
        test="Exact binomial test against one half",
        counts=("before", "starts"),
        labels=("Starts a year before", "Starts"),
        asks="{starts} people started; a year before, {before}. Are fewer people referred, or are people turned away "
        "who would have been let in?",
        show=by(gaming_tests.fewer_than_before),
        stages=(
            (1, "Whoever refers people may have turned away."),
            (4, "The price may not pay for those who are harder to help."),
            (5, "The way in may have become narrower."),
        ),
    ),
    Indicator(
        code="creaming",
        looks_at="The share of starts in a segment, against the share that the contract plans",
        test="Exact binomial test",
        counts=("starts", "all_starts", "planned"),
        labels=("Starts in the segment", "Starts in all segments", "Planned in the segment"),
        asks="{starts} of {all_starts} starts are in the segment, where the contract plans {planned}. Who decides who "
        "starts, and what becomes of those who do not?",
        show=by(gaming_tests.fewer_than_planned),
        stages=(
            (1, "The need of the segment may have been misjudged."),
            (4, "The price of the segment may not follow how hard it is to help."),
        ),
    ),
    Indicator(
        code="parking",
        looks_at="What a segment achieved of its own expected level, against the agent’s other segments",
        test="Exact binomial test of a segment’s share of all results",
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
        show=by(gaming_tests.less_than_the_others),
        stages=(
            (1, "Service users of the segment should be heard: are they being served?"),
            (4, "The price of the segment may not follow how hard it is to help."),
            (5, "Caseloads may leave too little time for the segment."),
        ),
    ),
    Indicator(
        code="parking_contacts",
        looks_at="People of whom no contact is recorded within thirty days of their start, by segment, against the "
        "agent’s other segments",
        test="Fisher’s exact test, one-sided; over several periods also Mantel and Haenszel’s, within each of them",
        within_periods=True,
        counts=("unseen", "people", "others_unseen", "others_people"),
        labels=(
            "Without a contact in the segment",
            "People of the segment",
            "Without a contact in the agent’s other segments",
            "People of the agent’s other segments",
        ),
        asks="{unseen} of {people} people of the segment had no contact within thirty days of their start; in the "
        "other segments {others_unseen} of {others_people}. Who is seen first, and why?",
        show=by(gaming_tests.times_the_others),
        stages=(
            (4, "The price of the segment may not follow how hard it is to help."),
            (5, "Caseloads may leave too little time for the segment."),
        ),
    ),
    Indicator(
        code="differential_attrition",
        looks_at="People who left early or were lost within 180 days, by segment, against the agent’s other segments",
        test="Fisher’s exact test, one-sided; over several periods also Mantel and Haenszel’s, within each of them",
        within_periods=True,
        counts=("lost", "people", "others_lost", "others_people"),
        labels=(
            "Lost in the segment",
            "People of the segment",
            "Lost in the agent’s other segments",
            "People of the agent’s other segments",
        ),
        asks="{lost} of {people} people of the segment left early or were lost within 180 days; in the other segments "
        "{others_lost} of {others_people}. Why do they leave, and are they encouraged to?",
        show=by(gaming_tests.times_the_others),
        stages=((1, "Service users of the segment should be heard."), (5, "Help may not fit the segment.")),
    ),
    Indicator(
        code="risk_dumping",
        looks_at="Terms of subcontracts with more pay by results, or longer waiting for it, than the agent has itself",
        test="Each is counted; any is worth the question",
        counts=("beyond", "terms"),
        labels=("Subcontracts beyond the agent’s own terms", "Subcontracts that began or changed"),
        asks="In {beyond} of {terms} subcontracts that began or changed, a partner bears more pay by results, or waits "
        "longer for it, than the agent itself. Why is the risk with the partner?",
        show=by(gaming_tests.any_at_all),
        stages=((3, "The agent may not be able to bear the risk itself."), (4, "Risk may be placed where it harms.")),
    ),
    Indicator(
        code="partner_referrals",
        looks_at="People referred to partners, against as many as their subcontracts promise for the time between two "
        "counts",
        test="Exact Poisson test",
        counts=("promised", "referred"),
        labels=("Promised for the time", "Referred"),
        asks="Partners were promised {promised} people for the time that was counted, and {referred} were referred to "
        "them. Who keeps them from the work that they hired staff for?",
        show=by(gaming_tests.fewer_than_promised),
        stages=((3, "The agent may keep the work that it said partners would do."),),
    ),
)

from decimal import Decimal

import pytest

from stages.domain import cash, diligence
from stages.domain.diligence import Assumption, Bid


def figure(value: str, low: str | None = "20", high: str | None = "40", **changes: str) -> Assumption:
    given = {"name": "Jobs kept", "source": "Evaluation"} | changes
    return Assumption(
        value=Decimal(value), low=Decimal(low) if low else None, high=Decimal(high) if high else None, **given
    )  # fmt: skip


@pytest.mark.parametrize(
    ("one", "verdict"),
    [
        (figure("20"), "inside"),
        (figure("40"), "inside"),
        (figure("19.99"), "below"),
        (figure("60"), "above"),
        (figure("30", None, None), "unsupported"),
        (figure("30", source=" "), "unsupported"),
    ],
)
def test_a_figure_is_held_against_the_range_of_the_evidence(one: Assumption, verdict: str) -> None:
    assert diligence.verdict(one) == verdict


def test_how_far_outside_is_said_in_words() -> None:
    assert diligence.outside(figure("60")) == "50% above the highest figure of the evidence, 40"
    assert diligence.outside(figure("15")) == "25% below the lowest figure of the evidence, 20"
    assert diligence.outside(figure("30")) == ""
    assert diligence.outside(figure("-1", "0", "4")) == "below the lowest figure of the evidence, 0"


def test_an_outlier_that_is_explained_is_still_shown_and_no_longer_asked_about() -> None:
    explained = figure("60", explanation="Two employers have promised the places.")
    assert diligence.unexplained([figure("60"), explained]) == [figure("60")]
    assert "Explained: Two employers" in " ".join(diligence.flags(Bid(assumptions=(explained,))))


def test_the_signs_of_adverse_selection() -> None:
    plan = cash.Plan(12, Decimal(100), Decimal(0), Decimal(110), 3)
    bid = Bid(
        assumptions=(figure("60"), figure("5", None, None, name="Referrals a month")),
        working_capital=Decimal(200),
        plan=plan,
        case=cash.Case(Decimal("0.8"), 1),
        maximum_loss=Decimal(250),
        maximum_pbr_share=Decimal(50),
    )
    assert diligence.flags(bid) == [
        "Jobs kept lies 50% above the highest figure of the evidence, 40.",
        "Assumptions without a range or source of evidence: Referrals a month.",
        "No references are taken up.",
        "Its working capital pays for 8.7 weeks, and payment takes 13.0 weeks.",
        "In the pessimistic case £296.00 is missing at the deepest point.",
        "The deepest point, £496.00, is more than the loss that it says it tolerates.",
        "100.0% of its income would depend on results; it accepts 50% at most.",
    ]


def test_a_sound_bid_has_none() -> None:
    plan = cash.Plan(12, Decimal(100), Decimal(60), Decimal(60), 1)
    bid = Bid(
        (figure("30"),), "Two councils", Decimal(500), plan, cash.Case(Decimal("0.9"), 1), Decimal(500), Decimal(50)
    )
    assert diligence.flags(bid) == []


def test_what_is_not_recorded_is_said() -> None:
    assert diligence.flags(Bid()) == [
        "No assumption of the bid is recorded.",
        "No references are taken up.",
        "Working capital and cash plan are not both recorded, so nobody knows whether it can stand the lag.",
    ]


def test_what_the_candidate_says_itself_is_compared_with_what_is_known() -> None:
    said = diligence.Said(
        has_goals=True, is_ranked=False, distance=Decimal("0.50"), is_stated=True, weeks=4, passes_risk_down=False,
        passed_to=(("Tideway", Decimal("30.00"), Decimal("20.00")), ("Harbour", Decimal(5), Decimal(20))),
    )  # fmt: skip
    plan = cash.Plan(12, Decimal(100), Decimal(60), Decimal(60), 3)
    found = diligence.flags(Bid((figure("30"),), "Two councils", Decimal(5000), plan, said=said))
    assert found == [
        "It has not said itself in what order it puts the goals.",
        "Its order of the goals lies far from the commissioner's: 0.50 of 1.",
        "It says that its cash lasts 4 weeks, and payment takes 13.0 weeks.",
        "Tideway would carry 30 % of the risk for 20 % of the pay.",
    ]


def test_risk_that_is_passed_down_is_declared_when_words_and_shares_agree() -> None:
    silent = diligence.undeclared(Bid())
    assert "Ask its members to sign in" in silent[0]
    shares = (("Tideway", Decimal(30), Decimal(20)),)
    denied = diligence.undeclared(Bid(said=diligence.Said(passes_risk_down=False, passed_to=shares)))
    assert "gives a share of it to Tideway. Correct the shares" in denied[0]
    assert diligence.undeclared(Bid(said=diligence.Said(passes_risk_down=True, passed_to=shares))) == []
    assert diligence.undeclared(Bid(said=diligence.Said(passes_risk_down=False))) == []

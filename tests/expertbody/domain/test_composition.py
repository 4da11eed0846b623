from expertbody.domain import composition
from expertbody.models import Seat


def test_the_five_constituencies_are_those_of_the_model() -> None:
    assert [one.code for one in composition.CONSTITUENCIES] == Seat.Constituency.values


def test_missing_constituencies_come_in_the_frameworks_order() -> None:
    assert [one.code for one in composition.missing({"academics", "principal"})] == [
        "commissioner", "agent", "service_users",
    ]  # fmt: skip
    assert composition.missing({one.code for one in composition.CONSTITUENCIES}) == ()


def test_a_shortfall_says_who_is_missing_and_what_to_do() -> None:
    (users,) = [one for one in composition.CONSTITUENCIES if one.code == "service_users"]
    said = composition.shortfall(users)
    assert "Service users" in said
    assert "Seat somebody" in said

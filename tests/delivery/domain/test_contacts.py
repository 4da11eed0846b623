"""Contact for each participant, by segment, without small figures."""

from decimal import Decimal

from delivery.domain import contacts
from delivery.domain.contacts import Seen

NAMES = {"young": "Young", "old": "Older"}


def test_those_without_contact_count_too() -> None:
    young, everybody = contacts.lines({"young": Seen(20, 10, 600)}, NAMES, 5)
    assert (young.name, young.per_head, young.share) == ("Young", Decimal(30), Decimal("0.5"))
    assert (everybody.name, everybody.per_head) == ("All", Decimal(30))


def test_small_segments_and_what_gives_them_away_are_withheld() -> None:
    found = {"young": Seen(100, 50, 900), "old": Seen(3, 2, 90), "rest": Seen(40, 20, 300)}
    lines = contacts.lines(found, NAMES, 5)
    assert [line.name for line in lines if line.seen is None] == ["Older", "rest"]
    assert all(line.per_head is None for line in lines if line.seen is None)


def test_a_small_whole_is_withheld() -> None:
    assert [line.seen for line in contacts.lines({"young": Seen(3, 3, 90)}, NAMES, 5)] == [None, None]
    assert contacts.lines({"young": Seen(3, 3, 90)}, NAMES, 0)[0].per_head == 30

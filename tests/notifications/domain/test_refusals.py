import pytest

from notifications.domain import refusals


@pytest.mark.parametrize(
    ("code", "said", "is_for_good"),
    [
        (550, "5.1.1 No such person here", True),
        (550, "No such person here", True),
        (550, "5.4.1 Recipient address rejected: Access denied", True),
        (552, "5.2.2 The mailbox is full", True),
        (501, "5.1.3 Bad address syntax", True),
        (450, "4.2.0 Greylisted, come back later", False),
        (421, "4.7.0 Too many today", False),
        (554, "5.7.1 Relay access denied", False),
        (503, "5.5.1 Bad sequence of commands", False),
        (530, "5.7.0 Authentication required", False),
    ],
)
def test_an_address_is_refused_for_good_where_the_fault_is_its_own(code: int, said: str, is_for_good: bool) -> None:
    assert refusals.by_server(code, said) is is_for_good


@pytest.mark.parametrize(
    ("status", "said", "is_for_good"),
    [
        (400, "email_address Not a valid email address", True),
        (400, "Template not found", False),
        (400, "Missing personalisation: subject", False),
        (403, "email_address Not a valid email address", False),
    ],
)
def test_notify_refuses_an_address_for_good_where_it_names_it(status: int, said: str, is_for_good: bool) -> None:
    assert refusals.by_notify(status, [{"error": "ValidationError", "message": said}]) is is_for_good

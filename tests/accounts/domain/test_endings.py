"""Operations that come to an end are told a year before."""

from datetime import date

import pytest

from accounts.domain.endings import Ending


def test_an_operation_is_deprecated_at_least_a_year_before_it_ends() -> None:
    with pytest.raises(ValueError, match="twelve months"):
        Ending(date(2026, 1, 1), date(2026, 12, 31), "Use another.")


def test_answers_say_since_when_and_until_when() -> None:
    found = Ending(date(2026, 1, 1), date(2027, 1, 1), "Use another.")
    assert found.headers["Deprecation"] == "@1767225600"
    assert found.headers["Sunset"] == "Fri, 01 Jan 2027 00:00:00 GMT"
    assert found.words.endswith("ends on 01 January 2027. Use another.")

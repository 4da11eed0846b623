"""Operations that come to an end: told a year before, in the schema and in every answer."""

import dataclasses
from datetime import UTC, date, datetime, time, timedelta
from email.utils import format_datetime

NOTICE = timedelta(days=365)


@dataclasses.dataclass(frozen=True)
class Ending:
    """From which day an operation is deprecated, from which it is gone, and what takes its place, in words.

    Raises `ValueError` where there are less than twelve months between the two.
    """

    since: date
    gone_on: date
    instead: str

    def __post_init__(self) -> None:
        if self.gone_on - self.since < NOTICE:
            raise ValueError("An operation is deprecated at least twelve months before it ends.")

    @property
    def headers(self) -> dict[str, str]:
        """`Deprecation` as RFC 9745 has it, `Sunset` as RFC 8594, and where the rule is written."""
        return {
            "Deprecation": f"@{int(_begin_of(self.since).timestamp())}",
            "Sunset": format_datetime(_begin_of(self.gone_on), usegmt=True),
            "Link": '</api/v1/docs/>; rel="deprecation"',
        }

    @property
    def words(self) -> str:
        return f"It is deprecated since {self.since:%d %B %Y} and ends on {self.gone_on:%d %B %Y}. {self.instead}"


def _begin_of(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)

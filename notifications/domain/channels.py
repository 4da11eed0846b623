"""How a person hears of something, and when a mail may go out."""

import dataclasses
from datetime import date, datetime, time, timedelta

from notifications.domain import kinds

INBOX, AT_ONCE, DIGEST, NONE = "inbox", "at_once", "digest", "none"
CHANNELS = (
    (AT_ONCE, "Inbox, and an email at once"),
    (DIGEST, "Inbox, and the daily email"),
    (INBOX, "Inbox only"),
    (NONE, "Not at all"),
)
REMINDER, ESCALATION, WEBHOOK_PAUSED = "reminder", "escalation", "webhook.paused"
CRITERION_FELL = "criterion.fell"
INTERVENTION = "intervention.step"
MEETING = "meeting.changed"


@dataclasses.dataclass(frozen=True)
class Subject:
    """Something a person may be told of, and how they are told unless they say otherwise."""

    code: str
    label: str
    usual: str


_USUAL = {
    kinds.SUBMISSION_FINISHED: INBOX,
    kinds.CLAIM_FAILED: DIGEST,
    kinds.STATEMENT_PROPOSED: AT_ONCE,
    kinds.FLAG_RAISED: DIGEST,
    kinds.FINDING_OPENED: DIGEST,
    kinds.STAGE_REOPENED: AT_ONCE,
    kinds.DECISION_RECORDED: DIGEST,
}
SUBJECTS = (
    Subject(REMINDER, "Something waits for you and is due soon or overdue", AT_ONCE),
    Subject(ESCALATION, "Something has waited for somebody else for a week after its day", AT_ONCE),
    *(Subject(kind.code, kind.label, _USUAL[kind.code]) for kind in kinds.KINDS),
    Subject(CRITERION_FELL, "As chair: what held when a stage was closed holds no longer", AT_ONCE),
    Subject(MEETING, "As a member of the Expert Body: a meeting is moved or cancelled", AT_ONCE),
    Subject(INTERVENTION, "As agent: a step is taken about your organisation", AT_ONCE),
    Subject(WEBHOOK_PAUSED, "A webhook that you look after is paused", AT_ONCE),
)
BY_CODE = {subject.code: subject for subject in SUBJECTS}


@dataclasses.dataclass(frozen=True)
class Habits:
    """When mails suit a person, in local time: not in the quiet hours, and the daily one from `digest_at` on."""

    quiet_from: time | None = None
    quiet_until: time | None = None
    digest_at: time = time(7, 30)

    def is_quiet(self, moment: time) -> bool:
        """Whether the moment lies in the quiet hours, which may pass over midnight."""
        if self.quiet_from is None or self.quiet_until is None or self.quiet_from == self.quiet_until:
            return False
        if self.quiet_from < self.quiet_until:
            return self.quiet_from <= moment < self.quiet_until
        return moment >= self.quiet_from or moment < self.quiet_until

    def is_time_for_digest(self, now: datetime, last_on: date | None) -> bool:
        """Whether the daily mail may go out: its hour has come, none went today, and it is not a quiet hour.

        An hour that lies in the quiet hours stands for their end, on whichever day that is: quiet from 22:00 to 06:00,
        the mail of 23:00 comes at 06:00.
        """
        is_due = now.time() >= self._digest_from and (last_on is None or last_on < now.date())
        return is_due and not self.is_quiet(now.time())

    @property
    def _digest_from(self) -> time:
        if self.quiet_until is not None and self.is_quiet(self.digest_at):
            return self.quiet_until
        return self.digest_at


SOON, TODAY, OVERDUE, IGNORED = "soon", "today", "overdue", "ignored"
AHEAD = timedelta(days=3)
IGNORED_AFTER = timedelta(days=7)


def reminders(by_date: date, today: date) -> str:
    """What is to be said of a day by which something is due: empty while it is more than three days ahead."""
    if by_date > today + AHEAD:
        return ""
    if by_date > today:
        return SOON
    if by_date == today:
        return TODAY
    return IGNORED if today - by_date >= IGNORED_AFTER else OVERDUE


def next_try(attempts: int, at: datetime) -> datetime:
    """When a mail that could not be sent is tried again: after five minutes, then ever later, up to six hours."""
    doubled: int = 2 ** min(attempts - 1, 10)
    return at + min(timedelta(minutes=5) * doubled, timedelta(hours=6))

"""Decide between meetings: a matter is put to a written vote, each member votes online, and the result is computed."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate, localtime

from accounts.actions import audit
from accounts.errors import Forbidden, Refused
from accounts.models import User
from accounts.selectors import users
from expertbody.actions import decisions, meetings
from expertbody.domain import force as force_rules
from expertbody.domain import quorum
from expertbody.domain import votes as rules
from expertbody.models import Decision, Seat, WrittenBallot, WrittenVote
from expertbody.selectors import decidable, force, seats
from expertbody.selectors import meetings as meetings_selector
from expertbody.selectors import written_votes as selector
from stages.actions import visits
from stages.models import Programme

LEAST_TIME = timedelta(days=1)
Cast = WrittenBallot.Cast
Outcome = WrittenVote.Outcome


class WrittenVoteRefused(Refused):
    """The written vote cannot be opened, voted in or closed like this."""


class WrittenVoteClosed(WrittenVoteRefused):
    """The written vote is over. Of two people who close it at once, the second gets this."""


def require_may_open(programme: Programme, *, by: User, at: datetime) -> None:
    """Raise `Forbidden` unless the person chairs the body or, while it has no chair, is a member of it."""
    decisions.require_may_decide(programme, by=by, at=at)
    if not selector.may_open(by, programme, localdate(at)):
        raise Forbidden("Only the chair of the Expert Body opens a written vote.")


@transaction.atomic
def open_vote(
    *,
    programme: Programme,
    subject_kind: str,
    subject_id: int,
    resolution: str,
    reason: str,
    deadline: datetime,
    by: User,
    at: datetime,
) -> WrittenVote:
    """Put a matter that waits to the members in writing, with at least a day to vote."""
    require_may_open(programme, by=by, at=at)
    visits.lock(programme)
    found = decidable.resolution(subject_kind, resolution)
    if found is None:
        raise WrittenVoteRefused("Select what the vote asks the Expert Body to do.")
    if not reason.strip():
        raise WrittenVoteRefused("Enter the reason why the Expert Body should do this.")
    if deadline < at + LEAST_TIME:
        raise WrittenVoteRefused("Give the members at least one day to vote. Enter a later deadline.")
    _refuse_matter(programme, subject_kind, subject_id, changes_nothing=found.changes_nothing)
    last = programme.written_votes.aggregate(last=Max("number"))["last"] or 0
    made = WrittenVote.objects.create(
        programme=programme, number=last + 1, subject_kind=subject_kind, subject_id=subject_id, resolution=resolution,
        wording=found.label, reason=reason.strip(), opened_by=by, opened_at=at, deadline=deadline,
    )  # fmt: skip
    _audit("open", made, by, at, {"wording": made.wording, "deadline": deadline.isoformat()})
    return made


def _refuse_matter(programme: Programme, kind: str, subject_id: int, *, changes_nothing: bool) -> None:
    subject = selector.waits(programme, kind, subject_id)
    if subject is None:
        raise WrittenVoteRefused("This matter does not wait for a decision any more. Nothing was opened.")
    earlier = programme.written_votes.open().filter(subject_kind=kind, subject_id=subject_id).first()
    if earlier is not None:
        raise WrittenVoteRefused(f"Written vote {earlier.number} on this matter is open. Vote there.")
    about = force.about(kind, subject)
    if force_rules.problem(
        about, force.made(programme), supersedes=None, because="", changes_nothing=changes_nothing
    ):  # fmt: skip
        raise WrittenVoteRefused(
            "A decision about the same thing is in force, and a written vote cannot supersede it. "
            "Put the matter to a meeting."
        )


@transaction.atomic
def cast(*, written_vote: WrittenVote, vote: str, reason: str = "", by: User, at: datetime) -> WrittenBallot:
    """Vote, once, as a member whose term is running. The last member to vote closes it.

    A vote that is closed by its last ballot and whose decision cannot be carried out stays open: the ballot is kept,
    and whoever closes it by hand is told why.
    """
    seat = meetings.require_seat(written_vote.programme, by=by, at=at)
    held = _lock(written_vote)
    if at > held.deadline:
        raise WrittenVoteRefused("The deadline has passed, so no more votes are taken. Close the vote.")
    if selector.waits(held.programme, held.subject_kind, held.subject_id) is None:
        raise WrittenVoteRefused("This matter was decided meanwhile, so no more votes are taken. Close the vote.")
    if held.ballots.filter(seat__user=by).exists():
        raise WrittenVoteRefused("You have voted already, and your vote stands.")
    if vote not in Cast.values:
        raise WrittenVoteRefused("Select how you vote.")
    if vote == Cast.RECUSED and not reason.strip():
        raise WrittenVoteRefused("Enter what your interest in the matter is.")
    made = WrittenBallot.objects.create(
        written_vote=held, seat=seat, cast=vote, reason=reason.strip(), cast_at=at
    )  # fmt: skip
    _audit("vote", held, by, at, {"vote": vote})
    if not selector.still_to_vote(held, localdate(at)):
        try:
            with transaction.atomic():
                _settle(held, by=by, at=at)
        except Refused:
            return made
    return made


@transaction.atomic
def close(*, written_vote: WrittenVote, by: User, at: datetime) -> WrittenVote:
    """Close a vote whose deadline has passed, in which all have voted, or whose matter was decided meanwhile."""
    decisions.require_may_decide(written_vote.programme, by=by, at=at)
    held = _lock(written_vote)
    if not selector.can_close(held, at):
        raise WrittenVoteRefused("Members may still vote. Close it when the deadline has passed.")
    return _settle(held, by=by, at=at)


def close_due(*, at: datetime) -> int:
    """Close every vote that can be closed; one whose decision cannot be carried out stays open. How many closed."""
    by = users.system_user("written votes")
    return sum(_close_alone(one, by, at) for one in selector.open_everywhere())


def _close_alone(written_vote: WrittenVote, by: User, at: datetime) -> bool:
    try:
        with transaction.atomic():
            held = _lock(written_vote)
            if not selector.can_close(held, at):
                return False
            _settle(held, by=by, at=at)
    except Refused:
        return False
    return True


def _lock(written_vote: WrittenVote) -> WrittenVote:
    visits.lock(written_vote.programme)
    held = WrittenVote.objects.select_for_update(of=("self",)).select_related("programme").get(pk=written_vote.pk)
    if held.closed_at is not None:
        moment = localtime(held.closed_at)
        raise WrittenVoteClosed(
            f"This vote closed on {moment.day} {moment:%B %Y} at {moment:%H:%M}: "
            f"{held.get_outcome_display().lower()}. Nothing was changed."
        )
    return held


def _settle(held: WrittenVote, *, by: User, at: datetime) -> WrittenVote:
    """Compute the outcome and, when it is carried, decide; both or neither."""
    day = localdate(min(at, held.deadline))
    seated = {seat.pk for seat in seats.seated(held.programme, day)}
    ballots = [one for one in selector.ballots(held) if one.seat_id in seated and one.cast != Cast.RECUSED]
    given = [one.cast for one in ballots]
    counted = rules.Votes(given.count(Cast.FOR), given.count(Cast.AGAINST), given.count(Cast.ABSTAINED))
    held.outcome = _outcome(held, ballots, counted, len(seated))
    if held.outcome == Outcome.CARRIED:
        held.decision = _decide(held, ballots, counted, by=by, at=at)
    held.closed_at, held.closed_by = at, by
    held.save(update_fields=["outcome", "decision", "closed_at", "closed_by"])
    after: dict[str, object] = {
        "outcome": held.outcome,
        "votes": [counted.in_favour, counted.against, counted.abstained],
        "decision": held.decision.number if held.decision else None,
    }
    _audit("close", held, by, at, after)
    return held


def _outcome(held: WrittenVote, ballots: list[WrittenBallot], counted: rules.Votes, seated: int) -> Outcome:
    if selector.waits(held.programme, held.subject_kind, held.subject_id) is None:
        return Outcome.OVERTAKEN
    voted = [one.seat.constituency for one in ballots]
    if quorum.problem(voted, seated=seated, rule=meetings_selector.rule(held.programme)):
        return Outcome.NO_QUORUM
    return Outcome.NOT_CARRIED if rules.problem(counted, seated=seated) else Outcome.CARRIED


def _decide(
    held: WrittenVote, ballots: list[WrittenBallot], counted: rules.Votes, *, by: User, at: datetime
) -> Decision:
    against = [f"{one.seat.user}: {one.reason}" for one in ballots if one.cast == Cast.AGAINST and one.reason]
    return decisions.record(
        programme=held.programme, subject_kind=held.subject_kind, subject_id=held.subject_id,
        resolution=held.resolution, rationale=held.reason, dissent="\n".join(against), votes_for=counted.in_favour,
        votes_against=counted.against, abstentions=counted.abstained, by=_recorder(held, ballots, by, at), at=at,
    )  # fmt: skip


def _recorder(held: WrittenVote, ballots: list[WrittenBallot], by: User, at: datetime) -> User:
    """In whose name the decision is recorded: whoever closed the vote; by night, or when they stood back, its opener
    or else the first member who voted for it, of those whose term is running."""
    seated: dict[int, Seat] = {seat.user_id: seat for seat in seats.seated(held.programme, localdate(at))}
    stood_back = set(held.ballots.filter(cast=Cast.RECUSED).values_list("seat__user", flat=True))
    asked = [by, held.opened_by, *(one.seat.user for one in ballots if one.cast == Cast.FOR)]
    return next((one for one in asked if one.pk in seated and one.pk not in stood_back), by)


def _audit(verb: str, held: WrittenVote, by: User, at: datetime, after: dict[str, object]) -> None:
    audit.record(
        by=by, at=at, action=f"expertbody.written_vote.{verb}", programme=held.programme.slug, subject=held,
        after={"number": held.number} | after,
    )  # fmt: skip

import io
import json
from datetime import date
from pathlib import Path

import pytest
from django.conf import LazySettings
from django.core.management import CommandError, call_command
from django.db.models import Sum
from django.test import Client
from django.urls import reverse
from django.utils.timezone import now

from accounts.models import Token, User
from contracts.domain import monitoring_rules, question_rules
from delivery.domain import caseloads, risk_cascade
from delivery.models import Participant
from delivery.selectors import activity, key_workers, partners, plans
from expertbody.selectors import calendars, meetings, written_votes
from knowledge.models import Entry
from monitoring.models import GamingQuestion, Verdict
from outcomes.models import Attachment, Claim, RejectedRow, Submission
from payments.actions import pricing
from payments.models import LedgerEntry, PaymentOutcome, PaymentRun, PaymentRunEvent, Statement, StatementEvent
from pbrmanager.demo import families, homes, learning, routes
from stages.models import CorrectiveAction, CriterionFall, Finding, LessonAnswer, Programme
from stages.selectors import visits
from tests import builders
from tests.pbrmanager.demo import travelling

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 22)


@pytest.fixture
def data_folder(settings: LazySettings, tmp_path: Path) -> Path:
    settings.DATA_DIR = tmp_path
    settings.MEDIA_ROOT = str(tmp_path / "media")
    return tmp_path


def demo(**options: object) -> dict[str, object]:
    output = io.StringIO()
    call_command("demo", json=True, participants=1000, as_of=TODAY, stdout=output, **options)
    found: dict[str, object] = json.loads(output.getvalue())
    return found


@pytest.mark.slow
def test_the_demonstration_shows_every_point_of_the_framework_and_waits_for_everybody(
    data_folder: Path, client: Client
) -> None:
    """One load, looked at from all sides, because it takes seconds."""
    first = demo()
    assert (data_folder / "demo-test.json").stat().st_mode & 0o777 == 0o600
    of = {one.slug: one for one in Programme.objects.filter(sandbox_of=None)}
    assert set(of) == {routes.SLUG, homes.SLUG, families.SLUG, learning.SLUG}
    _stands_where_the_stories_say(of)
    _something_waits_for_every_role(first, client)
    _risk_is_passed_down_and_one_segment_gets_less_time(of[routes.SLUG])
    _the_body_has_met_and_meets_again(of[routes.SLUG])
    _it_decides_in_writing_too(of[routes.SLUG])
    _agents_see_their_own_figures_only(of[routes.SLUG], client)
    _other_systems_are_connected(of, client)
    _towns_are_held_against_like_towns(of[learning.SLUG])
    _contracts_ask_at_lines_of_their_own([of[slug] for slug in (routes.SLUG, homes.SLUG, learning.SLUG)])
    _how_many_and_how_often_stand_side_by_side(of[routes.SLUG], client)
    _money_goes_out(of)
    _travels_whole(of[learning.SLUG])
    _loading_again_changes_nothing(first)


def _agents_are_asked_about_their_figures(programme: Programme) -> None:
    """One question is settled, and one waits for the agent's reply."""
    asked = GamingQuestion.objects.filter(programme=programme).order_by("number")
    assert [hasattr(one, "settlement") for one in asked] == [True, False]


def _other_systems_are_connected(of: dict[str, Programme], client: Client) -> None:
    """Tokens of which nobody has the text, a sandbox that is counted nowhere and pays nothing, files made and not."""
    client.force_login(User.objects.get(email="commissioner@demo.example"))
    assert [token.revoked_at is None for token in Token.objects.order_by("made_at")] == [False, True, True]
    listed = client.get(reverse("tokens:token_list")).content.decode()
    assert all(token.purpose in listed for token in Token.objects.all())
    (sandbox,) = Programme.objects.filter(sandbox_of=of[routes.SLUG])
    assert sandbox.participants.exists()
    assert not PaymentRun.objects.filter(programme=sandbox).exists()
    assert not LedgerEntry.objects.filter(programme=sandbox).exists()
    rows = client.get(reverse("dashboards:programme_list")).context["listed"].rows
    assert {row.programme.slug for row in rows} == set(of)
    assert sandbox.name in client.get(reverse("outcomes:sandbox", args=[routes.SLUG])).content.decode()
    files = client.get(reverse("stages:export_list", args=[routes.SLUG])).content.decode()
    assert "Download" in files
    assert "Waiting" in files
    failed = client.get(reverse("stages:export_list", args=[families.SLUG])).content.decode()
    assert "There is no agreed contract yet" in failed


def _towns_are_held_against_like_towns(programme: Programme) -> None:
    """Three quarters since the start, each judged as a look when its registers were final."""
    found = Verdict.objects.filter(programme=programme, comparison="attendance-in-towns").order_by("look")
    assert [one.look for one in found] == [1, 2, 3]
    assert found[2].verdict == "likely_better"


def _contracts_ask_at_lines_of_their_own(programmes: list[Programme]) -> None:
    for programme in programmes:
        for version in programme.contract_versions.all():
            stated = monitoring_rules.of_document(version.monitoring_rules).questions
            assert stated
            assert all(rule != question_rules.USUAL[code] for code, rule in stated)


def _how_many_and_how_often_stand_side_by_side(programme: Programme, client: Client) -> None:
    client.force_login(User.objects.get(email="commissioner@demo.example"))
    shown = client.get(reverse("dashboards:findings_dashboard", args=[programme.slug])).content.decode()
    assert "Do more people keep work than did before, and for how long?" in shown
    assert "Net events per head" in shown


def _money_goes_out(of: dict[str, Programme]) -> None:
    """Runs reconciled in one programme, a payment that the bank did not make in another, a signature missing."""
    homes_runs = PaymentRun.objects.filter(programme=of[homes.SLUG])
    assert homes_runs.exists()
    assert not homes_runs.exclude(events__kind=PaymentRunEvent.Kind.RECONCILED).exists()
    assert PaymentOutcome.objects.filter(payment__run__programme=of[learning.SLUG], kind="failed").count() == 1
    signed = StatementEvent.objects.filter(
        statement__programme=of[routes.SLUG], statement__approved_at=None, kind=StatementEvent.Kind.SIGNED
    )
    assert signed.count() == 1
    call_command("verify_ledger", stdout=io.StringIO())


def _travels_whole(programme: Programme) -> None:
    """Exported, loaded elsewhere and exported again, the pack is the same, and nothing is left to price."""
    pack = travelling.exported(programme)
    there = travelling.loaded_elsewhere(pack, now())
    assert travelling.comparable(travelling.exported_back(there)) == travelling.comparable(pack)
    as_of = programme.pricing_runs.latest("number").as_of
    assert pricing.price(programme=there, as_of=as_of, by=builders.system(), at=now()) is None


def _stands_where_the_stories_say(of: dict[str, Programme]) -> None:
    assert visits.status(of[families.SLUG], 2) == "open"
    assert visits.status(of[learning.SLUG], 4) == "reopened"
    again = of[homes.SLUG]
    assert [visit.closed_at is not None for visit in again.visits.filter(stage=4).order_by("number")] == [True, True]
    (closed,) = Finding.objects.filter(programme=again)
    assert closed.closed_at is not None
    assert CorrectiveAction.objects.get(finding=closed).effect_checks.get().effect == "worked"
    fall = CriterionFall.objects.standing().get()
    assert (fall.visit.programme, fall.visit.stage, fall.criterion) == (again, 1, "outcomes_traced")
    assert "Settled after three months" in fall.says_now
    assert Statement.objects.filter(programme=of[routes.SLUG], approved_at__isnull=True).count() >= 1
    spoilt = Submission.objects.get(programme=of[routes.SLUG], status=Submission.Status.PARTLY)
    assert RejectedRow.objects.filter(submission=spoilt).count() == spoilt.rejected > 0
    assert Claim.objects.count() > 500
    assert Attachment.objects.filter(withdrawal=None).count() == Attachment.objects.count() - 1 >= 5
    assert set(Entry.objects.filter(key=None).values_list("programme", flat=True)) == {homes.SLUG, routes.SLUG}
    assert LessonAnswer.objects.filter(programme=of[families.SLUG]).count() == 3


def _risk_is_passed_down_and_one_segment_gets_less_time(programme: Programme) -> None:
    commissioner = User.objects.get(email="commissioner@demo.example")
    rows = partners.search(commissioner, programme, partners.Wanted(), TODAY)
    said = {row.partner.name: (row.verdict, [flag.code for flag in row.flags]) for row in rows}
    assert said == {
        "Harrow Lane Training": (risk_cascade.FLAGGED, ["share_by_results", "payment_days"]),
        "Moorings Mentors": (risk_cascade.PASSED, []),
        "Quayside Advice": (risk_cascade.PASSED, []),
        "Tidemark Skills": (risk_cascade.FLAGGED, ["referrals"]),
    }
    page = key_workers.page(commissioner, programme, key_workers.Wanted(), TODAY)
    assert page.totals.idle
    assert page.totals.never
    over = [row.caseload for row in page.rows if row.caseload.state == caseloads.OVERLOADED]
    assert any(one.is_unexplained for one in over)
    assert not all(one.is_unexplained for one in over)
    minutes = {line.name: line.per_head for line in activity.by_segment(programme, None)}
    assert all(minutes.values())
    health = next(value for name, value in minutes.items() if "health" in name.lower())
    assert health == min(value for value in minutes.values() if value is not None)
    assert plans.milestones(commissioner, programme, TODAY)


def _the_body_has_met_and_meets_again(programme: Programme) -> None:
    (to_come,) = meetings.coming(programme)
    assert (to_come.starts_at.date() > TODAY, to_come.items.count()) == (True, 2)
    later, first = meetings.past(programme)
    assert first.minutes_approval.approved_in == later
    (item,) = meetings.minutes(first).items
    assert (item.state[0], item.counts) == ("Carried", "3 for, 0 against, 1 abstained")
    assert {member.state for member in meetings.attendance(first)} == {"Present", "Apologies"}
    assert len(meetings.register(programme)) == 3


def _it_decides_in_writing_too(programme: Programme) -> None:
    being_voted_on, over = written_votes.search(programme).order_by("-number")
    assert over.decision is not None
    assert (over.outcome, over.decision.resolution) == ("carried", "accept")
    assert over.decision.dissent.startswith("Rosa Finch")
    assert being_voted_on.closed_at is None
    assert {seat.user.name for seat in written_votes.still_to_vote(being_voted_on, TODAY)} == {
        "Professor Dilys Okafor", "Priya Raman", "Rosa Finch",
    }  # fmt: skip
    assert calendars.running(User.objects.get(email="service-user@demo.example")) is not None


def _something_waits_for_every_role(found: dict[str, object], client: Client) -> None:
    sign_ins = found["sign_ins"]
    assert isinstance(sign_ins, list)
    for entry in sign_ins:
        user = User.objects.get(email=entry["email"])
        assert user.check_password(entry["password"])
        client.force_login(user)
        page = client.get(reverse("dashboards:your_work"))
        assert page.context["work"].matters, entry["role"]


def _agents_see_their_own_figures_only(programme: Programme, client: Client) -> None:
    url = reverse("dashboards:programme_detail", args=[programme.slug])
    client.force_login(User.objects.get(email="commissioner@demo.example"))
    whole = client.get(url).context["page"]
    client.force_login(User.objects.get(email="agent-tideway@demo.example"))
    own = client.get(url).context["page"]
    rows = client.get(reverse("dashboards:programme_list")).context["listed"].rows
    mine = Participant.objects.filter(programme=programme, agent__code="tideway-works")
    stated = LedgerEntry.objects.filter(statement__agent__code="tideway-works").aggregate(sum=Sum("net"))["sum"]
    assert (whole.own_only, own.own_only) == (False, True)
    assert own.participants == mine.count() < whole.participants == programme.participants.count()
    assert own.outcomes == Claim.objects.filter(programme=programme, agent__code="tideway-works").count()
    assert own.money.stated == stated < whole.money.stated
    assert whole.money.stated == LedgerEntry.objects.filter(programme=programme).aggregate(sum=Sum("net"))["sum"]
    assert own.track.judged == 1 < whole.track.judged
    assert [row.money for row in rows] == [own.money]


def _loading_again_changes_nothing(first: dict[str, object]) -> None:
    before = (Claim.objects.count(), Finding.objects.count(), Statement.objects.count())
    assert demo() == first
    assert (Claim.objects.count(), Finding.objects.count(), Statement.objects.count()) == before


def test_too_few_people_are_refused_with_the_least_number(data_folder: Path) -> None:
    with pytest.raises(CommandError, match="at least 1,000 participants"):
        call_command("demo", participants=300)
    assert not Programme.objects.exists()

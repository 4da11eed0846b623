import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from stages.models.programmes import Programme
from stages.models.selection import Candidate

PROTECT = pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)


class Goal(models.Model):
    """Stage 3: a goal that every party ranks."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="goals")
    name = models.CharField(max_length=200)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["programme", "name"], name="stages_goal_named_once")]

    def __str__(self) -> str:
        return self.name


class Party(models.TextChoices):
    """Whose goals and risks they are. A candidate speaks for itself; the others are one each in a programme."""

    COMMISSIONER = "commissioner", "Commissioner"
    SERVICE_USERS = "service_users", "Service users"
    CANDIDATE = "candidate", "Candidate"


class GoalRanking(models.Model):
    """Stage 3: in what order a party puts the goals. The latest of each party counts."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="goal_rankings")
    party = models.CharField(max_length=20, choices=Party)
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="goal_rankings", null=True, blank=True
    )
    ranked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ranked_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(party="candidate", candidate__isnull=False)
                | (~Q(party="candidate") & Q(candidate__isnull=True)),
                name="stages_goalranking_party",
            ),
        ]
        triggers = [PROTECT]

    def __str__(self) -> str:
        return f"Order of goals of {self.candidate or self.get_party_display()}"


class GoalPlace(models.Model):
    """The place of one goal in an order, 1 for the most important."""

    ranking = models.ForeignKey(GoalRanking, on_delete=models.PROTECT, related_name="places")
    goal = models.ForeignKey(Goal, on_delete=models.PROTECT, related_name="places")
    place = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["ranking", "goal"], name="stages_goalplace_goal_once"),
            models.UniqueConstraint(fields=["ranking", "place"], name="stages_goalplace_place_once"),
            models.CheckConstraint(condition=Q(place__gte=1), name="stages_goalplace_from_1"),
        ]
        triggers = [PROTECT]

    def __str__(self) -> str:
        return f"{self.place}. {self.goal}"


class RiskStatement(models.Model):
    """Stage 3: a party's attitude to risk: the most that it can lose (pounds), and for how many weeks its cash lasts.

    A candidate to be the agent says besides whether it passes risk down to those who deliver for it. The latest of each
    party counts.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="risk_statements")
    party = models.CharField(max_length=20, choices=Party)
    candidate = models.ForeignKey(
        Candidate, on_delete=models.PROTECT, related_name="risk_statements", null=True, blank=True
    )
    maximum_loss = models.DecimalField(max_digits=14, decimal_places=2)
    working_capital_weeks = models.PositiveSmallIntegerField()
    statement = models.TextField()
    passes_risk_down = models.BooleanField(null=True)
    passed_down = models.TextField(blank=True, help_text="To whom, and how much")
    stated_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    stated_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(party="candidate", candidate__isnull=False)
                | (~Q(party="candidate") & Q(candidate__isnull=True)),
                name="stages_riskstatement_party",
            ),
            models.CheckConstraint(condition=Q(maximum_loss__gte=0), name="stages_riskstatement_loss"),
            models.CheckConstraint(condition=~Q(statement=""), name="stages_riskstatement_in_words"),
            models.CheckConstraint(
                condition=~Q(passes_risk_down=True) | ~Q(passed_down=""), name="stages_riskstatement_passed_to_whom"
            ),
        ]
        triggers = [PROTECT]

    def __str__(self) -> str:
        return f"Attitude to risk of {self.candidate or self.get_party_display()}"

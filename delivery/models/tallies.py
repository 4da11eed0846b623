import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Sum

from accounts.models import Organisation
from stages.models import Programme


class TallyQuerySet(models.QuerySet["Tally"]):
    def total(self) -> int:
        """How many rows there are in all."""
        return int(self.aggregate(total=Sum("number", default=0))["total"])


class Tally(models.Model):
    """How many rows of a kind were taken in on a day: kept by triggers, as counting millions takes too long.

    Taking rows in already waits its turn for the programme and the agent, so that keeping the sum makes nobody wait.
    """

    class Of(models.TextChoices):
        PARTICIPANTS = "participants", "Participants"
        CLAIMS = "claims", "Claims"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="tallies", db_index=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    of = models.CharField(max_length=20, choices=Of.choices)
    received_on = models.DateField(help_text="The day, by the clock of the country, on which the rows were taken in")
    segment = models.CharField(max_length=60, blank=True, help_text="Of participants; claims are not told apart")
    number = models.PositiveBigIntegerField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "of", "agent", "received_on", "segment"], name="delivery_tally_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_of_display()}"


def tallied(of: str, segment: str = "''") -> pgtrigger.Trigger:
    """A trigger that adds the rows of each inserting statement to the tally of their programme, agent, day and segment,
    which is a column of the table. Days are found once for each moment, in place of once for each row.

    Only for tables whose rows are never removed, and keep all of these.
    """
    return pgtrigger.Trigger(
        name="tallied",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
        func=f"""
            INSERT INTO delivery_tally AS kept (programme_id, agent_id, "of", received_on, segment, number)
            SELECT programme_id, agent_id, '{of}', (received_at AT TIME ZONE '{settings.TIME_ZONE}')::date, segment,
                   sum(number)
              FROM (SELECT programme_id, agent_id, received_at, {segment} AS segment, count(*) AS number
                      FROM added GROUP BY 1, 2, 3, 4) AS moment
             GROUP BY 1, 2, 4, 5 ORDER BY 1, 2, 4, 5
            ON CONFLICT (programme_id, "of", agent_id, received_on, segment)
                DO UPDATE SET number = kept.number + excluded.number;
            RETURN NULL;
        """,  # noqa: S608 - `of` is one of the words above, `segment` one of a model
    )

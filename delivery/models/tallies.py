import pgtrigger
from django.db import models

from accounts.models import Organisation
from stages.models import Programme


class Tally(models.Model):
    """How many rows of a kind an agent has in a programme: kept by triggers, as counting millions takes too long.

    Taking rows in already waits its turn for the programme and the agent, so that keeping the sum makes nobody wait.
    """

    class Of(models.TextChoices):
        PARTICIPANTS = "participants", "Participants"
        CLAIMS = "claims", "Claims"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="tallies", db_index=False)
    agent = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+", db_index=False)
    of = models.CharField(max_length=20, choices=Of.choices)
    number = models.PositiveBigIntegerField()

    class Meta:
        verbose_name_plural = "tallies"
        constraints = [models.UniqueConstraint(fields=["programme", "agent", "of"], name="delivery_tally_once")]

    def __str__(self) -> str:
        return f"{self.number} {self.get_of_display()}"


def tallied(of: str) -> pgtrigger.Trigger:
    """A trigger that adds the rows of each inserting statement to the tally of their programme and agent.

    Only for tables whose rows are never removed, and keep their programme and agent.
    """
    return pgtrigger.Trigger(
        name="tallied",
        level=pgtrigger.Statement,
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        referencing=pgtrigger.Referencing(new="added"),  # type: ignore[no-untyped-call]
        func=f"""
            INSERT INTO delivery_tally AS kept (programme_id, agent_id, "of", number)
            SELECT programme_id, agent_id, '{of}', count(*) FROM added GROUP BY 1, 2 ORDER BY 1, 2
            ON CONFLICT (programme_id, agent_id, "of") DO UPDATE SET number = kept.number + excluded.number;
            RETURN NULL;
        """,  # noqa: S608 - `of` is one of the words above
    )

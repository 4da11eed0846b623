import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models import Organisation, User
from delivery.models import Participant
from delivery.models.row_access import WHOLE_PROGRAMME
from stages.models import Programme


class RegisterExtractQuerySet(models.QuerySet["RegisterExtract"]):
    def visible_to(self, user: User) -> "RegisterExtractQuerySet":
        """Those who see every row of the programme. An agent sees what an extract says of its own people elsewhere."""
        return self.filter(programme__in=user.memberships.filter(role__in=WHOLE_PROGRAMME).values("programme"))


class RegisterExtract(models.Model):
    """What a register outside the programme (of schools, of employers, of courts) says happened to participants.

    The file is not kept, because it may hold identifiers: its digest is, with every row that was read from it.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="register_extracts")
    name = models.CharField(max_length=200, help_text="Which register, and which extract of it")
    source = models.CharField(max_length=200, help_text="Who keeps the register and sent the extract")
    covers_from = models.DateField()
    covers_until = models.DateField()
    filename = models.CharField(max_length=255)
    digest = models.CharField(max_length=64, help_text="SHA-256 of the file as received")
    size = models.PositiveBigIntegerField()
    rows_count = models.PositiveBigIntegerField()
    matched = models.PositiveBigIntegerField(help_text="Rows about a participant of the programme")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField()

    objects = RegisterExtractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "digest"], name="outcomes_registerextract_once"),
            models.CheckConstraint(condition=~Q(name=""), name="outcomes_registerextract_has_a_name"),
            models.CheckConstraint(
                condition=Q(covers_until__gte=F("covers_from")), name="outcomes_registerextract_dates_in_order"
            ),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return self.name

    @property
    def unmatched(self) -> int:
        return self.rows_count - self.matched


class RegisterRow(models.Model):
    """One row of an extract: somebody, an outcome of the contract, and the day; `until_date`: still true on that day.

    `participant` is null when nobody on the programme is meant (`unknown`), or when the reference is that of several
    agents' participants and the row names no agent (`ambiguous`). `person` is the keyed hash of an identifier.
    """

    class Match(models.TextChoices):
        MATCHED = "matched", "On the programme"
        UNKNOWN = "unknown", "Not on the programme"
        AMBIGUOUS = "ambiguous", "Could be several people"

    extract = models.ForeignKey(RegisterExtract, on_delete=models.PROTECT, related_name="rows", db_index=False)
    row_number = models.PositiveBigIntegerField()
    agent = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    reference = models.CharField(max_length=64, blank=True)
    person = models.CharField(max_length=64, blank=True)
    participant = models.ForeignKey(
        Participant, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    match = models.CharField(max_length=10, choices=Match.choices)
    outcome = models.SlugField(max_length=60, db_index=False)
    event_date = models.DateField()
    until_date = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["extract", "row_number"], name="outcomes_registerrow_once"),
            models.CheckConstraint(
                condition=Q(match="matched", participant__isnull=False)
                | Q(match__in=["unknown", "ambiguous"], participant__isnull=True),
                name="outcomes_registerrow_match_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(until_date__isnull=True) | Q(until_date__gte=F("event_date")),
                name="outcomes_registerrow_dates_in_order",
            ),
        ]
        indexes = [
            models.Index(fields=["participant", "outcome", "event_date"], name="outcomes_registerrow_person"),
            models.Index(fields=["extract", "match", "row_number"], name="outcomes_registerrow_match"),
        ]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"Row {self.row_number} of {self.extract}"

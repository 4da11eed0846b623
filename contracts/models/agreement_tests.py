import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from stages.models import Programme


class AgreementTest(models.Model):
    """Written cases that several people decide, each for themselves, by one wording of an outcome's definition.

    `statements` are the words of the definition as they stood, `digest` is theirs. Cases are written until the test is
    opened; then `people` decide them.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="agreement_tests")
    number = models.PositiveIntegerField()
    outcome = models.SlugField(max_length=60, help_text="Code of the outcome")
    name = models.CharField(max_length=200, help_text="Name of the outcome")
    statements = models.JSONField(help_text="The definition as pairs of label and text")
    digest = models.CharField(max_length=64)
    people = models.PositiveSmallIntegerField(default=2, help_text="How many people decide the cases")
    begun_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    opened_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    conclusion = models.TextField(blank=True, help_text="What is to be changed, as those who draft conclude")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="contracts_agreementtest_number_once"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(opened_at__isnull=False),
                name="contracts_agreementtest_opened_before_finished",
            ),
            models.CheckConstraint(condition=Q(people__gte=2), name="contracts_agreementtest_two_or_more"),
        ]

    def __str__(self) -> str:
        return f"Agreement test {self.number}: {self.name}"


class WrittenCase(models.Model):
    """A short description of somebody, without anything that leads to a person."""

    test = models.ForeignKey(AgreementTest, on_delete=models.PROTECT, related_name="cases")
    number = models.PositiveSmallIntegerField()
    text = models.CharField(max_length=500)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["test", "number"],
                name="contracts_writtencase_number_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"Case {self.number} of {self.test}"


class Sitting(models.Model):
    """One person's way through the cases of a test. Whoever gives up leaves the place to somebody else."""

    test = models.ForeignKey(AgreementTest, on_delete=models.PROTECT, related_name="sittings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    given_up_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["test", "person"], name="contracts_sitting_once"),
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(given_up_at__isnull=True),
                name="contracts_sitting_finished_or_given_up",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} on {self.test}"


class CaseAnswer(models.Model):
    """What a person decided on a case, with the reason. It is given once."""

    class Answer(models.TextChoices):
        COUNTS = "counts", "Counts"
        DOES_NOT_COUNT = "does_not_count", "Does not count"
        CANNOT_TELL = "cannot_tell", "Cannot tell"

    sitting = models.ForeignKey(Sitting, on_delete=models.PROTECT, related_name="answers")
    case = models.ForeignKey(WrittenCase, on_delete=models.PROTECT, related_name="answers")
    answer = models.CharField(max_length=20, choices=Answer.choices)
    reason = models.CharField(max_length=500)
    answered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["sitting", "case"], name="contracts_caseanswer_once")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.sitting}: {self.get_answer_display()}"


class LintException(models.Model):
    """The Expert Body's reason to go on although the linter says that a principle is broken.

    It holds for the finding in these very words (`said`): other figures are another finding. A later row with
    `stands` False takes it back.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="lint_exceptions")
    check_code = models.SlugField(max_length=60)
    version_number = models.PositiveIntegerField()
    said = models.TextField()
    stands = models.BooleanField(default=True)
    reason = models.TextField()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()

    class Meta:
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.check_code}: {self.reason}"

from django.db import models

from outcomes.models.submissions import Submission


class RejectedRow(models.Model):
    """A row that was not taken, as it was sent. `row_number` is the one that the spreadsheet shows."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="rejected_rows")
    row_number = models.PositiveBigIntegerField()
    cells = models.JSONField(help_text="The cells as sent, in the order of the submission's columns")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["submission", "row_number"], name="outcomes_rejectedrow_once")]

    def __str__(self) -> str:
        return f"Row {self.row_number} of {self.submission}"


class RowError(models.Model):
    """One thing that is wrong with one row: the field, a code, the value, the reason and the cure."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="row_errors", db_index=False)
    row_number = models.PositiveBigIntegerField()
    field = models.CharField(max_length=60)
    code = models.CharField(max_length=60)
    value = models.TextField(blank=True)
    reason = models.TextField()
    cure = models.TextField()

    class Meta:
        indexes = [
            models.Index(fields=["submission", "row_number"], name="outcomes_rowerror_row"),
            models.Index(fields=["submission", "code", "row_number"], name="outcomes_rowerror_of_a_cause"),
        ]

    def __str__(self) -> str:
        return f"Row {self.row_number}, {self.field}: {self.code}"

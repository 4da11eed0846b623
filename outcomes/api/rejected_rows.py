"""The rows of a file that were not taken, with all that is wrong with each."""

from typing import Any

from rest_framework import serializers
from rest_framework.request import Request

from accounts.api import callers, pages
from accounts.api.endpoints import Endpoint, reads
from accounts.api.queries import ListQuery
from outcomes.api.participants import seen_programme
from outcomes.selectors import rejected_rows, submissions

LAST_ROW = 10**15


class RowErrorOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "field": "achieved_on",
        "code": "date_future",
        "reason": "14 June 2026 is after the day on which the file was sent (1 June 2026).",
        "what_to_do": "Send the row once the day has come, or correct the date.",
    }

    field = serializers.CharField()
    code = serializers.CharField()
    reason = serializers.CharField()
    what_to_do = serializers.CharField(source="cure")


class RejectedRowOut(serializers.Serializer[Any]):
    EXAMPLE = {
        "row_number": 14,
        "cells": {"participant": "NW-0013", "outcome": "job", "achieved_on": "2036-05-14"},
        "errors": [RowErrorOut.EXAMPLE],
    }

    row_number = serializers.IntegerField(source="row.row_number", help_text="Of lines of JSON, the line")
    cells = serializers.SerializerMethodField(help_text="As sent")
    errors = RowErrorOut(many=True)  # type: ignore[assignment]

    def get_cells(self, rejected: rejected_rows.Rejected) -> dict[str, str]:
        return dict(rejected.cells)


class ErrorQuery(ListQuery):
    code = serializers.CharField(required=False, max_length=60, help_text="Only rows with this error")
    q = serializers.CharField(required=False, max_length=100, help_text="Only rows with this in a cell")
    from_row = serializers.IntegerField(
        required=False, min_value=1, max_value=LAST_ROW, help_text="The number of the row with which to begin"
    )


class SubmissionErrors(Endpoint):
    tag = "Submissions"

    @reads("List rejected rows", RejectedRowOut, many=True, query=ErrorQuery)
    def get(self, request: Request, given: dict[str, Any], *, slug: str, pk: int) -> Any:
        """The rows that were not taken, as sent, in the order of the file, each with all that is wrong with it."""
        submission = submissions.find(callers.of(request), seen_programme(request, slug), pk)
        first = given.pop("from_row", 0)
        found = rejected_rows.numbered(submission, **given).filter(row_number__gte=first)
        page = pages.of(found, self.asked, by="row_number")
        numbers = [row.row_number for row in page.rows]
        return pages.Page(rejected_rows.with_errors(submission, numbers), page.following)

"""What can be wrong with a row: a code, the reason and what to do about it, in words for the person who sent the file.

`{value}` stands for the cell as sent; `{0}`, `{1}` and `{2}` for details that the check found.
"""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Problem:
    code: str
    reason: str
    cure: str


@dataclasses.dataclass(frozen=True)
class Found:
    """A problem found in one row. `details` fill the placeholders of its sentences."""

    row_number: int
    field: str
    code: str
    value: str = ""
    details: tuple[str, ...] = ()


PERIOD_CLOSED, WINDOW_NOT_OPEN, WINDOW_OVER = "period_closed", "window_not_open", "window_over"

PROBLEMS: tuple[Problem, ...] = (
    Problem("missing", "The cell is empty.", "Enter a value in the column {0}."),
    Problem("too_long", "The cell holds {0} characters.", "Shorten it to {1} characters or fewer."),
    Problem(
        "unprintable",
        "The cell holds a line break or another character that cannot be shown.",
        "Type the cell again on one line.",
    ),
    Problem(
        "too_many_cells",
        "The row has {0} cells but the header has {1}.",
        "Put quotation marks around any cell that contains the separator, or remove the extra cells.",
    ),
    Problem(
        "too_few_cells",
        "The row has {0} cells but the header has {1}.",
        "Look whether a cell is missing, so that others stand in the wrong column; leave an empty one in its place.",
    ),
    Problem(
        "date_unknown",
        "“{value}” is not a date.",
        "Enter the date as 31/03/2025 (day, month, year) or as 2025-03-31.",
    ),
    Problem(
        "date_impossible",
        "There is no such day as {value}.",
        "Enter the date as 31/03/2025 (day, month, year) or as 2025-03-31.",
    ),
    Problem(
        "date_month_first",
        "{value} is not a UK date: it looks as if the month stands before the day.",
        "Enter the day first, as {0}, or use {1}.",
    ),
    Problem(
        "date_two_digit_year",
        "The year of {value} has only two digits.",
        "Enter the year with four digits, such as 31/03/2025.",
    ),
    Problem(
        "date_serial",
        "{value} is a number, not a date.",
        "Format the column as a date in the spreadsheet, then save it and send it again.",
    ),
    Problem(
        "date_future",
        "{0} is after the day on which the file was sent ({1}).",
        "Send the row once the day has come, or correct the date.",
    ),
    Problem("number_unknown", "“{value}” is not a number.", "Enter a number such as 12.5, without a unit."),
    Problem("number_too_large", "{value} is too large.", "Enter a number below 10,000,000,000."),
    Problem(
        "number_too_precise",
        "{value} has more than four decimal places.",
        "Round the number to four decimal places.",
    ),
    Problem(
        "sequence_not_whole",
        "“{value}” is not a whole number from 1 upwards.",
        "Enter 1 for the first time, 2 for the second, and so on, or leave the cell empty for 1.",
    ),
    Problem("no_contract", "No contract version was in force on {0}.", "Check the date. The contract is in force {1}."),
    Problem(
        PERIOD_CLOSED,
        "The date lies in the period {0}, which was closed on {1}.",
        "Ask the commissioner for an exception that names your organisation, then send the row again.",
    ),
    Problem(
        WINDOW_NOT_OPEN,
        "The date lies in the period {0}, whose rows are taken from {1}.",
        "Send the row again from that day on.",
    ),
    Problem(
        WINDOW_OVER,
        "The date lies in the period {0}, whose rows were taken until {1}.",
        "Ask the commissioner for an exception that names your organisation, then send the row again.",
    ),
    Problem(
        "shortened_number",
        "The spreadsheet took the reference for a number and shortened it to {value}, so its last digits are lost.",
        "Format the column as text, enter the whole reference again, and send the row again.",
    ),
    # outcomes
    Problem(
        "unknown_participant",
        "{0} has no participant with the reference “{value}” on this programme.",
        "Check the reference, or send the participant first in a file of participants.",
    ),
    Problem(
        "reference_written_otherwise",
        "Only capital letters, spaces or noughts in front tell “{value}” from your participant “{0}”.",
        "Write the reference just as the participant was sent.",
    ),
    Problem("unknown_outcome", "The contract has no outcome with the code “{value}”.", "Use one of these codes: {0}."),
    Problem(
        "outcome_not_in_version",
        "The contract version in force on {0} does not have the outcome “{value}”.",
        "Check the date and the outcome. That version has: {1}.",
    ),
    Problem(
        "before_start",
        "{0} is before the participant started ({1}).",
        "Correct the date; an outcome can count only from the start.",
    ),
    Problem(
        "handed_over",
        "On {0} the participant was with another agent. The participant was yours {1}.",
        "Correct the date, or remove the row: the agent that has the participant on that day claims the outcome.",
    ),
    Problem(
        "after_exit",
        "{0} is after the participant left the programme for good ({1}).",
        "Correct the date or the exit, or remove the row: no outcome counts after that exit.",
    ),
    Problem(
        "after_window",
        "{0} is after the last day that counts for this participant and outcome ({1}).",
        "Correct the date, or remove the row: an outcome after the window is not paid.",
    ),
    Problem(
        "sequence_too_high",
        "{value} is more than the number of times this outcome counts for one participant ({0}).",
        "Enter a number from 1 to {0}.",
    ),
    Problem(
        "too_many_times",
        "This outcome counts {0} for one participant, and it has been claimed as often already ({1}).",
        "Remove the row, or check the participant's reference.",
    ),
    Problem(
        "person_claimed_before",
        "The same person was claimed for before, for this outcome, under another reference.",
        "Remove the row. If it is another person, check the identifier that you gave for the participant.",
    ),
    Problem(
        "not_in_cohort",
        "The participant started on {0}, after the cohort of this outcome closed ({1}).",
        "Remove the row, or check the participant's reference: the outcome counts for the closed cohort only.",
    ),
    Problem(
        "not_for_participant",
        "This outcome is only for participants of whom {0}.",
        "Remove the row, or check the participant's reference and the outcome: it is not paid for anybody else.",
    ),
    Problem(
        "evidence_not_accepted",
        "The contract does not accept “{value}” as evidence of this outcome.",
        "Use one of these codes: {0}.",
    ),
    Problem("value_needed", "This outcome counts only with a value {0}.", "Enter the value that was measured."),
    Problem(
        "value_outside",
        "{value} does not count for this outcome, which counts with a value {0}.",
        "Correct the value, claim the outcome that it counts for, or remove the row.",
    ),
    Problem(
        "same_key_in_file",
        "The file has this outcome more than once with different details (also in row {0}).",
        "Keep the row that is right and remove the others.",
    ),
    Problem(
        "differs_from_history",
        "This outcome was received on {0} with other details: {1}.",
        "Remove the row if nothing has changed. A claim that was received is never changed by sending it again.",
    ),
    Problem(
        "withdrawn_before",
        "This claim was received on {0} and has since been withdrawn.",
        "Remove the row. If the outcome happened again, send it with its own date.",
    ),
    # changes to claims
    Problem("unknown_action", "“{value}” is not what can become of a claim.", "Enter amend or withdraw."),
    Problem(
        "unknown_claim",
        "You have no claim for “{value}” and this outcome on {0} with the sequence {1}.",
        "Name the claim by the date and the sequence with which it stands in the list of claims.",
    ),
    Problem(
        "nothing_to_change",
        "The row amends the claim but does not say how.",
        "Fill in the columns that begin with new_, or enter withdraw if the claim should not stand at all.",
    ),
    Problem(
        "withdraws_and_changes",
        "The row withdraws the claim and also says how it should be amended.",
        "Enter amend, or empty the columns that begin with new_.",
    ),
    Problem(
        "changed_since",
        "The claim was amended on {0} and no longer stands as the row names it.",
        "Look the claim up as it stands now, and name it by that date and sequence.",
    ),
    Problem(
        "changed_back",
        "The claim was amended to just this before, and has been amended again since.",
        "Remove the row if you send an old file again. To amend it back all the same, use the page of the claim.",
    ),
    Problem(
        "claimed_already",
        "As amended, this would be another claim that stands already.",
        "Withdraw this claim instead, or correct the date or the sequence.",
    ),
    Problem(
        "place_not_free",
        "As amended, this would take the place of the claim in row {0}, which stays because that row was refused.",
        "Correct that row, and send both.",
    ),
    # participants
    Problem("unknown_segment", "No segment of the contract fits {value}.", "Use one of these values: {0}."),
    Problem(
        "not_eligible",
        "This participant may not be on the programme: the contract version takes nobody unless {0}.",
        "Correct the row if it is wrong. Otherwise remove it: nothing is paid for this participant.",
    ),
    Problem(
        "cohort_closed",
        "Every cohort of the contract version had closed ({1}) when this participant started ({0}).",
        "Check the day of the start. Nobody who starts later can earn an outcome of this version.",
    ),
    Problem(
        "agent_not_in_version",
        "{0} is no agent of the contract version in force on {1}.",
        "Check the day of the start. New participants are taken only from agents whom the contract names on that day.",
    ),
    Problem(
        "same_participant_in_file",
        "The file has this participant more than once with different details (also in row {0}).",
        "Keep the row that is right and remove the others.",
    ),
    Problem(
        "reference_alike",
        "The participant “{0}” started on the same day, and the references differ in capital letters, spaces or "
        "noughts in front alone.",
        "If it is the same person, remove the row. If it is another, give that person quite another reference.",
    ),
    Problem(
        "already_started",
        "This participant is already on the programme: started {0}{1}.",
        "Remove the row. The start and the segment are frozen; a new start needs a new reference.",
    ),
    Problem(
        "not_invented",
        "“{value}” does not begin with TEST-, and nobody in a sandbox is real.",
        "Send invented participants only, with references such as TEST-0001.",
    ),
)
BY_CODE = {problem.code: problem for problem in PROBLEMS}


class UnreadableFile(Exception):
    """The file as a whole cannot be taken. The message says why and what to do."""


class MissingColumns(UnreadableFile):
    """The header lacks needed columns. It may hold them under names that the agent can explain."""

    def __init__(self, message: str, *, columns: list[str], unknown: list[str]) -> None:
        super().__init__(message)
        self.columns = columns
        self.unknown = unknown


class Cancelled(Exception):
    """The agent has stopped the work on the file; nothing was taken from it."""

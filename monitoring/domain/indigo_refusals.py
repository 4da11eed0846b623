"""Why a workbook is none with projects of INDIGO, and what to do."""

from monitoring.domain.exact_json import Fault

NO_FORM = Fault(
    "",
    "It is a workbook, and no project of INDIGO is found in it.",
    "Send a project in the form of the Impact Bond Dataset, our own workbook, or a table whose headings are paths such "
    "as name/value.",
)
OTHER_FORM = Fault(
    "",
    "It has sheets of the Impact Bond Dataset, and no field stands where version 19 of its form has it.",
    "Send the project as JSON, or write it into version 19 of the form.",
)


def unreadable(said: str) -> Fault:
    """What is wrong and what to do, parted. Rows of agents may come as CSV instead, and projects of INDIGO may not."""
    problem, _, cure = said.partition(". ")
    is_for_rows = "CSV" in cure or not cure
    return Fault("", f"{problem.rstrip('.')}.", "Save it again as .xlsx, or send JSON." if is_for_rows else cure)

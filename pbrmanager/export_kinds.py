"""What can be exported from a programme as a file. The apps that hold the records make it, by their own rules.

`stages` loads the table through settings.EXPORT_KINDS, so that it need not know of the apps above it.
"""

from stages.domain.exports import CSV, JSON, LINES, XLSX, Kind

MONITORING, ROWS, STATEMENTS = (
    "monitoring.selectors.exports",
    "outcomes.selectors.claim_exports",
    "payments.selectors.statement_exports",
)
EXPORT_KINDS: tuple[Kind, ...] = (
    Kind("pack", "The programme pack", [JSON], "stages.actions.pack_file.basis", "stages.actions.pack_file.make"),
    Kind("open_data", "Open data", [XLSX, CSV, JSON], f"{MONITORING}.basis", f"{MONITORING}.open_data", True),
    Kind("indigo", "INDIGO 4.1", [JSON, XLSX], f"{MONITORING}.basis", f"{MONITORING}.indigo"),
    Kind("ocds", "OCDS 1.1", [JSON], f"{MONITORING}.basis", f"{MONITORING}.ocds"),
    Kind("claims", "Claims", [CSV, LINES], f"{ROWS}.basis", f"{ROWS}.make", True),
    Kind("statement_lines", "Lines of statements", [CSV, LINES], f"{STATEMENTS}.basis", f"{STATEMENTS}.make", True),
)

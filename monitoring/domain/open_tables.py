"""A published document as tables: for spreadsheets, for CSV files, and for the tables of the public page."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from govuk import spreadsheets
from monitoring.domain import money_rows

Cell = str | float | int | None
NOT_SHOWN = "Not shown"


@dataclass(frozen=True)
class Table:
    """Columns with names for people and for machines; cells are texts, numbers, or None where nothing is known."""

    code: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def tables(document: Mapping[str, Any]) -> list[Table]:
    """Every table of the document, in the order in which it is read."""
    contract = document["contract"] or {"outcomes": (), "prices": (), "caps": (), "parties": ()}
    return [
        Table("targets", "Targets, period by period", TARGET_COLUMNS, tuple(_targets(document))),
        Table("breakdowns", "Results by agent and segment", BREAKDOWN_COLUMNS, tuple(_breakdowns(document))),
        Table("verdicts", "Whether it made a difference", VERDICT_COLUMNS, tuple(_verdicts(document))),
        Table("money", "Money on statements", MONEY_COLUMNS, tuple(_money(document))),
        Table(
            "outcomes",
            "Outcomes",
            ("code", "name", "definition", "evidence", "window_days", "baseline", "deadweight"),
            tuple(
                (
                    one["code"],
                    one["name"],
                    one["definition"],
                    one["evidence"],
                    one["window_days"],
                    one["baseline_value"],
                    one["deadweight_value"],
                )
                for one in contract["outcomes"]
            ),
        ),
        Table(
            "prices",
            "What is paid",
            ("code", "name", "outcome", "in_words"),
            tuple((one["code"], one["name"], one["outcome"], one["words"]) for one in contract["prices"]),
        ),
        Table(
            "parties",
            "Parties to the contract",
            ("code", "name", "role", "identifier"),
            tuple((one["code"], one["name"], one["role"], one["identifier"]) for one in contract["parties"]),
        ),
    ]


TARGET_COLUMNS = (
    "target", "name", "outcome", "agent", "segment", "period", "ends_on", "shown", "people", "achieved", "actual",
    "low_95", "high_95", "expected", "status", "what_it_says", "in_contract",
)  # fmt: skip


def _targets(document: Mapping[str, Any]) -> list[tuple[Cell, ...]]:
    return [
        (
            target["code"],
            target["name"],
            target["outcome"],
            target["agent"],
            target["segment"],
            one["period"],
            one["ends_on"],
            "yes" if one["shown"] else "no",
            *(one.get(name) for name in ("people", "achieved", "actual", "low", "high", "expected")),
            one["status"],
            one["verdict"],
            "yes" if target.get("in_contract", True) else "no",
        )
        for target in document["targets"]
        for one in target["readings"]
    ]


BREAKDOWN_COLUMNS = (
    "target", "agent", "agent_name", "segment", "segment_name", "period", "ends_on", "shown", "people", "achieved",
    "actual", "low_95", "high_95", "expected",
)  # fmt: skip


def _breakdowns(document: Mapping[str, Any]) -> list[tuple[Cell, ...]]:
    names = ("people", "achieved", "actual", "low", "high", "expected")
    return [
        (
            *(one[name] for name in ("target", "agent", "agent_name", "segment", "segment_name", "period", "ends_on")),
            "yes" if one["shown"] else "no",
            *(one.get(name) for name in names),
        )
        for one in document["breakdowns"]
    ]


VERDICT_COLUMNS = (
    "comparison", "question", "outcome", "measure", "against", "test", "window_days", "smallest_that_matters",
    "settled_in_advance", "agreed_on", "from_period", "to_period", "look", "looks_planned", "shown", "verdict",
    "what_it_says", "kind", "size", "low_of_size", "high_of_size", "level", "method",
)  # fmt: skip


def _verdicts(document: Mapping[str, Any]) -> list[tuple[Cell, ...]]:
    """A document that was published before verdicts were part of it has none."""
    return [
        (
            *(
                one[name]
                for name in ("code", "name", "outcome", "measure", "against", "test", "window_days", "matters")
            ),
            "yes" if one["settled_in_advance"] else "no",
            one["agreed_on"],
            *(one["periods"][place] if one.get("periods") else None for place in (0, -1)),
            one.get("look"),
            one["looks_planned"],
            "yes" if one["shown"] else "no",
            one["verdict"],
            one["meaning"],
            *(one.get(name) for name in ("kind", "size", "low", "high", "level", "method")),
        )
        for one in document.get("verdicts", ())
    ]


MONEY_COLUMNS = (
    "from_period", "to_period", "starts_on", "ends_on", "agent", "agent_name", "shown", "pounds", "late_statements_of",
)  # fmt: skip


def _money(document: Mapping[str, Any]) -> list[tuple[Cell, ...]]:
    return [
        (
            one["periods"][0],
            one["periods"][-1],
            one["starts_on"],
            one["ends_on"],
            one["agent"],
            one["agent_name"],
            "yes" if one["shown"] else "no",
            None if one["amount"] is None else float(one["amount"]),
            money_rows.late(one) or None,
        )
        for one in document["money"]["rows"]
    ]


def notes(document: Mapping[str, Any]) -> list[str]:
    """What somebody has to know who uses the tables."""
    programme = document["programme"]
    said = [
        f"{programme['name']}, commissioned by {programme['commissioner']['name']}.",
        "Demonstration data: nothing in it is real." if programme["is_synthetic"] else "",
        f"Only part of the data is here. {document['narrowed_to']}. Rows of more than that are left out."
        if document.get("narrowed_to")
        else "",
        f"Judged until {document['judged_until']}." if document["judged_until"] else "Nothing has been judged yet.",
        *document["small_counts"],
        "A figure that is not shown is empty, and “shown” says no. Figures of other rows are chosen so that it cannot "
        "be worked out.",
        "actual, low_95, high_95 and expected of a rate are shares of the people; of a number they are numbers. "
        "The interval is Wilson’s for a rate and the exact Poisson interval for a number.",
        "A rate is one of closed cohorts: everybody who started in time for the target to be judged. Expected is what "
        "the target asks of these people by then.",
        "A verdict says whether a difference was made, by what was settled in advance. No payment follows from it. Its "
        "size is rounded to whole points (a ratio or events a head to one place); the interval is at the level given.",
        "Money is what statements come to, net of what was taken back. Periods with few outcomes are taken together. "
        "Of the periods under late_statements_of it holds statements that were approved after the others were told.",
        *document["money"].get("untold", ()),
    ]
    if document["money"]["rounded_to"]:
        said.append(f"Amounts are rounded to the nearest {document['money']['rounded_to']} pounds.")
    if since := document["money"].get("stands_since"):
        said.append(f"Amounts are those published on {since}: what has come in since is too little to be told.")
    return [one for one in said if one]


def safe(cell: Cell) -> Cell:
    """A text that no spreadsheet runs as a formula."""
    return spreadsheets.safe(cell) if isinstance(cell, str) else cell


def lines(table: Table) -> Sequence[tuple[Cell, ...]]:
    """The table with its head, ready for a file."""
    return [table.columns, *(tuple(safe(cell) for cell in row) for row in table.rows)]

"""The worked packs give the statements that were calculated by hand: the figures are read from the pages themselves."""

import json
import re
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command

from outcomes.models import Claim
from payments.models import LedgerEntry, Statement

DOCS = Path(settings.BASE_DIR) / "docs"
SCHEMES = {
    "troubled-families-1": date(2015, 6, 30), "work-programme": date(2017, 3, 31), "us-outpatient": date(2011, 3, 31),
    "delaware-detox": date(2010, 6, 30), "hmp-peterborough": date(2014, 12, 31), "hmp-doncaster": date(2015, 9, 30),
    "local-justice-reinvestment": date(2013, 12, 31), "fair-chance-fund": date(2017, 12, 31),
    "life-chances-fund": date(2020, 3, 31), "innovation-fund": date(2015, 6, 30),
    "work-and-health-programme": date(2019, 12, 31), "london-rough-sleepers": date(2015, 9, 30),
    "probation-companies": date(2020, 9, 30),
}  # fmt: skip
COLUMNS = ("rule", "outcome", "segment", "count", "unit_amount", "gross", "deadweight", "cap", "net", "version")
Row = dict[str, Any]


def documented(scheme: str) -> dict[tuple[str, str], tuple[list[Row], str]]:
    """The statements on the page, by agent and period: their lines, and their total."""
    page = (DOCS / "worked" / f"{scheme}.md").read_text()
    found = {}
    for agent, period, text in re.findall(r"^### (\S+), (\S+)\n\n((?:\|.*\n)+)", page, re.MULTILINE):
        rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines()[2:]]
        *lines, total = rows
        assert total[0] == "Total"
        found[agent, period] = ([_line(cells) for cells in lines], total[8])
    assert found, f"{page} shows no statement"
    return found


def _line(cells: list[str]) -> Row:
    row: Row = dict(zip(COLUMNS, cells, strict=True))
    return row | {"count": int(row["count"]), "version": int(row["version"]), "kind": "payment"}


def command(*arguments: str) -> Any:
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


@pytest.fixture(params=sorted(SCHEMES))
def scheme(request: pytest.FixtureRequest, db: None) -> str:
    """A pack, loaded and priced in one go at the end of its contract."""
    name = str(request.param)
    command("load_programme", str(DOCS / "packs" / f"{name}.json"))
    command("price", "--programme", name, "--as-of", SCHEMES[name].isoformat())
    return name


def keyed(lines: list[Row]) -> list[Row]:
    return sorted(lines, key=lambda line: [str(line[name]) for name in COLUMNS])


def test_every_statement_and_the_sum_of_all_equal_the_hand_calculation(scheme: str) -> None:
    expected = documented(scheme)
    for (agent, period), (lines, total) in expected.items():
        found = command("statement", scheme, "--agent", agent, "--period", period)
        assert (keyed(found["lines"]), found["total"]) == (keyed(lines), total), f"{agent}, {period}"
    stated = Statement.objects.filter(programme__slug=scheme).values_list("agent__code", "period__code")
    assert set(stated) == set(expected)
    sums = re.findall(r"\*\*£([\d,]+\.\d\d)\*\*", (DOCS / "worked" / f"{scheme}.md").read_text())
    total_of_all = sum((Decimal(total) for _, total in expected.values()), Decimal(0))
    assert [Decimal(text.replace(",", "")) for text in sums] == [total_of_all]
    entries = LedgerEntry.objects.filter(programme__slug=scheme).values_list("net", flat=True)
    assert sum(entries, Decimal(0)) == total_of_all


def test_three_payers_share_what_the_fund_pays_for_as_the_page_says(db: None) -> None:
    """Life Chances Fund: each line to the penny, and the sums at the end of the table."""
    name = "life-chances-fund"
    command("load_programme", str(DOCS / "packs" / f"{name}.json"))
    command("price", "--programme", name, "--as-of", SCHEMES[name].isoformat())
    page = (DOCS / "worked" / f"{name}.md").read_text()
    rows = re.findall(r"^\| (3,333\.33|4,500\.02) \|.*\| (\S+) \| (\S+) \| (\S+) \|$", page, re.MULTILINE)
    expected = {Decimal(gross.replace(",", "")): tuple(map(Decimal, parts)) for gross, *parts in rows}
    borne = {}
    for claim in Claim.objects.filter(programme__slug=name):
        for rule in command("explain", str(claim.pk))["rules"]:
            for entry in rule["entries"]:
                amounts = {payer["principal"]: Decimal(payer["amount"]) for payer in entry["payers"]}
                borne[Decimal(entry["net"])] = (amounts["county-council"], amounts["health-board"], amounts[name])
    assert borne == expected


def test_pricing_month_by_month_gives_the_same_statements(db: None) -> None:
    """As the nightly job would have priced the families, not once at the end."""
    name = "troubled-families-1"
    command("load_programme", str(DOCS / "packs" / f"{name}.json"))
    for year in range(2012, 2016):
        for month in range(1, 13):
            command("price", "--programme", name, "--as-of", f"{year}-{month:02}-01")
    for (agent, period), (lines, total) in documented(name).items():
        found = command("statement", name, "--agent", agent, "--period", period)
        assert (keyed(found["lines"]), found["total"]) == (keyed(lines), total), period

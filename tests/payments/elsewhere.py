"""Schemes of other places, written as a stranger would: a pack, files of the agents, the commands and their answers."""

import csv
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from io import StringIO
from pathlib import Path
from typing import Any

from django.core.management import call_command

AT = "2013-12-02T10:00:00+00:00"
BODY = "body@example.org"


def command(*arguments: str) -> Any:
    """What a command prints as JSON."""
    out = StringIO()
    call_command(*arguments, "--json", stdout=out)
    return json.loads(out.getvalue())


def years(first: int, last: int, months: int = 12) -> list[dict[str, str]]:
    """Periods from 1 January of one year to 31 December of another: 2015, or 2015-1 and so on where shorter."""
    found = []
    for year in range(first, last + 1):
        for place in range(12 // months):
            begins, ends = place * months + 1, (place + 1) * months
            day = 31 if ends in (1, 3, 5, 7, 8, 10, 12) else 28 if ends == 2 else 30
            code = str(year) if months == 12 else f"{year}-{place + 1}"
            found.append(
                {"code": code, "starts_on": f"{year}-{begins:02}-01", "ends_on": f"{year}-{ends:02}-{day}"}
            )  # fmt: skip
    return found


def outcome(code: str, **fields: Any) -> dict[str, Any]:
    """A result without a limit in time, of which nothing is taken off for what would have happened anyway."""
    return {
        "code": code, "name": code.replace("-", " ").capitalize(), "kind": "binary",
        "deadweight": {"method": "none", "source": "A fixed tariff"}, **fields,
    }  # fmt: skip


def fee(code: str, amount: str, **fields: Any) -> dict[str, Any]:
    """A fee of one amount for the outcome of the same code."""
    return {
        "kind": "outcome_fee", "code": code, "name": f"Fee: {code}", "outcome": code,
        "amounts": [{"amount": amount}], **fields,
    }  # fmt: skip


def metric(code: str, **fields: Any) -> dict[str, Any]:
    """A figure of each agent, stated as one value."""
    return {"code": code, "name": code.capitalize(), "measured": "value", "direction": "lower", **fields}


def figure(metric: str, covers: str, measured_on: str, agent: str | None = "provider", **value: str) -> dict[str, Any]:
    """A figure that an analyst reported and a verifier confirmed."""
    return {
        "metric": metric, "agent": agent, "covers": covers, "measured_on": measured_on, "source": "Register",
        "reported_by": "analyst@example.org", "reported_at": f"{measured_on}T12:00:00+00:00",
        "decision": {"kind": "confirmed", "by": "verifier@example.org", "at": f"{measured_on}T15:00:00+00:00"},
    } | value  # fmt: skip


def version(number: int, effective_from: str, **fields: Any) -> dict[str, Any]:
    """A version agreed by everybody. One principal pays, and there is one agent, unless it says otherwise."""
    terms: dict[str, Any] = {
        "number": number, "title": f"Version {number}", "effective_from": effective_from,
        "principals": [{"organisation": "payer", "share": "1"}], "agents": ["provider"],
    } | fields  # fmt: skip
    parties = [("principal", one["organisation"]) for one in terms["principals"]]
    parties += [("agent", code) for code in terms["agents"]]
    agreements = [
        {"on_behalf_of": role, "organisation": code, "by": f"{code}@example.org", "at": AT} for role, code in parties
    ]
    body = {"on_behalf_of": "expert_body", "organisation": None, "by": BODY, "at": AT}
    return {**terms, "agreements": [*agreements, body]}


def pack(slug: str, over: Sequence[dict[str, str]], versions: Sequence[dict[str, Any]], **more: Any) -> Any:
    """The pack of a scheme over these periods, with everybody who agreed its versions; `more` are other sections."""
    principals = {one["organisation"] for of in versions for one in of["principals"]}
    agents = {code for of in versions for code in of["agents"]}
    roles = [(code, "principal") for code in sorted(principals)] + [(code, "agent") for code in sorted(agents)]
    people: list[dict[str, Any]] = [
        {"email": f"{code}@example.org", "name": code, "roles": [{"role": role, "organisation": code}]}
        for code, role in roles
    ]
    people.append({"email": BODY, "name": "Member", "roles": [{"role": "expert_body", "organisation": None}]})
    people += [
        {"email": f"{role}@example.org", "name": role, "roles": [{"role": role}]} for role in ("analyst", "verifier")
    ]
    return {
        "pack": 1,
        "organisations": [{"code": code, "name": code.capitalize()} for code, _ in roles],
        "programme": {"slug": slug, "name": slug, "commissioner": min(principals), "is_synthetic": True},
        "people": people,
        "contract": {"periods": list(over), "versions": list(versions)},
        **more,
    }


class Tried:
    """A scheme loaded from its pack. `folder` is where the files of its agents are written before they are sent."""

    def __init__(self, folder: Path, document: Any) -> None:
        self.folder = folder
        path = folder / "pack.json"
        path.write_text(json.dumps(document))
        self.slug: str = command("load_programme", str(path))["slug"]

    def send(self, kind: str, header: str, rows: Iterable[str], agent: str = "provider") -> dict[str, Any]:
        """Send a file of these lines. The answer of the command, with the codes of what was refused by row."""
        path = self.folder / f"{kind}.csv"
        path.write_text("\n".join([header, *rows]) + "\n")
        sent: dict[str, Any] = command(
            "submit_outcomes", "--programme", self.slug, "--agent", agent, str(path), "--kind", kind
        )
        with Path(sent["errors"]).open(encoding="utf-8-sig", newline="") as errors:
            sent["refused"] = [(row["participant"], row["code"]) for row in csv.DictReader(errors)]
        return sent

    def start(self, *rows: str, attributes: str = "", agent: str = "provider") -> None:
        header = ",".join(filter(None, ["participant,started_on", attributes]))
        assert self.send("participants", header, rows, agent)["rejected"] == 0

    def claim(self, *rows: str, agent: str = "provider") -> list[tuple[str, str]]:
        """Send results (participant, outcome, day, perhaps sequence and value): what of them was refused, and why."""
        sent = self.send("outcomes", "participant,outcome,achieved_on,sequence,value", rows, agent)
        found: list[tuple[str, str]] = sent["refused"]
        assert sent["received"] == len(rows)
        return found

    def price(self, as_of: str) -> None:
        command("price", "--programme", self.slug, "--as-of", as_of)

    def statement(self, period: str, agent: str = "provider") -> Any:
        return command("statement", self.slug, "--agent", agent, "--period", period)

    def paid(self, period: str, agent: str = "provider") -> dict[str, str]:
        """What the statement says under each rule."""
        found: dict[str, Decimal] = {}
        for line in self.statement(period, agent)["lines"]:
            found[line["rule"]] = found.get(line["rule"], Decimal("0.00")) + Decimal(line["net"])
        return {rule: str(net) for rule, net in found.items()}

    def total(self, period: str, agent: str = "provider") -> str:
        total: str = self.statement(period, agent)["total"]
        return total

    def steps(self, period: str, agent: str = "provider") -> dict[str, tuple[str, str]]:
        """How the one amount of the agent for the period came about: of each step the values and the result."""
        told = command("explain", "--programme", self.slug, "--agent", agent, "--period", period)
        [amount] = told["amounts"]
        return {
            step["step"]: (step["values"], step["result"])
            for rule in amount["rules"] for entry in rule["entries"] for step in entry["steps"]
        }  # fmt: skip

    def payers(self, period: str, agent: str = "provider") -> dict[str, str]:
        return {one["principal"]: one["amount"] for one in self.statement(period, agent)["payers"]}

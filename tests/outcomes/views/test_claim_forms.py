import io
from datetime import date

import openpyxl
from django.test import Client
from django.urls import reverse

from accounts.models import User
from outcomes.models import Claim
from tests.outcomes.scheme import Scheme

GIVEN = {"participant": "P-1", "outcome": "qualification", "achieved_on": "2025-03-03", "sequence": "1", "value": "2"}


def at(name: str, scheme: Scheme, *parts: object) -> str:
    return reverse(f"outcomes:{name}", args=[scheme.programme.slug, *parts])


def test_one_outcome_is_claimed_and_amended_by_forms(client: Client, scheme: Scheme, commissioner: User) -> None:
    scheme.participant("P-1")
    client.force_login(scheme.user)
    assert "Claim an outcome" in client.get(at("claim_list", scheme)).content.decode()
    refused = client.post(at("claim_new", scheme), GIVEN | {"participant": "P-9"}).content.decode()
    assert "has no participant with the reference “P-9”" in refused
    client.post(at("claim_new", scheme), GIVEN)
    claim = Claim.objects.get()
    form = at("claim_amend", scheme, claim.pk)
    assert client.get(form).context["form"].initial["value"] == "2"
    page = client.post(form, {"achieved_on": "2025-03-03", "sequence": "1", "value": "3"}).content.decode()
    assert "Enter the reason for amending the claim" in page
    client.post(form, {"achieved_on": "2025-03-03", "sequence": "1", "value": "3", "reason": "A slip"})
    new = Claim.objects.get(amends=claim)
    client.force_login(commissioner)
    assert "has taken the place of this one" in client.get(at("claim_detail", scheme, claim.pk)).content.decode()
    assert "It takes the place of" in client.get(at("claim_detail", scheme, new.pk)).content.decode()


def test_the_workbook_to_fill_in_offers_the_values_of_the_contract_and_can_be_sent(
    client: Client, scheme: Scheme
) -> None:
    scheme.participant("P-1")
    client.force_login(scheme.user)
    made = client.get(at("submission_template", scheme, "outcomes", "xlsx")).content
    book = openpyxl.load_workbook(io.BytesIO(made))
    sheet = book["Rows"]
    rules = {str(rule.sqref).split(":")[0]: rule for rule in sheet.data_validations.dataValidation}
    first, last = rules["B2"].formula1.split("!")[1].replace("$", "").split(":")
    listed = [cell.value for (cell,) in book["Columns"][first:last]]
    assert listed == ["job_outcome", "sustained_job", "qualification"]
    assert rules["C2"].formula1 == "DATE(2025,1,1)"
    sheet["A2"], sheet["B2"], sheet["C2"] = "P-1", "qualification", date(2025, 3, 3)
    out = io.BytesIO()
    book.save(out)
    done = scheme.send(out.getvalue(), name="filled.xlsx")
    assert (done.status, done.accepted, done.unknown_columns) == ("accepted", 1, [])

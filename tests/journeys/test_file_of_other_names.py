"""A file calls its columns otherwise and has unusual rows: both are asked about once; then a claim is amended."""

from collections.abc import Callable
from pathlib import Path

import pytest

from accounts.models import User
from outcomes.models import Claim
from tests.journeys.conftest import Person
from tests.journeys.test_files_from_an_agent import picture
from tests.outcomes import scheme as schemes

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

OURS = (
    "Client ID,Result,Date of result,Which,Score\nP-1,qualification,03/03/2025,1,5\nP-1,qualification,03/03/2025,2,5\n"
)


def test_other_names_are_explained_unusual_rows_answered_and_a_claim_amended(
    as_person: "Callable[[User], Person]", tmp_path: Path
) -> None:
    scheme = schemes.scheme()
    scheme.participant("P-1")
    person = as_person(scheme.user)
    path = tmp_path / "march.csv"
    path.write_text(OURS)
    base = f"/programmes/{scheme.programme.slug}"
    person.go(f"{base}/submissions/new/", "Send a file")
    picture(person, "send")
    person.choose("kind", "outcomes")
    person.choose("consent", "all")
    person.upload("file", path)
    person.press("Send the file")
    person.at("march.csv")
    picture(person, "failed")
    person.follow("Say what the columns mean", "What do these columns mean?")
    for place, column in enumerate(("participant", "outcome", "achieved_on", "sequence", "value")):
        person.select(f"column_{place}", column)
    person.look_on_a_phone()
    picture(person, "columns")
    person.press("Remember and read the file again")
    person.at("march.csv")
    person.sees("2 questions are open.")
    picture(person, "result")
    person.follow("Answer the questions", "Questions")
    person.look_on_a_phone()
    picture(person, "questions")
    person.follow("Answer for all", "Several outcomes of one participant on one date")
    person.fill(reason="The college examines on one day")
    picture(person, "answer")
    person.press("Keep the answer")
    person.told("Your answer is kept beside the claims.")
    claim = Claim.objects.earliest("pk")
    person.go(f"{base}/claims/{claim.pk}/", f"Claim {claim.pk}")
    person.follow("Amend the claim", "Amend the claim")
    person.fill(value="6", reason="A slip")
    picture(person, "amend")
    person.press("Amend the claim")
    person.told("This one takes its place.")
    picture(person, "amended")
    person.go(f"{base}/claims/new/", "Claim an outcome")
    person.go(f"{base}/submissions/of/{scheme.agent.code}/", "How your files are read")
    person.look_on_a_phone()
    picture(person, "arrangements")

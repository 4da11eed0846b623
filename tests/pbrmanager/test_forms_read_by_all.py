"""What everybody in the programme reads of people who are helped is written on forms that warn of small numbers."""

import importlib
import pkgutil
from collections.abc import Iterator

import pytest
from django import forms

import expertbody.forms
import monitoring.forms
from stages.forms.few_people import ReadByAll

OF_OTHERS = {
    "expertbody.forms.invitations.AnswerForm",
    "expertbody.forms.invitations.InvitationForm",
    "expertbody.forms.invitations.WithdrawForm",
    "expertbody.forms.meetings.InterestForm",
    "expertbody.forms.meetings.ItemInterestForm",
    "expertbody.forms.seats.EndForm",
    "monitoring.forms.comparators.ComparatorRemoveForm",
    "monitoring.forms.publications.TakeOffForm",
}
"""These speak of members of the Expert Body, who are known by name, of schemes elsewhere, and of the public page."""

READ_BY_FEW = {"monitoring.forms.gaming.ReplyForm"}
"""Read by those alone who may see records."""


def written() -> Iterator[tuple[str, type[forms.Form]]]:
    """Every form on which sentences are written, by its name."""
    for package in (expertbody.forms, monitoring.forms):
        for found in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            for name, one in vars(importlib.import_module(found.name)).items():
                is_own = isinstance(one, type) and issubclass(one, forms.Form) and one.__module__ == found.name
                if is_own and any(isinstance(field.widget, forms.Textarea) for field in one.base_fields.values()):
                    yield f"{found.name}.{name}", one


FORMS = dict(written())


@pytest.mark.parametrize("name", FORMS)
def test_who_writes_for_everybody_is_warned(name: str) -> None:
    assert issubclass(FORMS[name], ReadByAll) == (name not in OF_OTHERS | READ_BY_FEW)


def test_every_form_that_is_left_out_exists() -> None:
    assert FORMS.keys() >= OF_OTHERS | READ_BY_FEW

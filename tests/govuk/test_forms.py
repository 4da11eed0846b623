"""Fields in the design system's markup, and messages that say what to do."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from govuk.forms import DateField, Form, MoneyField, PercentField
from govuk.messages import lower_first, with_article
from govuk.tags.forms import error_summary
from tests.govuk.gallery import EverythingForm, form_page

GOOD: dict[str, Any] = {
    "name": "Work Programme",
    "email": "priya@example.org",
    "started_0": "31",
    "started_1": "3",
    "started_2": "2026",
    "ceiling": "£2,000,000.50",
    "share": "12.5%",
    "weeks": "26",
    "places": "300",
    "reason": "Because",
    "kind": "binary",
    "stages": ["1", "2"],
    "role": "agent",
    "declared": "on",
    "password": "a long one",
}


def filled(**changes: Any) -> EverythingForm:
    data: MultiValueDict[str, Any] = MultiValueDict()
    for name, value in (GOOD | changes).items():
        data.setlist(name, value if isinstance(value, list) else [value])
    files = MultiValueDict({"file": [SimpleUploadedFile("outcomes.csv", b"participant\n")]})
    return EverythingForm(data, files)


def test_a_well_filled_form_gives_python_values() -> None:
    form = filled()
    assert form.is_valid(), form.errors
    assert form.cleaned_data["started"] == datetime.date(2026, 3, 31)
    assert form.cleaned_data["ceiling"] == Decimal("2000000.50")
    assert form.cleaned_data["share"] == Decimal("12.5")
    assert form.cleaned_data["stages"] == ["1", "2"]


def test_every_message_of_an_empty_form_says_what_to_do() -> None:
    form = EverythingForm({})
    assert {name: errors[0] for name, errors in form.errors.items()} == {
        "name": "Enter the name of the programme",
        "email": "Enter the email address",
        "started": "Enter the start date",
        "ceiling": "Enter the ceiling",
        "weeks": "Enter the waiting period",
        "places": "Enter the places",
        "reason": "Enter the reason",
        "kind": "Select the kind of outcome",
        "stages": "Select at least one of the stages questioned",
        "role": "Select the role",
        "declared": "Tick “I have no interest to declare” to continue",
        "file": "Choose the outcomes file",
        "password": "Enter the password",
    }


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("name", "x" * 21, "Name of the programme must be 20 characters or fewer"),
        ("email", "nobody", "Enter an email address in the correct format, like name@example.com"),
        ("ceiling", "lots", "Ceiling must be a number, like 12.50"),
        ("ceiling", "1.005", "Ceiling must have 2 decimal places or fewer"),
        ("places", "many", "Places must be a whole number"),
        ("places", "0", "Places must be 1 or more"),
        ("role", "king", "Select the role from the list"),
    ],
)
def test_a_wrong_value_is_answered_with_what_to_do(field: str, value: str, message: str) -> None:
    assert filled(**{field: value}).errors[field] == [message]


@pytest.mark.parametrize(
    ("day", "month", "year", "message", "wrong"),
    [
        ("31", "", "2026", "Start date must include a month", {"month"}),
        ("", "", "2026", "Start date must include a day and month", {"day", "month"}),
        ("31", "2", "2026", "Start date must be a real date", set()),
        ("31", "13", "2026", "Start date must be a real date", {"month"}),
        ("31", "3", "26", "Start date must be a real date", {"year"}),
        ("x", "3", "2026", "Start date must be a real date", set()),
    ],
)
def test_a_date_says_what_is_missing_and_marks_only_that_box(
    day: str, month: str, year: str, message: str, wrong: set[str]
) -> None:
    form = filled(started_0=day, started_1=month, started_2=year)
    assert form.errors["started"] == [message]
    html = str(form["started"])
    assert html.count("govuk-input--error") == (len(wrong) or 3)


def test_a_date_may_name_its_month_or_come_as_iso() -> None:
    by_name, by_iso = filled(started_1="March"), filled(started="2026-04-01")
    assert by_name.is_valid()
    assert by_iso.is_valid()
    assert by_name.cleaned_data["started"] == datetime.date(2026, 3, 31)
    assert by_iso.cleaned_data["started"] == datetime.date(2026, 4, 1)


def test_a_date_shows_its_initial_value_in_three_boxes() -> None:
    form = EverythingForm(initial={"started": datetime.date(2026, 3, 9)})
    html = str(form["started"])
    assert 'name="started_0" value="9"' in html
    assert 'name="started_1" value="3"' in html
    assert 'name="started_2" value="2026"' in html


def test_an_unchanged_date_is_not_a_change() -> None:
    field = DateField()
    assert not field.has_changed(datetime.date(2026, 3, 9), ["9", "3", "2026"])
    assert field.has_changed(datetime.date(2026, 3, 9), ["10", "3", "2026"])
    assert field.has_changed(datetime.date(2026, 3, 9), ["x", "3", "2026"])


def test_the_message_that_an_author_wrote_is_kept() -> None:
    class OwnWords(Form):
        name = forms.CharField(label="Name", error_messages={"required": "Enter the name on the contract"})

    assert OwnWords({}).errors["name"] == ["Enter the name on the contract"]


def test_a_field_that_a_form_adds_later_and_a_time_of_day_say_what_to_do_too() -> None:
    class Later(Form):
        time = forms.TimeField(label="Start time")

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.fields["weight"] = PercentField(label="Weight 1")
            self.give_messages()

    errors = Later({"time": "two", "weight": "thirty"}).errors
    assert errors["time"] == ["Start time must be a time of day, like 14:00"]
    assert errors["weight"] == ["Weight 1 must be a number, like 12.50"]


def test_a_question_is_answered_and_a_label_may_hold_a_percent_sign() -> None:
    class Odd(Form):
        fit = forms.CharField(label="Should this be PbR?")
        share = forms.CharField(label="Share in % of fees", max_length=2)

    assert Odd({"share": "123"}).errors["fit"] == ["Answer “Should this be PbR?”"]
    assert Odd({"share": "123"}).errors["share"] == ["Share in % of fees must be 2 characters or fewer"]


@pytest.mark.parametrize(
    ("label", "inside", "object_of"),
    [
        ("Start date", "start date", "the start date"),
        ("PbR purpose", "PbR purpose", "the PbR purpose"),
        ("Your role", "your role", "your role"),
        ("UK region", "UK region", "the UK region"),
        ("Where it comes from", "where it comes from", "where it comes from"),
        ("Which outcome it measures", "which outcome it measures", "which outcome it measures"),
    ],
)
def test_labels_fit_into_sentences(label: str, inside: str, object_of: str) -> None:
    assert (lower_first(label), with_article(label)) == (inside, object_of)


def test_hint_and_error_describe_their_input() -> None:
    html = EverythingForm({})["name"].as_field_group()
    assert 'id="id_name_helptext" class="govuk-hint"' in html
    assert 'class="govuk-error-message" id="id_name_error"' in html
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'class="govuk-input govuk-input--error"' in html
    assert "govuk-form-group--error" in html


def test_a_group_of_inputs_is_described_as_a_whole() -> None:
    html = EverythingForm({})["started"].as_field_group()
    assert (
        '<fieldset class="govuk-fieldset" role="group" aria-describedby="id_started_helptext id_started_error">' in html
    )
    assert ">Start date</legend>" in html


def test_numbers_are_typed_into_text_boxes_with_a_keypad() -> None:
    html = str(EverythingForm()["places"])
    assert 'type="text"' in html
    assert 'inputmode="numeric"' in html
    assert " min=" not in html


def test_units_stand_beside_the_box_and_are_not_read_twice() -> None:
    form = EverythingForm()
    assert '<div class="govuk-input__prefix" aria-hidden="true">£</div>' in str(form["ceiling"])
    assert '<div class="govuk-input__suffix" aria-hidden="true">weeks</div>' in str(form["weeks"])


def test_optional_fields_say_so() -> None:
    form = EverythingForm()
    assert "Conceded deadweight (optional)</label>" in form["share"].as_field_group()
    assert "(optional)" not in form["name"].as_field_group()
    page = Template("{% filters form %}").render(Context({"form": form}))
    assert "(optional)" not in page


def test_radio_buttons_of_which_one_is_chosen_are_not_called_optional() -> None:
    class Choice(Form):
        rows = forms.ChoiceField(choices=[("good", "Good"), ("none", "None")], widget=forms.RadioSelect, required=False)

    assert "(optional)" in Choice()["rows"].as_field_group()
    assert "(optional)" not in Choice(initial={"rows": "good"})["rows"].as_field_group()


def test_choices_password_text_area_and_file_use_their_components() -> None:
    form = EverythingForm()
    assert 'class="govuk-radios" data-module="govuk-radios"' in str(form["kind"])
    assert "govuk-checkboxes govuk-checkboxes--small" in str(form["stages"])
    assert 'class="govuk-select"' in str(form["role"])
    assert 'class="govuk-file-upload"' in str(form["file"])
    assert 'data-module="govuk-password-input"' in form["password"].as_field_group()
    assert 'data-module="govuk-character-count" data-maxlength="200"' in form["reason"].as_field_group()
    assert 'id="id_reason-info"' in form["reason"].as_field_group()
    assert 'class="govuk-checkboxes__input"' in str(form["declared"])


def test_no_widget_carries_a_style_or_a_required_attribute() -> None:
    html = str(EverythingForm({}))
    assert "style=" not in html
    assert " required" not in html


def test_the_error_summary_leads_to_the_first_input_of_each_field() -> None:
    form = filled(started_1="", kind="", name="")
    errors = error_summary(form)["errors"]
    assert {"message": "Start date must include a month", "target": "id_started_1"} in errors
    assert {"message": "Select the kind of outcome", "target": "id_kind_0"} in errors
    assert {"message": "Enter the name of the programme", "target": "id_name"} in errors


def test_the_error_summary_takes_forms_formsets_and_nothing() -> None:
    class Line(Form):
        amount = MoneyField(label="Amount")

    lines = forms.formset_factory(Line, min_num=1, validate_min=True, extra=0)
    data = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-amount": "x"}
    errors = error_summary(lines(data), None, "")["errors"]
    assert {"message": "Amount must be a number, like 12.50", "target": "id_form-0-amount"} in errors


def test_percentages_are_kept_as_people_say_them() -> None:
    class Shares(Form):
        share = PercentField(label="Share", min_value=0, max_value=100)

    assert Shares({"share": "101"}).errors["share"] == ["Share must be 100 or less"]
    form = Shares({"share": " 12.5 % "})
    assert form.is_valid()
    assert form.cleaned_data["share"] == Decimal("12.5")


def test_the_title_says_that_there_is_an_error(rf: RequestFactory) -> None:
    assert b"<title>Error: A form" in form_page(rf.post("/")).content
    assert b"<title>A form" in form_page(rf.get("/")).content

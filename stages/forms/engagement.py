from django import forms
from django.db.models import QuerySet

from accounts.models import User
from govuk.forms import AffixedInput, CharacterCount, DateField, Form
from stages.models import StakeholderContact


class PlanForm(Form):
    """How a stakeholder is involved."""

    engagement = forms.CharField(
        label="Engagement action",
        help_text="What will be done to involve them",
        max_length=2000,
        widget=CharacterCount(attrs={"rows": 3}),
        error_messages={"required": "Enter what will be done to involve them"},
    )
    engagement_owner = forms.ModelChoiceField(
        label="Who owns it",
        queryset=User.objects.none(),
        empty_label="Select a member",
        error_messages={"required": "Select the member who owns the engagement"},
    )
    next_review_on = DateField(label="Next review", required=False, help_text="For example, 31 3 2027")

    def __init__(self, *args: object, members: QuerySet[User], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["engagement_owner"]
        assert isinstance(owner, forms.ModelChoiceField)
        owner.queryset = members


class ContactForm(Form):
    """A contact that has taken place."""

    held_on = DateField(label="When it was", help_text="For example, 31 3 2026")
    how = forms.ChoiceField(
        label="How",
        choices=StakeholderContact.How.choices,
        widget=forms.RadioSelect(attrs={"class": "small"}),
        error_messages={"required": "Select how you were in contact"},
    )
    with_whom = forms.CharField(
        label="With whom",
        help_text="Names of staff and officers; for people who use the service a number, such as “12 residents”",
        max_length=200,
        error_messages={"required": "Enter with whom it was"},
    )
    said = forms.CharField(
        label="What was said",
        max_length=4000,
        widget=CharacterCount(),
        error_messages={"required": "Enter what was said"},
    )
    next_review_on = DateField(
        label="Next review", required=False, help_text="When they are looked at again. Leave empty to keep the day"
    )


class ContactDaysForm(Form):
    days = forms.IntegerField(
        label="Longest time without contact",
        help_text="For those who are legitimate and urgent: after it they are brought to mind on your work page",
        min_value=1,
        max_value=730,
        widget=AffixedInput(suffix="days"),
    )


class PlanFilterForm(Form):
    q = forms.CharField(label="Search", required=False, max_length=100)
    overdue = forms.BooleanField(label="Overdue only", required=False)


class LeaveForm(Form):
    because = forms.CharField(
        label="Why are they no longer a stakeholder?",
        max_length=1000,
        widget=CharacterCount(attrs={"rows": 3}),
        error_messages={"required": "Enter the reason"},
    )

"""What somebody says who makes a token."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.timezone import localdate, make_aware

from accounts.domain import tokens
from govuk.forms import DateField, Form
from stages.models import Membership

USUAL_DAYS = 180


class RoleField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: Membership) -> str:
        whose = f" for {obj.organisation}" if obj.organisation else ""
        return f"{obj.programme}: {obj.get_role_display()}{whose}"


class TokenForm(Form):
    purpose = forms.CharField(
        label="What is the token for?",
        help_text="The system that will use it, and for what: “Case management, nightly upload”",
        max_length=120,
    )
    held = RoleField(
        label="Roles",
        help_text="It acts with these of your roles, all for one organisation",
        queryset=Membership.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one role"},
    )
    scopes = forms.MultipleChoiceField(
        label="What may it do?",
        help_text="No more than the system needs. Whatever a person must decide, no token can do",
        choices=list(tokens.SCOPES.items()),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Select at least one thing that the token may do"},
    )
    expires_on = DateField(label="Last day on which it works", help_text="At most one year from now")

    def __init__(self, *args: Any, held: QuerySet[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["held"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = held
        self.fields["scopes"].initial = [tokens.READ]
        self.fields["expires_on"].initial = localdate() + timedelta(days=USUAL_DAYS)

    @property
    def given(self) -> dict[str, Any]:
        """What the action takes. The token ends with the last moment of its last day."""
        last: date = self.cleaned_data["expires_on"]
        end: datetime = make_aware(datetime.combine(last, time.max))
        return {name: self.cleaned_data[name] for name in ("purpose", "held", "scopes")} | {"expires_at": end}

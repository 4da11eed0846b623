"""What a person looks for in their inbox, and how they want to be told."""

import datetime
from collections.abc import Mapping
from typing import Any

from django import forms

from govuk.forms import Form
from notifications.domain import channels

KINDS = [(subject.code, subject.label) for subject in channels.SUBJECTS]
HOURS = [(f"{hour:02d}:{minute:02d}", f"{hour:02d}:{minute:02d}") for hour in range(24) for minute in (0, 30)]


class InboxFilterForm(Form):
    marks_optional = False

    q = forms.CharField(label="Search", required=False, max_length=100)
    show = forms.ChoiceField(label="Show", required=False, choices=[("", "All"), ("unread", "Unread only")])
    kind = forms.ChoiceField(label="About", required=False, choices=[("", "Everything"), *KINDS])


class MailFilterForm(Form):
    marks_optional = False

    q = forms.CharField(label="Search", required=False, max_length=100)


class PreferencesForm(Form):
    """A choice for each kind of thing, then the hours."""

    marks_optional = False

    quiet_from = forms.ChoiceField(
        label="Quiet from", required=False, choices=[("", "No quiet hours"), *HOURS],
        help_text="No emails go out in the quiet hours; they wait until these are over",
    )  # fmt: skip
    quiet_until = forms.ChoiceField(label="Quiet until", required=False, choices=[("", "No quiet hours"), *HOURS])
    digest_at = forms.ChoiceField(
        label="The daily email comes at", choices=HOURS,
        help_text="Where that is in the quiet hours, it comes when these are over",
    )  # fmt: skip

    def __init__(self, *args: Any, chosen: Mapping[str, str], habits: channels.Habits, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = {
            f"kind_{subject.code.replace('.', '_')}": forms.ChoiceField(
                label=subject.label, choices=channels.CHANNELS, initial=chosen[subject.code]
            )
            for subject in channels.SUBJECTS
        }
        self.fields = {**kinds, **self.fields}
        for name in ("quiet_from", "quiet_until", "digest_at"):
            held: datetime.time | None = getattr(habits, name)
            self.fields[name].initial = f"{held:%H:%M}" if held else ""
        self.give_messages()

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if bool(given.get("quiet_from")) != bool(given.get("quiet_until")):
            self.add_error("quiet_until", "Select when the quiet hours begin and when they end, or neither")
        return given

    @property
    def chosen(self) -> dict[str, str]:
        return {
            subject.code: self.cleaned_data[f"kind_{subject.code.replace('.', '_')}"] for subject in channels.SUBJECTS
        }

    @property
    def habits(self) -> channels.Habits:
        def hour(name: str) -> datetime.time | None:
            said = self.cleaned_data[name]
            return datetime.time.fromisoformat(said) if said else None

        return channels.Habits(hour("quiet_from"), hour("quiet_until"), hour("digest_at") or datetime.time(7, 30))

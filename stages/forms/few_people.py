"""Forms whose words everybody in the programme reads: they warn once of small numbers of people."""

from typing import Any

from django import forms
from django.http import QueryDict

from govuk.forms import Form
from stages.domain import few_people

SENT_AGAIN = "as_it_stands"


class ReadByAll(Form):
    """Free text stays its writer's; who writes “3 participants” is told that all read it, and may send it again."""

    as_it_stands = forms.BooleanField(required=False, widget=forms.HiddenInput())

    def __init__(self, *args: Any, few: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.few = few

    def clean(self) -> dict[str, Any]:
        cleaned = dict(super().clean() or self.cleaned_data)
        was_warned = cleaned.pop(SENT_AGAIN, False)
        found = {} if was_warned else self._found(cleaned)
        for name, words in found.items():
            self.add_error(name, self._warning(words))
        if found and isinstance(self.data, QueryDict):
            self.data = self.data.copy()
            self.data[self.add_prefix(SENT_AGAIN)] = "on"
        return {name: value for name, value in cleaned.items() if name not in found}

    def _found(self, cleaned: dict[str, Any]) -> dict[str, list[str]]:
        texts = {name: few_people.told(value, self.few) for name, value in cleaned.items() if isinstance(value, str)}
        return {name: words for name, words in texts.items() if words}

    def _warning(self, words: list[str]) -> str:
        quoted = ", ".join(f"“{one}”" for one in words)
        return (
            f"Check {quoted}: everybody in the programme reads this, and fewer than {self.few} people could be "
            "recognised. Write it without the number, or send it again as it stands."
        )

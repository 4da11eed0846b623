"""Every component on pages that only the tests serve: `/` has them all, `/form/` a form, `/charts/` the charts."""

import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import include, path

from govuk import charts
from govuk.components import Criterion, Event, Loop, Stage
from govuk.forms import AffixedInput, CharacterCount, DateField, Form, MoneyField, PercentField
from govuk.tags import content

HERE = Path(__file__).parent
STAGES = (
    Stage(1, "Stakeholder analysis", "closed", 1, "/stages/1/", "Closed 3 March 2025 by Priya Shah"),
    Stage(2, "Principal identification", "closed", 1, "/stages/2/", "Closed 28 March 2025 by Priya Shah"),
    Stage(3, "Agent identification", "closed", 2, "/stages/3/", "Closed again 9 February 2026 after finding 4"),
    Stage(
        4, "Strategy and operations implementation", "reopened", 2, "/stages/4/", "Reopened 2 June 2026 by finding 12"
    ),
    Stage(5, "Delivery", "open", 1, "/stages/5/", "Open since 1 July 2025"),
    Stage(6, "Data collection and analysis", "open", 1, "/stages/6/", "Open since 1 October 2025"),
    Stage(7, "Findings and action", "open", 1, "/stages/7/", "Open since 1 October 2025"),
)
LOOPS = (
    Loop(7, 4, "Finding 12: sustained employment off track for 25 to 49s", "/findings/12/"),
    Loop(6, 3, "Finding 4: agent short of key workers", "/findings/4/"),
)
CRITERIA = (
    Criterion("The programme has one stated purpose", "met", "recorded on 3 March 2025", "/purpose/"),
    Criterion(
        "Five constituencies are seated on the Expert Body",
        "not_met",
        "nobody is seated for service users or academics",
        "/seats/",
        "Seat a member",
    ),
    Criterion("The operating context is understood", "needs_confirmation", "the commissioner has to confirm"),
)
EVENTS = (
    Event(
        "Stage 4 reopened",
        datetime.datetime(2026, 6, 2, 13, 5, tzinfo=datetime.UTC),
        "Expert Body",
        "Two quarters running below the minimum level.",
        "/findings/12/",
        "Finding 12",
        "Reopened",
        "orange",
    ),
    Event("Contract version 2 agreed", datetime.date(2026, 2, 9), "Principal, agent and Expert Body"),
    Event("Programme started", datetime.date(2025, 3, 3), "Priya Shah"),
)


class EverythingForm(Form):
    name = forms.CharField(label="Name of the programme", help_text="As it stands in the contract", max_length=20)
    email = forms.EmailField(label="Email address")
    started = DateField(label="Start date", help_text="For example, 31 3 2026")
    ceiling = MoneyField(label="Ceiling")
    share = PercentField(label="Conceded deadweight", required=False)
    weeks = forms.IntegerField(label="Waiting period", min_value=1, widget=AffixedInput(suffix="weeks"))
    places = forms.IntegerField(label="Places", min_value=1)
    reason = forms.CharField(label="Reason", max_length=200, widget=CharacterCount())
    purpose = forms.CharField(label="Purpose", widget=forms.Textarea(attrs={"rows": 3}), required=False)
    kind = forms.ChoiceField(
        label="Kind of outcome", choices=[("binary", "Binary"), ("frequency", "Frequency")], widget=forms.RadioSelect
    )
    stages = forms.MultipleChoiceField(
        label="Stages questioned",
        choices=[("1", "Stakeholder analysis"), ("2", "Principal identification")],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "small"}),
    )
    role = forms.ChoiceField(
        label="Role", choices=[("", "Choose a role"), ("agent", "Agent"), ("verifier", "Verifier")]
    )
    declared = forms.BooleanField(label="I have no interest to declare", help_text="You can change this later")
    file = forms.FileField(label="Outcomes file", help_text="CSV or XLSX")
    password = forms.CharField(label="Password", widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))


class FilterForm(Form):
    search = forms.CharField(label="Search", required=True)
    stage = forms.ChoiceField(label="Stage", choices=[("", "Any stage"), ("1", "1. Stakeholder analysis")])


def sample_charts() -> list[charts.Chart]:
    """One of each builder, on made-up figures."""
    quarters = ("Q2 2025", "Q3 2025", "Q4 2025", "Q1 2026", "Q2 2026", "Q3 2026")
    actual = (Decimal("0.12"), Decimal("0.19"), Decimal("0.22"), Decimal("0.24"), Decimal("0.23"), None)
    points = [
        charts.Point(
            quarter,
            value,
            None if value is None else value - Decimal("0.03"),
            None if value is None else value + Decimal("0.03"),
            Decimal("0.10") + place * Decimal("0.05"),
            Decimal("0.08") + place * Decimal("0.04"),
            "not yet known",
        )
        for place, (quarter, value) in enumerate(zip(quarters, actual, strict=True))
    ]
    sizes = (40, 80, 160, 320, 640, 900)
    limits = [
        charts.FunnelLimit(n, 0.25 - 0.85 / n**0.5, 0.25 + 0.85 / n**0.5, 0.25 - 1.34 / n**0.5, 0.25 + 1.34 / n**0.5)
        for n in sizes
    ]
    return [
        charts.trajectory(
            title="Sustained employment against target",
            summary="Below target for two quarters: 23.0% against 30.0%, likely range 20% to 26%.",
            points=points,
            measure="Actual",
        ),
        charts.trajectory(
            title="Sustained employment and its forecast",
            summary="Chance of missing the target: 71% by the end of the contract.",
            points=[
                charts.Point("Q1 2026", 0.2, 0.16, 0.25, 0.25),
                charts.Point("Q2 2026", 0.23, 0.19, 0.27, 0.3),
                charts.Point("Q3 2026", 0.25, 0.18, 0.33, 0.32, forecast=True),
                charts.Point("Contract end", 0.27, 0.16, 0.4, 0.35, forecast=True),
            ],
        ),
        charts.money_against_ceiling(
            title="Money against the ceiling",
            summary="£1,260,000 paid; £1,800,000 is forecast against a ceiling of £2,000,000.",
            payments=[
                charts.Payment(quarter, Decimal(210_000 + 35_000 * place), forecast=place > 3)
                for place, quarter in enumerate(quarters)
            ],
            ceiling=Decimal(2_000_000),
        ),
        charts.horizontal_bars(
            title="Job outcomes by segment",
            summary="Only JSA 18 to 24 is at its target.",
            items=[
                charts.Bar("JSA 18 to 24", Decimal("0.41"), Decimal("0.40"), Decimal("0.38"), Decimal("0.44")),
                charts.Bar("JSA 25 and over", Decimal("0.29"), Decimal("0.33"), Decimal("0.26"), Decimal("0.32")),
                charts.Bar("ESA flow", Decimal("0.07"), Decimal("0.17"), Decimal("0.05"), Decimal("0.10")),
                charts.Bar("Prison leavers", None, Decimal("0.20"), note="fewer than 10"),
            ],
            group_name="Segment",
        ),
        charts.bars(
            title="Claims by state",
            summary="Most claims of each quarter are paid; rejections are falling.",
            groups=[charts.Group(q, (420 + 30 * i, 80 - 5 * i, 60 - 9 * i)) for i, q in enumerate(quarters[:4])],
            series=("Paid", "Waiting", "Rejected"),
            stacked=True,
            group_name="Quarter",
        ),
        charts.bars(
            title="Agents side by side",
            summary="Northway leads in both quarters.",
            groups=[charts.Group("Q1 2026", (310, 240)), charts.Group("Q2 2026", (330, 260))],
            series=("Northway", "Calder Trust"),
        ),
        charts.funnel(
            title="Agents on a funnel",
            summary="One agent of six, Calder Trust, lies below the limits.",
            points=[
                charts.FunnelPoint("Northway", 880, Decimal("0.27")),
                charts.FunnelPoint("Calder Trust", 610, Decimal("0.16"), outside=True),
                charts.FunnelPoint("Harbour", 300, Decimal("0.24")),
                charts.FunnelPoint("Mersey Works", 150, Decimal("0.31")),
                charts.FunnelPoint("Fenland", 70, Decimal("0.18")),
                charts.FunnelPoint("Tyne Futures", 60, Decimal("0.52"), outside=True),
            ],
            limits=limits,
            centre=Decimal("0.25"),
            size_name="Participants",
            measure="Job outcomes",
        ),
        charts.power_interest(
            title="Stakeholders by power and interest",
            summary="Two stakeholders need to be managed closely: the treasury and the city council.",
            people=[
                charts.Placed("Treasury", 5, 3),
                charts.Placed("City council", 5, 5),
                charts.Placed("Employers", 4, 2),
                charts.Placed("Service users", 2, 5),
                charts.Placed("Carers", 2, 5),
                charts.Placed("Local press", 1, 2),
            ],
        ),
        charts.three_sets(
            title="Who holds what",
            summary="One stakeholder of three holds all three attributes: the city council.",
            sets=("Power", "Legitimacy", "Urgency"),
            people=[
                charts.Belonging("City council", True, True, True),
                charts.Belonging("Service users", False, True, True),
                charts.Belonging("Local press", False, False, False),
            ],
        ),
    ]


@login_not_required
def gallery(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Stage 4 closed.")
    messages.info(request, "The monitor runs at 02:00.")
    context: dict[str, Any] = {
        "stages": STAGES,
        "loops": LOOPS,
        "criteria_items": CRITERIA,
        "events": EVENTS,
        "filter_form": FilterForm(request.GET or None),
        "page": Paginator(range(400), 10).get_page(request.GET.get("page", 5)),
        "colours": sorted(content.COLOURS),
        "small": [Stage(number, "Stage", "closed" if number < 4 else "not_started") for number in range(1, 8)],
    }
    return _page(request, "gallery.html", context)


@login_not_required
def form_page(request: HttpRequest) -> HttpResponse:
    form = EverythingForm(request.POST, request.FILES) if request.method == "POST" else EverythingForm()
    return _page(request, "form.html", {"form": form})


@login_not_required
def charts_page(request: HttpRequest) -> HttpResponse:
    return _page(request, "charts.html", {"charts": sample_charts()})


def _page(request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
    template = engines["django"].from_string((HERE / "pages" / name).read_text())
    return HttpResponse(template.render(context, request))


urlpatterns = [
    path("", gallery),
    path("form/", form_page),
    path("charts/", charts_page),
    path("account/", include("allauth.urls")),
]

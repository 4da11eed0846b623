"""Charts as inline SVG that a strict policy allows, with their words and their table."""

import csv
import io
import re
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from urllib.parse import unquote
from xml.etree import ElementTree

import pytest
from django.template import engines

from govuk import charts
from govuk.charts import drawing
from tests.govuk.gallery import sample_charts

SAMPLES = sample_charts()
BY_TITLE = {chart.title: chart for chart in SAMPLES}


@pytest.fixture(scope="module")
def drawn() -> dict[str, str]:
    return {chart.title: charts.svg(chart) for chart in SAMPLES}


def test_no_drawing_has_a_style_a_script_or_a_role_inside(drawn: dict[str, str]) -> None:
    for title, svg in drawn.items():
        assert " style=" not in svg, title
        assert "<style" not in svg, title
        assert "<script" not in svg, title
        assert svg.count("role=") == 2, title  # the two drawings themselves


def test_each_drawing_is_an_image_labelled_by_its_summary(drawn: dict[str, str]) -> None:
    svg = drawn["Agents on a funnel"]
    label = "Agents on a funnel. One agent of six, Calder Trust, lies below the limits."
    assert svg.count(f'role="img" aria-label="{label}"') == 2
    assert "app-chart__svg--wide" in svg
    assert "app-chart__svg--narrow" in svg


def test_each_drawing_is_sound_xml_and_sized_by_the_style_sheet(drawn: dict[str, str]) -> None:
    for svg in drawn.values():
        for part in re.findall(r"<svg.*?</svg>", svg, re.DOTALL):
            root = ElementTree.fromstring(part)  # noqa: S314 - drawn by ourselves
            assert "width" not in root.attrib
            assert root.attrib["viewBox"].startswith("0 0 ")


def test_ids_do_not_clash_between_the_charts_of_a_page(drawn: dict[str, str]) -> None:
    ids = re.findall(r' id="([^"]+)"', "".join(drawn.values()))
    assert len(ids) == len(set(ids))


def test_the_same_specification_is_drawn_once(monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[int] = []
    render = drawing._render

    def counted(spec: dict[str, object], width: int) -> str:
        calls.append(width)
        return render(spec, width)

    monkeypatch.setattr(drawing, "_render", counted)
    first = charts.svg(SAMPLES[0])
    assert charts.svg(SAMPLES[0]) == first
    assert calls == [drawing.WIDE, drawing.NARROW]


def test_words_from_people_cannot_break_out_of_the_drawing() -> None:
    name = '<script>alert("x")</script> & "Co"'
    chart = charts.horizontal_bars(title=name, summary=name, items=[charts.Bar(name, Decimal("0.5"))])
    svg = charts.svg(chart)
    assert "<script" not in svg
    assert ElementTree.fromstring(re.findall(r"<svg.*?</svg>", svg, re.DOTALL)[0]) is not None  # noqa: S314 - drawn by ourselves


def test_importing_the_charts_does_not_start_the_drawing_library() -> None:
    code = "import sys, govuk.charts; sys.exit('vl_convert' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_a_trajectory_shows_values_targets_and_what_is_not_yet_known_in_its_table() -> None:
    chart = BY_TITLE["Sustained employment against target"]
    assert chart.columns == ("Period", "Actual", "Lower limit", "Upper limit", "Target", "Minimum")
    assert chart.rows[1] == ("Q3 2025", "19.0%", "16.0%", "22.0%", "15.0%", "12.0%")
    assert chart.rows[-1] == ("Q3 2026", "not yet known", "not yet known", "not yet known", "35.0%", "28.0%")


def test_a_trajectory_names_its_lines_where_they_end(drawn: dict[str, str]) -> None:
    svg = drawn["Sustained employment against target"]
    assert "Actual 23.0%" in svg
    assert "Target 35.0%" in svg
    assert "stroke-dasharray" in svg


def test_what_is_forecast_is_told_from_what_is_known(drawn: dict[str, str]) -> None:
    chart = BY_TITLE["Sustained employment and its forecast"]
    assert chart.columns == ("Period", "Actual", "Lower limit", "Upper limit", "Target", "State")
    assert [(row[0], row[1], row[-1]) for row in chart.rows[1:3]] == [
        ("Q2 2026", "23.0%", "Known"),
        ("Q3 2026", "25.0%", "Forecast"),
    ]
    assert chart.key == "Shaded band: likely range. Hollow points: forecast."
    assert {"Actual 23.0%", "Forecast 27.0%"} <= set(re.findall(r">([^<>]+)</text>", drawn[chart.title]))


def test_a_line_that_ends_early_is_named_inside_the_drawing() -> None:
    points = [charts.Point("Q1", 0.2, target=0.3), *(charts.Point(f"Q{n}", target=0.3) for n in (2, 3, 4))]
    svg = charts.svg(charts.trajectory(title="T", summary="S", points=points))
    assert re.search(r'<text text-anchor="start"[^>]*>Actual 20.0%<', svg)
    assert re.search(r'<text text-anchor="end"[^>]*>Target 30.0%<', svg)


@pytest.mark.parametrize(
    ("actual", "target", "minimum"),
    [(0.22, 0.5, 0.2), (0.29, 0.3, 0.28), (0.3, 0.3, 0.3), (0.01, 0.6, 0.04), (0.0, 0.4, 0.01), (0.93, 0.9, 0.89)],
)
def test_names_of_lines_that_end_close_together_stand_clear_of_one_another(
    actual: float, target: float, minimum: float
) -> None:
    points = [charts.Point(f"Q{n}", actual, target=target, minimum=minimum) for n in (1, 2, 3)]
    svg = charts.svg(charts.trajectory(title="T", summary="S", points=points))
    wide = re.findall(r"<svg.*?</svg>", svg, re.DOTALL)[0]
    heights = [
        float(re.findall(rf'translate\([\d.]+,(-?[\d.]+)\)"[^>]*>{name} ', wide)[0])
        for name in ("Actual", "Target", "Minimum")
    ]
    heights.sort()
    assert all(later - earlier >= 15 for earlier, later in pairwise(heights)), heights
    assert heights[-1] < 280  # none lies on the periods below the drawing


def test_money_adds_up_to_what_stands_at_the_end_of_the_line(drawn: dict[str, str]) -> None:
    chart = BY_TITLE["Money against the ceiling"]
    assert chart.rows[3] == ("Q1 2026", "£315,000.00", "£1,050,000.00", "Paid")
    assert chart.rows[-1] == ("Q3 2026", "£385,000.00", "£1,785,000.00", "Forecast")
    assert "Paid £1,050,000" in drawn[chart.title]
    assert "Forecast £1,785,000" in drawn[chart.title]
    assert "Ceiling £2,000,000" in drawn[chart.title]


def test_a_withheld_value_is_neither_drawn_nor_tabled(drawn: dict[str, str]) -> None:
    chart = BY_TITLE["Job outcomes by segment"]
    assert chart.rows[-1] == ("Prison leavers", "fewer than 10", "fewer than 10", "fewer than 10", "20.0%")
    assert "fewer than 10" in drawn[chart.title]


def test_marks_without_a_name_in_the_drawing_are_explained_in_words() -> None:
    assert BY_TITLE["Job outcomes by segment"].key == "Bar: actual. Thin line: likely range. Upright mark: target."
    assert BY_TITLE["Sustained employment against target"].key == "Shaded band: likely range."
    plain = charts.horizontal_bars(title="T", summary="S", items=[charts.Bar("A", Decimal("0.5"))])
    assert plain.key == ""


def test_bars_have_one_column_for_each_series() -> None:
    chart = BY_TITLE["Claims by state"]
    assert chart.columns == ("Quarter", "Paid", "Waiting", "Rejected")
    assert chart.rows[0] == ("Q2 2025", "420", "80", "60")


NAME = re.compile(
    r'translate\((?P<x>[\d.]+),(?P<y>[\d.]+)\)"><path[^>]*/><g><g><path[^>]*/></g><g><text[^>]*>(?P<name>[^<]+)<'
)


@pytest.mark.parametrize(
    ("series", "lines"),
    [(("Stated already", "Expected besides"), 1), (("Honest", "Strained", "Gamed"), 2),
     (("What was stated already", "What is expected besides"), 2)],
)  # fmt: skip
def test_names_of_bars_stand_clear_of_each_other_on_a_narrow_screen(series: tuple[str, ...], lines: int) -> None:
    groups = [charts.Group("May", tuple(range(1, len(series) + 1)))]
    chart = charts.bars(title="T", summary="S", groups=groups, series=series)
    found = [(float(one["x"]), float(one["y"]), one["name"]) for one in NAME.finditer(drawing.drawing(chart.spec, 340))]
    assert [name for _x, _y, name in found] == list(series)
    assert len({y for _x, y, _name in found}) == lines
    letter, symbol = (
        7.6,
        17,
    )  # pixels that the widest of usual fonts takes for a letter, and those of the sign before it
    for x, y, name in found:
        right = x + symbol + letter * len(name)
        assert right < min([340 - 40, *(other - 4 for other, its_y, _name in found if its_y == y and other > x)])


def test_a_funnel_names_only_those_outside_its_limits(drawn: dict[str, str]) -> None:
    svg = drawn["Agents on a funnel"]
    assert "Calder Trust" in svg.split("</svg>")[0].split(">", 1)[1]
    assert "Northway" not in svg
    assert ("Northway", "880", "27.0%", "Within") in BY_TITLE["Agents on a funnel"].rows


def test_stakeholders_are_numbered_where_their_names_would_collide(drawn: dict[str, str]) -> None:
    chart = BY_TITLE["Stakeholders by power and interest"]
    assert "Service users" not in drawn[chart.title].split("</svg>")[0].split(">", 1)[1]
    assert "4–5</text>" in drawn[chart.title]
    assert chart.key == ("1: Treasury; 2: City council; 3: Employers; 4: Service users; 5: Carers; 6: Local press.")
    assert ("Carers", "2", "5", "Keep informed") in chart.rows


def test_stakeholders_who_stand_apart_carry_their_names() -> None:
    people = [charts.Placed("Council", 4, 4), charts.Placed("Press", 2, 2)]
    chart = charts.power_interest(title="T", summary="S", people=people, highest=4)
    assert ">Council</text>" in charts.svg(chart)
    assert chart.key == ""
    long = charts.Placed("Association of everybody who has ever let a room in the borough", 1, 1)
    assert charts.power_interest(title="T", summary="S", people=[long], highest=4).key.startswith("1: Association")


def test_each_stands_in_the_sets_to_which_they_belong(drawn: dict[str, str]) -> None:
    chart = BY_TITLE["Who holds what"]
    assert chart.key == "1: City council; 2: Service users; 3: Local press."
    assert chart.rows[1] == ("2. Service users", "No", "Yes", "Yes")
    assert "None of them</text>" in drawn[chart.title]
    everybody = [charts.Belonging(f"Member {number}", True, True, True) for number in range(9)]
    crowded = charts.svg(charts.three_sets(title="T", summary="S", sets=("A", "B", "C"), people=everybody))
    assert ">+3</text>" in crowded
    assert "None of them" not in crowded


def test_money_below_nought_has_its_sign_before_the_pound() -> None:
    chart = charts.trajectory(title="T", summary="S", unit="money", points=[charts.Point("M1", Decimal(-200_000))])
    assert "−£200k</text>" in charts.svg(chart)


@pytest.mark.parametrize(
    ("power", "interest", "advice"),
    [
        (5, 5, "Manage closely"),
        (3, 3, "Manage closely"),
        (5, 1, "Keep satisfied"),
        (1, 5, "Keep informed"),
        (1, 2, "Monitor"),
    ],
)
def test_each_quarter_gives_its_advice(power: int, interest: int, advice: str) -> None:
    assert charts.quarter(charts.Placed("Somebody", power, interest)) == advice


def test_charts_without_any_data_can_be_drawn() -> None:
    empty = [
        charts.trajectory(title="T", summary="Nothing yet.", points=[]),
        charts.money_against_ceiling(title="M", summary="Nothing yet.", payments=[], ceiling=Decimal(5)),
        charts.horizontal_bars(title="H", summary="Nothing yet.", items=[]),
        charts.bars(title="B", summary="Nothing yet.", groups=[], series=("A", "B")),
        charts.funnel(title="F", summary="Nothing yet.", points=[], limits=[], centre=Decimal("0.5")),
        charts.power_interest(title="P", summary="Nothing yet.", people=[]),
    ]
    assert all("<svg" in charts.svg(chart) for chart in empty)


def test_the_tag_gives_a_figure_with_summary_table_and_download() -> None:
    template = engines["django"].from_string("{% chart chart csv='/claims.csv' %}")
    html = template.render({"chart": BY_TITLE["Claims by state"]})
    assert "<figcaption" in html
    assert "app-chart__key" not in html
    assert "Most claims of each quarter are paid; rejections are falling.</p>" in html
    assert '<th scope="col" class="govuk-table__header govuk-table__header--numeric">Paid</th>' in html
    assert '<th scope="row" class="govuk-table__header" role="rowheader">Q2 2025</th>' in html
    assert 'href="/claims.csv"' in html


def test_a_chart_without_an_address_for_its_rows_carries_them_as_a_file() -> None:
    chart = replace(BY_TITLE["Claims by state"], title="Claims, by state", rows=(("=Q1, 2025", "310", "24"),))
    html = engines["django"].from_string("{% chart chart %}").render({"chart": chart})
    (address,) = re.findall(r'href="(data:text/csv[^"]*)" download="claims-by-state.csv"', html)
    rows = list(csv.reader(io.StringIO(unquote(address.partition(",")[2]).removeprefix("\ufeff"))))
    assert rows == [list(chart.columns), ["'=Q1, 2025", "310", "24"]]

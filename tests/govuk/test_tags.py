"""Components on a page: what stands in the markup for everybody, not for the eye alone."""

from typing import Any

import pytest
from django.core.paginator import Paginator
from django.http import HttpRequest
from django.template import engines
from django.test import RequestFactory

from govuk.components import Criterion, Loop, Stage
from tests.govuk.gallery import CRITERIA, EVENTS, LOOPS, STAGES, FilterForm


def render(source: str, request: HttpRequest | None = None, **context: Any) -> str:
    return engines["django"].from_string(source).render(context, request)


def test_a_tag_has_its_word_and_refuses_a_colour_that_does_not_exist() -> None:
    assert render('{% tag "Open" "blue" %}') == '<strong class="govuk-tag govuk-tag--blue">Open</strong>'
    with pytest.raises(ValueError, match="not “pink”"):
        render('{% tag "Open" "pink" %}')


def test_words_are_escaped_in_every_component() -> None:
    evil = "<b>&</b>"
    source = """
        {% tag x %}{% crumb x x %}{% heading x caption=x lead=x %}{% button x %}{% button_link x x %}{% warning x %}
        {% details x %}{{ x }}{% enddetails %}{% card x href=x %}{{ x }}{% endcard %}{% empty_state x x x x %}
        {% summary_list %}{% row x href=x action=x %}{{ x }}{% endrow %}{% endsummary_list %}{% stat x x x x %}
        {% task_list %}{% task x x href=x hint=x %}{% endtask_list %}{% progress 1 2 x %}{% term x %}
        {% tabs %}{% tab x %}{{ x }}{% endtab %}{% endtabs %}{% table x %}{% endtable %}
        {% inset %}{{ x }}{% endinset %}{% post_button x action=x a=x %}
    """
    assert "<b>" not in render(source, x=evil)


def test_the_tracker_says_every_stage_its_status_and_its_visits() -> None:
    html = render("{% stage_tracker stages loops=loops current=4 %}", stages=STAGES, loops=LOOPS)
    assert html.count("<li class=") == 7 + 2
    assert 'app-tracker__stage--reopened app-tracker__stage--current" aria-current="step"' in html
    assert "Stage 3: </span>" in html
    assert "2 visits" in html
    assert "Reopened 2 June 2026 by finding 12" in html


def test_a_loop_is_drawn_from_its_finding_back_to_the_stage_and_said_in_words() -> None:
    html = render("{% stage_tracker stages loops=loops %}", stages=STAGES, loops=LOOPS)
    assert 'class="app-loop app-loop--from-7 app-loop--to-4"' in html
    assert "Stage 7 back to stage 4" in html
    assert 'href="/findings/12/"' in html


def test_a_loop_that_does_not_go_back_is_not_drawn() -> None:
    loops = [Loop(4, 6, "Forwards")]
    assert "Forwards" not in render("{% stage_tracker stages loops=loops %}", stages=STAGES, loops=loops)


def test_an_unknown_status_is_refused() -> None:
    with pytest.raises(KeyError):
        render("{% stage_dots stages %}", stages=[Stage(1, "Stage", "paused")])


def test_the_small_tracker_is_read_out_stage_by_stage() -> None:
    html = render("{% stage_dots stages %}", stages=STAGES)
    assert "Stage 4, Strategy and operations implementation: Reopened</span>" in html
    assert html.count("<li") == 7


def test_criteria_say_their_state_in_words_and_lead_to_the_cure() -> None:
    html = render("{% criteria items %}", items=CRITERIA)
    assert '<strong class="app-criteria__word">Met</strong>: recorded on 3 March 2025' in html
    assert "Not met</strong>: nobody is seated for service users or academics" in html
    assert "Needs confirmation</strong>" in html
    assert '>Seat a member<span class="govuk-visually-hidden"> (Five constituencies' in html


def test_a_criterion_without_a_link_has_none() -> None:
    assert "<a" not in render("{% criteria items %}", items=[Criterion("Purpose", "met")])


def test_the_timeline_gives_moments_people_and_links() -> None:
    html = render("{% timeline events %}", events=EVENTS)
    assert '<time datetime="2026-06-02T14:05+01:00">2 June 2026 at 2:05pm</time>, Expert Body' in html
    assert '<time datetime="2025-03-03">3 March 2025</time>, Priya Shah' in html
    assert ">Finding 12</a>" in html


def test_paging_keeps_the_query_string(rf: RequestFactory) -> None:
    page = Paginator(range(400), 10).get_page(5)
    html = render("{% pagination page %}", rf.get("/claims/?q=a+b&page=5"), page=page)
    assert 'href="?q=a+b&amp;page=6" rel="next"' in html
    assert 'aria-label="Page 5" aria-current="page"' in html
    assert "govuk-pagination__item--ellipsis" in html


def test_one_page_needs_no_paging(rf: RequestFactory) -> None:
    assert render("{% pagination page %}", rf.get("/"), page=Paginator([1], 10).get_page(1)) == "\n"


@pytest.mark.parametrize(
    ("asked", "state", "target"),
    [
        ("", "none", "?q=x&amp;sort=net"),
        ("net", "ascending", "?q=x&amp;sort=-net"),
        ("-net", "descending", "?q=x&amp;sort=net"),
    ],
)
def test_a_column_head_sorts_and_says_how_it_is_sorted(rf: RequestFactory, asked: str, state: str, target: str) -> None:
    sort = f"&sort={asked}" if asked else ""
    html = render('{% sort_header "net" "Net" numeric=True %}', rf.get(f"/?q=x&page=3{sort}"))
    assert f'aria-sort="{state}"' in html
    assert f'href="{target}"' in html


def test_filters_keep_the_sorting_and_can_be_cleared(rf: RequestFactory) -> None:
    html = render(
        "{% filters form %}", rf.get("/claims/?sort=-net&search=ann&page=2"), form=FilterForm({"search": "ann"})
    )
    assert '<input type="hidden" name="sort" value="-net">' in html
    assert 'name="page"' not in html
    assert 'href="/claims/">Clear filters</a>' in html
    assert "Clear filters" not in render("{% filters form %}", rf.get("/claims/?sort=net"), form=FilterForm())


def test_a_table_scrolls_in_a_region_that_the_keyboard_reaches() -> None:
    html = render('{% table "Claims" %}<tbody></tbody>{% endtable %}')
    assert '<div class="app-table" tabindex="0" role="region" aria-label="Claims"><table class="govuk-table">' in html
    assert ">Claims</caption><tbody>" in html
    assert 'aria-label="Claims: Southway"' in render('{% table "Claims" of="Southway" %}{% endtable %}')


WIDE = """<thead><tr><th scope="col">Who</th><th scope="col"><a href="/net">Net</a> amount</th><td></td>
<th scope="col">“So called”</th><th scope="col">Cap</th></tr></thead>
<tbody><tr class="row"><th scope="row">Ann</th><td class="cell">4</td><td>x</td><td>5</td><td>–</td></tr>
<tr><th scope="row"><a href="/12">1,112</a></th><td colspan="3">nothing</td></tr></tbody>"""


def test_the_cells_of_a_wide_table_carry_the_name_of_their_column_for_a_phone() -> None:
    html = render('{% table "Claims" %}' + WIDE + "{% endtable %}")
    assert '<div class="app-table app-table--stacks"' in html
    assert '<tr class="row" role="row"><th scope="row" role="rowheader">Ann</th>' in html
    assert '<td class="cell" role="cell" data-label="Net amount">4</td><td role="cell">x</td>' in html
    assert '<td role="cell" data-label="“So called”">5</td>' in html
    assert '<td role="cell" data-label="Cap" data-nothing>–</td>' in html
    assert '<th scope="row" role="rowheader" data-label="Who"><a href="/12">1,112</a></th>' in html
    assert '<td colspan="3" role="cell">nothing</td>' in html
    assert '<thead><tr><th scope="col">Who</th>' in html


def test_cells_of_links_are_not_named_again_on_a_phone_and_cells_of_figures_are() -> None:
    head = "<thead><tr><th>Who</th><th>Change</th></tr></thead>"
    body = '<tbody><tr><th>Ann</th><td> <a href="/">Change</a></td></tr><tr><th>Ben</th><td>+4</td></tr></tbody>'
    html = render(f'{{% table "Claims" stacks=True %}}{head}{body}{{% endtable %}}')
    assert '<td role="cell"> <a href="/">Change</a></td>' in html
    assert '<td role="cell" data-label="Change">+4</td>' in html


def test_a_day_in_a_table_stays_on_one_line() -> None:
    day = "31 March 2026"
    html = render(
        f'{{% table "Visits" %}}<tbody><tr><td>1 January to {day}</td>'
        f'<td><time datetime="2026-03-31">{day} at 2pm</time></td>'
        f'<td><a title="{day}">Half of 2026</a><select><option>{day}</option></select><textarea>{day}</textarea></td>'
        "</tr></tbody>{% endtable %}"
    )
    assert '<td><span class="app-whole">1 January</span> to <span class="app-whole">31 March 2026</span></td>' in html
    assert html.count('<span class="app-whole">31 March 2026</span>') == 2
    assert f'title="{day}">Half of 2026</a><select><option>{day}</option></select><textarea>{day}</textarea>' in html


@pytest.mark.parametrize(("asked", "columns", "stacks"), [("", 3, False), ("", 4, True), (" stacks=True", 2, True)])
def test_a_table_stacks_from_four_columns_on_or_when_it_is_asked_to(asked: str, columns: int, stacks: bool) -> None:
    head = f"<thead><tr>{'<th>Of</th>' * columns}</tr></thead><tbody><tr><td>1</td></tr></tbody>"
    assert ("app-table--stacks" in render(f'{{% table "Claims"{asked} %}}{head}{{% endtable %}}')) is stacks
    assert "app-table--stacks" not in render(f'{{% table "Claims" stacks=False %}}{head}{{% endtable %}}')


def test_a_task_describes_itself_by_its_hint_and_status() -> None:
    html = render('{% task "Stakeholders" "Incomplete" colour="blue" href="/s/" hint="3 recorded" %}')
    assert 'aria-describedby="task-stakeholders-hint task-stakeholders-status"' in html
    assert "govuk-tag--blue" in html


def test_a_button_form_carries_its_token_and_fields(rf: RequestFactory) -> None:
    html = render('{% post_button "Approve" action="/approve/" statement=7 %}', rf.get("/"))
    assert 'name="csrfmiddlewaretoken"' in html
    assert '<input type="hidden" name="statement" value="7">' in html
    assert 'action="/approve/"' in html


def test_progress_says_its_figures() -> None:
    html = render('{% progress 12500 20000 "Rows checked" %}')
    assert '<progress class="app-progress__bar" value="12500" max="20000">63%</progress>' in html
    assert "12,500 of 20,000 (63%)" in html
    assert 'max="1"' in render('{% progress 0 0 "Rows checked" %}')


def test_tabs_can_be_read_without_a_script() -> None:
    html = render('{% tabs %}{% tab "Binary" %}one{% endtab %}{% tab "Frequency" id="f" %}two{% endtab %}{% endtabs %}')
    assert 'href="#binary"' in html
    assert 'id="f">two</div>' in html


def test_the_present_page_is_marked_among_its_neighbours(rf: RequestFactory) -> None:
    html = render('{% subnav "Summary" "/a/" "Claims" "/b/" %}', rf.get("/b/"))
    assert 'href="/b/" aria-current="page"' in html
    assert html.count("aria-current") == 1


def test_the_part_of_the_present_page_is_marked_and_its_pages_stand_in_a_row_of_their_own(rf: RequestFactory) -> None:
    html = render('{% subnav "Members" "/a/" "Meetings" "/b/" within="/b/" %}', rf.get("/b/votes/"))
    assert 'href="/b/" aria-current="true"' in html
    row = render('{% subnav "Meetings" "/b/" "Votes" "/b/votes/" inner="Pages about meetings" %}', rf.get("/b/votes/"))
    assert 'aria-label="Pages about meetings"' in row
    assert 'href="/b/votes/" aria-current="page"' in row


def test_a_tag_of_few_words_stays_on_one_line() -> None:
    assert render('{% tag "Finding accepted" "blue" %}').startswith('<strong class="govuk-tag app-tag--whole ')
    assert "app-tag--whole" not in render('{% tag "Overtaken: the matter no longer waited" "grey" %}')


def test_the_address_of_a_missing_page_falls_back() -> None:
    assert render("{% url_or 'no:such_page' '/instead/' %}") == "/instead/"

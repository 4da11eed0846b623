import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.domain import glossing
from knowledge.domain.library import Term
from knowledge.selectors import library

KNOWN = glossing.words(
    [
        Term("Deadweight", "Attribution", "What would have happened anyway."),
        Term("Adjusted baseline", "Attribution", "A baseline weighted again."),
        Term("Baseline", "Attribution", "The level compared with."),
        Term("RAG", "Measuring", "Red, amber, green."),
        Term("Power", "Evidence", "The chance of seeing an effect.", words=("statistical power",)),
    ]
)
UNMARK = re.compile(r'\{% gloss "[^"]*" "([^"]*)" %\}')


def marks(source: str) -> list[str]:
    return re.findall(r'\{% gloss "([^"]*)"', glossing.marked(source, KNOWN))


def test_a_word_of_running_text_is_marked_with_its_anchor_and_its_own_spelling() -> None:
    said = glossing.marked("<p>Is the Deadweight known?</p>", KNOWN)
    assert said == '<p>Is the {% gloss "deadweight" "Deadweight" %} known?</p>'


@pytest.mark.parametrize(
    "source",
    [
        "<h2>Deadweight</h2>",
        '<p><a class="govuk-link" href="{% url "x" %}">Deadweight</a></p>',
        "<td><button>Deadweight</button></td>",
        "<li><label>Deadweight</label></li>",
        "<th>Deadweight</th>",
        "<p><strong>Deadweight:</strong> none</p>",
        '<p><span class="govuk-visually-hidden">Deadweight</span></p>',
        '<p class="govuk-hint">Deadweight</p>',
        "{% block title %}Deadweight{% endblock %}",
        '<p title="deadweight">none</p>',
        "<p>{{ deadweight }}{# deadweight #}{% if deadweight %}none{% endif %}</p>",
        "{% blocktranslate %}<p>Deadweight</p>{% endblocktranslate %}",
        "<p>deadweighted un-deadweight</p>",
    ],
)
def test_nothing_is_marked_in_headings_links_buttons_labels_and_tags(source: str) -> None:
    assert glossing.marked(source, KNOWN) == source


def test_the_longer_word_wins_the_plural_counts_and_capitals_are_kept_apart() -> None:
    assert marks("<p>adjusted baselines</p>") == ["adjusted-baseline"]
    assert marks("<li>RAG and a rag</li>") == ["rag"]
    assert marks("<td>power, statistical power</td>") == ["power"]


def test_text_after_a_link_is_running_text_again_whichever_branch_closed_it() -> None:
    assert marks('<p>{% if x %}<a href="{% if a > b %}x{% endif %}">deadweight</a>{% endif %} baseline</p>') == [
        "baseline"
    ]


def test_the_sentence_of_a_heading_or_an_empty_page_is_linked_and_its_title_is_not() -> None:
    said = glossing.marked('{% heading "Deadweight" caption=x lead="On deadweight." %}', KNOWN)
    assert said == (
        '{% glossed "On deadweight." as glossed_said %}{% heading "Deadweight" caption=x lead=glossed_said %}'
    )
    empty = glossing.marked('{% empty_state "Baseline" "A baseline." %}', KNOWN)
    assert empty == '{% glossed "A baseline." as glossed_said %}{% empty_state "Baseline" glossed_said %}'
    untouched = '{% heading "Deadweight" lead="Nothing." %}'
    assert glossing.marked(untouched, KNOWN) == untouched


@given(
    st.lists(st.sampled_from(["<p>", "</p>", "<a>", "</a>", "<b", ">", "{%", "%}", "deadweight ", " x ", "{{", "}}"]))
)
def test_marking_changes_no_character_of_a_template_but_adds_the_marks(parts: list[str]) -> None:
    source = "".join(parts)
    assert UNMARK.sub(r"\1", glossing.marked(source, KNOWN)) == source


def test_every_word_of_the_glossary_is_found_by_its_forms() -> None:
    known = library.linked_words()
    for term in library.terms():
        for form in term.forms:
            assert known.within(f"the {form} of") == {term.anchor}, form

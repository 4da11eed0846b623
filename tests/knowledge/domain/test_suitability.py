import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.domain import suitability as rules
from knowledge.domain import suitability_words as words
from knowledge.selectors import suitability
from tests import builders

TOOL = suitability.tool()


def answered(**changed: str | list[str]) -> dict[str, str | list[str]]:
    """Answers that all speak for Payment by Results, but those named."""
    said: dict[str, str | list[str]] = {}
    for page in TOOL.pages:
        said |= builders.fitting(page)
    return said | changed


def test_answers_that_all_speak_for_it_make_it_suitable() -> None:
    advice = rules.advise(TOOL, answered())
    assert advice.verdict == rules.SUITABLE
    assert not advice.conditions
    assert advice.features_met == 10


def test_each_answer_in_between_is_a_condition_with_what_to_do() -> None:
    advice = rules.advise(TOOL, answered(cash=["partly"], verifiable=["documents"]))
    assert advice.verdict == rules.SUITABLE_IF
    assert advice.headline == "Suitable if 2 conditions are met"
    assert [point.page for point in advice.conditions] == [2, 5]
    assert all(point.because and point.do for point in advice.conditions)


@pytest.mark.parametrize(
    ("question", "answer", "model"),
    [
        ("clear", "no", "Fee for service"),
        ("verifiable", "word", "Fee for service"),
        ("attributable", "little", "Pooled budget, commissioned jointly"),
        ("baseline", "none", "Block grant"),
        ("providers", "none", "Block grant"),
        ("timing", "beyond", "Milestones, with results followed for learning"),
        ("complexity", "several", "Pooled budget, commissioned jointly"),
        ("cost", "large", "Block grant"),
        ("quality", "none", "Fee for service"),
    ],
)
def test_a_decisive_answer_names_the_model_that_fits_better(question: str, answer: str, model: str) -> None:
    advice = rules.advise(TOOL, answered(**{question: [answer]}))
    assert advice.verdict == rules.ANOTHER_MODEL
    assert [one.name for one in advice.models] == [model]
    assert [point.decisive for point in advice.against] == [True]


def test_the_model_that_most_answers_speak_for_comes_first() -> None:
    advice = rules.advise(TOOL, answered(clear=["no"], baseline=["none"], cost=["large"]))
    assert [one.code for one in advice.models] == ["block_grant", "fee_for_service"]


def test_two_answers_against_that_are_not_decisive_leave_conditions() -> None:
    advice = rules.advise(TOOL, answered(cash=["no"], numbers=["few"]))
    assert advice.verdict == rules.SUITABLE_IF


def test_three_answers_against_decide_together() -> None:
    advice = rules.advise(TOOL, answered(cash=["no"], numbers=["few"], evaluation=["no"]))
    assert advice.verdict == rules.ANOTHER_MODEL
    assert "with a small part for results" in advice.headline


def test_the_ten_features_are_conditions_with_their_reasons_and_no_pass_mark() -> None:
    none: dict[str, str | list[str]] = {f"screen_{code}": "0" for code in TOOL.features}
    advice = rules.advise(TOOL, answered(**none))
    assert advice.verdict == rules.SUITABLE_IF
    assert advice.features_met == 0
    assert [point.because for point in advice.conditions] == ["Seen in the records of the council."] * 10


def test_reasons_that_answers_stand_against_are_said() -> None:
    advice = rules.advise(TOOL, answered(reasons=["risk", "value"], cash=["no"]))
    assert len(advice.clashes) == 1
    assert "cannot carry it" in advice.clashes[0]


def test_nothing_is_advised_before_every_page_is_answered() -> None:
    said = answered()
    del said["timing"]
    advice = rules.advise(TOOL, said)
    assert advice.verdict == rules.UNFINISHED
    assert advice.unanswered == (6,)


@given(st.data())
def test_every_set_of_answers_gets_advice_that_rests_on_answers(data: st.DataObject) -> None:
    said = answered()
    for question in TOOL.questions:
        said[question.code] = [data.draw(st.sampled_from([option.code for option in question.options]))]
    for code in TOOL.features:
        said[f"screen_{code}"] = data.draw(st.sampled_from(["0", "1", "2"]))
    advice = rules.advise(TOOL, said)
    rests_on = len(advice.against) + len(advice.conditions)
    assert (advice.verdict == rules.SUITABLE) == (rests_on == 0)
    assert (advice.verdict == rules.ANOTHER_MODEL) == (bool(advice.models) or len(advice.against) >= 3)
    assert bool(advice.models) == any(point.decisive for point in advice.against)


def test_at_most_three_reasons_may_be_chosen() -> None:
    page = TOOL.pages[0]
    assert not rules.shortfalls(TOOL, page, {"reasons": ["risk", "value", "quality"]})
    wrong = rules.shortfalls(TOOL, page, {"reasons": ["risk", "value", "quality", "focus"]})
    assert wrong["reasons"].startswith("Choose at most 3. You chose 4")


def test_an_answer_that_is_not_offered_is_no_answer() -> None:
    assert rules.shortfalls(TOOL, TOOL.pages[2], {"attributable": ["perhaps"]})


def test_two_peoples_answers_differ_only_where_they_chose_differently() -> None:
    pairs = words.compare(TOOL, ("commissioner", answered()), ("provider", answered(cash=["no"], cost=["some"])))
    assert [pair.differs for pair in pairs] == [True, True, *[False] * (len(pairs) - 2)]


def test_every_question_asks_both_sides_and_every_digest_names_its_source_or_is_ours() -> None:
    assert len(TOOL.pages) == 12
    for page in TOOL.pages:
        assert page.known
        assert page.tension
        for known in page.known:
            assert known.source or "our calculation" in known.text
    for question in TOOL.questions:
        assert question.commissioner != question.provider
        weighed = [option for option in question.options if option.fit]
        assert all(option.do for option in weighed if option.fit != "good")
        assert all(option.model in TOOL.models for option in weighed if option.model)


def test_every_clash_names_answers_that_exist() -> None:
    known = {question.code: {option.code for option in question.options} for question in TOOL.questions}
    for clash in TOOL.clashes:
        assert clash.reason in known["reasons"]
        assert set(clash.answers) <= known[clash.question]

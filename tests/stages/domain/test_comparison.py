from stages.domain.comparison import Pair, Said, in_words, pairs


def row(code: str, state: str = "met", reason: str = "") -> dict[str, object]:
    return {"code": code, "rule": f"Rule {code}.", "state": state, "reason": reason}


def test_what_differs_is_known_and_the_order_is_kept() -> None:
    found = pairs([row("a"), row("b", reason="One"), row("c")], [row("a"), row("b", reason="Two"), row("c")])
    assert [pair.code for pair in found] == ["a", "b", "c"]
    assert [pair.code for pair in found if pair.differs] == ["b"]
    assert found[1] == Pair("b", "Rule b.", Said("met", "One"), Said("met", "Two"))


def test_a_criterion_that_only_one_visit_asked_is_shown_as_not_asked_in_the_other() -> None:
    first, second = pairs([row("old")], [row("new", "not_met", "Nothing yet.")])
    assert (first.second, second.first) == (Said(), Said())
    assert second.second == Said("not_met", "Nothing yet.")


def test_an_act_is_told_by_the_name_of_its_record_and_the_fields_that_changed() -> None:
    said = in_words("stakeholder", "stages.stakeholder.change", {"need": ""}, {"need": "A home", "owner_id": 3})
    assert said == "Stakeholder: changed (need, owner)"
    assert in_words("stakeholder", "stages.stakeholder.add", {}, {"name": "Council"}) == "Stakeholder “Council”: added"
    assert in_words("contract version", "contracts.version.in_force", {}, {"number": 2}) == (
        "Contract version “2”: put in force"
    )


def test_an_act_without_a_word_of_its_own_is_told_by_its_name() -> None:
    assert in_words("cap", "contracts.cap.move_up", {}, {}) == "Cap: move up"

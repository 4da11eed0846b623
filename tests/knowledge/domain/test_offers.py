from knowledge.domain import offers

TEXT = "Help people who sleep rough into a home that they keep. Results can be counted from tenancy records."


def test_a_programme_tells_by_its_words_what_it_is_about() -> None:
    about = offers.about(TEXT, " Housing ")
    assert about.needs == {"home"}
    assert "housing" in about.outcomes
    assert about.sector == "Housing"
    assert "tenancy" in about.words
    assert not {"people", "results", "that"} & set(about.words)


def test_words_are_kept_once_and_no_more_than_a_search_can_bear() -> None:
    text = " ".join(f"word{chr(97 + number % 26)}{'x' * (number // 26)}" for number in range(300))
    found = offers.words_of(f"{text} {text}")
    assert len(found) == len(set(found)) == offers.MOST_WORDS


def test_the_reasons_name_only_what_is_shared() -> None:
    assert offers.because(need="No settled home", outcome="", sector="", words=["tenancy", "hostel"]) == [
        "it is about the same need: no settled home",
        "it uses words of yours: tenancy, hostel",
    ]
    assert offers.shared({"tenanc": "tenancy", "hostel": "hostel"}, ["tenanc", "rough"]) == ["tenancy"]
    assert offers.because(need="", outcome="", sector="", words=[]) == []


def test_one_word_alone_is_chance_and_no_reason() -> None:
    assert offers.because(need="", outcome="", sector="", words=["hostel"]) == []
    assert offers.because(need="", outcome="", sector="Housing", words=["hostel"]) != []

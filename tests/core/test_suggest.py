from gptctl.core.suggest import suggest


def test_the_nearest_word_is_suggested() -> None:
    assert suggest("temprature", ["temperature", "top_p"]) == "Did you mean `temperature`?"


def test_without_a_near_word_all_are_listed() -> None:
    assert suggest("x", ["b", "a"]) == "There are: `a`, `b`."
    assert suggest("x", map(str, range(100))).endswith(", ….")


def test_there_may_be_none() -> None:
    assert suggest("x", []) == "There are none."

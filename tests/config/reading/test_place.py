from gptctl.config.reading.place import Place, at, nearest


def test_a_place_counts_characters_from_one() -> None:
    assert at("äb\ncd", 0) == Place(line=1, column=1)
    assert at("äb\ncd", 4) == Place(line=2, column=2)


def test_the_nearest_place_is_that_of_the_longest_beginning() -> None:
    places = {(): Place(line=1, column=1), ("a",): Place(line=2, column=1), ("a", 0): Place(line=3, column=3)}
    assert nearest(places, ("a", 0, "x")) == (("a", 0), Place(line=3, column=3))
    assert nearest(places, ("b", 0)) == ((), Place(line=1, column=1))
    assert nearest({}, ("b",)) == ((), None)

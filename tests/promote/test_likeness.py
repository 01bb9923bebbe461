"""Sketches, keys and what answers claim."""

import numpy as np
import pytest

from gptctl.promote.choice.claims import conflict, facts, opposed
from gptctl.promote.duplicates import sketch
from gptctl.promote.duplicates.likeness import many, overlap, shingles, sketched
from gptctl.promote.duplicates.normal import contexts, keys
from gptctl.promote.row import Row
from gptctl.promote.tokens.pieces import Counted


def rows(*texts: list[int], before: int = 0) -> Counted:
    lengths = [len(text) for text in texts]
    return Counted(
        ids=np.asarray([id_ for text in texts for id_ in text], dtype=np.uint32),
        starts=np.concatenate([[0], np.cumsum(lengths)]),
        contexts=np.full(len(texts), before),
        tokens=np.asarray(lengths, dtype=np.int32),
    )


def test_a_sketch_tells_how_alike_two_texts_are() -> None:
    random = np.random.default_rng(4)
    errors = []
    for changes in range(1, 9):
        for _ in range(40):
            one = random.integers(0, 50_000, 200)
            other = one.copy()
            other[random.integers(0, 200, changes)] = 50_001
            wholes = sketched(rows(one.tolist(), other.tolist())).wholes
            exact = overlap(*many([one.astype(np.uint32), other.astype(np.uint32)]))
            errors.append(float((wholes[0] == wholes[1]).mean()) - exact)
    assert abs(np.mean(errors)) < 0.02
    assert np.std(errors) < 0.08


def test_a_sketch_does_not_depend_on_the_rows_beside_it() -> None:
    one, other = list(range(40)), list(range(100, 130))
    together, alone = sketched(rows(one, other, before=20)), sketched(rows(other, before=20))
    assert np.array_equal(together.wholes[1], alone.wholes[0])
    assert np.array_equal(together.contexts[1], alone.contexts[0])


def test_the_sketch_of_a_context_is_that_of_the_same_text_alone() -> None:
    text = list(range(60))
    assert np.array_equal(sketched(rows(text, before=30)).contexts, sketched(rows(text[:30])).wholes)


def test_short_texts_that_share_little_share_no_band() -> None:
    """Empty bins must not all borrow from one neighbour: a whole band would be one number."""
    random = np.random.default_rng(5)
    shared = random.integers(0, 50_000, 8).tolist()
    texts = [[*random.integers(0, 50_000, 60).tolist(), *shared] for _ in range(60)]
    keys = sketch.bands(sketched(rows(*texts)).wholes)
    assert not any((keys[:, :at] == keys[:, at : at + 1]).any() for at in range(60))


def test_of_too_little_there_is_no_sketch() -> None:
    assert not sketched(rows([1, 2, 3, 4])).wholes.any()
    assert overlap(shingles(np.arange(3, dtype=np.uint32)), shingles(np.arange(9, dtype=np.uint32))) == 0.0


def test_bands_are_four_numbers_in_one() -> None:
    wholes = sketched(rows(list(range(100)), list(range(100)))).wholes
    bands = sketch.bands(wholes)
    assert bands.shape == (sketch.BANDS, 2)
    assert np.array_equal(bands[:, 0], bands[:, 1])


def row(*contents: str) -> Row:
    messages = [{"role": "assistant" if n % 2 else "user", "content": content} for n, content in enumerate(contents)]
    return Row(id="1", time=0.0, messages=messages, targets=(len(messages) - 1,), text="")  # type: ignore[arg-type]


def test_case_and_white_space_make_no_difference_and_words_do() -> None:
    found = keys([row("Where IS it?", "Here."), row("where is  it?\n", "here."), row("Where is he?", "Here.")])
    assert found[0].tolist() == found[1].tolist()
    assert found[0][0] != found[2][0]
    sharp = keys([row("STRASSE é", "x"), row("straße e\u0301", "x")])
    assert sharp[0].tolist() == sharp[1].tolist()


def test_who_says_it_makes_a_difference() -> None:
    assert keys([row("a", "b", "c", "d")])[0][1] != keys([row("a", "bc", "", "d")])[0][1]


def test_the_context_of_a_row_is_that_of_its_last_target() -> None:
    one = row("a", "b", "É", "d")
    assert contexts(one.messages, (1, 3))[1] == keys([one])[0][0]


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("It costs $12.50.", "It costs $13.", True),
        ("It costs $12.50, until 2026-01-02.", "It costs $12.50.", False),
        ("See https://a.example/1", "See https://a.example/2", True),
        ("Version 1.2.3", "version 1.2.3", False),
        ("Hello", "Good day", False),
    ],
)
def test_facts_that_differ_conflict(one: str, other: str, differ: object) -> None:
    assert conflict(one, other) is differ


def test_a_number_at_the_end_of_a_sentence_is_the_same_number() -> None:
    assert facts("It is 7.") == facts("7 it is")


def test_yes_and_no_are_opposed() -> None:
    assert opposed("Yes, we can do that.", "Unfortunately we cannot do that.")
    assert not opposed("Yes, we can. It is not expensive.", "Of course.")

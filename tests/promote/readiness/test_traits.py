from gptctl.promote.readiness.evidence import Style
from gptctl.promote.readiness.gathering.traits import style

PLAIN = "Your refund is on its way and arrives within five working days, as the policy says."


def test_answers_that_look_alike_are_none_unlike() -> None:
    found = style([PLAIN, PLAIN + " Anything else you need, just write.", PLAIN[:50]] * 20)
    assert (found.answers, found.unlike) == (60, 0)
    assert found.length == len(PLAIN)


def test_one_in_another_language_is_unlike_the_others() -> None:
    german = "Ihre Erstattung ist unterwegs und kommt innerhalb von fünf Werktagen bei Ihnen an, wie versprochen."
    assert style([PLAIN] * 20 + [german]).unlike == 1


def test_one_of_another_length_is_unlike_the_others() -> None:
    assert style([PLAIN] * 20 + [PLAIN * 40]).unlike == 1
    assert style([PLAIN] * 20 + [PLAIN * 2]).unlike == 0


def test_what_nearly_all_do_is_missed_where_it_is_missing() -> None:
    greeting = "Hello! " + PLAIN
    assert style([greeting] * 99 + [PLAIN]).unlike == 1
    mixed = style([greeting] * 50 + [PLAIN] * 50)
    assert mixed.unlike == 0
    assert mixed.shares["a greeting"] == 0.5


def test_traits_are_seen() -> None:
    shares = style(["**Yes**, it is.\n\n- one\n- two\n\nSorry! Does that help?"]).shares
    assert {name for name, share in shares.items() if share == 1.0} == {
        "markdown", "lists", "an apology", "an exclamation", "a question at the end",
    }  # fmt: skip


def test_nothing_has_no_style() -> None:
    assert style([]) == Style()

from hypothesis import given
from hypothesis import strategies as st

from gptctl.views.line import PLAIN, render
from gptctl.views.textdiff import MOST_PIECES, _pieces, diff_lines


def shown(before: str, after: str) -> str:
    return render(diff_lines(before, after), PLAIN)


def test_one_edited_sentence_is_shown_with_its_neighbours_only() -> None:
    before = "You help. Be brief. Be kind. Never guess. Say so.\nBye.\n"
    after = "You help. Be brief. Be very kind. Never guess. Say so.\nBye.\n"
    assert shown(before, after) == "  Be brief.\n- Be kind.\n+ Be very kind.\n  Never guess.\n"


def test_distant_edits_are_set_apart() -> None:
    before = "a.\nb.\nc.\nd.\ne.\nf.\n"
    assert shown(before, before.replace("a.", "A.").replace("f.", "F.")) == (
        "- a.\n+ A.\n  b.\n  ...\n  e.\n- f.\n+ F.\n"
    )


def test_added_and_removed_lines() -> None:
    assert shown("one\n", "one\ntwo\n") == "  one\n+ two\n"
    assert shown("one\ntwo\n", "one\n") == "  one\n- two\n"


@given(st.text(alphabet="ab.!? \n\t"))
def test_the_pieces_of_a_text_are_the_text(text: str) -> None:
    assert "".join(_pieces(text)) == text


def test_a_huge_text_is_not_compared() -> None:
    before = "".join(f"{number}\n" for number in range(MOST_PIECES))
    assert "too long to compare" in shown(before, before + "x")

import pytest

from gptctl.core.plural import figure, plural


@pytest.mark.parametrize(("count", "text"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_one_is_no_plural(count: int, text: str) -> None:
    assert plural(count, "file") == text


def test_an_irregular_plural_is_given() -> None:
    assert plural(1, "object is", "objects are") == "1 object is"
    assert plural(2, "object is", "objects are") == "2 objects are"


@pytest.mark.parametrize(
    ("number", "text"),
    [
        (0, "0"),
        (1_000_000, "1,000,000"),
        (2**31 - 1, "2,147,483,647"),
        (1e-8, "0.00000001"),
        (0.5, "0.5"),
        (10.0, "10"),
    ],
)
def test_a_figure_has_no_exponent(number: float, text: str) -> None:
    assert figure(number) == text

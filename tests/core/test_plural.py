import pytest

from gptctl.core.plural import plural


@pytest.mark.parametrize(("count", "text"), [(0, "0 files"), (1, "1 file"), (2, "2 files")])
def test_one_is_no_plural(count: int, text: str) -> None:
    assert plural(count, "file") == text


def test_an_irregular_plural_is_given() -> None:
    assert plural(1, "object is", "objects are") == "1 object is"
    assert plural(2, "object is", "objects are") == "2 objects are"

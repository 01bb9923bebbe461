import pytest

from gptctl.config.reading.scalars import resolve


@pytest.mark.parametrize(
    "text", ["no", "on", "off", "yes", "y", "1:30", "012", "00", "2026-11-20", "=", "1_000", "0b1", "+", "-", ".", "e3"]
)
def test_what_yaml_1_1_read_as_something_else_is_text(text: str) -> None:
    assert resolve(text) == text


@pytest.mark.parametrize("text", ["", "~", "null", "Null", "NULL"])
def test_nothing(text: str) -> None:
    assert resolve(text) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("true", True),
        ("FALSE", False),
        ("0", 0),
        ("-12", -12),
        ("+3", 3),
        ("0o17", 15),
        ("0x1F", 31),
        ("1.10", 1.1),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("1.", 1.0),
        ("-0.0", 0.0),
    ],
)
def test_numbers_and_booleans(text: str, value: object) -> None:
    found = resolve(text)
    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("text", [".inf", "-.Inf", ".nan", "1e999", "9" * 100, "0x" + "f" * 40])
def test_a_number_that_json_cannot_hold_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="quote it if it is text"):
        resolve(text)

import pytest

from gptctl.config.reading.jsontext import parse
from gptctl.errors import InvalidConfig


def test_json_is_read_as_it_is_meant() -> None:
    assert parse('{"a": [1, 2.5, null, "\\ud83d\\ude00", "\\/"]}', "f.json") == {"a": [1, 2.5, None, "😀", "/"]}


@pytest.mark.parametrize(
    ("text", "where", "summary"),
    [
        ('{"a": 1,}', "f.json:1:9", "This is not valid JSON"),
        ("", "f.json:1:1", "This is not valid JSON"),
        ('{"a": 1, "a": 2}', "f.json", "This is not valid JSON"),
        ('{"a": NaN}', "f.json", "This is not valid JSON"),
        ("9" * 5_000, "f.json", "This is not valid JSON"),
        ("[" * 100_000, "f.json", "Too deeply nested"),
        ("[" * 70 + "]" * 70, "f.json", "Too deeply nested"),
        ("[" + "1," * 100_000 + "1]", "f.json", "Too many values"),
    ],
)
def test_what_is_wrong_is_told(text: str, where: str, summary: str) -> None:
    with pytest.raises(InvalidConfig) as caught:
        parse(text, "f.json")
    (found,) = caught.value.findings
    assert (str(found.where), found.summary) == (where, summary)

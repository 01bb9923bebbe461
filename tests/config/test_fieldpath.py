import pytest

from gptctl.config.fieldpath import parse


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("", ()),
        ("model", ("model",)),
        ("parameters.temperature", ("parameters", "temperature")),
        ("tools[2].name", ("tools", 2, "name")),
        ("tools[lookup].parameters", ("tools", "lookup", "parameters")),
        ('files["a b.md"]', ("files", "a b.md")),
        ('files["a\\"[1].md"].x', ("files", 'a"[1].md', "x")),
        ("a[0][1]", ("a", 0, 1)),
    ],
)
def test_a_path_is_read_as_messages_write_it(text: str, path: tuple[str | int, ...]) -> None:
    assert parse(text) == path

import pytest

from gptctl.config.template import fill, mistakes

VARIABLES = {"product": "Acme", "nested": "{{product}}"}


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("We sell {{product}}.", "We sell Acme."),
        ("{{ product }}{{product}}", "AcmeAcme"),
        ("{{nested}}", "{{product}}"),
        ("{{{{product}}", "{{product}}"),
        ("{product} ${product} }}", "{product} ${product} }}"),
        ('{"a": {"b": 1}}', '{"a": {"b": 1}}'),
    ],
)
def test_variables_are_filled_in_once(text: str, filled: str) -> None:
    assert list(mistakes(text, VARIABLES)) == []
    assert fill(text, VARIABLES) == filled


@pytest.mark.parametrize(
    ("text", "offset", "detail"),
    [
        ("x {{prodct}}", 2, "`prodct` is not among `variables`. Did you mean `product`?"),
        ("{{7*7}}", 0, "`{{` starts a variable such as `{{product}}`; write `{{{{` for the characters."),
        ("{{product", 0, "`{{` starts a variable"),
        ("{{product.__class__}}", 0, "`{{` starts a variable"),
        ("{{}}", 0, "`{{` starts a variable"),
    ],
)
def test_what_cannot_be_filled_in_is_told(text: str, offset: int, detail: str) -> None:
    ((where, told),) = mistakes(text, VARIABLES)
    assert where == offset
    assert told.startswith(detail)


def test_many_braces_take_no_longer_than_few() -> None:
    assert len(list(mistakes("{{" * 100_001, VARIABLES))) == 1

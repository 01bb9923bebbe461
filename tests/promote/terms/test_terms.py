import pytest

from gptctl.promote.terms.table import Bound, find, table


@pytest.mark.parametrize(
    ("provider", "model", "maker"),
    [("openai", "ft:anything", "openai"), ("azure", "gpt-4o", "openai"), ("", "Claude-Sonnet-5", "anthropic")],
)
def test_terms_are_found_by_provider_or_by_the_name_of_the_model(provider: str, model: str, maker: str) -> None:
    found = find(provider, model)
    assert found is not None
    assert found.maker == maker


def test_a_provider_of_open_models_is_not_taken_for_the_maker_of_a_like_name() -> None:
    assert find("local", "gpt-oss-20b") is None
    assert find("", "gpt-oss-20b") is None
    assert find("", "smollm2-135m") is None


@pytest.mark.parametrize(
    ("provider", "model"), [("openai", "openai/gpt-oss-20b"), ("azure", "gpt-oss-120b"), ("google", "Gemma-3-4b-it")]
)
def test_terms_of_a_makers_service_do_not_bind_models_that_anybody_may_run(provider: str, model: str) -> None:
    assert find(provider, model) is None


def test_tuning_the_makers_own_models_is_told_from_tuning_others() -> None:
    openai, mistral = find("openai", ""), find("mistral", "")
    assert openai is not None
    assert mistral is not None
    assert (openai.allow("openai"), openai.allow("together")) == (True, False)
    assert (mistral.bound, mistral.allow("together")) == (Bound.NO_COPIES, True)


def test_every_row_says_where_and_when_it_was_read() -> None:
    assert all(row.source and str(row.as_of) in str(row) for row in table())

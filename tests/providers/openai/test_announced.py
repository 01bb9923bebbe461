from datetime import date

import pytest
from openai.types import Model
from pydantic import TypeAdapter

from gptctl.errors import NotDone, ProviderError
from gptctl.providers.openai.provider import OpenAIProvider
from tests.support.fakes.openai import FakeOpenAI
from tests.support.fakes.trouble import Trouble


def test_models_with_a_day_are_given_with_it(openai: OpenAIProvider) -> None:
    assert openai.announced() == {"gpt-4.1-mini-2025-04-14": date(2027, 1, 14)}


def test_a_day_that_is_none_is_told(fake: FakeOpenAI, openai: OpenAIProvider) -> None:
    fake.models["gpt-5"] = "soon"
    with pytest.raises(NotDone, match="no day"):
        openai.announced()


def test_a_listing_that_fails_says_nothing(fake: FakeOpenAI, openai: OpenAIProvider) -> None:
    fake.trouble(Trouble.FAIL_BEFORE, "GET", "/models", times=9)
    with pytest.raises(ProviderError):
        openai.announced()


def test_the_fake_lists_what_the_package_has_types_for(openai: OpenAIProvider) -> None:
    listed = openai._api.get("/models")["data"]  # noqa: SLF001  the answer as it came
    models = TypeAdapter(list[Model]).validate_python(listed, strict=True)
    assert [model.shutdown_date for model in models] == [None, "2027-01-14"]

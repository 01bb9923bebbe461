"""A newcomer's provider: the template that the page on providers hands out is short, and passes the whole suite."""

from collections.abc import Iterator
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from gptctl.core.address import RemoteId
from gptctl.providers.http.keys import TRUSTED
from tests.conformance.provider_suite import ProviderSuite
from tests.conformance.subject import Subject
from tests.support.fakes.example import KEY, FakeExample
from tests.support.fakes.trouble import Trouble

PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-provider.md"
TEMPLATE = PAGE.with_name("example_provider.py")
MOST_LINES = 150


def template() -> ModuleType:
    spec = spec_from_file_location("example_provider", TEMPLATE)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class TestNewcomer(ProviderSuite):
    @pytest.fixture
    def subject(self) -> Iterator[Subject]:
        kinds = {"assistant": "agents", "knowledge": "bases"}

        def edit(kind: str, id_: RemoteId) -> None:
            fake.touch(kinds[kind], id_, instructions="Be rude.")
            fake.files[id_].clear()

        with FakeExample() as fake:
            environ = {"EXAMPLE_API_KEY": KEY, TRUSTED: fake.url}
            provider = template().ExampleProvider(
                name="example", settings={"base_url": fake.url}, environ=environ, sleep=lambda _: None
            )
            yield Subject(
                provider=provider,
                beyond={"assistant": ({"instructions": "x" * 32_001},)},
                make_foreign=lambda kind: RemoteId(fake.put(kinds[kind], {"name": "theirs"})["id"]),
                set_metadata=lambda kind, id_, text: fake.objects[kinds[kind]][id_]["metadata"].update(note=text),
                get_metadata=lambda kind, id_: str(fake.objects[kinds[kind]][id_]["metadata"]["note"]),
                edit=edit,
                lose_next_answer=lambda: fake.trouble(Trouble.LOSE_ANSWER, "POST"),
            )
            provider.close()


def test_it_is_short() -> None:
    assert len(TEMPLATE.read_text(encoding="utf-8").splitlines()) < MOST_LINES


def test_the_page_hands_out_this_very_file_and_no_other_code_for_it() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert f"]({TEMPLATE.name})" in text
    assert "class Agents" not in text
    for word in ("Agents", "Bases", "Files", "ExampleProvider", "CAPABILITIES"):
        assert f"`{word}`" in text
        assert hasattr(template(), word)

from collections.abc import Iterator
from typing import Any

import pytest

from gptctl.core.address import RemoteId
from gptctl.providers.mistral.provider import MistralProvider
from tests.conformance.provider_suite import ProviderSuite
from tests.conformance.subject import Subject
from tests.support.fakes.mistral import KEY, FakeMistral
from tests.support.fakes.shelf import Shelf
from tests.support.fakes.trouble import Trouble

BEYOND = {
    "assistant": ({"completion_args": {"temperature": 1.2}}, {"metadata": {}}, {"tools": [{"type": "mcp"}]}),
    "knowledge": ({"files": {"program.exe": "0"}},),
}


class TestMistral(ProviderSuite):
    @pytest.fixture
    def fake(self) -> Iterator[FakeMistral]:
        with FakeMistral() as running:
            yield running

    @pytest.fixture
    def subject(self, fake: FakeMistral) -> Iterator[Subject]:
        def shelf(kind: str) -> Shelf:
            return fake.agents if kind == "assistant" else fake.libraries

        def change(kind: str, id_: str, **fields: Any) -> None:
            shelf(kind).put(id_, {**(shelf(kind).get(id_) or {}), **fields})

        def make_foreign(kind: str) -> RemoteId:
            fake.documents["theirs"] = {}
            change(kind, "theirs", id="theirs", name="sample", description="x", metadata={"a": "b"}, updated_at="")
            return RemoteId("theirs")

        def set_metadata(kind: str, id_: RemoteId, text: str) -> None:
            held = shelf(kind).get(id_) or {}
            change(kind, id_, **({"metadata": {**held["metadata"], "x": text}} if kind == "assistant" else
                                 {"description": f"{text} {held['description']}"}))  # fmt: skip

        def get_metadata(kind: str, id_: RemoteId) -> str:
            held = shelf(kind).get(id_) or {}
            return str(held["metadata"]["x"] if kind == "assistant" else held["description"].split(" ")[0])

        def edit(kind: str, id_: RemoteId) -> None:
            change(kind, id_, instructions="Be rude.", version=9, nb_documents=0, updated_at="later")
            fake.documents.get(id_, {}).clear()

        environ = {"MISTRAL_API_KEY": KEY, "GPTCTL_TRUSTED_ORIGINS": fake.url}
        provider = MistralProvider(
            name="mistral", settings={"base_url": fake.url}, environ=environ, sleep=lambda _: None
        )
        yield Subject(
            provider=provider,
            beyond=BEYOND,
            make_foreign=make_foreign,
            set_metadata=set_metadata,
            get_metadata=get_metadata,
            edit=edit,
            lose_next_answer=lambda: fake.trouble(Trouble.LOSE_ANSWER, "POST"),
            spoil_answer=lambda kind: fake.trouble(kind, "POST", "/v1/conversations"),
            converse=fake.converse,
            fail_reads=fake.fail_reads,
        )
        provider.close()

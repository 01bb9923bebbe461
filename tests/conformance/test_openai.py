from collections.abc import Iterator

import pytest

from gptctl.core.address import RemoteId
from tests.conformance.provider_suite import ProviderSuite
from tests.conformance.subject import Subject
from tests.providers.openai.conftest import provider
from tests.support.fakes.openai import FakeOpenAI
from tests.support.fakes.trouble import Trouble

BEYOND = {
    "assistant": ({"temperature": 3}, {"max_output_tokens": 1}, {"input": "mine"}),
    "knowledge": (
        {"files": {"program.exe": "0"}},
        {"files": {"a" * 600 + ".md": "0"}},
        {"chunking": {"static": {"max_chunk_size_tokens": 100, "chunk_overlap_tokens": 60}}},
    ),
}


class TestOpenAIResponses(ProviderSuite):
    @pytest.fixture
    def subject(self) -> Iterator[Subject]:
        def edit(kind: str, id_: RemoteId) -> None:
            if kind == "assistant":
                fake.store(id_)["name"] = "renamed in the console"
            else:
                (*_, first) = fake.attached[id_]
                fake.attached[id_].pop(first)

        with FakeOpenAI() as fake:
            made = provider(fake)
            yield Subject(
                provider=made,
                beyond=BEYOND,
                make_foreign=lambda _: RemoteId(fake.put_store("theirs", {"note": "x"})["id"]),
                set_metadata=lambda _, id_, text: fake.store(id_)["metadata"].update(note=text),
                get_metadata=lambda _, id_: fake.store(id_)["metadata"]["note"],
                edit=edit,
                lose_next_answer=lambda: fake.trouble(Trouble.LOSE_ANSWER, "POST", "/vector_stores"),
                spoil_answer=lambda kind: fake.trouble(kind, "POST", "/responses"),
            )
            made.close()

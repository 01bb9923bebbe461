from collections.abc import Iterator

import pytest

from gptctl.core.address import RemoteId
from tests.conformance.provider_suite import ProviderSuite
from tests.conformance.subject import Subject
from tests.providers.azure.conftest import provider
from tests.support.fakes.azure import FakeAzure
from tests.support.fakes.trouble import Trouble

BEYOND = {
    "assistant": ({"temperature": 3}, {"labels": {"a": "x" * 600}}, {"max_output_tokens": 1}),
    "knowledge": ({"files": {"program.exe": "0"}}, {"files": {"a" * 600 + ".md": "0"}}),
}


class TestAzure(ProviderSuite):
    @pytest.fixture
    def subject(self) -> Iterator[Subject]:
        def edit(kind: str, id_: RemoteId) -> None:
            if kind == "assistant":
                latest = fake.latest(id_)
                fake.put_version(id_, {**latest, "definition": {**latest["definition"], "instructions": "Be rude."}})
            else:
                (*_, first) = fake.attached[id_]
                fake.attached[id_].pop(first)

        def foreign(kind: str) -> RemoteId:
            if kind == "assistant":
                fake.put_version("theirs", {"definition": {"kind": "prompt", "model": "m"}})
                return RemoteId("theirs")
            return RemoteId(fake.put_store("theirs", {"note": "x"})["id"])

        def metadata(kind: str, id_: str) -> dict[str, str]:
            held: dict[str, str] = (fake.latest(id_) if kind == "assistant" else fake.store(id_))["metadata"]
            return held

        def lose() -> None:
            for path in ("/vector_stores", "/agents/*/versions"):
                fake.trouble(Trouble.LOSE_ANSWER, "POST", path)

        with FakeAzure() as fake:
            made = provider(fake)
            yield Subject(
                provider=made,
                beyond=BEYOND,
                make_foreign=foreign,
                set_metadata=lambda kind, id_, text: metadata(kind, id_).update(note=text),
                get_metadata=lambda kind, id_: metadata(kind, id_)["note"],
                edit=edit,
                lose_next_answer=lose,
                spoil_answer=lambda kind: fake.trouble(kind, "POST", "/responses"),
            )
            made.close()

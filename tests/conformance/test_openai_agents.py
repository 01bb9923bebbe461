from collections.abc import Iterator

import pytest

from gptctl.core.address import RemoteId
from tests.conformance.provider_suite import ProviderSuite
from tests.conformance.subject import Subject
from tests.providers.openai.conftest import provider
from tests.support.fakes.openai import FakeOpenAI
from tests.support.fakes.trouble import Trouble

BEYOND = {
    "assistant": ({"name": "n" * 129}, {"description": "x" * 600}, {"labels": {"a": "x" * 600}}, {"temperature": 1}),
    "knowledge": ({"files": {f"{n}.md": "0" for n in range(51)}},),
}


class TestOpenAIAgents(ProviderSuite):
    @pytest.fixture
    def subject(self) -> Iterator[Subject]:
        def edit(kind: str, id_: RemoteId) -> None:
            if kind == "assistant":
                fake.agent(id_).update(instructions="Be rude.")
            else:
                fake.template(id_)["files"].pop(0)

        def foreign(kind: str) -> RemoteId:
            made = fake.put_agent({"model": "m"}) if kind == "assistant" else fake.put_template({})
            return RemoteId(made["id"])

        def lose() -> None:
            for path in ("/agents", "/agents/environments/templates"):
                fake.trouble(Trouble.LOSE_ANSWER, "POST", path)

        with FakeOpenAI() as fake:
            made = provider(fake, "agents")
            yield Subject(
                provider=made,
                beyond=BEYOND,
                make_foreign=foreign,
                edit=edit,
                lose_next_answer=lose,
                spoil_answer=lambda kind: fake.trouble(kind, "POST", "/agents/sessions"),
                converse=fake.converse,
                fail_reads=fake.fail_reads,
            )
            made.close()

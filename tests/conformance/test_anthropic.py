from collections.abc import Iterator

import pytest

from gptctl.core.address import RemoteId
from gptctl.providers.anthropic.provider import AnthropicProvider
from gptctl.providers.http.keys import TRUSTED
from tests.conformance.provider_suite import ProviderSuite
from tests.conformance.subject import Subject
from tests.support.fakes.anthropic import KEY, FakeAnthropic
from tests.support.fakes.trouble import Trouble

BEYOND = {
    "assistant": (
        {"system": "x" * 100_001},
        {"labels": {"long": "x" * 600}},
        {"knowledge": [{"$id": str(n)} for n in range(9)]},
        {"effort": "enormous"},
        {"temperature": 1},
    ),
    "knowledge": (
        {"files": {"scan.pdf": "0"}},
        {"files": {f"{n}.md": "0" for n in range(2001)}},
        {"files": {"a/" * 20 + "b.md": "0"}},
        {"files": {"e\u0301.md": "0"}},
    ),
}


class TestAnthropic(ProviderSuite):
    @pytest.fixture
    def subject(self) -> Iterator[Subject]:
        def item(kind: str, id_: str) -> dict[str, dict[str, str]]:
            return fake.agent(id_) if kind == "assistant" else fake.store(id_)

        def edit(kind: str, id_: RemoteId) -> None:
            if kind == "assistant":
                fake.agent(id_).update(system="Be rude.", version=fake.agent(id_)["version"] + 1)
            else:
                fake.edit_memory(id_, "/leave.md", "No leave at all.")

        def lose() -> None:
            for path in ("/v1/agents", "/v1/memory_stores"):
                fake.trouble(Trouble.LOSE_ANSWER, "POST", path)

        with FakeAnthropic() as fake:
            environ = {"ANTHROPIC_API_KEY": KEY, TRUSTED: fake.url}
            provider = AnthropicProvider(
                name="anthropic", settings={"base_url": fake.url}, environ=environ, sleep=lambda _: None
            )
            yield Subject(
                provider=provider,
                beyond=BEYOND,
                make_foreign=fake.somebody_elses,
                set_metadata=lambda kind, id_, text: item(kind, id_)["metadata"].update(note=text),
                get_metadata=lambda kind, id_: item(kind, id_)["metadata"]["note"],
                edit=edit,
                lose_next_answer=lose,
                spoil_answer=lambda kind: fake.trouble(kind, "GET", "/v1/sessions/*/events/stream"),
                converse=fake.converse,
                fail_reads=fake.fail_reads,
            )
            provider.close()

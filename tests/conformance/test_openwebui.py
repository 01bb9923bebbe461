"""The same suite against the fake, quickly, and against a real Open WebUI: so the fake is known to be like it."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from gptctl.providers.openwebui.provider import OpenWebUIProvider
from tests.conformance.provider_suite import ProviderSuite
from tests.conformance.subject import ELSEWHERE, SCOPE, Subject
from tests.support.fakes.openwebui import KEY, FakeOpenWebUI
from tests.support.fakes.trouble import Trouble
from tests.support.openwebui import Console, provider
from tests.support.servers.openwebui import MODEL, OpenWebUI

BEYOND = {
    "assistant": ({"options.commit": "x"}, {"meta": {"gptctl": "mine"}}),
    "knowledge": ({"files": {"a.md": "0" * 64, "b.md": "0" * 64}},),
}


class TestFakeOpenWebUI(ProviderSuite):
    @pytest.fixture
    def subject(self) -> Iterator[Subject]:
        with FakeOpenWebUI() as fake:
            made = provider(fake.url, KEY)
            yield replace(
                of(made, Console(fake.url, KEY)),
                spoil_answer=lambda kind: fake.trouble(kind, "POST", "/api/chat/completions"),
                lose_next_answer=lambda: fake.trouble(Trouble.LOSE_ANSWER, "POST"),
                fail_reads=fake.fail_reads,
            )
            made.close()


@pytest.mark.slow
@pytest.mark.model
class TestRealOpenWebUI(ProviderSuite):
    @pytest.fixture
    def subject(self, openwebui: OpenWebUI) -> Iterator[Subject]:
        made, console = provider(openwebui.url, openwebui.key), Console(openwebui.url, openwebui.key)
        yield replace(of(made, console), answering={"model": MODEL, "parameters": {"max_output_tokens": 8}})
        console.forget(made, (SCOPE.mark, ELSEWHERE.mark))
        made.close()


def of(made: OpenWebUIProvider, console: Console) -> Subject:
    return Subject(
        provider=made,
        beyond=BEYOND,
        make_foreign=console.make_foreign,
        set_metadata=console.set_metadata,
        get_metadata=console.get_metadata,
        edit=console.edit,
        converse=console.converse,
    )

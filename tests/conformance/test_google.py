from collections.abc import Iterator
from dataclasses import replace

import pytest

from gptctl.core.address import RemoteId
from gptctl.providers.google.manifest import pack, unpack
from gptctl.providers.google.provider import GoogleProvider
from gptctl.providers.google.stores import custom
from tests.conformance.provider_suite import ProviderSuite
from tests.conformance.subject import Subject
from tests.support.fakes.google import KEY, FakeGoogle
from tests.support.fakes.trouble import Trouble

BEYOND = {
    "assistant": ({"tools": [{"type": "file_search"}, {"type": "google_search"}]}, {"metadata": {}}),
    "knowledge": (
        {"files": {"program.exe": "0"}},
        {"files": {"a" * 300 + ".md": "0"}},
        {"chunking": {"max_tokens": 800}},
    ),
}


class TestGoogle(ProviderSuite):
    @pytest.fixture
    def fake(self) -> Iterator[FakeGoogle]:
        with FakeGoogle() as running:
            yield running

    @pytest.fixture
    def subject(self, fake: FakeGoogle) -> Iterator[Subject]:
        def edit(kind: str, id_: RemoteId) -> None:
            """Nothing can be changed there: somebody takes a page away, or puts other settings in the place of ours."""
            if kind == "knowledge":
                fake.documents[id_].pop(next(iter(fake.documents[id_]))["name"])
                fake._count(id_)  # noqa: SLF001 -- what the console does
                return
            (ledger,) = fake.documents
            (entry,) = unpack(fake.documents[ledger])
            forged = replace(entry, attrs={**entry.attrs, "system_instruction": "Be rude."}, turn=entry.turn + 1)
            for values in pack(forged):
                fake.put_document(ledger, {"customMetadata": custom(values)}, b"x")

        def lose_next_answer() -> None:
            fake.trouble(Trouble.LOSE_ANSWER, "POST", "/v1/fileSearchStores")
            fake.trouble(Trouble.LOSE_ANSWER, "POST", "/upload/*", skip=1)

        environ = {"GEMINI_API_KEY": KEY, "GPTCTL_TRUSTED_ORIGINS": fake.url}
        provider = GoogleProvider(name="google", settings={"base_url": fake.url}, environ=environ, sleep=lambda _: None)
        yield Subject(
            provider=provider,
            beyond=BEYOND,
            edit=edit,
            lose_next_answer=lose_next_answer,
            spoil_answer=lambda kind: fake.trouble(kind, "POST", "/v1/interactions"),
        )
        provider.close()

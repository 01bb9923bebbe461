"""What the fake claims of the server's traps, and an answer of a real model, on a real Open WebUI."""

from collections.abc import Iterator

import pytest

from gptctl.core.conversation import Message, Role
from gptctl.providers.openwebui.provider import OpenWebUIProvider
from tests.conformance.subject import ELSEWHERE, SCOPE, Pages, draft
from tests.support.openwebui import Console, provider
from tests.support.servers.openwebui import MODEL, OpenWebUI

pytestmark = [pytest.mark.slow, pytest.mark.model]

LEAVE = b"# Leave\n\nThirty days of leave in a year.\n"
TRIPS = b"# Trips\n\nTrains are booked by the travel office.\n"
HOTELS = b"# Hotels\n\nThe bill comes back within a week.\n"


@pytest.fixture
def console(openwebui: OpenWebUI) -> Console:
    return Console(openwebui.url, openwebui.key)


@pytest.fixture
def real(openwebui: OpenWebUI, console: Console) -> Iterator[OpenWebUIProvider]:
    made = provider(openwebui.url, openwebui.key)
    yield made
    console.forget(made, (SCOPE.mark, ELSEWHERE.mark))
    made.close()


def base(**files: bytes) -> dict[str, object]:
    return {"name": "sample", "files": {f"{name}.md": Pages.digest(data) for name, data in files.items()}}


def found(console: Console, id_: str) -> list[str]:
    """The pages that a search really comes back with."""
    body = {"collection_names": [id_], "query": "leave and trips", "k": 9, "k_reranker": 9}
    answer = console.call("POST", "/api/v1/retrieval/query/collection", body)
    return sorted(about["gptctl"] for group in answer["metadatas"] for about in group)


@pytest.mark.parametrize(
    "after",
    [{"holidays": LEAVE, "trips": TRIPS}, {"leave": TRIPS, "trips": LEAVE}, {"leave": LEAVE.replace(b"\n", b"\r\n")}],
    ids=["renamed", "swapped", "same text"],
)
def test_every_page_can_be_found_after_a_change(
    real: OpenWebUIProvider, console: Console, after: dict[str, bytes]
) -> None:
    handler = real.handlers["knowledge"]
    made = handler.create(draft("knowledge", base(leave=LEAVE, trips=TRIPS)))  # type: ignore[arg-type]
    now = handler.update(made.id, draft("knowledge", base(**after), nonce=2), version=made.version)  # type: ignore[arg-type]
    assert now.attrs == base(**after)
    assert found(console, made.id) == sorted(f"{name}.md" for name in after)
    assert len(console.call("GET", "/api/v1/files/user/search?filename=*&limit=1000")) == len(after)


def test_a_real_answer_streams_and_names_its_page(real: OpenWebUIProvider, console: Console) -> None:
    console.call("GET", "/api/models")  # the server's list of models is older than the preset
    pages = base(leave=LEAVE, trips=TRIPS, hotels=HOTELS)
    knowledge = real.handlers["knowledge"].create(draft("knowledge", pages))  # type: ignore[arg-type]
    preset = real.handlers["assistant"].create(
        draft(
            "assistant",
            {
                "name": "support",
                "model": MODEL,
                "params": {"system": "Be brief.", "function_calling": "legacy", "temperature": 0, "max_tokens": 8},
                "meta": {"knowledge": [{"$id": knowledge.id}], "tags": [{"name": "gptctl"}]},
            },
        )
    )
    pieces: list[str] = []
    question = Message(role=Role.USER, text="How many days of leave?")
    answer = real.ask(preset.id, [question], on_text=pieces.append)
    assert len(pieces) > 1
    assert "".join(pieces) == answer.text
    assert (answer.sources[0].file, answer.sources[0].heading) == ("leave.md", "Leave")
    assert answer.usage["completion_tokens"] == 8

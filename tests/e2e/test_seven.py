"""The airline and the handbook in one project, applied to all seven providers."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any

import pytest

from gptctl.core.plan import Action
from gptctl.core.value import Attrs
from gptctl.providers.anthropic.provider import AnthropicProvider
from gptctl.providers.azure.provider import AzureProvider
from gptctl.providers.base import Provider
from gptctl.providers.google.provider import GoogleProvider
from gptctl.providers.local.provider import LocalProvider
from gptctl.providers.mistral.provider import MistralProvider
from gptctl.providers.openai.provider import OpenAIProvider
from gptctl.providers.openwebui.provider import OpenWebUIProvider
from gptctl.runtime.resolve import resolve
from tests.support.fakes.messages import Request
from tests.support.hosted import Hosted, all_hosted, environ, project
from tests.support.site import Site

pytestmark = pytest.mark.wire

CLASSES: Mapping[str, Callable[..., Provider]] = {
    "anthropic": AnthropicProvider,
    "azure": AzureProvider,
    "google": GoogleProvider,
    "mistral": MistralProvider,
    "openai": OpenAIProvider,
    "openwebui": OpenWebUIProvider,
}
HOSTED = tuple(CLASSES)
IN_ONE_CALL = ("anthropic", "azure", "mistral", "openwebui")
"""Where an assistant is one object; at the other two it is a manifest, which is uploaded and then pointed to."""

HANDBOOK = "knowledge/handbook/launching-software"
SENTENCE = "Never promise a seat by the window."


@pytest.fixture
def hosted() -> Iterator[Mapping[str, Hosted]]:
    with all_hosted() as running:
        yield running


@pytest.fixture
def site(hosted: Mapping[str, Hosted], tmp_path: Path) -> Iterator[Site]:
    known = environ(hosted)
    with ExitStack() as stack:

        def opened(made: Provider) -> Provider:
            stack.enter_context(closing(made))
            return made

        def open_local() -> Provider:
            return opened(LocalProvider(name="local", home=tmp_path / "home", settings={}, environ={}))

        def open_hosted(name: str) -> Callable[[], Provider]:
            settings = {hosted[name].setting: hosted[name].address}
            return lambda: opened(CLASSES[name](name=name, settings=settings, environ=known, sleep=lambda _: None))

        others = {name: open_hosted(name) for name in HOSTED}
        made = Site(root=tmp_path / "acme", target="local", make=open_local, others=others)
        made.write("gptctl.yaml", project(hosted, dev=["local", *HOSTED]))
        made.copy_assistants("airline", "handbook")
        made.copy("assistants/schemas", HANDBOOK)
        yield made


@pytest.fixture
def applied(site: Site) -> Site:
    done = site.apply()
    assert (done.outcome.failed, done.outcome.skipped) == ((), ())
    return site


def since(hosted: Mapping[str, Hosted], marks: Mapping[str, int]) -> Mapping[str, Sequence[Request]]:
    return {name: one.fake.journal[marks[name] :] for name, one in hosted.items()}


def marks(hosted: Mapping[str, Hosted]) -> Mapping[str, int]:
    return {name: len(one.fake.journal) for name, one in hosted.items()}


def writes(requests: Sequence[Request]) -> Sequence[Request]:
    return [one for one in requests if one.method != "GET"]


def carrying(requests: Sequence[Request], text: str) -> int:
    """How many requests have this text in their bodies."""
    return sum(text.encode() in one.body for one in requests)


def test_both_assistants_and_the_knowledge_are_at_all_seven_and_the_plan_is_empty(applied: Site) -> None:
    assert sorted((key.target, str(key.address)) for key in applied.disk.record.entries) == sorted(
        (target, address)
        for target in ("local", *HOSTED)
        for address in ("assistant.airline", "assistant.handbook", "knowledge.handbook")
    )
    plan = applied.plan()
    assert plan.settled
    assert plan.noop == 21


def test_each_says_which_model_it_has(applied: Site, hosted: Mapping[str, Hosted]) -> None:
    session = applied.session()
    models = {name: resolve(session, "airline", name).model for name in ("local", *HOSTED)}
    assert models == {"local": "none", **{name: one.model for name, one in hosted.items()}}


def test_an_unchanged_plan_lists_and_does_nothing_else(applied: Site, hosted: Mapping[str, Hosted]) -> None:
    before = marks(hosted)
    planned = applied.planned()
    asked = since(hosted, before)
    assert planned.plan.settled
    assert not any(writes(requests) for requests in asked.values())
    of_local = 2
    assert planned.listing_calls == of_local + sum(map(len, asked.values()))


def test_one_sentence_changed_is_one_update_at_each(applied: Site, hosted: Mapping[str, Hosted]) -> None:
    text = (applied.root / "assistants/airline.md").read_text(encoding="utf-8")
    applied.write("assistants/airline.md", f"{text}\n{SENTENCE}\n")
    before = marks(hosted)
    done = applied.apply()
    assert [(one.key.target, str(one.key.address), one.action) for one in done.plan.changes] == [
        (target, "assistant.airline", Action.UPDATE) for target in sorted(("local", *HOSTED))
    ]
    asked = since(hosted, before)
    assert {name: carrying(asked[name], SENTENCE) for name in HOSTED if name != "google"} == dict.fromkeys(
        [name for name in HOSTED if name != "google"], 1
    )
    assert {name: len(writes(asked[name])) for name in IN_ONE_CALL} == dict.fromkeys(IN_ONE_CALL, 1)
    assert applied.plan().settled


def test_one_page_changed_is_one_upload_at_each(applied: Site, hosted: Mapping[str, Hosted]) -> None:
    page, other, *_ = sorted((applied.root / HANDBOOK).rglob("*.md"))
    page.write_text(f"# Rewritten\n\n{SENTENCE}\n", encoding="utf-8")
    before = marks(hosted)
    done = applied.apply()
    assert {str(one.key.address) for one in done.plan.changes} == {"knowledge.handbook"}
    asked = since(hosted, before)
    untouched = max(other.read_text(encoding="utf-8").split("\n"), key=len)[:60]
    assert {name: carrying(asked[name], SENTENCE) for name in HOSTED} == dict.fromkeys(HOSTED, 1)
    assert {name: carrying(asked[name], untouched) for name in HOSTED} == dict.fromkeys(HOSTED, 0)
    assert applied.plan().settled


@pytest.mark.slow
def test_the_whole_handbook_is_taken_by_all_seven(site: Site) -> None:
    site.copy("knowledge/handbook")
    assert not site.apply().outcome.failed
    assert site.plan().settled


def test_more_objects_on_a_page_are_no_more_calls(applied: Site, hosted: Mapping[str, Hosted]) -> None:
    few = applied.planned().listing_calls
    for number in range(6):
        applied.declare(f"clerk{number}", instructions="Be brief.")
    assert not applied.apply().outcome.failed
    before = marks(hosted)
    many = applied.planned()
    assert many.plan.noop == 21 + 6 * 7
    ledgers = len([one for one in since(hosted, before)["google"] if one.path.endswith("/documents")])
    assert many.listing_calls - few <= ledgers


FULL: Mapping[str, tuple[int, Callable[[Any, int], object]]] = {
    "anthropic": (100, lambda fake, _: fake.somebody_elses("assistant")),
    "azure": (100, lambda fake, n: fake.put_version(f"theirs{n}", {"definition": {"kind": "prompt", "model": "m"}})),
    "google": (20, lambda fake, n: fake.create_store(said("POST", {"displayName": f"theirs {n}"}))),
    "mistral": (100, lambda fake, n: fake.libraries.put(f"x{n}", {"id": f"x{n}", "name": "theirs", "description": ""})),
    "openai": (100, lambda fake, n: fake.put_store(f"theirs {n}", {})),
    "openwebui": (30, lambda fake, n: fake.presets.update({f"x{n}": {**preset(fake), "id": f"x{n}"}})),
}
"""Objects of somebody else, and how many of them fill a page."""


def preset(fake: Any) -> dict[str, Any]:
    """One of theirs that has our tag, such as a copy made in the console."""
    (some, *_) = fake.presets.values()
    return {**some, "meta": {"tags": some["meta"]["tags"]}}


def said(method: str, body: Attrs) -> Request:
    return Request(method=method, path="", pairs=(), headers={}, body=json.dumps(body).encode())


@pytest.mark.parametrize("name", HOSTED)
def test_calls_are_counted_in_pages(applied: Site, hosted: Mapping[str, Hosted], name: str) -> None:
    """Two pages more of other people's objects are two calls more for each listing that shows them, at most three."""
    size, add = FULL[name]
    few = applied.planned().listing_calls
    for number in range(2 * size):
        add(hosted[name].fake, number)
    before = marks(hosted)
    planned = applied.planned()
    assert planned.plan.settled
    assert planned.listing_calls - few in (2, 4, 6)
    assert planned.listing_calls == 2 + sum(map(len, since(hosted, before).values()))

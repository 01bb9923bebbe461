"""Asking an applied assistant without a model: the passages speak, and the notes say what is missing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from gptctl.core.address import RemoteId
from gptctl.core.conversation import Answer, Engine, Message, Role
from gptctl.core.resource import Observed
from gptctl.errors import Rejected
from gptctl.providers.local.provider import LocalProvider


def ask(provider: LocalProvider, assistant: Observed, *texts: str) -> Answer:
    """Ask the last text after the others, which user and assistant said in turn."""
    roles = [Role.USER if (len(texts) - n) % 2 else Role.ASSISTANT for n in range(len(texts))]
    messages = [Message(role=role, text=text) for role, text in zip(roles, texts, strict=True)]
    return provider.ask(assistant.id, messages, on_text=lambda _: None)


def test_the_sentence_that_answers_is_quoted_with_its_place(
    provider: LocalProvider, make_knowledge: Callable[..., Observed], make_assistant: Callable[..., Observed]
) -> None:
    answer = ask(provider, make_assistant(make_knowledge()), "How many hours of advanced sick leave can I request?")
    assert answer.engine is Engine.EXTRACTED
    assert "> You can request up to 240 hours of advanced sick leave." in answer.text
    assert f"({answer.sources[0].file}, {answer.sources[0].heading})" in answer.text
    assert answer.sources[0].file == "leave.md"
    assert "gptctl models install" in answer.notes[0]


def test_only_what_is_quoted_is_a_source(
    provider: LocalProvider, make_knowledge: Callable[..., Observed], make_assistant: Callable[..., Observed]
) -> None:
    pages = {f"leave{n}.md": f"# Sick leave {n}\n\nSick leave is {n} hours.\n" for n in range(5)}
    answer = ask(provider, make_assistant(make_knowledge(pages)), "How many hours is sick leave?")
    assert 0 < len(answer.sources) < len(pages)
    assert all(f"({source.file}, {source.heading})" in answer.text for source in answer.sources)


def test_a_greeting_has_no_sources(
    provider: LocalProvider, make_knowledge: Callable[..., Observed], make_assistant: Callable[..., Observed]
) -> None:
    answer = ask(provider, make_assistant(make_knowledge()), "Hello!")
    assert answer.sources == ()
    assert answer.text


def test_an_assistant_without_knowledge_has_no_sources(
    provider: LocalProvider, make_knowledge: Callable[..., Observed], make_assistant: Callable[..., Observed]
) -> None:
    make_knowledge()
    assert ask(provider, make_assistant(), "How many hours of sick leave?").sources == ()


def test_the_question_is_what_the_user_said_last(
    provider: LocalProvider, make_knowledge: Callable[..., Observed], make_assistant: Callable[..., Observed]
) -> None:
    assistant = make_assistant(make_knowledge())
    answer = ask(provider, assistant, "How many hours of sick leave?", "240.", "And where are the printers?")
    assert answer.sources[0].file == "tools/printers.md"


def test_what_cannot_be_asked_is_refused(provider: LocalProvider, make_assistant: Callable[..., Observed]) -> None:
    with pytest.raises(Rejected, match="no assistant asst_gone"):
        provider.ask(RemoteId("asst_gone"), [Message(role=Role.USER, text="Hello?")], on_text=lambda _: None)
    with pytest.raises(Rejected, match="no question"):
        provider.ask(make_assistant().id, [], on_text=lambda _: None)


def test_the_checks_say_what_answers(provider: LocalProvider, tmp_path: Path) -> None:
    before = {check.name: check for check in provider.checks()}
    assert before["database"].ok
    assert before["search"].ok
    assert not before["answers"].ok
    assert "gptctl models install" in before["answers"].detail
    assert not (tmp_path / "home").exists()
    server = LocalProvider(name="local", home=tmp_path, settings={"base_url": "http://127.0.0.1:9/v1"}, environ={})
    assert {check.name: check.detail for check in server.checks()}["answers"].endswith("http://127.0.0.1:9/v1")

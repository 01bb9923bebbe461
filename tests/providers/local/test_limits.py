"""What is refused before anything is touched, and what is kept without use."""

import pytest

from gptctl.core.address import Address
from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.errors import InvalidConfig
from gptctl.providers.local.limits import of_assistant, of_knowledge
from gptctl.providers.local.lower import lower
from gptctl.providers.local.settings import parse


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("temperature", 2.1, "a number from 0 to 2"),
        ("temperature", True, "a number from 0 to 2"),
        ("max_output_tokens", 1.5, "a whole number from 1"),
        ("max_output_tokens", 0, "a whole number from 1"),
        ("reasoning", "extreme", "one of none, minimal"),
        ("temprature", 1, "did you mean temperature?"),
        ("zzz", 1, "it knows adapter,"),
    ],
)
def test_a_parameter_out_of_range_is_named_with_its_range(name: str, value: JSON, said: str) -> None:
    (problem,) = of_assistant({"parameters": {name: value}})
    assert problem.path == f"parameters.{name}"
    assert said in problem.detail


def test_every_parameter_within_its_range_is_taken() -> None:
    parameters: Attrs = {
        "temperature": 0,
        "top_p": 1.0,
        "max_output_tokens": 10,
        "seed": 7,
        "reasoning": "low",
        "adapter": "formal",
    }
    assert not list(of_assistant({"parameters": parameters, "instructions": "x" * 256 * 1024}))


def test_long_instructions_are_measured_in_bytes() -> None:
    (problem,) = of_assistant({"instructions": "ä" * 140_000})
    assert problem.path == "instructions"
    assert "280,000 bytes" in problem.detail


def test_a_file_nobody_can_read_is_named() -> None:
    (problem,) = of_knowledge({"files": {"a.md": "0", "b/c.exe": "1", "D.PDF": "2"}})
    assert problem.path == 'files["b/c.exe"]'
    assert ".docx" in problem.detail


def losses(attrs: Attrs, settings: Attrs) -> list[str]:
    declared = Declared(address=Address(kind="assistant", name="a"), attrs=attrs)
    lowered = lower(declared, parse(settings))
    assert lowered.attrs == attrs
    return [loss.field for loss in lowered.losses]


def test_all_is_kept_and_what_is_not_used_is_a_loss() -> None:
    attrs: Attrs = {
        "capabilities": ["web_search", "code_interpreter"],
        "tools": [{"type": "function", "name": "f"}, {"type": "mcp", "name": "m"}, {"type": "openapi", "name": "o"}],
        "parameters": {"reasoning": "low", "temperature": 0},
    }
    expected = ["capabilities.web_search", "capabilities.code_interpreter", "tools.mcp", "tools.openapi"]
    assert losses(attrs, {}) == [*expected, "parameters.reasoning"]
    assert losses(attrs, {"base_url": "http://127.0.0.1:1/v1"}) == expected


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ({"base_url": "127.0.0.1:11434"}, "base_url`: write the server's address"),
        ({"base_url": "http://[::1/v1"}, "base_url`: write the server's address"),
        ({"base_url": "http://user:pw@127.0.0.1/v1"}, "no user or password"),
        ({"threads": 0}, "threads`: write a whole number from 1 to 256"),
        ({"timeout": "long"}, "timeout`: write a whole number"),
        ({"adapters": [{"name": "a"}]}, "adapters[0]`: write {name"),
        ({"adapters": [{"name": "a", "path": "x"}, {"name": "a", "path": "y"}]}, "adapters[1]"),
        ({"base-url": "http://127.0.0.1"}, "base-url`: Did you mean `base_url`?"),
    ],
)
def test_a_wrong_setting_is_named(settings: Attrs, said: str) -> None:
    with pytest.raises(InvalidConfig) as raised:
        parse(settings)
    (finding,) = raised.value.findings
    assert said in finding.detail
    assert finding.where.file == "gptctl.yaml"


def test_all_wrong_settings_are_named_at_once() -> None:
    with pytest.raises(InvalidConfig) as raised:
        parse({"threads": 0, "timeout": 0, "x": 1})
    assert len(raised.value.findings) == 3

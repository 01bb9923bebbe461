"""One value in one file puts a successor in the place of a model that stops."""

from pathlib import Path

import pytest

from gptctl.config.workspace import load
from gptctl.core.address import Address
from gptctl.errors import InvalidConfig, Refused, Usage
from gptctl.promote.upkeep.succession import Order, Succession, succession
from tests.support.tree import HEAD, PROJECT, SUPPORT, assistant, project

FILE = "assistants/support.yaml"
SUPPORT_AT = Address(kind="assistant", name="support")
BASE = "together:Qwen/Qwen3-8B"
TRAINERS = ("local", "openai", "together")


def order(to: str, target: str = "") -> Order:
    return Order(assistant=SUPPORT_AT, to=to, trainers=TRAINERS, target=target)


def done(root: Path, wanted: Order, environment: str = "dev") -> Succession:
    """What is found, carried out; the project is then loaded with it."""
    found = succession(load(root, environment), wanted)
    (root / found.file).write_bytes(found.content)
    load(root, environment)
    return found


def test_what_an_alias_means_is_changed_at_one_target_for_all_who_say_it(tmp_path: Path) -> None:
    triage = f"{HEAD}name: triage\nmodel: smart\ninstructions: Sort.\n"
    root = project(tmp_path, {"assistants/triage.yaml": triage})
    found = done(root, order("bigger-model", "openai"), "prod")
    assert (found.field, found.before, found.assistants) == ("models.smart.openai", "big-model", ("support", "triage"))
    assert found.content.decode() == PROJECT.replace("big-model", "bigger-model")


def test_of_several_targets_one_must_be_named(tmp_path: Path) -> None:
    root = project(tmp_path)
    with pytest.raises(Usage, match="smart means small-model at local, big-model at openai"):
        succession(load(root, "prod"), order("bigger-model"))
    with pytest.raises(Usage, match="no model at azure"):
        succession(load(root, "prod"), order("bigger-model", "azure"))
    assert done(root, order("other")).field == "models.smart.local"


@pytest.mark.parametrize(
    ("to", "written"),
    [("gpt-6-luna", "gpt-6-luna"), ("qwen3:8b", "qwen3:8b"), ("ft:gpt-4o:acme::1", '"ft:gpt-4o:acme::1"')],
)
def test_a_model_that_is_written_out_is_changed_in_its_line(tmp_path: Path, to: str, written: str) -> None:
    text = SUPPORT.replace("model: smart", "model: big-model # the large one")
    root = project(tmp_path, {FILE: text})
    found = done(root, order(to))
    assert (found.field, found.before, found.retrains) == ("model", "big-model", False)
    assert found.content.decode() == text.replace("model: big-model #", f"model: {written} #")


def test_an_alias_may_follow_another(tmp_path: Path) -> None:
    files = {"gptctl.yaml": PROJECT.replace("models:\n", "models:\n  wise: {local: a, openai: b}\n")}
    found = done(project(tmp_path, files), order("wise"))
    assert (found.file, found.field, found.before) == (FILE, "model", "smart")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (f"{SUPPORT}promotion: {{to: 'openai:gpt-4o'}} # x\n", f"{SUPPORT}promotion: {{to: '{BASE}'}} # x\n"),
        (
            f"{SUPPORT}promotion:\n  near: 0.9 # near\n  to: openai:gpt-4o # dear\n",
            f"{SUPPORT}promotion:\n  near: 0.9 # near\n  to: {BASE} # dear\n",
        ),
        (f"{SUPPORT}promotion:\n  near: 0.9 # near\n", f"{SUPPORT}promotion:\n  to: {BASE}\n  near: 0.9 # near\n"),
        (f"{SUPPORT}promotion: {{}}\n", None),
        (SUPPORT, SUPPORT.replace("name: support\n", f"name: support\npromotion: {{to: {BASE}}}\n")),
        (SUPPORT.replace("\n", "\r\n"), None),
    ],
)
def test_a_base_becomes_what_is_trained_next(tmp_path: Path, before: str, after: str | None) -> None:
    root = project(tmp_path, {FILE: before.encode()})
    was = load(root, "dev")
    found = done(root, order(BASE))
    now = load(root, "dev")
    assert (found.field, found.after, found.retrains) == ("promotion.to", BASE, True)
    assert now.promotions[SUPPORT_AT] == {**was.promotions[SUPPORT_AT], "to": BASE}
    assert assistant(now) == assistant(was)
    if after is not None:
        assert found.content.decode() == after


def test_a_patch_for_the_environment_is_what_counts_there(tmp_path: Path) -> None:
    text = f"{SUPPORT}promotion: {{to: 'openai:a'}}\nenvironments: {{prod: {{promotion: {{to: 'openai:b'}}}}}}\n"
    root = project(tmp_path, {FILE: text})
    assert done(root, order(BASE), "prod").content.decode() == text.replace("'openai:b'", f"'{BASE}'")


def test_a_recipe_that_is_inherited_stays_and_the_base_is_the_assistants_own(tmp_path: Path) -> None:
    files = {
        "assistants/_base.yaml": f"{HEAD}promotion: {{near: 0.9, to: 'openai:gpt-4o'}}\n",
        FILE: f"{SUPPORT}extends: _base.yaml\n",
    }
    root = project(tmp_path, files)
    assert done(root, order(BASE)).file == FILE
    assert load(root, "dev").promotions[SUPPORT_AT] == {"near": 0.9, "to": BASE}


def test_a_base_that_overrules_and_an_anchor_that_repeats_are_told(tmp_path: Path) -> None:
    base = f"{HEAD}environments: {{dev: {{promotion: {{to: 'openai:a'}}}}}}\n"
    root = project(tmp_path / "a", {"assistants/_base.yaml": base, FILE: f"{SUPPORT}extends: _base.yaml\n"})
    with pytest.raises(InvalidConfig) as overruled:
        succession(load(root, "dev"), order(BASE))
    assert "what to train for dev" in overruled.value.findings[0].summary
    text = f"{SUPPORT}environments: {{prod: {{promotion: &p {{to: 'openai:a'}}}}, dev: {{promotion: *p}}}}\n"
    with pytest.raises(InvalidConfig) as repeated:
        succession(load(project(tmp_path / "b", {FILE: text}), "dev"), order(BASE))
    assert "cannot be changed alone" in repeated.value.findings[0].summary


def test_a_misspelt_trainer_is_no_model(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="no trainer togethr"):
        succession(load(project(tmp_path), "dev"), order("togethr:Qwen/Qwen3-8B"))
    with pytest.raises(Usage, match="names no model to train from"):
        succession(load(project(tmp_path / "empty"), "dev"), order("together:"))


def test_nothing_to_change_and_nobody_to_change_it_for(tmp_path: Path) -> None:
    root = project(tmp_path)
    with pytest.raises(Refused, match="is small-model already"):
        succession(load(root, "dev"), order("small-model"))
    with pytest.raises(Usage, match="no assistant x is declared"):
        succession(load(root, "dev"), Order(assistant=Address(kind="assistant", name="x"), to="m", trainers=()))

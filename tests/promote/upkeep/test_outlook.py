"""Which models are in use, until when, and what to do by then."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from gptctl.config.workspace import load
from gptctl.core.retirement import Calendar
from gptctl.promote.upkeep.outlook import Known, Outlook, outlooks
from gptctl.promote.upkeep.use import Role, uses
from tests.support.tree import HEAD, SUPPORT, project

TODAY = date(2026, 11, 21)
STOPS = date(2027, 1, 14)
OPENAI = Calendar(
    days={"big-model": date(2026, 12, 11), "gpt-4o-2024-08-06": STOPS, "gone": date(2026, 10, 23)},
    successors={"big-model": "bigger-model", "gpt-4o-2024-08-06": "gpt-6-luna"},
)
TUNED = "ft:gpt-4o-2024-08-06:acme:support:9x"
DATASETS = {"support": "a1" * 32}


def looked(root: Path, *, datasets: dict[str, str] | None = None, tuned: dict[str, str] | None = None) -> list[Outlook]:
    known = Known(
        today=TODAY,
        environment="dev",
        calendars={"openai": OPENAI},
        datasets=DATASETS if datasets is None else datasets,
        tuned=tuned or {},
    )
    return list(outlooks((use for name in ("dev", "prod") for use in uses(load(root, name))), known))


def one(found: Sequence[Outlook], provider: str) -> Outlook:
    [only] = [outlook for outlook in found if outlook.provider == provider]
    return only


def test_a_portable_name_is_a_model_at_every_target(tmp_path: Path) -> None:
    triage = f"{HEAD}name: triage\nmodel: smart\ninstructions: Sort.\n"
    found = looked(project(tmp_path, {"assistants/triage.yaml": triage}))
    assert [(outlook.provider, outlook.model, outlook.days) for outlook in found] == [
        ("openai", "big-model", 20),
        ("local", "small-model", None),
    ]
    assert {(use.assistant, use.environment, use.written) for use in one(found, "local").uses} == {
        ("support", "dev", "smart"),
        ("support", "prod", "smart"),
        ("triage", "dev", "smart"),
        ("triage", "prod", "smart"),
    }


def test_the_advice_names_the_successor_the_environment_and_whose_model_it_is(tmp_path: Path) -> None:
    found = one(looked(project(tmp_path)), "openai")
    assert found.by == date(2026, 12, 10)
    assert found.advice == (
        "choose another model: `gptctl models succeed support --model bigger-model --env prod --target openai`"
    )


def test_what_is_written_out_has_to_be_changed_in_each_file(tmp_path: Path) -> None:
    files = {
        f"assistants/{name}.yaml": f"{HEAD}name: {name}\nmodel: gone\ninstructions: Help.\n"
        for name in ("support", "greeter", "triage")
    }
    found = one(looked(project(tmp_path, files)), "openai")
    assert found.days == -29
    assert found.advice.startswith("choose another model: `gptctl models succeed greeter --model MODEL --env prod")
    assert found.advice.endswith("; likewise support, triage")


def test_a_tuned_model_goes_with_its_base_and_is_rebuilt_from_its_dataset(tmp_path: Path) -> None:
    root = project(tmp_path, {"assistants/support.yaml": SUPPORT.replace("smart", f"'{TUNED}'")})
    found = one(looked(root), "openai")
    assert (found.base, found.stops, found.days, found.successor) == ("gpt-4o-2024-08-06", STOPS, 54, "gpt-6-luna")
    assert found.advice == (
        "rebuild it from dataset a1a1a1a1a1a1: `gptctl models succeed support --model TRAINER:BASE --env prod`, "
        "then `gptctl promote support --dataset a1a1a1a1a1a1 --env prod`; "
        "or prompt gpt-6-luna, which its provider names"
    )
    without = one(looked(root, datasets={}), "openai")
    assert without.advice.startswith("it goes with its base and git has no dataset to rebuild it from: `gptctl dataset")


def test_a_model_that_was_tuned_here_has_its_base_and_no_day(tmp_path: Path) -> None:
    root = project(tmp_path, {"assistants/support.yaml": SUPPORT.replace("smart", "smol-tuned")})
    found = one(looked(root, tuned={"smol-tuned": "smol"}), "local")
    assert (found.base, found.stops, found.advice) == ("smol", None, "")


def test_the_base_that_a_recipe_names_is_in_use_too(tmp_path: Path) -> None:
    text = f"{SUPPORT}promotion: {{to: 'openai:gpt-4o'}}\nenvironments: {{prod: {{model: gpt-6-luna}}}}\n"
    found = looked(project(tmp_path, {"assistants/support.yaml": text}))
    [base] = [outlook for outlook in found if outlook.role is Role.TO_TUNE]
    assert (base.provider, base.model, base.stops) == ("openai", "gpt-4o", STOPS)
    assert base.advice == "choose a base that stays: `gptctl models succeed support --model TRAINER:BASE`"
    assert "gpt-6-luna" in {outlook.model for outlook in found}


def test_a_raw_model_of_a_target_counts_there(tmp_path: Path) -> None:
    text = f"{SUPPORT}targets: {{openai: {{options: {{model: gone}}}}}}\n"
    found = looked(project(tmp_path, {"assistants/support.yaml": text}))
    assert one(found, "openai").model == "gone"
    assert one(found, "local").model == "small-model"


@pytest.mark.parametrize(("days", "within"), [(19, False), (20, True)])
def test_the_gate_counts_days(tmp_path: Path, days: int, within: bool) -> None:  # noqa: FBT001  a table of answers
    found = looked(project(tmp_path))
    assert one(found, "openai").within(days) is within
    assert not one(found, "local").within(days)

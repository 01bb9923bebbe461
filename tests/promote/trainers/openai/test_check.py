"""What is refused before anything is sent, on which day."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gptctl.core.value import Attrs
from gptctl.promote.cost.table import load
from gptctl.promote.trainers.base import Task
from gptctl.promote.trainers.openai.check import reasons
from gptctl.promote.trainers.openai.service import Service
from gptctl.promote.trainers.openai.services import AZURE, NEBIUS, OPENAI
from gptctl.promote.trainers.openai.trainer import OpenAITrainer
from gptctl.providers.openai.retirements import RETIREMENTS
from tests.support.jobs import dataset, preferred
from tests.support.tuning import TODAY, Bench

LLAMA = "meta-llama/Llama-3.3-70B-Instruct"


def told(service: Service, base: str, day: date, settings: Attrs | None = None, home: Path = Path()) -> str:
    task = Task(dataset=dataset(home), base=base, settings=settings or {})
    return " ".join(reasons(service, task, day))


@pytest.mark.parametrize(
    ("service", "base", "day", "why"),
    [
        (OPENAI, "gpt-4.1", date(2027, 1, 5), ""),
        (OPENAI, "gpt-4.1", date(2027, 1, 6), "OpenAI takes no new fine-tuning job since 2027-01-06"),
        (OPENAI, "gpt-4.1", date(2027, 1, 10), "would stop in 4 days, on 2027-01-14"),
        (OPENAI, "gpt-4.1", date(2027, 1, 14), "gpt-4.1 is gone from OpenAI since 2027-01-14"),
        (OPENAI, "gpt-4.1-nano-2025-04-14", TODAY, "gone from OpenAI since 2026-10-23"),
        (OPENAI, "ft:gpt-4.1-mini-2025-04-14:acme:v1:abc", TODAY, ""),
        (OPENAI, "gpt-6-luna", TODAY, "gpt-6-luna cannot be trained at OpenAI"),
        (AZURE, "gpt-4.1-mini-2025-04-14", date(2027, 4, 13), ""),
        (AZURE, "gpt-4.1-mini-2025-04-14", date(2027, 4, 14), "Azure takes no new job for gpt-4.1-mini-2025-04-14"),
        (AZURE, "gpt-4o", date(2027, 4, 1), "no new job for gpt-4o since 2027-04-01"),
        (AZURE, "gpt-4o", date(2027, 10, 1), "gpt-4o is gone from Azure since 2027-10-01"),
        (AZURE, "gpt-oss-20b", date(2030, 1, 1), ""),
        (NEBIUS, LLAMA, date(2030, 1, 1), ""),
        (NEBIUS, "gpt-4.1", TODAY, "gpt-4.1 cannot be trained at Nebius Token Factory"),
    ],
)
def test_days_and_bases(tmp_path: Path, service: Service, base: str, day: date, why: str) -> None:
    found = told(service, base, day, home=tmp_path)
    assert (why in found, bool(found)) == (True, bool(why))


def test_the_days_are_those_that_the_provider_goes_by() -> None:
    ours = {base.name: base.gone for base in OPENAI.bases if base.name in RETIREMENTS}
    assert len(ours) >= 4
    assert ours == {name: RETIREMENTS[name] for name in ours}


@pytest.mark.parametrize(
    ("service", "base", "settings", "why"),
    [
        (OPENAI, "gpt-4.1", {"epochs": 2, "batch": 8, "learning_rate_multiplier": 0.5, "seed": 3}, ""),
        (OPENAI, "gpt-4.1", {"epochs": 0}, "epochs is a whole number from 1 to 50"),
        (OPENAI, "gpt-4.1", {"epochs": "auto"}, "epochs is a whole number"),
        (OPENAI, "gpt-4.1", {"epoch": 2}, "Did you mean `epochs`?"),
        (OPENAI, "gpt-4.1", {"beta": 0.1}, "no setting beta"),
        (OPENAI, "gpt-4.1", {"method": "dpo", "beta": 0.1}, ""),
        (OPENAI, "gpt-4.1", {"method": "reinforcement"}, "method is sft"),
        (NEBIUS, LLAMA, {"rank": 16, "learning_rate": 1e-4}, ""),
        (NEBIUS, LLAMA, {"method": "dpo"}, "Nebius Token Factory takes no pairs to prefer by"),
    ],
)
def test_settings(tmp_path: Path, service: Service, base: str, settings: Attrs, why: str) -> None:
    found = told(service, base, TODAY, settings, tmp_path)
    assert (why in found, bool(found)) == (True, bool(why))


def test_rows_are_held_against_the_rules(bench: Bench) -> None:
    few = Task(dataset=dataset(bench.home, rows=3), base=bench.base, settings={})
    assert "OPENAI-FILE-001" in " ".join(bench.fresh().check(few))
    assert not bench.fake.journal


def test_pairs_are_asked_for_only_where_they_are_sent(bench: Bench) -> None:
    trainer = bench.fresh()
    assert list(trainer.check(bench.task(pairs=[preferred(1)]))) == []
    assert "nothing to train on by dpo" in " ".join(trainer.check(bench.task({"method": "dpo"})))
    assert "OPENAI-FILE-001" in " ".join(trainer.check(bench.task({"method": "dpo"}, [preferred(1)])))


def test_what_is_estimated_grows_with_the_epochs_and_knows_a_tuned_base(bench: Bench) -> None:
    trainer, task = bench.fresh(), bench.task()
    once, twice = (trainer.estimate(replace(task, settings={"epochs": epochs})) for epochs in (1, 2))
    assert twice.tokens == 2 * once.tokens
    assert twice.dollars == pytest.approx(once.tokens * 2 / 1_000_000 * 5.0)
    bench.dollars = None
    assert trainer.estimate(task).dollars is None


def test_the_prices_that_we_ship_know_the_bases_of_openai(bench: Bench) -> None:
    trainer = OpenAITrainer(OPENAI, sender=bench.sender(), prices=load, today=lambda: TODAY)
    for base in ("gpt-4.1", "gpt-4.1-mini-2025-04-14", "ft:gpt-4o-mini-2024-07-18:acme::x"):
        task = replace(bench.task(), base=base)
        assert (trainer.estimate(task).dollars or 0) > 0
        pairs = replace(bench.task({"method": "dpo"}, [preferred(number) for number in range(12)]), base=base)
        assert (trainer.estimate(pairs).dollars or 0) > 0

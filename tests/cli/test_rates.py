"""Where the price of an answer comes from."""

from pathlib import Path

import pytest

from gptctl.cli.contestants import open_models
from gptctl.cli.rates import Tariff
from gptctl.cli.wiring import Place, open_workspace
from gptctl.errors import InvalidConfig
from gptctl.promote.cost.rate import Rate
from gptctl.promote.cost.table import load
from tests.support.prices import price
from tests.support.tree import PROJECT, SUPPORT, project

MONEY = {"train": 1.0, "input": 2.0, "output": 4.0}
MILLION = 1_000_000


def tariff(root: Path, *, server: str = "", bound: bool = True, table: str = "") -> Tariff:
    settings = f"{{base_url: {server}}}" if server else "{}"
    parameters = "parameters: {max_output_tokens: 800}\n" if bound else ""
    files = {
        "gptctl.yaml": PROJECT.replace("local: {}", f"local: {settings}"),
        "assistants/support.yaml": SUPPORT + parameters,
        "prices.toml": table,
    }
    place = Place(start=project(root / "acme", files), home=root / "home")
    with open_models(open_workspace(place), place.home) as models:
        return Tariff(models=models, assistant="support", prices=lambda: load(place.root / "prices.toml"))


def dollars(rate: Rate) -> float | None:
    return rate.charge(MILLION, MILLION)


@pytest.mark.parametrize("server", ["", "http://127.0.0.1:11434/v1", "http://localhost:1/v1", "http://10.1.2.3/v1"])
def test_a_machine_of_ones_own_takes_no_money(tmp_path: Path, server: str) -> None:
    found = tariff(tmp_path, server=server)
    assert dollars(found.of("smart")) == 0.0
    assert dollars(found.tuned("together", "Qwen/Qwen3-8B", "local")) == 0.0


def test_a_server_elsewhere_is_priced_by_its_host(tmp_path: Path) -> None:
    server = "https://models.example.com/v1"
    found = tariff(tmp_path, server=server).of("smart")
    assert (found.name, dollars(found)) == ("models.example.com:small-model", None)
    row = price("models.example.com", "small-*", **MONEY)
    assert dollars(tariff(tmp_path, server=server, table=row).of("smart")) == 6.0
    trained_here = tariff(tmp_path, server=server, table=row).tuned("local", "small-model", "local")
    assert (trained_here.name, dollars(trained_here)) == ("models.example.com:small-model", 6.0)


def test_a_server_that_is_no_address_is_told_where_it_stands(tmp_path: Path) -> None:
    with pytest.raises(InvalidConfig) as raised:
        tariff(tmp_path, server="'http://[::1/v1'").of("smart")
    assert "such as http://127.0.0.1:11434/v1" in raised.value.findings[0].detail


def test_a_machine_that_is_rented_is_told_of_and_takes_nothing_for_an_answer(tmp_path: Path) -> None:
    row = price("models.example.com", train=0.0, hour=3.0)
    found = tariff(tmp_path, server="https://models.example.com/v1", table=row).of("smart")
    assert (found.hour, dollars(found)) == (3.0, 0.0)


def test_a_list_price_comes_first_and_a_row_where_there_is_none(tmp_path: Path) -> None:
    found = tariff(tmp_path, table=price("openai", **MONEY))
    assert dollars(found.of("openai:gpt-4o-mini")) == pytest.approx(0.15 + 0.60)
    assert dollars(found.of("openai:ours")) == 6.0
    assert dollars(found.of("openai:ft:gpt-4o-mini:acme::x")) == 6.0
    assert dollars(tariff(tmp_path).of("azure:ours")) is None


def test_a_tuned_model_costs_what_its_trainer_takes(tmp_path: Path) -> None:
    found = tariff(tmp_path, server="https://models.example.com/v1")
    assert dollars(found.tuned("openai", "gpt-4o-mini", "openai")) == pytest.approx(0.3 + 1.2)
    assert dollars(found.tuned("together", "Qwen/Qwen3-8B", "local")) is None
    rented = found.tuned("fireworks", "qwen3-8b", "local")
    assert (rented.name, rented.hour, dollars(rented)) == ("fireworks:qwen3-8b", 8.0, 0.0)


def test_an_answer_is_bounded_where_the_target_keeps_to_it(tmp_path: Path) -> None:
    found = tariff(tmp_path)
    assert [found.of(word).most for word in ("smart", "openai:ours", "azure:ours")] == [800, 800, None]
    assert tariff(tmp_path, bound=False).of("smart").most is None

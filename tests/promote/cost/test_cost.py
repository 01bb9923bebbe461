from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.errors import GptctlError
from gptctl.promote.cost import inference
from gptctl.promote.cost.estimate import HORIZON, Use, payback, serving, training
from gptctl.promote.cost.table import Price, billions, find, load
from tests.support import prices

TODAY = date(2026, 11, 21)
USE = Use(calls_a_month=10_000, input_tokens=1_000, output_tokens=100)


def price(train: float = 5.0, **more: float) -> Price:
    return Price(
        target="t", model="m", train=train, as_of=date(2026, 7, 1), valid_until=date(2027, 1, 1), source="s", **more
    )


def test_tokens_are_paid_in_every_epoch() -> None:
    job = training(price(), tokens=900_000, validation_tokens=100_000, epochs=3, today=TODAY)
    assert (job.tokens, job.dollars, job.age_days, job.stale) == (3_000_000, 15.0, 143, False)


def test_a_job_costs_its_minimum() -> None:
    assert training(price(minimum=4.0), tokens=10, validation_tokens=0, epochs=1, today=TODAY).dollars == 4.0


def test_a_price_past_its_last_day_is_stale() -> None:
    assert training(price(), tokens=1, validation_tokens=0, epochs=1, today=date(2027, 1, 2)).stale


def test_what_is_saved_pays_for_the_job() -> None:
    job = training(price(train=100), tokens=1_000_000, validation_tokens=0, epochs=1, today=TODAY)
    found = payback(job, before=50.0, after=10.0)
    assert (found.month, found.reason) == (3, "$40.00 saved a month pay for $100.00 in month 3")


def test_a_dearer_model_never_pays_back() -> None:
    job = training(price(), tokens=1, validation_tokens=0, epochs=1, today=TODAY)
    assert payback(job, before=1.0, after=3.5).reason == "never: the tuned model costs $2.50 more a month"
    assert payback(job, before=1.0, after=1.0).month is None


@pytest.mark.parametrize(("before", "after"), [(None, 1.0), (1.0, None)])
def test_an_unknown_price_is_said_to_be_unknown(before: float | None, after: float | None) -> None:
    job = training(price(), tokens=1, validation_tokens=0, epochs=1, today=TODAY)
    assert payback(job, before=before, after=after).month is None


@given(st.floats(0.01, 1e6), st.floats(0, 1e5), st.floats(0, 1e5))
def test_the_month_is_the_first_in_which_enough_is_saved(dollars: float, before: float, after: float) -> None:
    job = training(price(train=dollars), tokens=1_000_000, validation_tokens=0, epochs=1, today=TODAY)
    month = payback(job, before=before, after=after).month
    if month is None:
        assert (before - after) * HORIZON <= job.dollars * (1 + 1e-9) or before <= after
    else:
        assert month * (before - after) >= job.dollars * (1 - 1e-9)
        assert month == 1 or (month - 1) * (before - after) < job.dollars


def test_serving_is_paid_by_token_or_by_the_hour() -> None:
    assert serving(price(input=1.0, output=10.0), USE) == pytest.approx(20.0)
    assert serving(price(hour=8.0), USE) == 5840.0
    assert serving(price(), USE) is None


def test_rows_are_found_by_name_and_size() -> None:
    table = load()
    mini = find(table, "openai", "gpt-4.1-mini-2025-04-14")
    small, large = (find(table, "fireworks", f"qwen3-{size}") for size in ("8b", "32B"))
    assert [found.train for found in (mini, small, large) if found] == [5.0, 0.5, 3.0]
    assert find(table, "fireworks", "a-model-of-unknown-size") is None
    assert billions("Qwen2.5-1.5B-Instruct") == 1.5


def test_every_row_of_ours_says_when_and_where_it_was_seen() -> None:
    assert all(row.source and row.as_of <= row.valid_until for row in load())


def test_the_users_own_price_comes_first(tmp_path: Path) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(
        '[[price]]\ntarget = "openai"\nmodel = "gpt-4.1*"\ntrain = 1\nas_of = 2026-11-01\n'
        'valid_until = 2027-11-01\nsource = "our contract"\n'
    )
    found = find(load(path), "openai", "gpt-4.1-mini")
    assert found
    assert (found.train, found.source) == (1, "our contract")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[price", "is not TOML"),
        ("price = 3", "stand in tables"),
        ("price = [3]", "stand in tables"),
        ("price = [[[]]]", "stand in tables"),
        pytest.param(f"x = {'[' * 9000}", "is not TOML", id="deep"),
        pytest.param(f"x = {'1' * 9000}", "is not TOML", id="digits"),
        pytest.param(prices.price("x", train=10**400), "`train` is not a number", id="dear"),
        ('[[price]]\ntarget = "x"', "`as_of` is missing"),
        ("[[price]]\ncolour = 1", "`colour` is no key"),
        (
            '[[price]]\ntarget="x"\nmodel="y"\ntrain=-1\nas_of=2026-01-01\nvalid_until=2026-01-01\nsource="s"',
            "`train` is not a number",
        ),
        (
            '[[price]]\ntarget="x"\nmodel="y"\ntrain=nan\nas_of=2026-01-01\nvalid_until=2026-01-01\nsource="s"',
            "`train` is not a number",
        ),
        ("#" * 1_000_001, "is not a file of at most"),
        (
            '[[price]]\ntarget="x"\nmodel="y"\ntrain=1\nas_of="now"\nvalid_until=2026-01-01\nsource="s"',
            "are days",
        ),
    ],
)
def test_a_wrong_table_is_told_with_its_row(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "prices.toml"
    path.write_text(text)
    with pytest.raises(GptctlError, match=says):
        load(path)


def test_a_table_that_never_ends_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "prices.toml"
    path.symlink_to("/dev/zero")
    with pytest.raises(GptctlError, match="is not a file of at most"):
        load(path)


def test_the_price_of_a_call_is_looked_up_without_a_network() -> None:
    found = inference.of_call("openai", "gpt-4o", input_tokens=1_000, output_tokens=100)
    assert found is not None
    assert 0 < found < 1
    assert inference.of_call("openai", "no such model", input_tokens=1, output_tokens=1) is None
    assert inference.edition().startswith("genai-prices ")

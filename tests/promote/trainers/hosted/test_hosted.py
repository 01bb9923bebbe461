"""What hosted trainers share: curves, prices, and what a failure means for what was uploaded."""

import math
import os
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from gptctl.errors import Conflict, GptctlError, InvalidConfig, NoAccess, NotDone, Rejected, TryLater, Unknown
from gptctl.promote.cost.table import load
from gptctl.promote.exports.together import TOGETHER
from gptctl.promote.trainers.base import JobId, Point, Task
from gptctl.promote.trainers.hosted import curve, files, options, price
from gptctl.promote.trainers.hosted.certain import leaving_nothing, starting
from gptctl.promote.trainers.hosted.method import Method
from gptctl.promote.trainers.registry import FACTORIES, Setting
from tests.support.jobs import dataset, preferred

BASE = "acme/small-8b"
DAY = date(2026, 11, 21)


@pytest.fixture
def paired(tmp_path: Path) -> Task:
    made = dataset(tmp_path, [preferred(number) for number in range(4)])
    return Task(dataset=made, base=BASE, settings={"method": "dpo", "epochs": 1})


def test_a_curve_has_one_point_for_a_step_and_no_loss_that_is_no_number() -> None:
    rows = [
        {"train/global_step": 2.0, "train/loss": 0.5},
        {"train/global_step": 2, "eval/loss": 0.7},
        {"step": 1, "loss": math.nan, "eval_loss": 0.9},
        {"step": 3, "loss": "low"},
        {"step": 4, "loss": True},
        {"loss": 0.1},
        {"step": math.inf, "loss": 0.1},
    ]
    assert curve.points(rows) == [
        Point(step=1, validation_loss=0.9),
        Point(step=2, loss=0.5, validation_loss=0.7),
    ]


CERTAIN = [NotDone("no"), Rejected("no"), Conflict("no"), TryLater("no"), GptctlError("no")]


def failing(error: GptctlError) -> Callable[[], JobId]:
    def create() -> JobId:
        raise error

    return create


@pytest.mark.parametrize("error", CERTAIN)
def test_what_certainly_is_no_job_leaves_nothing(error: GptctlError) -> None:
    cleaned: list[str] = []
    with pytest.raises((NotDone, TryLater), match="no") as told:
        starting(failing(error), lambda: cleaned.append("all"))()
    assert cleaned == ["all"]
    assert isinstance(told.value, type(error)) or type(told.value) is NotDone


def test_what_may_be_a_job_keeps_its_files() -> None:
    cleaned: list[str] = []
    with pytest.raises(Unknown):
        starting(failing(Unknown("lost")), lambda: cleaned.append("all"))()
    assert cleaned == []


@pytest.mark.parametrize("error", [*CERTAIN, Unknown("lost")])
def test_files_are_no_job(error: GptctlError) -> None:
    cleaned: list[str] = []
    with pytest.raises(type(error)), leaving_nothing(lambda: cleaned.append("all")):
        raise error
    assert cleaned == ["all"]


def test_pairs_have_prices_of_their_own_and_are_read_twice(paired: Task, tmp_path: Path) -> None:
    unknown = price.estimate("together", paired, load(), DAY)
    assert unknown.dollars is None
    (tmp_path / "prices.toml").write_text(
        '[[price]]\ntarget = "together-dpo"\nmodel = "*"\ntrain = 2.0\nas_of = 2026-11-21\n'
        'valid_until = 2026-12-31\nsource = "the page"\n'
    )
    known = price.estimate("together", paired, load(tmp_path / "prices.toml"), DAY)
    assert known.dollars == pytest.approx(known.tokens * 2 / 1_000_000)
    one = price.estimate("together", replace(paired, settings={"epochs": 1}), load(), DAY)
    assert one.tokens != known.tokens == unknown.tokens > 0


def test_each_method_sends_its_own_rows(paired: Task) -> None:
    def first(method: Method) -> str:
        with files.exported(TOGETHER, paired, method) as written:
            kept = [file.path for file in written]
            (head, *_) = (path.read_text().splitlines()[0] for path in kept)
        assert not any(path.exists() for path in kept)
        return head

    assert '"messages"' in first(Method.SFT)
    assert '"preferred_output"' in first(Method.DPO)
    assert '"preferred_output"' not in first(Method.SFT)


def test_files_wait_in_the_users_own_folder_and_what_a_killed_run_left_is_swept(paired: Task) -> None:
    exports = paired.dataset.folder.parents[1] / "exports"
    left = exports / f"{paired.dataset.digest[:12]}-left"

    def send(*, sees: bool) -> None:
        with files.exported(TOGETHER, paired, Method.SFT) as written:
            folder = written[0].path.parents[1]
            assert folder.parent == exports
            assert folder.name.startswith(f"{paired.dataset.digest[:12]}-")
            assert folder.stat().st_mode & 0o777 == exports.stat().st_mode & 0o777 == 0o700
            assert left.exists() is sees

    send(sees=False)
    left.mkdir()
    send(sees=True)  # it is young: another run may be sending it
    os.utime(left, (0, 0))
    send(sees=False)
    assert list(exports.iterdir()) == []


def test_a_file_that_vanished_is_told(paired: Task) -> None:
    def lose() -> None:
        with files.exported(TOGETHER, paired, Method.SFT) as written:
            written[0].path.unlink()
            written[0].path.read_bytes()

    with pytest.raises(GptctlError, match="cannot be used"):
        lose()


def test_last_days_of_bases() -> None:
    days = options.retires("a/b-8b 2026-11-21, c/d 2027-01-01,", "together")
    assert days == {"a/b-8b": DAY, "c/d": date(2027, 1, 1)}
    assert options.closed("a/b-8b", days, DAY) == ["a/b-8b stops on 2026-11-21, by `retires` in gptctl.yaml."]
    assert list(options.closed("c/d", days, DAY)) == list(options.closed("e/f", days, DAY)) == []
    for wrong in ("a/b-8b", "a/b soon", "2026-11-21"):
        with pytest.raises(InvalidConfig):
            options.retires(wrong, "together")


@pytest.mark.parametrize("name", ["together", "fireworks"])
def test_each_is_made_by_its_name_without_a_key(name: str, tmp_path: Path, paired: Task) -> None:
    made = FACTORIES[name](Setting(options={}, home=tmp_path, environ={}, locate=lambda _: None))
    assert (made.name, made.terms.paid) == (name, True)
    assert made.estimate(paired).tokens > 0
    with pytest.raises(NoAccess):
        made.find("gptctl-0123456789abcdef")

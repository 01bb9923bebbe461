from datetime import date

import pytest

from gptctl.core.address import Address, Key
from gptctl.core.plan import Action, Change, Reason
from gptctl.core.retirement import Retirement, base_of, refusals, stops, warnings

TODAY = date(2026, 11, 21)
OLD = Retirement(model="gpt-4o", day=date(2027, 1, 14))
GONE = Retirement(model="o1", day=date(2026, 10, 23))
FAR = Retirement(model="gpt-6-luna", day=date(2028, 1, 1))


def key(name: str) -> Key:
    return Key(target="openai", address=Address(kind="assistant", name=name))


def change(name: str, action: Action) -> Change:
    return Change(key=key(name), action=action, reason=Reason.DECLARED)


def test_one_sentence_for_each_model_near_its_end() -> None:
    assert warnings({key("b"): OLD, key("a"): OLD, key("c"): GONE, key("d"): FAR}, TODAY) == (
        "gpt-4o at openai stops on 2027-01-14, in 54 days; used by a, b",
        "o1 at openai stopped on 2026-10-23; used by c",
    )


def test_nothing_new_is_made_on_a_model_that_has_stopped() -> None:
    changes = [change("c", Action.CREATE), change("a", Action.CREATE)]
    (reason,) = refusals(changes, {key("c"): GONE, key("a"): OLD}, TODAY)
    assert reason == "openai:assistant.c would be made on o1, which stopped on 2026-10-23; choose another model"


def test_what_is_there_already_may_still_be_changed() -> None:
    assert refusals([change("c", Action.UPDATE)], {key("c"): GONE}, TODAY) == ()


def test_the_last_day_itself_is_over() -> None:
    assert refusals([change("c", Action.CREATE)], {key("c"): Retirement(model="m", day=TODAY)}, TODAY)


DAYS = {
    "gpt-4": date(2026, 10, 23),
    "gpt-4o-2024-05-13": date(2026, 10, 23),
    "gpt-4o-2024-08-06": date(2027, 1, 14),
    "claude-sonnet-4-0": date(2026, 6, 15),
}


def test_a_name_without_a_date_means_its_latest_version() -> None:
    assert stops(DAYS, "gpt-4o-2024-05-13") == date(2026, 10, 23)
    assert stops(DAYS, "gpt-4o") == date(2027, 1, 14)
    assert stops(DAYS, "gpt-4") == date(2026, 10, 23)
    assert stops(DAYS, "claude-sonnet") is None


def test_a_tuned_model_goes_with_its_base() -> None:
    assert base_of("ft:gpt-4o-2024-08-06:acme:support:9xyz") == "gpt-4o-2024-08-06"
    assert stops(DAYS, "ft:gpt-4o-2024-08-06:acme:support:9xyz") == date(2027, 1, 14)
    assert stops({**DAYS, "ft:gpt-4:acme::1": TODAY}, "ft:gpt-4:acme::1") == TODAY
    assert base_of("qwen3:8b") == "qwen3:8b"


@pytest.mark.parametrize("model", ["gpt-6-luna", "", "ft:", "gpt-4o.2024", "gpt-4x"])
def test_what_nobody_published_is_not_known(model: str) -> None:
    assert stops(DAYS, model) is None

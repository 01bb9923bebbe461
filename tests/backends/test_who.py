"""Who runs this is told even where the system has no name for them."""

import pwd
from collections.abc import Callable

import pytest

from gptctl.backends.local.who import who


def nameless(_number: int) -> object:
    raise KeyError


def test_a_user_without_a_name_is_a_number(monkeypatch: pytest.MonkeyPatch) -> None:
    unknown: Callable[[int], object] = nameless
    monkeypatch.setattr(pwd, "getpwuid", unknown)
    for name in ("LOGNAME", "USER", "LNAME", "USERNAME"):
        monkeypatch.delenv(name, raising=False)
    assert who().startswith("user ")
    monkeypatch.setenv("LOGNAME", "ada")
    assert who() == "ada"

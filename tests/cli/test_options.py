import json
from pathlib import Path

import click
import pytest

from gptctl.cli.asked import Asked, is_plan_file, read_reviewed
from gptctl.cli.options import AddressType, Amount
from gptctl.cli.wiring import Place
from gptctl.core.address import Address
from gptctl.core.plan import Plan
from gptctl.core.planner import Consent
from gptctl.engine.request import Request
from gptctl.errors import Usage
from gptctl.views.plan import PlanReport
from gptctl.views.screen import to_text

PLACE = Place(start=Path(), home=Path("home"), targets=("local",))
ASKED = Asked(
    request=Request(
        only=frozenset([Address(kind="assistant", name="support")]),
        consent=Consent(delete=True, replace=False, revert_drift=True),
        max_delete=4,
        recreate=True,
        strict=True,
    ),
    place=PLACE,
    ref="v1",
)


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("support", Address(kind="assistant", name="support")),
        ("assistant.support", Address(kind="assistant", name="support")),
        ("knowledge.handbook", Address(kind="knowledge", name="handbook")),
    ],
)
def test_addresses_have_a_short_form(text: str, address: Address) -> None:
    assert AddressType().convert(text, None, None) == address
    assert not is_plan_file(text)


@pytest.mark.parametrize("text", ["assistants.support", "knowledge.", ".support", ""])
def test_other_words_are_no_address(text: str) -> None:
    with pytest.raises(click.BadParameter):
        AddressType().convert(text, None, None)


@pytest.mark.parametrize("text", ["plan.json", "./support", "out/plan"])
def test_a_plan_file_is_what_is_no_address(text: str) -> None:
    assert is_plan_file(text)


def write_plan(path: Path, asked: Asked) -> None:
    plan = Plan(project="acme", environment="dev", changes=())
    path.write_text(to_text(PlanReport(plan=plan, asked=asked.to_json()).document()))


def test_a_plan_file_asks_for_what_its_plan_was_asked_for(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.json", ASKED)
    reviewed = read_reviewed(tmp_path / "plan.json", Place(start=Path(), home=Path("home")))
    assert reviewed.asked.request == ASKED.request
    assert reviewed.asked.ref == "v1"
    assert (reviewed.asked.place.environment, reviewed.asked.place.targets) == ("dev", ("local",))
    assert reviewed.checksum.startswith("sha256:")


def test_a_plan_file_of_another_environment_is_refused(tmp_path: Path) -> None:
    write_plan(tmp_path / "plan.json", ASKED)
    with pytest.raises(Usage, match="for environment dev, not prod"):
        read_reviewed(tmp_path / "plan.json", Place(start=Path(), home=Path("home"), environment="prod"))


@pytest.mark.parametrize("text", ["", "[]", "{}", "{" * 100_000, '{"format": "gptctl.plan/v2"}', "\x00", "\ud800"])
def test_what_is_no_plan_file_is_said_so(tmp_path: Path, text: str) -> None:
    path = tmp_path / "plan.json"
    path.write_bytes(text.encode("utf-8", "surrogatepass"))
    with pytest.raises(Usage, match="is no plan file"):
        read_reviewed(path, PLACE)


@pytest.mark.parametrize("change", [{"max_delete": "many"}, {"addresses": 5}, {"targets": [1]}, {"ref": 1}])
def test_a_plan_file_edited_by_hand_is_checked(tmp_path: Path, change: dict[str, object]) -> None:
    path = tmp_path / "plan.json"
    write_plan(path, ASKED)
    document = json.loads(path.read_text())
    document["asked"].update(change)
    path.write_text(json.dumps(document))
    with pytest.raises(Usage, match="is no plan file"):
        read_reviewed(path, PLACE)


def test_a_missing_plan_file_is_said_so(tmp_path: Path) -> None:
    with pytest.raises(Usage, match="there is no plan file"):
        read_reviewed(tmp_path / "plan.json", PLACE)


@pytest.mark.parametrize("text", ["nan", "inf", "-1", "-0.01", "much", ""])
def test_a_limit_is_finite_and_not_below_nothing(text: str) -> None:
    with pytest.raises(click.BadParameter, match="is no number from 0 on"):
        Amount().convert(text, None, None)
    assert Amount().convert("2.5", None, None) == 2.5

"""Whatever a log holds, each step comes to an end soon: these texts would take hours if time grew with their square."""

import pytest

from gptctl.promote.recipe import PersonalData
from gptctl.promote.row import Drop
from gptctl.promote.steps.base import Step
from gptctl.promote.steps.language import Language
from gptctl.promote.steps.personal.step import Personal
from gptctl.promote.steps.secrets.step import Secrets
from gptctl.promote.steps.structure.step import Structure
from tests.support.planted import row

pytestmark = pytest.mark.slow

SIZE = 300_000
STEPS: list[Step] = [Structure({}), Secrets(), Personal(PersonalData.REPLACE), Language(["en"])]
TEXTS = {
    "backslashes": "\\" * SIZE,
    "quotes": '"' * SIZE,
    "digits": "1" * SIZE,
    "digits apart": "4 " * SIZE,
    "base64": "aB3d" * SIZE,
    "percent": "%41" * SIZE,
    "escapes": r"\u0041" * SIZE,
    "at signs": "a@" * SIZE,
    "emails": " ".join(f"a{n}@example.com" for n in range(SIZE // 10)),
    "ibans": "DE89" + " -" * SIZE,
    "names": "I'm Maria, " * (SIZE // 5) + "hi Bo" * SIZE,
    "thanks": "thanks\n" * SIZE,
    "keys": '"cell"' + " " * SIZE,
    "json": '{"cell":"' + "\\n1" * SIZE + '"}',
    "deep": '{"a":' * SIZE,
    "addresses": "1 Main " * SIZE,
    "passwords": "password password: " * SIZE,
    "dots": "1." * SIZE,
    "colons": "2001:" * SIZE,
    "sorry": "I'm sorry " * SIZE,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.name)
def test_time_grows_with_the_size_and_not_with_its_square(step: Step, text: str) -> None:
    messages = [{"role": "user", "content": text}, {"role": "assistant", "content": text}]
    assert len(step.judge([row({"id": "c1", "time": 0.0, "score": None, "messages": messages})])) == 1


def test_a_list_of_people_is_no_example() -> None:
    messages = [{"role": "user", "content": TEXTS["emails"]}, {"role": "assistant", "content": "ok"}]
    listed = row({"id": "c1", "time": 0.0, "score": None, "messages": messages})
    assert Personal(PersonalData.REPLACE).judge([listed]) == [Drop(id="c1", reason="personal data", detail="EMAIL")]

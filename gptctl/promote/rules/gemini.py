"""Checks of rows in Gemini's shape: `systemInstruction`, `contents` of `parts`, `tools`."""

from collections.abc import Iterator, Mapping

from gptctl.core.value import Attrs
from gptctl.promote.rules.rows import entries, role

_PARTS = frozenset({"text", "fileData", "functionCall", "functionResponse"})


def turns(row: Attrs) -> Iterator[str]:
    """Contents are turns of `user` or `model` with parts."""
    found = entries(row.get("contents"))
    if not found:
        yield "`contents` is not a list with turns in it"
    for index, turn in enumerate(found):
        if role(turn) not in {"user", "model"}:
            yield f"contents[{index}]: the role is {str(turn.get('role'))[:40]!r}, not user or model"
        if not entries(turn.get("parts")):
            yield f"contents[{index}] has no parts"


def parts(row: Attrs) -> Iterator[str]:
    """Each part is one of text, file, function call or function response."""
    for index, turn in enumerate(entries(row.get("contents"))):
        for at, part in enumerate(entries(turn.get("parts"))):
            if len(_PARTS & set(part)) != 1 or set(part) - _PARTS:
                yield f"contents[{index}].parts[{at}] is not exactly one of {', '.join(sorted(_PARTS))}"
            elif "text" in part and not isinstance(part["text"], str):
                yield f"contents[{index}].parts[{at}].text is not text"


def objects(row: Attrs) -> Iterator[str]:
    """Arguments and responses of functions are objects, with a name beside them."""
    for index, turn in enumerate(entries(row.get("contents"))):
        for at, part in enumerate(entries(turn.get("parts"))):
            for key, inner in (("functionCall", "args"), ("functionResponse", "response")):
                said = part.get(key)
                if isinstance(said, Mapping) and not (said.get("name") and isinstance(said.get(inner), Mapping)):
                    yield f"contents[{index}].parts[{at}].{key} needs a name and `{inner}` as an object"


def ends_with_model(row: Attrs) -> Iterator[str]:
    found = entries(row.get("contents"))
    if found and role(found[-1]) != "model":
        yield "the last turn is not the model's"


def ends_with_user(row: Attrs) -> Iterator[str]:
    found = entries(row.get("contents"))
    if found and role(found[-1]) != "user":
        yield "the last turn is not the user's"


def two_scores(row: Attrs) -> Iterator[str]:
    """Two completions, one with the score 1 and one with the score 0."""
    found = entries(row.get("completions"))
    if sorted(str(item.get("score")) for item in found) not in (["0", "1"], ["0.0", "1.0"]):
        yield "`completions` is not one with the score 1 and one with the score 0"
    for index, item in enumerate(found):
        completion = item.get("completion")
        if not isinstance(completion, Mapping) or role(completion) != "model":
            yield f"completions[{index}].completion is not a turn of the model"

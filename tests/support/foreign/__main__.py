"""Runs a checker that others wrote over files, in an environment of its own: `__main__.py CHECKER FILE…`.

Prints a line for each row or file that it does not accept, and nothing when all is well.
"""

import json
import sys
from collections.abc import Iterator

from descriptions import converse, openai
from rowfile import rows
from templates import templates


def together_old(path: str) -> Iterator[str]:
    from together.utils.files import check_file

    report = check_file(path)
    if not report["is_check_passed"]:
        yield report["message"]


def together_new(path: str) -> Iterator[str]:
    from together.lib.utils.files import check_file

    report = check_file(path)
    if not report["is_check_passed"]:
        yield report["message"]


def mistral(path: str) -> Iterator[str]:
    from mistral_common.protocol.instruct.request import ChatCompletionRequest
    from mistral_common.protocol.instruct.validator import MistralRequestValidatorV3, ValidationMode

    validator = MistralRequestValidatorV3(ValidationMode.finetuning)
    with open(path, encoding="utf-8") as file:  # noqa: PTH123 -- runs under another interpreter, on nothing but this
        for number, line in enumerate(file, start=1):
            row = json.loads(line)
            for message in row["messages"]:
                message.pop("weight", None)  # the trainer takes it off before it asks the validator
            try:
                validator.validate_request(ChatCompletionRequest(**row, model="any"))
            except Exception as error:  # noqa: BLE001 -- whatever it raises is its answer
                yield f"{number}: {type(error).__name__} {error}"


def datasets(path: str) -> Iterator[str]:
    """The loader of TRL, Axolotl and LLaMA-Factory: every row has the same columns of the same types."""
    from datasets import load_dataset

    expected = rows(path)
    found = load_dataset("json", data_files=path, split="train", cache_dir=f"{path}.cache")
    if len(found) != len(expected):
        yield f"{len(found)} rows instead of {len(expected)}"


def loaded(path: str) -> Iterator[str]:
    """The same loader gives every row back as it was written, with nothing filled in."""
    from datasets import load_dataset

    found = load_dataset("json", data_files=path, split="train", cache_dir=f"{path}.cache")
    for number, (one, row) in enumerate(zip(found, rows(path), strict=True), start=1):
        if one != row:
            yield f"{number}: is not what was written"


CHECKERS = {
    "together_old": together_old, "together_new": together_new, "mistral": mistral, "datasets": datasets,
    "loaded": loaded, "openai": openai, "converse": converse, "templates": templates,
}  # fmt: skip

if __name__ == "__main__":
    for argument in sys.argv[2:]:
        for problem in CHECKERS[sys.argv[1]](argument):
            sys.stdout.write(f"{argument}: {problem}\n")

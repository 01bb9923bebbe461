"""What providers publish of their interfaces, in a form that checks."""

import json
import re
from collections.abc import Iterator
from typing import Any

from rowfile import rows


def openai(path: str) -> Iterator[str]:
    """Models made from OpenAI's published description; they forget keys that it does not have, so each is looked for.

    The description calls a preference's answers `completion` where OpenAI's guide and its own server say `output`.
    """
    from openapiopenai.models.fine_tune_chat_request_input import FineTuneChatRequestInput
    from openapiopenai.models.fine_tune_preference_request_input import FineTunePreferenceRequestInput

    for number, row in enumerate(rows(path), start=1):
        model = FineTunePreferenceRequestInput if "input" in row else FineTuneChatRequestInput
        given = {key.replace("preferred_output", "preferred_completion"): item for key, item in row.items()}
        try:
            found = model.from_json(json.dumps(given)).to_dict()
        except ValueError as error:
            yield f"{number}: {error}"
        else:
            yield from (f"{number}: {place}" for place in missing(given, found))


def missing(given: Any, found: Any, place: str = "row") -> Iterator[str]:
    """Where the second does not say what the first says; an absent key says null."""
    if isinstance(given, dict) and isinstance(found, dict):
        for key, item in given.items():
            yield from missing(item, found.get(key), f"{place}.{key}")
    elif isinstance(given, list) and isinstance(found, list) and len(given) == len(found):
        for index, item in enumerate(given):
            yield from missing(item, found[index], f"{place}[{index}]")
    elif given != found:
        yield f"{place} is not known"


def converse(path: str) -> Iterator[str]:
    """What Amazon's own SDK takes as input of Converse; it describes no file for training, whose blocks are these."""
    from botocore.loaders import Loader
    from botocore.model import ServiceModel
    from botocore.validate import ParamValidator

    service = ServiceModel(Loader().load_service_model("bedrock-runtime", "service-2"))
    shape = service.operation_model("Converse").input_shape
    for number, row in enumerate(rows(path), start=1):
        request = {"modelId": "any", **{key: item for key, item in row.items() if key != "schemaVersion"}}
        report = ParamValidator().validate(request, shape)
        problems = [report.generate_report()] if report.has_errors() else list(unlike(shape, request))
        yield from (f"{number}: {problem}" for problem in problems)


def unlike(shape: Any, value: Any) -> Iterator[str]:
    """Texts that are longer than the description says, or not of its pattern: the SDK leaves that to the server."""
    if shape.type_name == "structure" and not getattr(shape, "is_document_type", False):
        for key, item in value.items():
            yield from unlike(shape.members[key], item)
    elif shape.type_name == "list":
        for item in value:
            yield from unlike(shape.member, item)
    elif shape.type_name == "string":
        limits = shape.metadata
        if len(value) > limits.get("max", len(value)) or not re.fullmatch(limits.get("pattern", r"(?s:.*)"), value):
            yield f"{value[:80]!r} is no {shape.name}"

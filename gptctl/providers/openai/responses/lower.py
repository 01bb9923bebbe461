"""A declaration as the body of a request to the Responses API, and beside it what only our manifest keeps."""

from gptctl.core.resource import Declared
from gptctl.core.value import JSON, Attrs
from gptctl.providers.api import mapping
from gptctl.providers.base import Lowering
from gptctl.providers.capabilities import losses, retires
from gptctl.providers.openai.responses.capabilities import CAPABILITIES
from gptctl.providers.openai_shape import chunking, parameters, tools
from gptctl.providers.openai_shape.merge import merged

KEPT = ("name", "description", "labels", "starters")
"""What the manifest keeps and no request sends."""


def lower(declared: Declared, target: str) -> Lowering:
    if declared.address.kind == "knowledge":
        return Lowering(attrs=chunking.knowledge(declared.attrs))
    attrs = merged(_request(declared.attrs), mapping(declared.options.get(target)))
    lost = (*losses(declared, CAPABILITIES), *parameters.lost(declared.attrs))
    return Lowering(attrs=attrs, losses=lost, retires=retires(attrs, CAPABILITIES))


def _request(attrs: Attrs) -> Attrs:
    said = mapping(attrs.get("parameters"))
    lowered: dict[str, JSON] = {name: attrs.get(name) for name in (*KEPT, "model", "instructions", "knowledge")}
    lowered |= {name: said.get(name) for name in ("temperature", "top_p", "max_output_tokens")}
    lowered["reasoning"] = parameters.effort(attrs)
    lowered["text"] = parameters.form(attrs)
    lowered["tools"] = list(tools.lowered(attrs)) or None
    return {name: value for name, value in lowered.items() if value is not None}

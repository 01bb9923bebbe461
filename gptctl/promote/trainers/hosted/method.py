"""How a job learns: from examples, or from pairs of answers."""

from enum import StrEnum

from gptctl.core.value import Attrs


class Method(StrEnum):
    SFT = "sft"
    DPO = "dpo"


def of(settings: Attrs) -> Method:
    """That of settings in which nothing is wrong: examples, unless the setting `method` says pairs."""
    return Method(str(settings.get("method", Method.SFT)))

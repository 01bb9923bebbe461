"""Load a base model and its tokenizer from a folder in Hugging Face's form, or from a GGUF file."""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from transformers import AutoModelForCausalLM, AutoTokenizer

_CLOSED = {"local_files_only": True, "trust_remote_code": False}
"""Where the second is left open, whoever sits at the terminal is asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Base:
    model: Any
    tokenizer: Any


class NoTemplate(Exception):
    """The model has no chat template, so it cannot be shown a conversation."""


def load(path: Path) -> Base:
    """In 32 bits on a processor, in 16 (bfloat16) on a GPU. Nothing is fetched, and code beside the model is not run.

    Raises NoTemplate, OSError, ValueError.
    """
    dtype = torch.bfloat16 if torch.cuda.is_available() else torch.float32
    where = {"gguf_file": path.name} if path.suffix == ".gguf" else {}
    folder = path.parent if where else path
    tokenizer = AutoTokenizer.from_pretrained(folder, **_CLOSED, **where)
    if not tokenizer.chat_template:
        raise NoTemplate(f"{path.name} has no chat template, so it cannot be shown a conversation")
    if tokenizer.pad_token is None:
        tokenizer.pad_token = tokenizer.eos_token
    model = AutoModelForCausalLM.from_pretrained(folder, **_CLOSED, dtype=dtype, **where)
    return Base(model=_fresh(model, dtype) if where else model, tokenizer=tokenizer)


def _fresh(loaded: Any, dtype: torch.dtype) -> Any:
    """The same weights in a model that does not come from a GGUF file: that one refuses to be saved."""
    config = type(loaded.config).from_dict(
        {key: item for key, item in loaded.config.to_dict().items() if key != "quantization_config"}
    )
    model = type(loaded)(config).to(dtype)
    model.load_state_dict(loaded.state_dict())
    return model

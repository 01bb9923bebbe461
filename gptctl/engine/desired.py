"""What the providers should hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gptctl.core.address import Key
from gptctl.core.losses import Loss
from gptctl.core.resource import Resource


@dataclass(frozen=True, slots=True, kw_only=True)
class Desired:
    """Every resource of every target, what was lost in lowering, and where the knowledge files lie by SHA-256 (hex)."""

    resources: Mapping[Key, Resource]
    losses: tuple[Loss, ...]
    files: Mapping[str, Path]

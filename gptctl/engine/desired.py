"""What the providers should hold."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from gptctl.core.address import Key
from gptctl.core.losses import Loss
from gptctl.core.resource import Resource
from gptctl.core.retirement import Retirement


@dataclass(frozen=True, slots=True, kw_only=True)
class Desired:
    """Every resource of every target, and what lowering found out about it.

    `files` leads from the SHA-256 (hex) of every knowledge file to where it lies.
    """

    resources: Mapping[Key, Resource]
    losses: tuple[Loss, ...]
    retirements: Mapping[Key, Retirement]
    files: Mapping[str, Path]

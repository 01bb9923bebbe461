"""The same pass on a Ray cluster, for logs that one machine would read too long."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

from gptctl.errors import GptctlError
from gptctl.promote.batch import Portion
from gptctl.promote.shards.scan import Work, scan

RETRIES = 5
"""How often a portion is begun again whose worker died. What it left is never taken for done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OnRay:
    """An Engine. `address` is the cluster's, as `ray.init` takes it; every node must see the folders of the run."""

    address: str

    def __call__(self, portions: Sequence[Portion], work: Work, folder: Path) -> Sequence[Path]:
        """Raises GptctlError when there is no Ray, no cluster, or a portion that failed for good."""
        ray = _library()
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with ray.init(address=self.address, ignore_reinit_error=True, log_to_driver=False):
                task = ray.remote(max_retries=RETRIES)(scan)
                shared = ray.put(work)
                refs = [task.remote(one, shared, folder / f"{index:06d}") for index, one in enumerate(portions)]
                done: list[Path] = ray.get(refs)
                return done
        except (ConnectionError, ray.exceptions.RayError) as error:
            raise GptctlError(f"the Ray cluster at {self.address} did not finish: {error}") from error


def _library() -> ModuleType:
    try:
        import ray  # noqa: PLC0415 -- few have a cluster
    except ImportError:
        raise GptctlError("Ray is not installed", advice="Run `pip install 'gptctl[ray]'`.") from None
    return ray

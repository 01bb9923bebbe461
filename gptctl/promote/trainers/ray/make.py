"""The trainer `ray`, from its user's environment.

Nothing of it stands in a project's files: who brings a repository could name a cluster there, and a program for it.
"""

from collections.abc import Callable, Mapping
from pathlib import Path

from gptctl.core.value import Attrs
from gptctl.promote.trainers.hosted import options as given
from gptctl.promote.trainers.local.trainer import LocalTrainer
from gptctl.promote.trainers.ray.cluster import ADDRESS, Cluster
from gptctl.providers.api import Api
from gptctl.providers.http import Client

PYTHON = "GPTCTL_RAY_PYTHON"
_HERE = "http://127.0.0.1:8265"


def make(
    options: Attrs, *, home: Path, environ: Mapping[str, str], locate: Callable[[str], Path | None]
) -> LocalTrainer:
    """`home` is seen by the cluster under the same path. Any option is InvalidConfig."""
    given.texts(options, "ray", {})
    client = Client(environ.get(ADDRESS, _HERE), key=None, headers={})
    cluster = Cluster(api=Api(client), python=environ.get(PYTHON, "python"))
    return LocalTrainer(home=home, locate=locate, name="ray", runs=cluster)

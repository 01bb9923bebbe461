"""The pass over the log on a cluster of two nodes, on this machine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gptctl.promote.curate import curate
from gptctl.promote.engines.ray import OnRay
from gptctl.promote.recipe import Recipe
from gptctl.promote.setting import Setting
from tests.support.planted import planted
from tests.support.portions import Deadly, Memory, no_steps

ROOT = Path(__file__).parents[2]
SETTING = Setting(instructions="Be kind.")
STORE = 80 << 20

pytestmark = pytest.mark.slow


@pytest.fixture
def cluster(monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A head and one node more, with one processor each."""
    pytest.importorskip("ray")
    monkeypatch.setenv("RAY_AUTH_MODE", "disabled")
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    from ray.cluster_utils import Cluster

    node = {"num_cpus": 1, "object_store_memory": STORE}
    made = Cluster(initialize_head=True, head_node_args={**node, "include_dashboard": False})
    made.add_node(**node)
    yield made.address
    made.shutdown()


@pytest.mark.filterwarnings("ignore::ResourceWarning", "ignore::FutureWarning")
def test_two_workers_make_the_same_dataset_as_one_process_though_one_is_killed(cluster: str, tmp_path: Path) -> None:
    log = planted(400).conversations
    mark = tmp_path / "killed"
    portions = [Deadly(inner=Memory(conversations=log[:100], size=20), mark=mark)]
    portions += [Memory(conversations=log[at : at + 100]) for at in range(100, 400, 100)]
    ray = curate(portions, Recipe(), SETTING, no_steps, tmp_path / "ray", OnRay(address=cluster))
    one = curate([Memory(conversations=log)], Recipe(), SETTING, no_steps, tmp_path / "one")
    assert mark.exists()
    for path in one.folder.iterdir():
        assert (ray.folder / path.name).read_bytes() == path.read_bytes(), path.name

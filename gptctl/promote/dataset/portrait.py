"""Look at the rows of a dataset as its card draws them."""

from collections.abc import Mapping

from gptctl.promote.dataset import census
from gptctl.promote.dataset.manifest import Portrait
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.dataset.topics import named_topics


def portrait(dataset: StoredDataset, cluster_sizes: Mapping[int, int]) -> Portrait:
    """`cluster_sizes` as in its manifest. Raises GptctlError when a file is not what was written."""
    held = (example for part in census.HELD for example in dataset.examples(part))
    return census.take(dataset).portrait(named_topics(held), cluster_sizes)

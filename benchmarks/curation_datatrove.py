"""datatrove's own steps, in one process: reader, exact and near duplicates, personal data. It has none for secrets."""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from datatrove.executor import LocalPipelineExecutor
from datatrove.pipeline.dedup import (
    MinhashConfig,
    MinhashDedupBuckets,
    MinhashDedupCluster,
    MinhashDedupFilter,
    MinhashDedupSignature,
)
from datatrove.pipeline.formatters import PIIFormatter
from datatrove.pipeline.readers import JsonlReader
from datatrove.pipeline.writers import JsonlWriter
from datatrove.utils.hashing import HashConfig

CONFIG = MinhashConfig(
    n_grams=5, num_buckets=16, hashes_per_bucket=4, hash_config=HashConfig(precision=64, hash_fc="sha1")
)


def adapted(_: object, data: dict, __: str, ___: int | str) -> dict:
    text = "\n".join(message["content"] for message in data["messages"])
    return {"text": text, "id": data["id"], "metadata": {}}


def reader(path: Path) -> JsonlReader:
    return JsonlReader(str(path.parent), glob_pattern=path.name, adapter=adapted)


def run(path: Path) -> None:
    with TemporaryDirectory(dir=path.parent) as folder:
        stages = [
            [reader(path), MinhashDedupSignature(output_folder=f"{folder}/sig", config=CONFIG)],
            [MinhashDedupBuckets(input_folder=f"{folder}/sig", output_folder=f"{folder}/buckets", config=CONFIG)],
            [MinhashDedupCluster(f"{folder}/buckets", f"{folder}/remove", config=CONFIG)],
            [reader(path), MinhashDedupFilter(f"{folder}/remove"), PIIFormatter(), JsonlWriter(f"{folder}/out")],
        ]
        for number, stage in enumerate(stages):
            tasks = CONFIG.num_buckets if number == 1 else 1
            LocalPipelineExecutor(stage, tasks=tasks, workers=1, logging_dir=f"{folder}/log{number}").run()


if __name__ == "__main__":
    run(Path(sys.argv[1]))

"""The files of a job in a bucket: under its mark, so that they are found and removed by it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from gptctl.promote.trainers.bedrock.calls import Calls
from gptctl.promote.trainers.hosted.files import File
from gptctl.providers.api import pages
from gptctl.providers.http import Intent


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    calls: Calls
    bucket: str

    def put(self, file: File, mark: str) -> str:
        """Its address as `s3://…`. What is there under this name is written over: it is the same."""
        key = f"{_rows(mark)}{file.part}.jsonl"
        self.calls.call("put_object", Intent.WRITE, Bucket=self.bucket, Key=key, Body=file.path.read_bytes())
        return f"s3://{self.bucket}/{key}"

    def output(self, mark: str) -> str:
        """Where the job is to write what it measured."""
        return f"s3://{self.bucket}/{_output(mark)}"

    def remove(self, mark: str) -> None:
        for key in list(self._keys(_rows(mark))):
            self.calls.call("delete_object", Intent.WRITE, Bucket=self.bucket, Key=key)

    def measured(self, mark: str) -> Iterator[tuple[str, str]]:
        """What the job wrote of its losses, each with its key."""
        for key in self._keys(_output(mark)):
            if key.endswith("_metrics.csv"):
                found = self.calls.call("get_object", Intent.READ, Bucket=self.bucket, Key=key)
                yield key, found["Body"].decode("utf-8", "replace")

    def _keys(self, prefix: str) -> Iterator[str]:
        return (str(one["Key"]) for one in pages(lambda cursor: self._page(prefix, cursor)))

    def _page(self, prefix: str, cursor: str) -> tuple[Sequence[Any], str]:
        after = {"ContinuationToken": cursor} if cursor else {}
        page = self.calls.call("list_objects_v2", Intent.READ, Bucket=self.bucket, Prefix=prefix, **after)
        return page.get("Contents", ()), str(page.get("NextContinuationToken", ""))


def _rows(mark: str) -> str:
    return f"gptctl/{mark}/rows/"


def _output(mark: str) -> str:
    return f"gptctl/{mark}/output/"

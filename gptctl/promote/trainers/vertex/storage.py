"""The files of a job in a bucket: under its mark, so that they are found and removed by it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from gptctl.core.value import Attrs
from gptctl.promote.trainers.hosted.files import File
from gptctl.promote.trainers.vertex.wire import SENDING, STORAGE, Site, client
from gptctl.providers.api import Api, pages, rows, text
from gptctl.providers.http import Client, Intent, Retrying
from gptctl.providers.http.retry import again


@dataclass(frozen=True, slots=True, kw_only=True)
class Storage:
    """Google's JSON API of Cloud Storage."""

    site: Site
    environ: Mapping[str, str]
    sleep: Callable[[float], None]

    def put(self, file: File, mark: str) -> str:
        """Its address as `gs://…`. What is there under this name is written over: it is the same."""
        name = f"{_folder(mark)}{file.part}.jsonl"
        client = self._client()
        try:
            again(lambda: self._send(client, name, file.path.read_bytes()), self.sleep)
        finally:
            client.close()
        return f"gs://{self.site.bucket}/{name}"

    def remove(self, mark: str) -> None:
        api = Api(Retrying(self._client(), sleep=self.sleep))
        try:
            for name in [text(one.get("name")) for one in pages(lambda cursor: self._page(api, mark, cursor))]:
                api.delete(f"storage/v1/b/{self.site.bucket}/o/{quote(name, safe='')}")
        finally:
            api.close()

    def _page(self, api: Api, mark: str, cursor: str) -> tuple[Sequence[Attrs], str]:
        path = f"storage/v1/b/{self.site.bucket}/o"
        page = api.get(path, {"prefix": _folder(mark), **({"pageToken": cursor} if cursor else {})})
        return rows(page.get("items", ()), f"GET {path}"), text(page.get("nextPageToken"))

    def _send(self, client: Client, name: str, content: bytes) -> None:
        client.transmit(
            f"upload/storage/v1/b/{self.site.bucket}/o",
            content,
            headers={"content-type": "application/jsonl"},
            params={"uploadType": "media", "name": name},
            intent=Intent.WRITE,
        )

    def _client(self) -> Client:
        return client(self.site.storage, STORAGE, self.environ, within=SENDING)


def _folder(mark: str) -> str:
    return f"gptctl/{mark}/"

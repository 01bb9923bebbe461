"""Together's upload in three steps: ask where to, put the bytes there, say that they are there.

Source: the vendor's package `together` 3.1.1, `lib/resources/files.py`. It also sends a checksum, by which the server
hands out a file that is there already instead; 1.x sent none. None is sent here, so that every file is the job's own
and may be removed with it. Files of more than 5 GB go in parts there; here none is that large.
"""

import re
from collections.abc import Callable, Mapping
from functools import partial

from gptctl.core.value import JSON
from gptctl.errors import NotDone
from gptctl.providers.http import Client, Intent, Reply, Sender, Upload
from gptctl.providers.http.retry import again
from gptctl.providers.http.signed import put

_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


class Uploading:
    """Sends an upload in Together's own way, and everything else as it comes."""

    def __init__(self, client: Client, real: Sender, *, sleep: Callable[[float], None]) -> None:
        self._client = client
        self._real = real
        self._sleep = sleep

    def send(
        self,
        method: str,
        path: str,
        *,
        intent: Intent,
        json: JSON = None,
        params: Mapping[str, str] | None = None,
        upload: Upload | None = None,
    ) -> Reply:
        if upload is None:
            return self._real.send(method, path, intent=intent, json=json, params=params)
        address, id_ = self._where(path, upload)
        again(partial(put, address, upload.content, headers={}, origin=self._client.origin), self._sleep)
        return self._real.send("POST", f"{path}/{id_}/preprocess", intent=Intent.READ)

    def close(self) -> None:
        self._real.close()

    def _where(self, path: str, upload: Upload) -> tuple[str, str]:
        """The address for the bytes, and the id of the file."""
        form = {**upload.fields, "file_name": upload.name, "file_type": "jsonl"}
        headers = again(lambda: self._client.ask_where(path, form, intent=Intent.READ), self._sleep)
        address, id_ = headers.get("location", ""), headers.get("x-together-file-id", "")
        if not address or not _ID.fullmatch(id_):
            raise NotDone(f"POST {path} did not say where to upload to")
        return address, id_

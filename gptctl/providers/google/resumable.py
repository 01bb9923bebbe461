"""Google's resumable upload, in the fewest steps: say what will come, then send all of it.

The first step makes nothing, so its failure is never an unknown one. The address for the second comes from the other
side: only its path and query are used, so that the key stays with the origin that it is for.
"""

import json as jsonlib
from collections.abc import Mapping
from urllib.parse import parse_qsl, urlsplit

from gptctl.core.value import JSON
from gptctl.errors import NotDone
from gptctl.providers.http import Client, Intent, Reply, Upload


class Resumable:
    """Sends an upload in Google's own way, and everything else as it comes. `json` is what is said about the file."""

    def __init__(self, client: Client) -> None:
        self._client = client

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
            return self._client.send(method, path, intent=intent, json=json, params=params)
        address = urlsplit(self._begin(path, json, upload))
        return self._client.transmit(
            address.path,
            upload.content,
            headers={"x-goog-upload-command": "upload, finalize", "x-goog-upload-offset": "0"},
            params=dict(parse_qsl(address.query)),
            intent=intent,
        )

    def close(self) -> None:
        self._client.close()

    def _begin(self, path: str, about: JSON, upload: Upload) -> str:
        headers = {
            "content-type": "application/json",
            "x-goog-upload-protocol": "resumable",
            "x-goog-upload-command": "start",
            "x-goog-upload-header-content-length": str(len(upload.content)),
            "x-goog-upload-header-content-type": upload.media_type,
        }
        content = jsonlib.dumps(about).encode()
        reply = self._client.transmit(path, content, headers=headers, params={}, intent=Intent.READ)
        url = reply.headers.get("x-goog-upload-url", "")
        if not url:
            raise NotDone(f"POST {path} gave no address to upload to")
        return url

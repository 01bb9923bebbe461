"""A way to a provider in a process that dies around the moment in which it starts a job."""

from collections.abc import Callable, Mapping

from gptctl.core.value import JSON
from gptctl.providers.http import Intent, Reply, Sender, Upload
from tests.support.training import Killed


class Mortal:
    """`is_job` says of a method and path whether that request starts a job, `is_upload` whether it brought a file.

    `dies` is when: "uploading", "before" the job is started, or "after".
    """

    def __init__(
        self,
        real: Sender,
        is_job: Callable[[str, str], bool],
        is_upload: Callable[[str, str], bool] = lambda _method, _path: False,
    ) -> None:
        self.real, self.is_job, self.is_upload, self.dies = real, is_job, is_upload, ""

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
        starts = self.is_job(method, path)
        if starts and self.dies == "before":
            raise Killed
        reply = self.real.send(method, path, intent=intent, json=json, params=params, upload=upload)
        if (starts and self.dies == "after") or (self.is_upload(method, path) and self.dies == "uploading"):
            raise Killed
        return reply

    def close(self) -> None:
        self.real.close()

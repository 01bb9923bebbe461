"""A way to a provider in a process that dies around the moment in which it starts a job."""

from collections.abc import Callable, Mapping

from gptctl.core.value import JSON
from gptctl.providers.http import Intent, Reply, Sender, Upload
from tests.support.training import Killed


class Mortal:
    """`is_job` says of a method and path whether that request starts a job."""

    def __init__(self, real: Sender, is_job: Callable[[str, str], bool]) -> None:
        self.real, self.is_job, self.dies = real, is_job, ""

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
        fatal = self.is_job(method, path)
        if fatal and self.dies == "before":
            raise Killed
        reply = self.real.send(method, path, intent=intent, json=json, params=params, upload=upload)
        if fatal and self.dies == "after":
            raise Killed
        return reply

    def close(self) -> None:
        self.real.close()

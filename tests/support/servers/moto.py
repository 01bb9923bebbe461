"""A real server of moto, which stands for all of AWS: installed, started, and ended by the tests."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.servers.install import python_with
from tests.support.servers.process import environ, fetch, free_port, running

_HERE = Path(__file__).parent


@contextmanager
def serve(folder: Path) -> Iterator[str]:
    """Its address. It takes whatever key, and looks at no signature."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"

    def up() -> bool:
        try:
            return bool(fetch("GET", f"{url}/moto-api/data.json"))
        except OSError:
            return False

    # -P: this file's own folder would come before the package of the same name.
    command = (str(python_with(_HERE / "moto.txt")), "-P", str(_HERE / "leash.py"), "moto", str(port))
    with running(command, environ=environ(folder), log=folder / "moto.log", up=up):
        yield url

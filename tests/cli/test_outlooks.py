import os
from pathlib import Path

from gptctl.cli.outlooks import aside
from gptctl.logs.store.store import Store


def test_a_look_works_in_the_store_where_what_a_killed_one_left_is_swept(tmp_path: Path) -> None:
    store = Store(folder=tmp_path / "home" / "conversations" / "acme")
    with aside(store.folder) as folder:
        assert folder.parent == store.folder
        assert folder.stat().st_mode & 0o777 == store.folder.stat().st_mode & 0o777 == 0o700
        with store.locked(1.0):
            assert folder.exists()
        os.utime(folder, (0, 0))
        with store.locked(1.0):
            assert not folder.exists()
    with aside(store.folder) as folder:
        pass
    assert not folder.exists()

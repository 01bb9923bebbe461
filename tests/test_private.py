import os
from pathlib import Path

import pytest

from gptctl.private import make_private


@pytest.mark.skipif(os.name == "nt", reason="modes are of POSIX systems")
def test_every_folder_that_is_made_is_private_and_what_was_there_stays(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    make_private(tmp_path / "a" / "b" / "c")
    make_private(tmp_path / "a" / "b" / "c")
    modes = [(tmp_path / path).stat().st_mode & 0o777 for path in (".", "a", "a/b", "a/b/c")]
    assert modes == [0o755, 0o700, 0o700, 0o700]


def test_a_file_in_the_way_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("")
    with pytest.raises(OSError, match="a"):
        make_private(tmp_path / "a" / "b")

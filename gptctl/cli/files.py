"""Files that a command writes where the user says."""

from pathlib import Path

from gptctl.errors import GptctlError


def save(path: Path, text: str) -> None:
    """Write a file, replacing what was there. Raises GptctlError, as for a link: one in a repository leads anywhere."""
    if path.is_symlink():
        raise GptctlError(
            f"{path} is a symbolic link: nothing is written through it", advice="Name the file that it leads to."
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise GptctlError(f"{path} cannot be written: {error.strerror}") from None

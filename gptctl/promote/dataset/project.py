"""What of a dataset stands in the project: a folder in git for each assistant."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from gptctl.diagnostics import Finding, Location
from gptctl.durable import write
from gptctl.errors import GptctlError, InvalidConfig, Refused
from gptctl.promote.dataset import layout, manifest_codec
from gptctl.promote.dataset.card import card
from gptctl.promote.dataset.manifest import Manifest, Portrait
from gptctl.promote.example import Part
from gptctl.promote.report import html, markdown
from gptctl.promote.tokens.vocabulary import of_model

_PUBLIC = 0o644


def texts(manifest: Manifest, portrait: Portrait) -> Mapping[str, str]:
    """The files by name; the manifest is the last, so that it never stands beside another's card for good."""
    text = manifest_codec.dump(manifest)
    read_again = manifest_codec.load(text)  # so that the card is the same whoever draws it from the manifest
    page = card(read_again, portrait, tuple(_notes(read_again)))
    return {
        f"{layout.CARD}.html": html.render(page),
        f"{layout.CARD}.md": markdown.render(page),
        layout.MANIFEST: text,
    }


def save(root: Path, assistant: str, files: Mapping[str, str]) -> Sequence[str]:
    """Write those that are not there as they should be, each at once; gives their names, from the project's root.

    Raises Refused when a link leads out of the project, GptctlError when the disk will not have them.
    """
    folder = layout.in_project(root, assistant)
    _refuse_links(root, folder)
    written = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in files.items():
            path = folder / name
            if path.is_symlink() or not path.exists() or path.read_bytes() != text.encode():
                write(path, text.encode())
                path.chmod(_PUBLIC)
                written.append(path.relative_to(root).as_posix())
    except OSError as error:
        raise GptctlError(f"{error.filename or folder} cannot be written: {error.strerror or error}") from error
    return written


def read(root: Path, assistant: str) -> Manifest | None:
    """The manifest of an assistant in the work tree, None where there is none. Raises InvalidConfig, Refused."""
    folder = layout.in_project(root, assistant)
    _refuse_links(root, folder)
    path = folder / layout.MANIFEST
    try:
        return parsed(path.read_bytes(), path.relative_to(root).as_posix())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise GptctlError(f"{path} cannot be read: {error.strerror or error}") from error


def parsed(data: bytes, file: str) -> Manifest:
    """Raises InvalidConfig, which names the file."""
    try:
        return manifest_codec.load(data.decode())
    except ValueError as error:
        detail = f"{error}. `gptctl dataset build` writes it anew."
        raise InvalidConfig([Finding(summary="No manifest", detail=detail, where=Location(file=file))]) from None


def assistants(root: Path) -> Sequence[str]:
    """Those that have a manifest in the work tree, sorted."""
    return sorted(path.parent.name for path in (root / layout.FOLDER).glob(f"*/{layout.MANIFEST}"))


def _refuse_links(root: Path, folder: Path) -> None:
    for path in (root / layout.FOLDER, folder, folder / layout.MANIFEST):
        if path.is_symlink():
            raise Refused(f"{path} is a symbolic link: nothing is read or written through it")


def _notes(manifest: Manifest) -> Iterator[str]:
    """What a reader of the card must know about the way in which it was counted and chosen."""
    model = str(manifest.recipe.get("to") or "").partition(":")[2]
    if not of_model(model).exact:
        whose = f"the vocabulary of {model} is not published" if model else "no target is chosen yet"
        yield f"Tokens are counted in {manifest.vocabulary}, because {whose}: elsewhere there are more or fewer."
    rows = {file.name: file.sha256 for file in manifest.files}
    if rows.get(layout.examples(Part.TRAIN)) == rows.get(layout.examples(Part.CONTROL)):
        yield "There was nothing to choose from: the control is what is trained on, and will tell nothing."
    else:
        yield "The control is a random sample, as large as the training rows: trained too, it says what choosing gives."

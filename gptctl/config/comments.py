"""The comments of a YAML text."""

from collections.abc import Iterator


def comments(text: str) -> list[str]:
    """Sorted, without the space around them: that, and where they stand, is layout."""
    return sorted(comment for gap in _gaps(text) for comment in _in(gap))


def _gaps(text: str) -> Iterator[str]:
    """Whatever stands between tokens, and the head of each block scalar: comments are not in the tokens themselves."""
    import yaml  # noqa: PLC0415 -- an unchanged project is loaded without it

    end = 0
    for token in yaml.scan(text, Loader=yaml.CSafeLoader):
        start = token.start_mark.index
        yield text[end:start]
        end = token.end_mark.index
        if isinstance(token, yaml.ScalarToken) and token.style in ("|", ">"):
            yield text[start:end].partition("\n")[0]
    yield text[end:]


def _in(gap: str) -> Iterator[str]:
    for line in gap.split("\n"):
        _, mark, comment = line.partition("#")
        if mark:
            yield comment.strip()

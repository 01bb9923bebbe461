import pytest

from gptctl.config.globs import Globs


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("**", "a/b/c.md", True),
        ("*.md", "a.md", True),
        ("*.md", "a/b.md", False),
        ("**/*.md", "a.md", True),
        ("**/*.md", "a/b/c.md", True),
        ("**/*.md", "a/b/c.txt", False),
        ("a/**", "a/b/c", True),
        ("a/**", "b/a/c", False),
        ("a/**/d", "a/d", True),
        ("a/**/d", "a/b/c/d", True),
        ("a/**/b/**/c", "a/x/b/y/b/c", True),
        ("?.md", "ab.md", False),
        ("[ab].md", "b.md", True),
        ("LICENSE.md", "a/LICENSE.md", False),
        ("a/b", "a/b/c", False),
    ],
)
def test_a_pattern_holds_for_the_whole_path(pattern: str, path: str, *, matches: bool) -> None:
    globs = Globs([pattern])
    assert globs.matches(path) is matches
    assert globs.unmatched == (set() if matches else {pattern})


def test_every_pattern_that_matches_is_noted() -> None:
    globs = Globs(["**", "*.md", "*.txt"])
    assert globs.matches("a.md")
    assert globs.unmatched == {"*.txt"}


def test_a_hostile_pattern_ends() -> None:
    assert not Globs(["/".join(["**"] * 200) + "/" + "*a" * 200 + "b"]).matches("/".join(["a" * 100] * 20))

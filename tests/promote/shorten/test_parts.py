import re
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.promote.shorten.parts import KEEP, Part, parts, without

TEXT = """\
You are a clerk. Be kind! Never guess.

# Refunds

- A refund takes ten days. It goes to the card.
- Say sorry.

## Abroad
<!-- keep -->
Customs may apply. Nobody knows.

Ask first.

```text
An example. Not two sentences.

# No heading
```

# Tone
Short. Plain.
"""


def told(found: tuple[Part, ...] | list[Part], text: str = TEXT) -> list[str]:
    return [text[part.start : part.end] for part in found]


def test_sections_blocks_and_sentences() -> None:
    first, *_, tone = parts(TEXT)
    assert told([first, tone]) == ["You are a clerk. Be kind! Never guess.\n\n", "# Tone\nShort. Plain.\n"]
    assert told(list(first.parts)) == ["You are a clerk. ", "Be kind! ", " Never guess."]
    (inside,) = tone.parts
    assert told(list(inside.parts)) == ["Short. ", " Plain."]


def test_what_is_marked_stays_and_what_holds_it_stays_around_it() -> None:
    assert told(parts(TEXT))[1:5] == [
        "- A refund takes ten days. It goes to the card.\n",
        "- Say sorry.\n\n",
        "Ask first.\n\n",
        "```text\nAn example. Not two sentences.\n\n# No heading\n```\n\n",
    ]


def test_a_marked_heading_keeps_its_section() -> None:
    assert parts(f"# Law {KEEP}\nThis. That.\n\n## More\nAlso.\n") == ()
    assert parts(f"{KEEP}\n# Law\n\nThis. That.\n") == ()


def test_an_item_keeps_its_mark_when_its_first_sentence_goes() -> None:
    text = "- One. Two.\n"
    [item] = parts(text)
    assert without(text, item.parts[:1]) == "- Two.\n"
    assert without(text, item.parts[1:]) == "- One.\n"


@pytest.mark.parametrize("text", ["", "\n\n", "One", "{{name}} is here. {{other}} is not."])
def test_little_text(text: str) -> None:
    assert without(text, parts(text)).strip() == ""


lines = st.sampled_from(
    [
        "# A",
        "## B",
        "One. Two! Three?",
        "- item. More.",
        "2) two",
        "",
        "```",
        "~~~",
        KEEP,
        f"Law. {KEEP}",
        "  deep",
        "é. Ü.",
    ]
)


@given(st.lists(lines, max_size=14).map("\n".join))
def test_parts_lie_inside_each_other_in_order_and_what_is_kept_is_never_dropped(text: str) -> None:
    def check(found: tuple[Part, ...] | list[Part], start: int, end: int) -> None:
        for part in found:
            assert start <= part.start < part.end <= end
            assert not part.kept
            assert KEEP not in text[part.start : part.end]
            check(list(part.parts), part.start, part.end)
        for one, next_ in pairwise(found):
            assert one.start < next_.start

    check(parts(text), 0, len(text))
    assert without(text, parts(text)).count(KEEP) == text.count(KEEP)
    assert without(text, ()) == text


@given(st.text(alphabet="a. #-\n<>!kep`", max_size=60))
def test_nothing_is_written_anew(text: str) -> None:
    rest = iter(text)
    assert all(letter in rest for letter in without(text, parts(text)))
    assert re.sub(r"\s", "", without(text, parts(text))) == "" or "keep" in text or "#" in text

"""Collects text under the headings it stands below."""

from gptctl.providers.local.ingest.document import Section

# Every passage carries the headings above it: a hostile one must not multiply.
MAX_HEADING = 200


class Outline:
    """Feed it headings and text in the order of the document; it keeps the path of headings."""

    def __init__(self) -> None:
        self._path: list[tuple[int, str]] = []
        self._lines: list[str] = []
        self._sections: list[Section] = []

    def heading(self, level: int, name: str) -> None:
        """Open a section; sections of the same or a deeper level end here."""
        self._close()
        self._path = [*(step for step in self._path if step[0] < level), (level, name[:MAX_HEADING])]

    def text(self, text: str) -> None:
        self._lines.append(text)

    def sections(self) -> tuple[Section, ...]:
        """Every section that has text. Call it last."""
        self._close()
        return tuple(self._sections)

    def _close(self) -> None:
        text = "\n".join(self._lines).strip()
        if text:
            self._sections.append(Section(heading=tuple(name for _, name in self._path if name), text=text))
        self._lines = []

"""Rows with a secret are dropped, never redacted: what was found beside one may be one that no rule knows."""

from collections.abc import Sequence

from gptctl.promote.row import Drop, Row
from gptctl.promote.steps.base import Verdict
from gptctl.promote.steps.regex import touched, utf8
from gptctl.promote.steps.secrets.rules import first_look
from gptctl.promote.steps.secrets.scan import Found, scan_line


class Secrets:
    """Drops for `secret`; the detail names the kind and the offset in the row's text, never the secret."""

    name = "secrets"

    def judge(self, rows: Sequence[Row]) -> Sequence[Verdict]:
        texts = [row.text for row in rows]
        found = {index: scan_line(utf8(texts[index])) for index in touched(first_look(), texts)}
        return [_verdict(row, found.get(index, ())) for index, row in enumerate(rows)]


def _verdict(row: Row, found: Sequence[Found]) -> Verdict:
    if not found:
        return row
    return Drop(id=row.id, reason="secret", detail=f"{found[0].kind} at byte {found[0].offset}")

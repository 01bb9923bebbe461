"""Rows with a secret are dropped, never redacted: what was found beside one may be one that no rule knows."""

from collections.abc import Sequence

from gptctl.promote.row import Drop, Row
from gptctl.promote.steps.base import Verdict
from gptctl.promote.steps.secrets.scan import scan_line


class Secrets:
    """Drops for `secret`; the detail names the kind and the offset in the row's text, never the secret."""

    name = "secrets"

    def judge(self, rows: Sequence[Row]) -> Sequence[Verdict]:
        return [_verdict(row) for row in rows]


def _verdict(row: Row) -> Verdict:
    found = scan_line(row.text.encode("utf-8", "replace"))
    if not found:
        return row
    return Drop(id=row.id, reason="secret", detail=f"{found[0].kind} at byte {found[0].offset}")

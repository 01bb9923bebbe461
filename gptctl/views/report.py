"""What every view offers."""

from collections.abc import Iterable
from typing import Protocol

from gptctl.core.value import Attrs
from gptctl.views.line import Line


class Report(Protocol):
    """One result with two faces. Making a report is cheap; only the face that is wanted is built."""

    def human(self) -> Iterable[Line]: ...

    def document(self) -> Attrs:
        """One JSON document that names its format: `gptctl.plan/v1`."""
        ...

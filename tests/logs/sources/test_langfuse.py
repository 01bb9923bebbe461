from typing import ClassVar

from gptctl.logs.sources import langfuse
from tests.conformance.reader_suite import Expected, ReaderSuite


class TestLangfuse(ReaderSuite):
    reader = langfuse.Reader()
    expected: ClassVar = {
        "api": Expected(turns=("uaua",), signals=1, alternatives=1),
        "blob": Expected(
            turns=("ua", "uata", "uata"),
            ratings=(("hallucination", 0.2), ("output", None), ("tone", None), ("user-feedback", 1.0)),
            feedback=1,
            rejected=1,
        ),
    }
    joins = tuple(expected)

from typing import ClassVar

from gptctl.logs.sources import langsmith
from tests.conformance.reader_suite import Expected, ReaderSuite


class TestLangSmith(ReaderSuite):
    reader = langsmith.Reader()
    expected: ClassVar = {
        "runs": Expected(
            turns=("ua", "uata"),
            ratings=(("correctness", 0.0), ("star", 0.5), ("user_score", 1.0)),
            feedback=1,
            rejected=1,
        ),
    }
    joins = tuple(expected)

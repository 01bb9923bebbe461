from typing import ClassVar

from gptctl.logs.sources import openinference
from tests.conformance.reader_suite import Expected, ReaderSuite


class TestOpenInference(ReaderSuite):
    reader = openinference.Reader()
    expected: ClassVar = {
        "phoenix": Expected(
            turns=("ua", "uaua"), ratings=(("correctness", 0.0), ("thumbs", 1.0)), feedback=1, rejected=1, lost=1
        ),
        "sdk": Expected(turns=("uatata",), ratings=(("helpful", 1.0),)),
    }
    joins = tuple(expected)

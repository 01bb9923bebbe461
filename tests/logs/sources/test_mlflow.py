from typing import ClassVar

from gptctl.logs.sources import mlflow
from tests.conformance.reader_suite import Expected, ReaderSuite


class TestMLflow(ReaderSuite):
    reader = mlflow.Reader()
    expected: ClassVar = {
        "v2": Expected(turns=("uata",)),
        "v3": Expected(
            turns=("uata",),
            ratings=(("correctness", 1.0), ("expected_response", None), ("helpful", 1.0), ("latency_ok", 0.4)),
        ),
    }
    joins = tuple(expected)

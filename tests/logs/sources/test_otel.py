from typing import ClassVar

from gptctl.logs.sources import otel
from tests.conformance.reader_suite import Expected, ReaderSuite


class TestOTel(ReaderSuite):
    reader = otel.Reader()
    expected: ClassVar = {
        "openllmetry": Expected(turns=("uata",), rejected=1),
        "otlp": Expected(turns=("uata",)),
        "sdk": Expected(turns=("uata",), ratings=(("Relevance", 0.75),), rejected=1),
        "vendor": Expected(turns=("uataua",), rejected=1),
    }
    joins = tuple(expected)

"""The samples of a reader become the cases of its suite."""

from tests.conformance.reader_suite import pytest_generate_tests_of as pytest_generate_tests

__all__ = ["pytest_generate_tests"]

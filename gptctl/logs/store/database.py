"""DuckDB, held short: little memory, no network, no file outside the store."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import mkdtemp

import duckdb

from gptctl.errors import GptctlError, TryLater
from gptctl.logs.store.sql import quoted

MEMORY = "256MiB"
THREADS = 2
SPILL = "spill-"


@contextmanager
def opened(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """A database in memory that may read and write below `folder` alone, and spills to it. Raises GptctlError."""
    spill = mkdtemp(prefix=SPILL, dir=folder)
    try:
        with duckdb.connect(":memory:", config=_config(spill)) as database:
            database.execute(f"set allowed_directories = [{quoted(str(folder))}]")
            database.execute("set enable_external_access = false")
            database.execute("set lock_configuration = true")
            yield database
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except duckdb.Error as error:
        raise _explained(folder, str(error)) from error
    finally:
        shutil.rmtree(spill, ignore_errors=True)


def _config(spill: str) -> dict[str, str | bool | int | float | list[str]]:
    return {
        "memory_limit": MEMORY,
        "threads": THREADS,
        "temp_directory": spill,
        "preserve_insertion_order": False,
        "autoinstall_known_extensions": False,
        "autoload_known_extensions": False,
    }


def _explained(folder: Path, reason: str) -> GptctlError:
    first = reason.partition("\n")[0]
    if "No files found" in first or "No such file" in first:
        return TryLater(
            f"the conversations in {folder} were changed while they were read", advice="Run the same command again."
        )
    return GptctlError(f"the conversations in {folder} cannot be used: {first}")

"""Pieces of SQL."""

from collections.abc import Sequence

from gptctl.logs.store.tables import Table


def quoted(text: str) -> str:
    """A text as SQL."""
    return "'" + text.replace("'", "''") + "'"


def name(column: str) -> str:
    """A name as SQL: some of ours are its words too."""
    return f'"{column}"'


def scan(files: Sequence[str], table: Table) -> str:
    """A table made of Parquet files; an empty one where there is no file."""
    if files:
        return f"read_parquet([{', '.join(map(quoted, files))}])"
    columns = ", ".join(f"null::{kind} as {name(column)}" for column, kind in table.columns.items())
    return f"(select {columns} where false)"

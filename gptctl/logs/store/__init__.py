"""All conversations of a project: Parquet files in the user's own folder, read through DuckDB."""

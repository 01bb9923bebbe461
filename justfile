# One entrance for people and CI. Needs the development environment: see CONTRIBUTING.md.

# Show what there is
default:
    @just --list

# Everything a change must pass; the same command runs in CI
check: lint types imports test

# Style, and the layout of every Python file
lint:
    ruff check
    ruff format --check

# Write the layout that `lint` asks for
format:
    ruff check --fix
    ruff format

types:
    mypy

# The layers of docs/architecture.md
imports:
    lint-imports

# The quick tests; takes pytest's options
test *options:
    pytest -n 2 -m "not slow and not model and not wire and not long" {{ options }}

# These, the hosted providers and the long files under branch coverage, in this process and in those it starts; less than the least in pyproject.toml fails
coverage *options:
    pytest -n 2 -m "not slow and not model" --cov --cov-report=term {{ options }}

# Real crashes, real processes, the real model, and training where the extra `train` is installed
test-slow *options:
    pytest -m "slow or model or train" {{ options }}

test-all: test test-slow

# The house rules alone: links, names, counts, lock files, changelog
docs:
    pytest tests/test_repository.py
    towncrier build --draft --version next

# Newest versions that satisfy pyproject.toml, with hashes and without addresses
lock:
    {{ compile }} --extra local --output-file requirements.lock
    {{ compile }} --extra local --extra promote --extra bedrock --extra ray --group dev --output-file requirements-dev.lock
    {{ compile }} --extra local --extra promote --extra bedrock --extra ray --extra train --group dev --constraint requirements-dev.lock --override .ci/torch-apart.txt --output-file requirements-train.lock

compile := "uv pip compile pyproject.toml --upgrade --quiet --universal --python-version 3.11 --generate-hashes --no-annotate --no-header --no-emit-index-url --no-emit-find-links"

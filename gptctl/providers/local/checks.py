"""How the embedded provider is: the lines it adds to `gptctl doctor`."""

from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path

from gptctl.core.plural import plural
from gptctl.errors import ProviderError
from gptctl.providers.base import Check
from gptctl.providers.local import embed, models, tuned
from gptctl.providers.local.settings import Settings
from gptctl.providers.local.store import Store

_EXTRA = "run `pip install 'gptctl[local]'`"


def checks(store: Store, settings: Settings, home: Path) -> Iterator[Check]:
    yield _database(store)
    yield _embeddings()
    yield _engine(settings, home)
    yield from (Check(name=one.name, ok=False, detail=one.lack) for one in tuned.registered(home) if one.lack)


def _database(store: Store) -> Check:
    try:
        with store.read() as db:
            (verdict,) = db.execute("PRAGMA quick_check(1)").fetchone()
            (objects,) = db.execute("SELECT count(*) FROM objects").fetchone()
    except ProviderError as error:
        return Check(name="database", ok=False, detail=f"{error.message}; {error.advice}")
    ok = verdict == "ok"
    return Check(
        name="database",
        ok=ok,
        detail=f"{store.path}: {plural(objects, 'object')}" if ok else f"{store.path}: {verdict}",
    )


def _embeddings() -> Check:
    ok = embed.vectors() is not None
    return Check(name="search", ok=ok, detail="by words and meaning" if ok else f"by words only; {_EXTRA}")


def _engine(settings: Settings, home: Path) -> Check:
    names = ", ".join(model.name for model in models.installed(home))
    if settings.base_url:
        return Check(name="answers", ok=True, detail=f"by the server {settings.base_url}")
    if not names:
        return Check(name="answers", ok=False, detail="extracted; run `gptctl models install smollm2-135m`")
    if find_spec("xllamacpp") is None:
        return Check(name="answers", ok=False, detail=f"the models {names} need llama.cpp; {_EXTRA}")
    return Check(name="answers", ok=True, detail=f"by the models {names}")

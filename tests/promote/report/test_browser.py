"""The card in a real browser: it loads nothing, says nothing, and fits."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gptctl.promote.dataset import census
from gptctl.promote.dataset.card import card
from gptctl.promote.dataset.manifest import Count, Leaks, Manifest
from gptctl.promote.dataset.store import store
from gptctl.promote.example import Stage
from gptctl.promote.report import html
from tests.support.browser import EXECUTABLE, Page, browser
from tests.support.examples import airline

HOSTILE = '"><img src="http://example.invalid/x.png" onerror=alert(1)><script>alert(2)</script> ' + "w" * 300

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(EXECUTABLE is None, reason="no chromium here: `apt-get install chromium`"),
]

# What sticks out of the window, but for what scrolls on its own; and drawings without a size or with text outside.
STICKS_OUT = """document.documentElement.scrollWidth - document.documentElement.clientWidth"""
DRAWINGS = """[...document.querySelectorAll('svg')].map(svg => {
  const box = svg.getBoundingClientRect();
  const texts = [...svg.querySelectorAll('text')].map(text => text.getBoundingClientRect());
  return {width: box.width, height: box.height, outside: texts.filter(text =>
    text.width > 0 && (text.left < box.left - 1 || text.right > box.right + 1
      || text.top < box.top - 1 || text.bottom > box.bottom + 1)).length};
})"""


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    with browser(tmp_path_factory.mktemp("browser")) as opened:
        yield opened


@pytest.fixture(scope="module")
def manifest_and_page(tmp_path_factory: pytest.TempPathFactory) -> tuple[Manifest, census.Census]:
    dataset = store(airline(), tmp_path_factory.mktemp("home"))
    found = census.take(dataset)
    made = Manifest(
        assistant="airline",
        dataset=dataset.digest,
        vocabulary="o200k_base",
        recipe={"near": 0.85, "select": {"score": 0.5}},
        files=found.files,
        stages=[Stage(name="ratings", read=200, kept=84, dropped={"rated below the least score": 116})],
        sources=census.counts(found.sources),
        models=census.counts(found.models),
        ran_under=census.counts(found.ran_under),
        prompts=sorted(dataset.prompts),
        leaks=Leaks(identical=0, near=0),
        clusters=len(found.clusters),
        cluster_sizes={1: 30, 4: 12},
    )
    return made, found


def drawn(folder: Path, manifest: Manifest, found: census.Census, topic: str) -> Path:
    path = folder / "card.html"
    portrait = found.portrait({topic: 30, "others": 4}, manifest.cluster_sizes)
    path.write_text(html.render(card(manifest, portrait)), "utf-8")
    return path


@pytest.mark.parametrize("width", [360, 1280])
def test_a_card_is_laid_out_whole_and_asks_for_nothing(
    page: Page, manifest_and_page: tuple[Manifest, census.Census], tmp_path: Path, width: int
) -> None:
    path = drawn(tmp_path, *manifest_and_page, "emergency, family, immediately")
    page.asked.clear()
    page.open(path, width=width)
    assert page.asked == [path.as_uri()]
    assert page.complaints == []
    assert page.evaluate("document.title") == "Dataset for airline"
    assert page.evaluate("document.querySelector('h1').textContent") == "Dataset for airline"
    assert page.evaluate(STICKS_OUT) <= 0
    drawings = page.evaluate(DRAWINGS)
    assert len(drawings) == 8
    assert [one for one in drawings if not (one["width"] > 100 and one["height"] > 10 and not one["outside"])] == []


def test_hostile_text_stays_text(page: Page, manifest_and_page: tuple[Manifest, census.Census], tmp_path: Path) -> None:
    manifest, found = manifest_and_page
    hostile = replace(manifest, assistant=HOSTILE, models=[Count(name=HOSTILE, rows=3, note=HOSTILE)])
    path = drawn(tmp_path, hostile, found, HOSTILE)
    page.asked.clear()
    page.open(path, width=1280)
    assert page.asked == [path.as_uri()]
    assert page.evaluate("document.querySelectorAll('script, img').length") == 0
    assert page.evaluate("document.querySelector('h1').textContent") == f"Dataset for {HOSTILE}"
    assert page.evaluate(STICKS_OUT) <= 0
    assert page.complaints == []

import json
from dataclasses import replace
from pathlib import Path

import pytest

from gptctl.core.value import JSON
from gptctl.promote.dataset import census, manifest_codec
from gptctl.promote.dataset.card import card
from gptctl.promote.dataset.difference import difference
from gptctl.promote.dataset.manifest import Count, File, Histogram, Leaks, Manifest
from gptctl.promote.dataset.project import texts
from gptctl.promote.dataset.store import store
from gptctl.promote.dataset.stored import StoredDataset
from gptctl.promote.example import Part, Stage
from gptctl.promote.report import html, markdown
from tests.support.examples import GivenCuration, airline


def manifest(dataset: StoredDataset, **recipe: JSON) -> Manifest:
    found = census.take(dataset)
    return Manifest(
        assistant="airline",
        dataset=dataset.digest,
        vocabulary="o200k_base",
        recipe={"near": 0.85, "select": {"score": 0.5}, "names": [], **recipe},
        files=found.files,
        stages=[Stage(name="rated", read=200, kept=84, dropped={"rated-bad": 116})],
        sources=census.counts(found.sources),
        models=census.counts(found.models, {"openai/gpt-4o": "not to train a rival"}),
        ran_under=census.counts(found.ran_under),
        prompts=sorted(dataset.prompts),
        leaks=Leaks(identical=0, near=0),
        clusters=len(found.clusters),
        cluster_sizes={1: 10, 4: 40},
    )


def test_a_manifest_is_read_as_it_was_written(tmp_path: Path) -> None:
    made = manifest(store(airline(), tmp_path))
    text = manifest_codec.dump(made)
    assert manifest_codec.dump(manifest_codec.load(text)) == text
    assert [(file.name, file.rows) for file in made.files] == [
        ("train.jsonl", 180),
        ("preferences-train.jsonl", 40),
        ("validation.jsonl", 20),
    ]


def test_a_manifest_hides_nothing_from_who_reviews_it(tmp_path: Path) -> None:
    hostile = "größe\u202e\u2066\U000e0041\x7f日本"
    made = replace(manifest(store(airline(), tmp_path)), models=(Count(name=hostile, rows=1),))
    text = manifest_codec.dump(made)
    assert "größe\\u202e\\u2066\\udb40\\udc41\\u007f日本" in text
    assert manifest_codec.load(text).models == made.models


def test_the_card_says_what_went_and_what_stayed(tmp_path: Path) -> None:
    dataset = store(airline(), tmp_path)
    found = census.take(dataset)
    page = card(manifest(dataset), found.portrait(topics={"refund": 30}, cluster_sizes={1: 10, 4: 40}), ["Costs $3."])
    text = markdown.render(page)
    for said in ("rated-bad", "116", "openai/gpt-4o", "not to train a rival", "Costs $3.", "4 alike"):
        assert said in text
    assert html.render(page).count("<svg") == 8
    assert text == markdown.render(page)


def test_the_census_counts_every_row_once(tmp_path: Path) -> None:
    portrait = census.take(store(airline(), tmp_path)).portrait({}, {})
    assert sum(portrait.tokens.rows) == sum(portrait.turns.rows) == 200
    assert sum(portrait.scores.values()) == sum(portrait.months.values()) == 200
    assert portrait.scores == {"0.00 to 0.25": 116, "1.00": 84}


def test_a_bar_says_where_it_ends() -> None:
    histogram = Histogram(edges=(0, 2, 1024), rows=(1, 0, 3))
    assert histogram.named() == [("0 to 1", 1), ("2 to 1,023", 0), ("1,024 or more", 3)]


@pytest.mark.parametrize(("control", "said"), [("a", "will tell nothing"), ("b", "what choosing gives")])
def test_the_card_says_one_thing_of_the_control(control: str, said: str, tmp_path: Path) -> None:
    dataset = store(airline(), tmp_path)
    files = [
        File(name=name, rows=1, tokens=1, sha256=sha)
        for name, sha in (("train.jsonl", "a" * 64), ("control.jsonl", control * 64))
    ]
    page = texts(replace(manifest(dataset), files=files), census.take(dataset).portrait({}, {}))["card.md"]
    assert [sign in page for sign in ("will tell nothing", "what choosing gives")].count(True) == 1
    assert said in page


def test_a_difference_names_rows_that_came_went_changed_and_moved(tmp_path: Path) -> None:
    before = store(airline(), tmp_path)
    first, second, third, *rest = airline().all_examples
    moved = replace(second, part=Part.TEST)
    changed = replace(third, targets=third.targets[:1])
    after = store(GivenCuration(all_examples=[moved, changed, *rest, replace(first, id="new")]), tmp_path)
    found = difference(before, after, (manifest(before).recipe, manifest(after, near=0.9).recipe))
    assert (found.added, found.removed, found.changed) == (("new",), (first.id,), (third.id,))
    assert found.moved == {second.id: (Part.TRAIN, Part.TEST)}
    assert [(change.path, change.before, change.after) for change in found.recipe] == [("near", 0.85, 0.9)]


@pytest.mark.parametrize(
    ("key", "value", "said"),
    [
        ("format", "gptctl.dataset/v9", "the format is"),
        ("dataset", "../../elsewhere", "is not the hash of a dataset"),
        ("assistant", "../up", "is not the name of an assistant"),
        ("files", [{"name": "train.jsonl", "sha256": "0" * 64, "rows": "many", "tokens": 0}], "where a count belongs"),
        ("files", [{"name": 5}], "where text belongs"),
        ("recipe", {"a": json.loads("[" * 300 + "]" * 300)}, "nested too deep"),
        ("stages", 7, "not iterable"),
        ("clusters", -1, "where a count belongs"),
        ("models", None, "not iterable"),
        ("recipe", 3, "not iterable"),
        ("recipe", {"to": "\ud800"}, "surrogates not allowed"),
        ("licences", ["\ud800"], "surrogates not allowed"),
        ("cluster_sizes", {"-5": 1}, "where a count belongs"),
    ],
)
def test_a_manifest_that_was_made_to_hurt_is_not_believed(key: str, value: object, said: str, tmp_path: Path) -> None:
    body = json.loads(manifest_codec.dump(manifest(store(airline(), tmp_path))))
    with pytest.raises(manifest_codec.Malformed, match=said):
        manifest_codec.load(json.dumps({**body, key: value}))
    del body[key]
    with pytest.raises(manifest_codec.Malformed, match="is missing"):
        manifest_codec.load(json.dumps(body))


@pytest.mark.parametrize("text", ["", "[]", "null", "{" * 5_000, "[" * 100_000, '{"format": []}'])
def test_what_is_no_manifest_is_said_to_be_none(text: str) -> None:
    with pytest.raises(manifest_codec.Malformed):
        manifest_codec.load(text)

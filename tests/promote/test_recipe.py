"""A recipe from YAML, and into a manifest."""

import json
from datetime import date

from gptctl.config import schemas
from gptctl.core.value import canonical
from gptctl.promote.recipe import PersonalData, Quotas, Recipe, Select, Split
from gptctl.promote.recipe_codec import dump, load

WHOLE = Recipe(
    select=Select(since=date(2026, 1, 2), environments=("prod",), score=0.7, unrated=True, deny_providers=("openai",)),
    near=0.9,
    languages=("en",),
    max_tokens=4096,
    personal_data=PersonalData.DROP,
    names=("Mia Li",),
    volatile=False,
    diversity=True,
    quotas=Quotas(rows=10, topic=0.2),
    split=Split(test=0.2, test_from=date(2026, 3, 4)),
    to="together:Qwen/Qwen3-8B",
    seed="x",
)
AFTERWARDS = {"retrain", "rollout"}
"""What an assistant's file says of the time after a dataset is made."""


def test_what_is_not_said_has_its_default() -> None:
    assert load({}) == Recipe()
    assert load({"rollout": {"steps": [100]}}) == Recipe()
    assert load({"quotas": {"rows": 5}}) == Recipe(quotas=Quotas(rows=5))


def test_a_recipe_survives_being_written_down() -> None:
    said = json.loads(canonical(dump(WHOLE)))
    said["select"] = {key: value for key, value in said["select"].items() if value is not None}
    assert load(said) == WHOLE


def test_the_schema_of_the_file_and_the_recipe_know_the_same_keys() -> None:
    schema = json.loads(schemas.text("assistant"))["properties"]["promotion"]["properties"]
    recipe = dump(Recipe())
    assert set(schema) - AFTERWARDS == set(recipe)
    for group in ("select", "quotas", "split"):
        assert set(schema[group]["properties"]) == set(json.loads(canonical(recipe[group])))


def test_the_defaults_that_the_schema_tells_are_those_of_the_recipe() -> None:
    schema = json.loads(schemas.text("assistant"))["properties"]["promotion"]["properties"]
    quotas, split = schema["quotas"]["properties"], schema["split"]["properties"]
    for properties, recipe in ((schema, Recipe()), (quotas, Quotas()), (split, Split())):
        for key, value in properties.items():
            default = None if key in AFTERWARDS else getattr(recipe, key)
            if isinstance(default, int | float):
                assert f"(default {json.dumps(default).removesuffix('.0')})" in value["description"], key

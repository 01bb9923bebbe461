from gptctl.config.check import check, check_schema


def test_what_is_no_map_at_all_is_told() -> None:
    (issue,) = check([], "assistant")
    assert (issue.path, issue.detail) == ((), "The file must be a map, not a list.")


def test_there_is_an_end_to_the_issues() -> None:
    assert len(check_schema({"properties": {f"p{n}": {"type": "strng"} for n in range(100)}})) == 50


def test_a_schema_may_refer_to_itself() -> None:
    assert check_schema({"$ref": "#"}) == ()

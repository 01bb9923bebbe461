import pytest

from gptctl.promote.steps.secrets.judge import entropy, mixed, stands_in


@pytest.mark.parametrize(
    "value", [b"hunter2XY", b"Tr0ub4dor&3", b"s3cr3tsauce.", b"CorrectHorse!Battery", b"x9-kk2-p0q-zz1"]
)
def test_looks_like_a_secret(value: bytes) -> None:
    assert mixed(value)


@pytest.mark.parametrize(
    "value", [b"required", b"incorrect.", b"2024-05-27", b"aaaaaaa1", b"short1", b"YOUR_KEY_1", b"{{password1}}", b""]
)
def test_looks_like_words(value: bytes) -> None:
    assert not mixed(value)


def test_entropy_is_in_bits_a_sign() -> None:
    assert entropy(b"aabb") == 1.0
    assert entropy(b"abcdefgh") == 3.0


def test_stand_ins_are_known_in_any_case() -> None:
    assert stands_in(b"<Password>")
    assert not stands_in(b"hunter2")

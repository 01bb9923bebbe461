import pytest
from hypothesis import given
from hypothesis import strategies as st

from gptctl.core.address import Address
from gptctl.core.marker import Marker, Scope

hexes = {n: st.text("0123456789abcdef", min_size=n, max_size=n) for n in (12, 16, 20, 40, 64)}
markers = st.builds(
    Marker,
    scope=hexes[12],
    address=hexes[20],
    nonce=hexes[16],
    applied=hexes[64],
    commit=st.just("") | hexes[40] | hexes[40].map(lambda c: f"{c}+"),
)


@given(markers)
def test_a_marker_survives_its_text_and_fits_every_channel(marker: Marker) -> None:
    text = marker.encode()
    assert Marker.decode(text) == marker
    assert text.isascii()
    assert len(text) <= 190


@pytest.mark.parametrize("text", ["", "v1", "v2;p=x", None, 7, "v1;p=0;a=0;n=0;h=0", b"v1"])
def test_foreign_text_is_no_marker(text: object) -> None:
    assert Marker.decode(text) is None


def test_a_marker_with_something_behind_it_is_foreign() -> None:
    marker = Marker(scope="0" * 12, address="0" * 20, nonce="0" * 16, applied="0" * 64)
    assert Marker.decode(marker.encode() + "\n") is None


def test_environments_projects_and_addresses_never_share_a_mark() -> None:
    address = Address(kind="assistant", name="a")
    scopes = [Scope(project_id=i, project="p", environment=e) for i in ("1", "11") for e in ("1x", "x")]
    assert len({scope.mark for scope in scopes}) == 4
    assert len({scope.mark_of(address) for scope in scopes}) == 4


def test_a_projects_name_is_no_part_of_its_identity() -> None:
    one = Scope(project_id="1", project="a", environment="dev")
    other = Scope(project_id="1", project="b", environment="dev")
    assert one.mark == other.mark

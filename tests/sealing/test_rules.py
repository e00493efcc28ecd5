"""What goes into a box comes out as it was, with the one key, and looks like everything else."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from nacl.public import PrivateKey

from survei.sealing.rules import (
    SMALLEST,
    BoxBroken,
    fingerprint_of,
    padded,
    public_of,
    seal,
    unpadded,
    unseal,
)

PRIVATE = b"\7" * 32
PUBLIC = public_of(PRIVATE)


@given(st.binary(max_size=3 * SMALLEST))
@settings(max_examples=60, deadline=None)
def test_what_goes_in_comes_out(content: bytes) -> None:
    assert unseal(PRIVATE, seal(PUBLIC, content)) == content
    assert unpadded(padded(content)) == content


@pytest.mark.parametrize("length", [0, 1, 700, SMALLEST - 4])
def test_short_ones_look_alike(length: int) -> None:
    assert len(padded(b"x" * length)) == SMALLEST


@pytest.mark.parametrize(
    ("length", "size"),
    [(SMALLEST - 3, 2 * SMALLEST), (2 * SMALLEST - 4, 2 * SMALLEST), (9000, 4 * SMALLEST)],
)
def test_longer_ones_are_padded_to_doubles(length: int, size: int) -> None:
    assert len(padded(b"x" * length)) == size


def test_equal_contents_make_different_boxes() -> None:
    boxes = {seal(PUBLIC, b"sama") for _ in range(20)}
    assert len(boxes) == len({fingerprint_of(box) for box in boxes}) == 20


@pytest.mark.parametrize("place", [0, 31, 40, -1])
def test_a_changed_box_is_refused(place: int) -> None:
    box = bytearray(seal(PUBLIC, b"jawaban"))
    box[place] ^= 1
    with pytest.raises(BoxBroken):
        unseal(PRIVATE, bytes(box))


@pytest.mark.parametrize("box", [b"", b"x" * 40, b"x" * 5000])
def test_what_is_no_box_is_refused(box: bytes) -> None:
    with pytest.raises(BoxBroken):
        unseal(PRIVATE, box)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(BoxBroken):
        unseal(bytes(PrivateKey.generate()), seal(PUBLIC, b"jawaban"))


def test_a_length_that_is_too_large_is_refused() -> None:
    with pytest.raises(ValueError, match="cut off"):
        unpadded((5000).to_bytes(4) + b"x" * 100)

"""What is kept in memory: the most recently used, within its bytes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from survei.memory import Recent


def test_what_was_not_asked_for_longest_goes_first() -> None:
    held: Recent[str, int] = Recent(30)
    for name in "abc":
        held.put(name, ord(name), 10)
    assert held.get("a") == ord("a")
    held.put("d", 1, 10)
    assert [held.get(name) for name in "abcd"] == [ord("a"), None, ord("c"), 1]
    assert (len(held), held.bytes) == (3, 30)


def test_bytes_are_the_bound_and_not_numbers() -> None:
    held: Recent[int, str] = Recent(100)
    for number in range(50):
        held.put(number, "x", 1)
    held.put(50, "large", 80)
    assert (len(held), held.bytes) == (21, 100)
    assert held.put(51, "larger than all", 101) == "larger than all"
    assert (len(held), held.bytes) == (0, 0)


def test_a_value_put_again_takes_the_place_of_the_first() -> None:
    held: Recent[str, str] = Recent(10)
    held.put("a", "old", 4)
    held.put("a", "new", 6)
    assert (held.get("a"), held.bytes, len(held)) == ("new", 6, 1)
    held.clear()
    assert (held.get("a"), held.bytes) == (None, 0)


def test_threads_share_it() -> None:
    held: Recent[int, int] = Recent(500)

    def work(seed: int) -> None:
        for step in range(2000):
            key = (seed * 7 + step) % 97
            assert held.get(key) in (None, key)
            held.put(key, key, 10)

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(work, range(8))) == [None] * 8
    assert (held.bytes, len(held)) == (500, 50)

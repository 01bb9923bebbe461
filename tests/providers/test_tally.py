from concurrent.futures import ThreadPoolExecutor

from gptctl.providers.tally import tallied, tick


def ticked(times: int) -> int:
    with tallied() as tally:
        for _ in range(times):
            tick()
    return tally.requests


def test_every_thread_counts_its_own() -> None:
    with ThreadPoolExecutor(max_workers=4) as pool:
        assert list(pool.map(ticked, range(20))) == list(range(20))


def test_nobody_need_count() -> None:
    tick()
    with tallied() as tally:
        pass
    tick()
    assert tally.requests == 0


def test_a_block_inside_another_counts_for_itself() -> None:
    with tallied() as outer:
        tick()
        assert ticked(3) == 3
        tick()
    assert outer.requests == 2

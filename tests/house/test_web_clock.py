"""The web alone on a host, whose clock jumps ahead and back: real processes, a real form."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import urllib.error
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest

from survei import clock
from survei.response.models import SealedSubmission
from survei.timekeeping.models import ClockMark
from tests.held_keys import hold_those_in
from tests.house.test_belonging import House, house
from tests.raters import SENT, Raters, make_raters
from tests.running import ROOT, free_port
from tests.waiting import wait_for
from tests.worker.test_wrong_clock import HOURS, SetClock, is_trusted

__all__ = ["house"]


class Web:
    """The process, and what it answers."""

    def __init__(self, house: House, ahead: Path) -> None:
        self.port = free_port()
        self.url = f"http://localhost:{self.port}"
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.house.web_process", str(ahead), str(self.port)],
            cwd=ROOT,
            env=os.environ | house.environment | {"SURVEI_BASE_URL": self.url},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def ask(self, path: str, answers: dict[str, str | list[str]] | None = None) -> int:
        """The status, where a redirection leads; 0 while nobody listens."""
        data = urlencode(answers, doseq=True).encode() if answers else None
        try:
            with urllib.request.urlopen(self.url + path, data, timeout=30) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0


@pytest.fixture
def raters(house: House) -> Raters:
    """A cycle that closes in four hours."""
    hold_those_in(house.instance)
    now = clock.now()
    return make_raters(opens_at=now - timedelta(days=1), closes_at=now + timedelta(hours=4))


@pytest.fixture
def hand(tmp_path: Path) -> SetClock:
    return SetClock(tmp_path / "ahead")


@pytest.fixture
def web(house: House, raters: Raters, hand: SetClock) -> Iterator[Web]:
    made = Web(house, hand.path)
    yield made
    made.process.send_signal(signal.SIGTERM)
    made.process.wait(60)


def test_answers_are_taken_while_the_clock_is_ahead(
    web: Web, raters: Raters, hand: SetClock
) -> None:
    assert wait_for(lambda: web.ask("/healthz") == 200)
    assert wait_for(is_trusted)
    hand.to(8 * HOURS)  # and at once, before anybody has looked at the clock
    assert web.ask(raters.path("budi")) == 200
    assert web.ask(raters.path("budi"), SENT) == 200
    assert wait_for(lambda: not is_trusted())
    assert web.ask(raters.path("citra"), SENT) == 200
    hand.to(0)
    assert wait_for(is_trusted)
    assert web.ask(raters.path("dewi"), SENT) == 200
    assert SealedSubmission.select().count() == 3
    assert ClockMark.select().count() == 1

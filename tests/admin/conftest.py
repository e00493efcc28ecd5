"""What tests of the admin start from."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from survei import clock
from survei.account.models import User
from survei.drafting import services
from survei.drafting.models import Questionnaire
from tests.admin.designer_pages import COLLEAGUE
from tests.cast import Cast, password_hash
from tests.examples import every_kind_document
from tests.raters import NOW


@pytest.fixture
def hr(client: Any, cast: Cast) -> Any:
    """Signed in as an HR officer."""
    return client.sign_in(cast.hr)


@pytest.fixture
def made(hr: Any) -> Questionnaire:
    """A draft with a question of every kind."""
    document = every_kind_document()
    return services.create_questionnaire("uji", "Kuesioner uji", document=document, actor=COLLEAGUE)


@pytest.fixture
def in_the_cycle(cast: Cast) -> Iterator[None]:
    """All of the cast can sign in, at a time when raters of the examples may answer."""
    User.update(password_hash=password_hash()).execute()
    with clock.fixed(NOW):
        yield

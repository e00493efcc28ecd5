"""What tests of the admin start from."""

from __future__ import annotations

from typing import Any

import pytest

from survei.drafting import services
from survei.drafting.models import Questionnaire
from tests.admin.designer_pages import COLLEAGUE
from tests.cast import Cast
from tests.examples import every_kind_document


@pytest.fixture
def hr(client: Any, cast: Cast) -> Any:
    """Signed in as an HR officer."""
    return client.sign_in(cast.hr)


@pytest.fixture
def made(hr: Any) -> Questionnaire:
    """A draft with a question of every kind."""
    document = every_kind_document()
    return services.create_questionnaire("uji", "Kuesioner uji", document=document, actor=COLLEAGUE)

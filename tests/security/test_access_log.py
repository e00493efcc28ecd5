"""Row 12: the access log shows that a link was opened, never which."""

from __future__ import annotations

import pytest

from formulir.server import mask

TOKEN = "Ab-_" * 10 + "xyz"


@pytest.mark.parametrize(
    "path",
    ["/f/{}", "/f/{}/draft", "/f/{}/decline", "/u/{}", "/hasil/{}", "/aktivasi/{}",
     "/atur-ulang/{}", "/admin-pertama/{}", "/f/{}.", "/f/{}%3D"],
)  # fmt: skip
def test_no_credential_is_logged(path: str) -> None:
    """Row 12: also of a damaged link and of the pages below it."""
    masked = mask(path.format(TOKEN))
    assert TOKEN[:8] not in masked
    assert masked.startswith(f"/{path.split('/')[1]}/***")


def test_other_paths_stay() -> None:
    assert mask("/admin/pegawai/") == "/admin/pegawai/"

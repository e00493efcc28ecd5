"""Only the preview stands in a frame, and only in one of our own pages."""

from __future__ import annotations

from typing import Any

from survei.drafting.models import Questionnaire


def test_the_preview_may_be_framed_by_us_alone(hr: Any, made: Questionnaire) -> None:
    framed = hr.get(f"/pratinjau/{made.id}/draft?relation=peer").headers
    assert "frame-ancestors 'self'" in framed["Content-Security-Policy"]
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    framing = hr.get(f"/admin/rancang/pratinjau/{made.id}/").headers
    assert "frame-src 'self'" in framing["Content-Security-Policy"]
    for headers in (framing, hr.get(f"/admin/rancang/{made.id}/").headers):
        assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
        assert headers["X-Frame-Options"] == "DENY"

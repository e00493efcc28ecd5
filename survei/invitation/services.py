"""Writes of links: opening a cycle, issuing, revoking, reminding."""

from __future__ import annotations

from survei.invitation.keys import set_key

__all__ = ["set_key"]

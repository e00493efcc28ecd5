"""`demo.json` in the instance folder: who can sign in to the demonstration, some open links, and
some forms that are half filled in, with the codes that open them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

from survei.settings import Settings


def demo_file(settings: Settings) -> Path:
    """Where it is."""
    return settings.instance / "demo.json"


def write_demo(settings: Settings, content: dict[str, Any]) -> None:
    """Writes it, complete or not at all, for the owner only."""
    path = demo_file(settings)
    part = path.with_suffix(".part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        json.dump(content, file, ensure_ascii=False, indent=2)
    part.replace(path)


def move_demo(settings: Settings) -> bool:
    """Lets the links of an earlier start begin with today's address (another `--port`).

    Returns whether there is such a file.
    """
    try:
        content = json.loads(demo_file(settings).read_text())
        old = content["base_url"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    if old != settings.base_url:
        content["base_url"] = settings.base_url
        for link in content["links"] + content.get("drafts", []):
            link["url"] = settings.base_url + link["url"].removeprefix(old)
        write_demo(settings, content)
    return True

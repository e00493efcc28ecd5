"""The product's own source files, by kind, without what is frozen or compiled."""

from __future__ import annotations

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
ROOMS = ("app.py", "survei", "formulir", "admin", "static")


@cache
def sources(ending: str) -> dict[str, str]:
    """{path: text} of the files with this ending."""
    command = ["git", "ls-files", "-co", "--exclude-standard", "--", *ROOMS]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return {
        path: (ROOT / path).read_text()
        for path in listed.split()
        if path.endswith(ending) and "/migrations/" not in path and (ROOT / path).exists()
    }


@cache
def trees() -> dict[str, ast.Module]:
    """{path: syntax tree} of all Python."""
    return {path: ast.parse(text) for path, text in sources(".py").items()}


def module_of(path: str) -> str:
    """ "survei.staff" of "survei/staff/__init__.py"."""
    return path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")

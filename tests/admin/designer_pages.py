"""What tests of the designer do again and again: press buttons, read a form back."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

from survei.audit.choices import Actor, ActorKind
from survei.drafting import queries
from survei.drafting.models import Questionnaire
from survei.questionnaire.document import Document

COLLEAGUE = Actor(ActorKind.USER, 99, "Rekan Lain")


def draft(row: Questionnaire) -> Document:
    """The draft as it is stored."""
    found = queries.draft_of(queries.questionnaire(row.id))
    assert found is not None
    return found


def revision(row: Questionnaire) -> int:
    """The revision that a fresh page would carry."""
    return int(queries.questionnaire(row.id).draft_revision)


def press(hr: Any, row: Questionnaire, do: str, **more: str) -> Any:
    """Presses a button of the outline."""
    data = {"revision": revision(row), "do": do, **more}
    return hr.submit(f"/admin/rancang/{row.id}/ubah", data)


def part(row: Questionnaire, word: str, code: str = "-") -> str:
    """Address of a part's page."""
    return f"/admin/rancang/bagian/{row.id}/{word}/{code}"


def typed(page: str) -> dict[str, str]:
    """The part's form as a browser without JavaScript would send it."""
    form = page.split('id="part-form"')[1].split("</form>")[0]
    found = {}
    for tag in re.findall(r"<input[^>]*>", form):
        name = re.search(r'name="([^"]*)"', tag)
        if not name or ('type="checkbox"' in tag and " checked" not in tag):
            continue
        value = re.search(r'value="([^"]*)"', tag)
        found[name[1]] = unescape(value[1]) if value else ""
    areas = re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>\r?\n?(.*?)</textarea>', form, re.S)
    found.update((name, unescape(text)) for name, text in areas)
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'<option selected\s+value="([^"]*)"', options)
        found[name] = unescape(chosen[1]) if chosen else ""
    found.pop("csrf_token")
    return found

"""Routes of links, printed codes and previews: thin, one file per page."""

from formulir.views import (
    answer_draft,
    authenticity,
    box,
    code,
    code_letter,
    cut_link,
    decline,
    dispute,
    evidence,
    form,
    home,
    lost_link,
    preview,
    result,
    resume_entry,
    tasks,
)
from formulir.views.routes import blueprint

__all__ = [
    "answer_draft",
    "authenticity",
    "blueprint",
    "box",
    "code",
    "code_letter",
    "cut_link",
    "decline",
    "dispute",
    "evidence",
    "form",
    "home",
    "lost_link",
    "preview",
    "result",
    "resume_entry",
    "tasks",
]

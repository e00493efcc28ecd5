"""Routes of links, printed codes and previews: thin, one file per page."""

from formulir.views import (
    code,
    decline,
    draft,
    evidence,
    form,
    home,
    lost,
    lost_link,
    preview,
    result,
    tasks,
)
from formulir.views.routes import blueprint

__all__ = [
    "blueprint",
    "code",
    "decline",
    "draft",
    "evidence",
    "form",
    "home",
    "lost",
    "lost_link",
    "preview",
    "result",
    "tasks",
]

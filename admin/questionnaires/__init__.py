"""The designer: questionnaires built in the browser, checked, published, compared."""

from __future__ import annotations

from flask_admin import BaseView
from flask_babel import lazy_gettext as _l

from admin.questionnaires.archive_imports import ArchiveImportPage
from admin.questionnaires.bank import BankPage
from admin.questionnaires.default_versions import AudiencePage
from admin.questionnaires.downloads import DownloadsPage
from admin.questionnaires.editor import PartPage
from admin.questionnaires.imports import ImportPage
from admin.questionnaires.outline import OutlinePage
from admin.questionnaires.paper import PaperPage
from admin.questionnaires.preview import PreviewPage
from admin.questionnaires.publishing_page import PublishingPage
from admin.questionnaires.questionnaire_list import QuestionnairesPage
from admin.questionnaires.rubric import RubricPage
from admin.questionnaires.scale_library import ScaleLibraryPage
from admin.questionnaires.weights import WeightsPage

#: Page, name, endpoint, address.
PAGES = (
    (QuestionnairesPage, _l("Kuesioner"), "questionnaires", "/admin/kuesioner"),
    (ScaleLibraryPage, _l("Pustaka skala"), "scale_library", "/admin/skala"),
    (BankPage, _l("Bank pertanyaan"), "question_bank", "/admin/bank"),
    (AudiencePage, _l("Untuk siapa"), "audience", "/admin/untuk-siapa"),
    (OutlinePage, _l("Susunan"), "designer", "/admin/rancang"),
    (PartPage, _l("Bagian"), "designer_part", "/admin/rancang/bagian"),
    (RubricPage, _l("Rubrik"), "designer_rubric", "/admin/rancang/rubrik"),
    (WeightsPage, _l("Bobot"), "designer_weights", "/admin/rancang/bobot"),
    (PreviewPage, _l("Pratinjau"), "designer_preview", "/admin/rancang/pratinjau"),
    (PaperPage, _l("Formulir kertas"), "paper", "/admin/kertas"),
    (ImportPage, _l("Impor kuesioner"), "questionnaire_import", "/admin/kuesioner-impor"),
    (
        ArchiveImportPage,
        _l("Ambil dari arsip"),
        "questionnaire_archive",
        "/admin/kuesioner-arsip",
    ),
    (DownloadsPage, _l("Unduh kuesioner"), "questionnaire_files", "/admin/kuesioner-unduh"),
    (PublishingPage, _l("Terbitkan"), "publishing", "/admin/rancang/terbit"),
)


def views() -> list[BaseView]:
    """Fresh views: an instance holds its blueprint."""
    return [
        page(name=name, category="Penilaian", endpoint=endpoint, url=url)
        for page, name, endpoint, url in PAGES
    ]

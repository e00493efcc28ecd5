"""Names, addresses, numbers and families: one form each."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from survei.staff.rules.contacts import is_mobile, normalise_email, normalise_whatsapp
from survei.staff.rules.normalised import clean_text, fold, has_control
from survei.staff.rules.roles import family_of

NAMES = {
    "titles": ("Dra. Hj. Nurhayati, S.Pd., M.Pd.", "Dra. Hj. Nurhayati, S.Pd., M.Pd."),
    "one word": ("Suharto", "Suharto"),
    "apostrophe": ("Ma'ruf", "Ma'ruf"),
    "lontara": ("ᨔᨗᨄᨀᨕᨗᨂᨛ", "ᨔᨗᨄᨀᨕᨗᨂᨛ"),
    "composed": ("Andre\u0301", "André"),
    "bidi override": ("Andi\u202egnp.exe", "Andignp.exe"),
    "zero width": ("An\u200bdi\ufeff", "Andi"),
    "hard space": ("Andi\u00a0 Baso ", "Andi Baso"),
    "line break": ("Andi\r\nBaso", "Andi Baso"),
}


@pytest.mark.parametrize(("typed", "kept"), NAMES.values(), ids=NAMES)
def test_names_are_kept_exactly_but_for_what_cannot_be_seen(typed: str, kept: str) -> None:
    assert clean_text(typed) == kept


@given(st.text())
def test_cleaning_twice_changes_nothing(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)


@pytest.mark.parametrize("text", ["a\0b", "a\x1bb", "a\x7f"])
def test_controls_are_found(text: str) -> None:
    assert has_control(clean_text(text))


def test_spellings_of_one_unit_fold_together() -> None:
    spellings = ["SMP Negeri 1 Makassar", " smp  negeri 1 makassar. ", "ＳＭＰ Negeri 1 Makassar"]
    assert {fold(text) for text in spellings} == {"smp negeri 1 makassar"}


EMAILS = {
    "plain": ("nur@makassar.go.id", "nur@makassar.go.id"),
    "case and spaces": (" Nur@Makassar.GO.ID\u00a0", "nur@makassar.go.id"),
    "plus": ("nur+360@x.id", "nur+360@x.id"),
    "full-width at": ("a＠x.id", None),
    "full-width letter": ("ａ@x.id", None),
    "cyrillic domain": ("a@gооgle.com", None),
    "two addresses": ("a@x.id,e@e.test", None),
    "two at signs": ("a@b@x.id", None),
    "header injection": ("a@x.id\r\nBcc: e@e.test", None),
    "inner space": ("a b@x.id", None),
    "display name": ("A <a@x.id>", None),
    "no dot": ("a@localhost", None),
    "leading dot": (".a@x.id", None),
    "double dot": ("a..b@x.id", None),
    "domain hyphen": ("a@-x.id", None),
    "nul": ("a\0@x.id", None),
    "local part of 65": ("a" * 65 + "@x.id", None),
    "255 characters": ("a@" + "b" * 60 + ".c" * 96 + ".id", None),
}


@pytest.mark.parametrize(("typed", "kept"), EMAILS.values(), ids=EMAILS)
def test_email_is_one_ascii_address_or_refused(typed: str, kept: str | None) -> None:
    assert normalise_email(typed) == kept


PHONES = {
    "local": ("081234567890", "6281234567890"),
    "printed": ("0812-3456-7890", "6281234567890"),
    "international": ("+62 812 3456 7890", "6281234567890"),
    "without plus": ("6281234567890", "6281234567890"),
    "zero after the country": ("+62 0812 3456 7890", "6281234567890"),
    "zero lost by a spreadsheet": ("81234567890", "6281234567890"),
    "00": ("006281234567890", "6281234567890"),
    "malaysia": ("+60 12 345 6789", "60123456789"),
    "letters": ("tidak ada", None),
    "two numbers": ("0812 345 678 / 0813 345 678 90", None),
    "short": ("0812", None),
}


@pytest.mark.parametrize(("typed", "kept"), PHONES.values(), ids=PHONES)
def test_whatsapp_numbers_are_international(typed: str, kept: str | None) -> None:
    assert normalise_whatsapp(typed) == kept


def test_only_indonesian_mobile_numbers_look_right() -> None:
    numbers = ["6281234567890", "62411123456", "60123456789"]
    assert [is_mobile(number) for number in numbers] == [True, False, False]


FAMILIES = {
    "Guru Kelas": "guru",
    "GURU MAPEL MATEMATIKA": "guru",
    "Kepala Sekolah SMP": "kepala sekolah",
    "Plt. Kepala Sekolah": "kepala sekolah",
    "Wakil Kepala Sekolah Bidang Kurikulum": "wakil kepala sekolah",
    "Staf Tata Usaha": "staf administrasi",
    "Pengadministrasi Umum": "staf administrasi",
    "Kepala Laboratorium": "kepala laboratorium",
    "Analis Kebijakan Muda": "analis",
    "Dokter": "dokter",
}


@pytest.mark.parametrize(("name", "family"), FAMILIES.items())
def test_families_gather_comparable_roles(name: str, family: str) -> None:
    assert family_of(name) == family

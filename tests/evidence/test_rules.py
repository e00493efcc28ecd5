"""What a file is, by its content alone; what it may be called; how it is sealed."""

from __future__ import annotations

from contextlib import suppress
from io import BytesIO
from random import Random

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from pikepdf import Encryption, ObjectStreamMode
from PIL import Image, ImageChops, ImageOps

from survei.evidence.choices import LONGEST_NAME, MOST_BYTES, MOST_SIDE, FileType
from survei.evidence.refusals import (
    ActivePdf,
    Broken,
    Empty,
    EvidenceRefused,
    LockedPdf,
    TooLarge,
    TooManyPixels,
    WrongName,
    WrongType,
)
from survei.evidence.rules import (
    FileNote,
    check_file,
    clean_name,
    note_in,
    note_text,
    seal,
    unseal,
)
from tests.effort import at_most
from tests.evidence.files import PAGE, SECRET, archive, bomb, chunk, pdf, picture, rewritten

ATTACHED = b"/Names << /EmbeddedFiles 4 0 R >>"
GO_TO = b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"
SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
#: As newer writers put objects: many in one compressed stream.
PACKED = {"object_stream_mode": ObjectStreamMode.generate}
PNG_END = chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("name", "data", "kind", "stored_as"),
    [
        ("Laporan Semester 1.pdf", pdf(), FileType.PDF, "Laporan Semester 1.pdf"),
        ("foto.JPG", picture("JPEG"), FileType.JPEG, "foto.jpg"),
        ("layar.png", picture("PNG"), FileType.PNG, "layar.png"),
        ("bertahap.jpeg", picture("JPEG", progressive=True), FileType.JPEG, "bertahap.jpg"),
        ("tanpa-akhiran", picture("JPEG"), FileType.JPEG, "tanpa-akhiran.jpg"),
        ("salah.png", picture("JPEG"), FileType.JPEG, "salah.jpg"),
        ("halaman.pdf", pdf(catalog=b"/OpenAction [3 0 R /Fit]"), FileType.PDF, "halaman.pdf"),
        ("kecil.pdf", rewritten(pdf(), **PACKED), FileType.PDF, "kecil.pdf"),
        ("lain.pdf", pdf(b"[3 0 R /Fit]", catalog=b"/OpenAction 4 0 R"), FileType.PDF, "lain.pdf"),
        (
            "ke.pdf",
            pdf(catalog=b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >>"),
            FileType.PDF,
            "ke.pdf",
        ),
        (
            "judul.pdf",
            pdf(b"<< /Title (Belajar /JavaScript /Launch) >>"),
            FileType.PDF,
            "judul.pdf",
        ),
    ],
)
def test_honest_files(name: str, data: bytes, kind: FileType, stored_as: str) -> None:
    file = check_file(name, data)
    assert (file.type, file.name) == (kind, stored_as)


def differences(one: Image.Image, other: Image.Image) -> int:
    """How far the colours of two pictures are apart at most."""
    assert (one.size, one.mode) == (other.size, other.mode)
    return max(high for _, high in ImageChops.difference(one, other).getextrema())


@pytest.mark.parametrize(("kind", "most"), [("JPEG", 6), ("PNG", 0)])
def test_pictures_lose_where_and_when_and_nothing_to_see(kind: str, most: int) -> None:
    data = picture(kind)
    assert SECRET in data
    content = check_file("foto", data).content
    made = Image.open(BytesIO(content))
    assert SECRET not in content
    assert not made.getexif()
    assert set(made.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert differences(made, Image.open(BytesIO(data))) <= most


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("orientation", [1, 3, 6, 8])
def test_photos_stand_upright(kind: str, orientation: int) -> None:
    data = picture(kind, orientation=orientation)
    upright = ImageOps.exif_transpose(Image.open(BytesIO(data)))
    made = Image.open(BytesIO(check_file("foto", data).content))
    assert not made.getexif()
    assert differences(made, upright) <= 6


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
def test_pictures_are_no_larger_than_anybody_reads(kind: str) -> None:
    content = check_file("foto", picture(kind, (4000, 3000))).content
    assert Image.open(BytesIO(content)).size == (MOST_SIDE, MOST_SIDE * 3 // 4)


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_every_png_can_be_kept(mode: str) -> None:
    file = BytesIO()
    Image.new(mode, (20, 10)).save(file, "PNG")
    made = Image.open(BytesIO(check_file("gambar", file.getvalue()).content))
    assert made.size == (20, 10)
    assert ("A" in made.mode) == ("A" in mode)


def test_colours_of_print_become_colours_of_a_screen() -> None:
    file = BytesIO()
    Image.new("CMYK", (20, 10)).save(file, "JPEG")
    assert Image.open(BytesIO(check_file("cetak", file.getvalue()).content)).mode == "RGB"


def test_the_limit_holds_for_what_is_kept() -> None:
    """Black and white grain is short to write down, its greys once it is made smaller are not."""
    grain = Image.frombytes("1", (4000, 3000), Random(1).randbytes(4000 * 3000 // 8))
    file = BytesIO()
    grain.convert("RGB").save(file, "PNG")
    assert len(file.getvalue()) < MOST_BYTES
    with pytest.raises(TooLarge):
        check_file("gambar", file.getvalue())


@pytest.mark.parametrize("kind", ["JPEG", "PNG"])
@pytest.mark.parametrize("behind", [PAGE, archive(), b"\0" * 5_000], ids=["page", "zip", "zeros"])
def test_nothing_hides_behind_a_picture(kind: str, behind: bytes) -> None:
    content = check_file("foto", picture(kind) + behind).content
    assert content == check_file("foto", picture(kind)).content


REFUSED = {
    "nothing": (b"", Empty),
    "page": (PAGE, WrongType),
    "drawing": (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", WrongType),
    "gif": (b"GIF89a/*" + PAGE, WrongType),
    "zip": (archive(), WrongType),
    "program": (b"MZ\x90\x00" + b"\0" * 200, WrongType),
    "page before a pdf": (PAGE + pdf(), WrongType),
    "pdf header alone": (b"%PDF-1.7\n" + PAGE, Broken),
    "pdf of no version": (pdf().replace(b"%PDF-1.7", b"%PDF-abc"), Broken),
    "pdf cut off": (pdf()[:-40], Broken),
    "page behind a pdf": (pdf() + PAGE, Broken),
    "zip behind a pdf": (pdf() + archive(), Broken),
    "jpeg start alone": (b"\xff\xd8\xff\xe0" + PAGE, Broken),
    "jpeg cut off": (picture("JPEG")[:-200], Broken),
    "jpeg without picture": (b"\xff\xd8\xff\xd9", Broken),
    "png start alone": (b"\x89PNG\r\n\x1a\n" + PAGE, Broken),
    "png cut off": (picture("PNG")[:-80], Broken),
    "png with a wrong sum": (picture("PNG").replace(b"IDAT", b"IDAt"), Broken),
    "png without picture": (b"\x89PNG\r\n\x1a\n" + PNG_END, Broken),
    "bomb": (bomb(60_000, 60_000), TooManyPixels),
    "smaller bomb": (bomb(10_000, 3_001), TooManyPixels),
    "picture that ends early": (bomb(4_000, 4_000), Broken),
    "script": (pdf(SCRIPT), ActivePdf),
    "script escaped": (pdf(b"<< /S /Java#53cript >>"), ActivePdf),
    "script packed": (rewritten(pdf(SCRIPT, catalog=b"/AA << /WC 4 0 R >>"), **PACKED), ActivePdf),
    "script inside": (pdf(b"[ << /A << /S /JavaScript >> >> ]"), ActivePdf),
    "program to start": (pdf(b"<< /S /Launch /F (cmd.exe) >>"), ActivePdf),
    "attachment": (pdf(b"<< /Type /EmbeddedFile >>"), ActivePdf),
    "attachments": (pdf(b"<< /Names [] >>", catalog=ATTACHED), ActivePdf),
    "attached to a note": (pdf(b"<< /Subtype /FileAttachment >>"), ActivePdf),
    "opening": (pdf(catalog=b"/OpenAction << /S /URI /URI (http://x) >>"), ActivePdf),
    "opening elsewhere": (pdf(SCRIPT, catalog=b"/OpenAction 4 0 R"), ActivePdf),
    "form that sends": (pdf(b"<< /S /SubmitForm /F (http://x) >>"), ActivePdf),
    "locked": (rewritten(pdf(), encryption=Encryption(owner="a", user="b")), LockedPdf),
    "locked for changes": (rewritten(pdf(), encryption=Encryption(owner="a", user="")), LockedPdf),
    "no page": (pdf().replace(b"/Kids [3 0 R] /Count 1", b"/Kids [     ] /Count 0"), Broken),
}  # fmt: skip


@pytest.mark.parametrize(("data", "reason"), REFUSED.values(), ids=REFUSED)
def test_attacks_are_refused(data: bytes, reason: type[EvidenceRefused]) -> None:
    with pytest.raises(EvidenceRefused) as caught:
        check_file("bukti.pdf", data)
    assert type(caught.value) is reason
    assert "%" not in str(caught.value)


def test_a_pdf_that_is_an_archive_too() -> None:
    zipped = archive()
    directory = zipped.index(b"PK\x05\x06")
    tail = b"\nstartxref\n0\n%%EOF\n"
    both = zipped[: directory + 20] + len(tail).to_bytes(2, "little") + tail
    with pytest.raises(ActivePdf):
        check_file("bukti.pdf", pdf()[:60] + b"\n" + both)


def test_the_limit_is_counted_in_bytes() -> None:
    data = picture("PNG")
    behind = MOST_BYTES - len(data)
    assert check_file("besar.png", data + b"\0" * behind).type == FileType.PNG
    with pytest.raises(TooLarge):
        check_file("besar.png", data + b"\0" * (behind + 1))


@pytest.mark.parametrize(
    "data",
    [
        pdf(b"[" * 2_000_000),
        pdf(b"<< /A " * 800_000),
        pdf(*[b"<< /A [ 1 2 3 ] >>"] * 60_000),
        b"\xff\xd8" + b"\xff\xe1\x00\x02" * 1_200_000 + b"\xff\xd9",
        b"\xff\xd8\xff\xda\x00\x02" + b"\xff\x00" * 2_500_000,
        b"\x89PNG\r\n\x1a\n" + chunk(b"tEXt", b"") * 400_000,
        b"\xff\xd8" + b"\xff" * 5_000_000,
    ],
    ids=["arrays", "dictionaries", "objects", "segments", "stuffing", "chunks", "fill"],
)
def test_no_file_keeps_the_server_busy(data: bytes) -> None:
    with at_most(4), suppress(EvidenceRefused):
        check_file("bukti", data[:MOST_BYTES])


@pytest.mark.parametrize(
    ("sent", "name"),
    [
        ("../../etc/passwd", "passwd.pdf"),
        ("C:\\Users\\Nur\\Rapor.PDF", "Rapor.pdf"),
        ("rapor\u202efdp.pdf", "raporfdp.pdf"),
        ("rapor\r\nX-Evil: 1.pdf", "raporX-Evil- 1.pdf"),
        ('"><img src=x onerror=alert(1)>.pdf', "-img src=x onerror=alert(1)-.pdf"),
        ("nol\0bita\u200b.pdf", "nolbita.pdf"),
        ("con.pdf", "bukti.pdf"),
        ("...", "bukti.pdf"),
        ("", "bukti.pdf"),
        ("RPP 1.2 final.pdf", "RPP 1.2 final.pdf"),
        ("Bukti “Rapat” – é.pdf", "Bukti “Rapat” – é.pdf"),
        ("a" * 300 + ".pdf", "a" * 116 + ".pdf"),
    ],
)
def test_names(sent: str, name: str) -> None:
    assert clean_name(sent, FileType.PDF) == name


@pytest.mark.parametrize(
    "name", ["laporan.exe.pdf", "laporan.pdf.exe", "foto.svg", "halaman.HTML.pdf", "a.php.jpg "]
)
def test_names_of_programs_and_pages_are_refused(name: str) -> None:
    with pytest.raises(WrongName):
        clean_name(name, FileType.PDF)


@given(st.text(max_size=300))
def test_any_name_is_safe(sent: str) -> None:
    try:
        name = clean_name(sent, FileType.PNG)
    except WrongName:
        return
    assert name.endswith(".png")
    assert 5 <= len(name) <= LONGEST_NAME
    assert not set(name) & set('<>:"/\\|?*%;\r\n\0\u202e')
    assert clean_name(name, FileType.PNG) == name


def test_a_sealed_file_opens_with_its_key_in_its_row_only() -> None:
    key, stored = seal("a" * 32, b"isi")
    assert unseal("a" * 32, key, stored) == b"isi"
    for file_id, other in (("b" * 32, key), ("a" * 32, "00" * 32)):
        with pytest.raises(InvalidTag):
            unseal(file_id, other, stored)


def test_a_note_is_read_again_and_nothing_else_is_one() -> None:
    note = FileNote(id="a" * 32, name="é.pdf", type="pdf", size=3, sha256="0" * 64, key="1" * 64)
    assert note_in([note_text(note)]) == note
    assert [note_in(values) for values in ([], ["na"], ['{"id": 1}'], ["[]"])] == [None] * 4

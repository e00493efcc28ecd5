"""What stands on every paper form: in the form's own language, whatever that of the person who
prints it, and Indonesian around a questionnaire in a language that the interface does not speak."""

from __future__ import annotations

from collections.abc import Callable, Mapping

#: Text with places, by language.
Say = Callable[..., str]

#: Word → (Indonesian, English).
WORDS: Mapping[str, tuple[str, str]] = {
    "form_self": ("Formulir penilaian diri", "Self-rating form"),
    "form_supervisor": ("Formulir penilaian oleh atasan", "Rating form for the supervisor"),
    "form_peer": ("Formulir penilaian oleh rekan sejawat", "Rating form for a colleague"),
    "form_subordinate": ("Formulir penilaian oleh bawahan", "Rating form for a subordinate"),
    "draft": ("DRAF", "DRAFT"),
    "edition": ("Versi %(number)s", "Version %(number)s"),
    "edition_draft": ("Draf, belum diterbitkan", "Draft, not published"),
    "hash": ("SHA-256 %(hash)s", "SHA-256 %(hash)s"),
    "page": ("Halaman", "Page"),
    "of": ("dari", "of"),
    "ratee": ("Pegawai yang dinilai", "Employee who is rated"),
    "own_name": ("Nama Anda", "Your name"),
    "unit": ("Unit kerja", "Unit"),
    "rater": ("Nama penilai (atasan)", "Name of the rater (supervisor)"),
    "period": ("Rentang waktu yang dinilai", "Period that is rated"),
    "filled_on": ("Diisi pada tanggal", "Filled in on"),
    "privacy": ("Kerahasiaan", "Confidentiality"),
    "kept_self": (
        "Penilaian diri ini disimpan dan ditampilkan dengan nama Anda kepada atasan langsung Anda "
        "dan petugas yang berwenang.",
        "This self-rating is stored and shown with your name to your direct supervisor and to the "
        "officers in charge.",
    ),
    "kept_supervisor": (
        "Sebagai atasan, jawaban Anda disimpan dan ditampilkan dengan nama Anda kepada pegawai "
        "yang dinilai dan petugas yang berwenang.",
        "As the supervisor, your answers are stored and shown with your name to the employee who "
        "is rated and to the officers in charge.",
    ),
    "kept_confidential": (
        "Survei tertutup: jangan menulis nama Anda atau tanda pengenal lain di lembar ini. Jawaban "
        "Anda hanya tampil sebagai gabungan dengan jawaban penilai lain.",
        "Closed survey: do not write your name or anything that identifies you on this form. Your "
        "answers are shown only together with those of other raters.",
    ),
    "how": (
        "Isi dengan pena. Beri tanda silang pada satu kotak untuk setiap pertanyaan, kecuali "
        "disebut lain. Bila salah, hitamkan kotak itu, lalu silang kotak yang benar.",
        "Use a pen. Cross one box for each question unless it says otherwise. To correct, fill "
        "that box completely, then cross the right one.",
    ),
    "how_others": (
        "Nilailah hanya yang Anda lihat sendiri. Bila tidak melihatnya, silang “Tidak dapat "
        "menilai”.",
        "Rate only what you have seen yourself. If you have not, cross “Cannot rate”.",
    ),
    "section": ("Bagian %(number)s dari %(total)s", "Part %(number)s of %(total)s"),
    "optional": ("boleh dikosongkan", "may be left empty"),
    "cannot_rate": ("Tidak dapat menilai", "Cannot rate"),
    "cannot_answer": ("Tidak dapat menjawab", "Cannot answer"),
    "other": ("Lainnya:", "Other:"),
    "yes": ("Ya", "Yes"),
    "no": ("Tidak", "No"),
    "one": ("Pilih satu.", "Choose one."),
    "any_number": ("Boleh lebih dari satu.", "Choose any number."),
    "exactly": ("Pilih tepat %(number)s.", "Choose exactly %(number)s."),
    "between": ("Pilih %(least)s sampai %(most)s.", "Choose %(least)s to %(most)s."),
    "at_least": ("Pilih paling sedikit %(least)s.", "Choose at least %(least)s."),
    "at_most": ("Pilih paling banyak %(most)s.", "Choose at most %(most)s."),
    "rank": (
        "Tulis urutan 1 sampai %(number)s di dalam kotak, 1 untuk yang pertama; setiap angka satu "
        "kali.",
        "Write the ranks 1 to %(number)s in the boxes, 1 for the first; each number once.",
    ),
    "number_between": ("Antara %(least)s dan %(most)s.", "Between %(least)s and %(most)s."),
    "number_least": ("Paling kecil %(least)s.", "At least %(least)s."),
    "number_most": ("Paling besar %(most)s.", "At most %(most)s."),
    "whole": ("Bilangan bulat.", "A whole number."),
    "decimals": ("Paling banyak %(number)s angka di belakang koma.", "Up to %(number)s decimals."),
    "step": ("Kelipatan %(step)s.", "In steps of %(step)s."),
    "day": ("tanggal", "day"),
    "month": ("bulan", "month"),
    "year": ("tahun", "year"),
    "date_between": ("Dari %(least)s sampai %(most)s.", "From %(least)s to %(most)s."),
    "date_least": ("Paling awal %(least)s.", "Not before %(least)s."),
    "date_most": ("Paling akhir %(most)s.", "Not after %(most)s."),
    "longest": ("Paling banyak %(number)s karakter.", "Up to %(number)s characters."),
    "attach": (
        "Lampirkan salinan berkas pada lembar ini dan tulis nomor pertanyaan di atasnya.",
        "Attach a copy of the document and write the number of the question on it.",
    ),
    "attached": ("Terlampir", "Attached"),
    "end": (
        "Terima kasih. Periksa lagi apakah semua pertanyaan sudah terjawab, lalu serahkan lembar "
        "ini dalam amplop tertutup.",
        "Thank you. Check that every question is answered, then hand in this form in a closed "
        "envelope.",
    ),
    "no_points": ("Skala belum diisi.", "The scale is still empty."),
}


def words_in(language: str) -> Say:
    """`say(word, **places)` in a language."""
    place = 1 if language == "en" else 0

    def say(word: str, **places: object) -> str:
        text = WORDS[word][place]
        return text % places if places else text

    return say

"""What can be wrong with a staff list: one table with the sentence and the remedy of each.

The sentences are msgids: views translate them and then fill in the places.
"""

from __future__ import annotations

from typing import NamedTuple

from survei.staff.choices import Severity


class Issue(NamedTuple):
    """A kind of problem."""

    severity: Severity
    #: What is wrong, with `%(name)s` places.
    message: str
    #: What to do about it.
    remedy: str


_TEXT_FORMAT = (
    "Format kolom ini sebagai Teks di Excel, lalu ketik ulang NIP lengkap 18 angka. "
    "Angka terakhir yang hilang tidak dapat dipulihkan."
)
_E, _W, _N = Severity.ERROR, Severity.WARNING, Severity.NOTE

ISSUES: dict[str, Issue] = {
    # The file as a whole
    "no_header": Issue(
        _E,
        "Baris judul kolom tidak ditemukan.",
        "Tulis judul NIP, Nama, Jabatan, dan Unit Kerja dalam satu baris, atau pakai templat.",
    ),
    "no_column": Issue(
        _E, "Kolom %(label)s tidak ada.", "Tambahkan kolom itu, atau periksa ejaan judulnya."
    ),
    "column_twice": Issue(
        _E,
        "Dua kolom berarti %(label)s: %(headers)s.",
        "Hapus salah satu. Bila yang satu adalah unit di atasnya, beri judul Unit Induk.",
    ),
    "no_rows": Issue(_E, "Tidak ada data pegawai di bawah judul kolom.", "Isi daftar pegawai."),
    "unknown_column": Issue(
        _N, "Kolom “%(header)s” tidak dikenal dan tidak dibaca.", "Tidak perlu tindakan."
    ),
    "numbering_row": Issue(_N, "Baris nomor kolom dilewati.", "Tidak perlu tindakan."),
    "other_sheet": Issue(
        _W,
        "Hanya lembar “%(sheet)s” yang dibaca; lembar “%(other)s” juga berisi data.",
        "Gabungkan ke satu lembar bila isinya juga pegawai yang akan diimpor.",
    ),
    "hidden_sheet": Issue(
        _W,
        "Lembar tersembunyi “%(other)s” tidak dibaca.",
        "Tampilkan lembar itu bila isinya perlu diimpor.",
    ),
    "hidden_rows": Issue(
        _W,
        "Baris tersembunyi ikut dibaca: %(rows)s.",
        "Hapus baris itu bila tidak dimaksudkan untuk diimpor.",
    ),
    "hidden_columns": Issue(
        _W,
        "Kolom tersembunyi ikut dibaca: %(columns)s.",
        "Hapus kolom itu bila tidak dimaksudkan untuk diimpor.",
    ),
    "row_wide": Issue(
        _W,
        "Baris ini berisi sel di kanan judul kolom terakhir.",
        "Periksa apakah isinya bergeser; dalam CSV, teks yang memuat ; atau , diapit tanda petik.",
    ),
    "merged": Issue(
        _E,
        "Sel digabung (%(cells)s); hanya sel pertama yang berisi.",
        "Batalkan penggabungan sel, lalu isi setiap baris.",
    ),
    # A cell
    "empty": Issue(_E, "%(label)s kosong.", "Isi sel ini."),
    "control": Issue(
        _E, "Sel memuat karakter kendali yang tidak terlihat.", "Ketik ulang isi sel ini."
    ),
    "too_long": Issue(_E, "Isi lebih dari %(most)s karakter.", "Singkat isinya."),
    "not_text": Issue(
        _E,
        "Sel berisi %(what)s (%(value)s), bukan teks.",
        "Format kolom sebagai Teks, lalu ketik ulang isinya.",
    ),
    "formula": Issue(
        _W,
        "Sel berisi rumus; nilai yang tersimpan dipakai: %(value)s.",
        "Periksa nilainya, atau salin lalu tempel sebagai nilai.",
    ),
    "formula_empty": Issue(
        _E,
        "Sel berisi rumus tanpa nilai tersimpan.",
        "Buka di Excel, simpan ulang, atau tempel sebagai nilai.",
    ),
    "formula_somewhere": Issue(
        _W,
        "Berkas memuat rumus; nilai yang tersimpan dipakai.",
        "Periksa nilainya, atau salin lalu tempel sebagai nilai.",
    ),
    "cell_error": Issue(_E, "Sel berisi kesalahan rumus (%(value)s).", "Perbaiki rumusnya."),
    "text_cleaned": Issue(
        _N,
        "Spasi berlebih atau karakter tak terlihat dibuang pada %(count)s sel.",
        "Tidak perlu tindakan.",
    ),
    # NIP
    "nip_number": Issue(_E, "NIP tersimpan sebagai angka (%(value)s).", _TEXT_FORMAT),
    "nip_letters": Issue(
        _E,
        "NIP memuat selain angka (%(value)s).",
        "Hapus huruf dan tanda lain, dan periksa apakah isi baris ini bergeser kolom.",
    ),
    "nip_length": Issue(_E, "NIP harus 18 angka, ini %(count)s.", "Periksa NIP pada SK."),
    "nip_birth": Issue(
        _E, "Tanggal lahir dalam NIP tidak mungkin (%(value)s).", "Periksa 8 angka pertama."
    ),
    "nip_sex": Issue(_E, "Angka ke-15 NIP harus 1 atau 2, ini %(value)s.", "Periksa NIP pada SK."),
    "nip_month": Issue(
        _W,
        "Angka ke-13 dan ke-14 NIP bukan bulan dan bukan kode PPPK (%(value)s).",
        "Periksa NIP pada SK; bila memang demikian, biarkan.",
    ),
    "nip_future": Issue(
        _W, "Tahun pengangkatan dalam NIP di masa depan (%(value)s).", "Periksa NIP pada SK."
    ),
    "nip_age": Issue(
        _W,
        "Usia saat diangkat menurut NIP tidak lazim (%(value)s tahun).",
        "Periksa tahun lahir dan tahun pengangkatan.",
    ),
    "nip_sequence": Issue(_W, "Nomor urut NIP 000.", "Periksa tiga angka terakhir."),
    "nip_spaces": Issue(
        _N,
        "Spasi atau tanda baca di dalam NIP dibuang pada %(count)s sel.",
        "Tidak perlu tindakan.",
    ),
    "nip_twice": Issue(
        _E, "NIP ini sudah ada di baris %(first)s.", "Hapus salah satu dari kedua baris."
    ),
    # Contacts
    "email_invalid": Issue(
        _E,
        "Alamat email tidak sah (%(value)s).",
        "Tulis satu alamat dengan huruf biasa, misalnya nama@makassar.go.id, atau kosongkan.",
    ),
    "email_shared": Issue(
        _W,
        "Alamat email ini juga dipakai pegawai lain (baris %(first)s).",
        "Beri setiap pegawai alamatnya sendiri; tautan penilaian bersifat pribadi.",
    ),
    "email_taken": Issue(
        _W,
        "Alamat email ini juga dipakai pegawai lain dalam data.",
        "Beri setiap pegawai alamatnya sendiri; tautan penilaian bersifat pribadi.",
    ),
    "email_missing": Issue(
        _W,
        "%(count)s pegawai tanpa alamat email.",
        "Lengkapi, atau bagikan tautannya lewat WhatsApp atau lembar cetak.",
    ),
    "whatsapp_invalid": Issue(
        _W,
        "Nomor tidak dapat dibaca (%(value)s) dan tidak disimpan.",
        "Tulis seperti 0812 3456 7890.",
    ),
    "whatsapp_odd": Issue(
        _W, "Nomor ini tidak seperti nomor ponsel Indonesia (%(value)s).", "Periksa nomornya."
    ),
    # Units and supervisors
    "unit_ambiguous": Issue(
        _E,
        "Ada lebih dari satu unit bernama “%(unit)s”: %(paths)s.",
        "Isi kolom Unit Induk, atau tulis jalurnya: Unit Induk > Unit Kerja.",
    ),
    "unit_deep": Issue(
        _E, "Susunan unit lebih dari 15 tingkat atau namanya terlalu panjang.", "Sederhanakan."
    ),
    "unit_same_name": Issue(
        _W,
        "Unit baru “%(unit)s” akan dibuat, padahal unit bernama sama sudah ada: %(paths)s.",
        "Bila yang dimaksud unit yang sudah ada, perbaiki Unit Induk.",
    ),
    "unit_inactive": Issue(
        _E,
        "Unit “%(unit)s” sudah dinonaktifkan.",
        "Pilih unit lain, atau aktifkan kembali unitnya.",
    ),
    "outside": Issue(
        _E,
        "Baris ini di luar unit yang Anda kelola.",
        "Hapus baris ini, atau minta administrator mengimpornya.",
    ),
    "unit_outside": Issue(
        _E,
        "Unit “%(unit)s” di luar unit yang Anda kelola.",
        "Tulis unit yang Anda kelola, dengan Unit Induk bila unitnya baru.",
    ),
    "supervisor_outside": Issue(
        _E,
        "Atasan ini di luar unit yang Anda kelola.",
        "Kosongkan kolom ini; administrator dapat menetapkannya.",
    ),
    "supervisor_unknown": Issue(
        _W,
        "Atasan dengan NIP ini tidak ada dalam berkas maupun data pegawai; atasan tidak diubah.",
        "Periksa NIP Atasan, atau impor juga atasannya.",
    ),
    "supervisor_inactive": Issue(
        _W, "Atasan ini sudah nonaktif.", "Tulis NIP atasan yang sekarang."
    ),
    "employee_inactive": Issue(
        _W,
        "Pegawai ini nonaktif dalam data; impor tidak mengaktifkannya.",
        "Aktifkan di halaman Pegawai bila ia bertugas kembali.",
    ),
    "supervisor_self": Issue(
        _E, "%(names)s menjadi atasan dirinya sendiri.", "Perbaiki NIP Atasan."
    ),
    "supervisor_cycle": Issue(
        _E, "Susunan atasan berputar (%(names)s).", "Perbaiki NIP Atasan pada salah satunya."
    ),
    "supervisor_deep": Issue(
        _E, "Susunan atasan lebih dari 15 tingkat (%(names)s).", "Perbaiki NIP Atasan."
    ),
    "more": Issue(_N, "Masalah yang sama pada %(count)s baris lain.", "Perbaiki dengan cara sama."),
}

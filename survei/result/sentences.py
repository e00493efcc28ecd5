"""The sentences with which a result explains itself; each is a msgid."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from survei.result.note import Note

SENTENCES = {
    # What was left out, and why.
    "group_withheld": (
        "Kelompok %(group)s tidak ditampilkan karena penilaian yang masuk kurang dari %(least)s. "
        "Nilainya juga tidak ikut dihitung dalam angka gabungan mana pun, agar tidak dapat "
        "ditelusuri dari selisih angka."
    ),
    "group_withheld_own": (
        "Kelompok %(group)s tidak ditampilkan karena penilaian yang pasti dikirim sendiri oleh "
        "penilainya kurang dari %(least)s. Nilainya juga tidak ikut dihitung dalam angka gabungan "
        "mana pun, agar tidak dapat ditelusuri dari selisih angka."
    ),
    "cell_withheld": (
        "Nilai aspek “%(section)s” dari kelompok %(group)s tidak ditampilkan dan tidak ikut "
        "dihitung karena kurang dari %(least)s penilai dapat menilainya."
    ),
    "cell_unproved": (
        "Nilai aspek “%(section)s” dari kelompok %(group)s tidak ditampilkan dan tidak ikut "
        "dihitung karena pemeriksaan sebelum penerbitan tidak dapat memastikan bahwa jawaban "
        "perorangan terlindungi."
    ),
    "comments_withheld": (
        "Komentar dari kelompok %(group)s tidak ditampilkan karena penilaian yang masuk kurang "
        "dari %(least)s."
    ),
    "group_missing": "%(group)s: tidak ada penilaian yang masuk sampai periode ditutup.",
    "group_unscored": (
        "Penilaian dari %(group)s masuk, tetapi indikator yang dijawab tidak cukup untuk dihitung."
    ),
    "group_absent": "Tidak ada penilai dalam kelompok %(group)s.",
    "group_left_out": (
        "Kelompok %(group)s tidak dipakai dalam hasil ini atas keputusan auditor, karena ada "
        "penilai yang melaporkan bahwa bukan dirinya yang mengirim penilaian atas namanya."
    ),
    "group_unmatched": (
        "Dalam kelompok %(group)s ada jawaban tersegel yang tidak cocok dengan formulir yang "
        "terkirim, atau yang tidak dapat dibuka lagi. Atas keputusan auditor jawaban itu tidak "
        "dihitung; yang dihitung hanya jawaban yang terbukti utuh."
    ),
    "reweighted": (
        "Karena ada kelompok yang tidak dihitung, bobot kelompok lainnya dibagi ulang sehingga "
        "berjumlah 100. Bobot semula dan bobot yang dipakai tercantum dalam tabel kelompok."
    ),
    "section_reweighted": (
        "Pada aspek “%(section)s” tidak semua kelompok dapat dihitung, sehingga bobot kelompok "
        "lainnya dibagi ulang untuk aspek ini."
    ),
    "section_unscored": (
        "Aspek “%(section)s” tidak memiliki nilai gabungan. Bobotnya dibagi ke aspek lainnya."
    ),
    "no_total": (
        "Nilai gabungan tidak dihitung karena tidak ada kelompok berbobot yang dapat ditampilkan."
    ),
    # How the figures came about.
    "rule_points": (
        "Angka adalah rata-rata pada skala yang diisi penilai: %(lowest)s (%(first)s) sampai "
        "%(highest)s (%(last)s). Kata di sampingnya adalah tingkat skala yang terdekat."
    ),
    "rule_scale": (
        "Setiap jawaban diubah ke angka 0 sampai 100: 0 untuk pilihan terendah dan 100 untuk "
        "pilihan tertinggi pada skalanya."
    ),
    "rule_hundred": (
        "Kuesioner pada hasil ini memakai skala yang berbeda, sehingga angka gabungannya "
        "dinyatakan pada skala 0–100. Angka itu bukan nilai rapor: pilihan tengah selalu menjadi "
        "50, misalnya “sesuai ekspektasi” pada skala lima tingkat dan “belum efektif” pada skala "
        "tiga tingkat. Bacalah dahulu tingkat pada setiap skalanya."
    ),
    "rule_exact": (
        "Semua angka gabungan dihitung tanpa pembulatan dari nilai kelompok pada setiap aspek, "
        "lalu dibulatkan satu kali saat ditampilkan (setengah ke atas). Selisih adalah selisih "
        "dari angka yang ditampilkan."
    ),
    "rule_question": (
        "Aspek yang hanya bertumpu pada satu indikator ditampilkan untuk rekan sejawat dan bawahan "
        "mulai dari %(least)s jawaban."
    ),
    "rule_steps": (
        "Nilai rekan sejawat dan bawahan pada skala %(lowest)s–%(highest)s dibulatkan ke langkah "
        "sebesar %(step)s atau lebih kecil, sesuai dengan jumlah penilainya. Perbedaan yang lebih "
        "kecil dapat terjadi karena kebetulan, dan angka yang lebih rinci dapat mengungkap jawaban "
        "perorangan."
    ),
    "rule_outer": (
        "Nilai di ujung skala hanya disebut “di atas …” atau “di bawah …” dan dihitung sebagai "
        "tengah bagian itu; nilai lainnya disebut dengan langkah terdekat di antara keduanya, atau "
        "dengan tengahnya. Makin sedikit penilainya, makin lebar kedua bagian itu, agar tidak "
        "terlihat bahwa semua memberi jawaban yang sama, dan agar pembaca yang ikut menilai tidak "
        "dapat mempersempit jawaban orang lain menjadi kurang dari %(share)s lebar skala. Aspek "
        "yang belum dapat dilindungi demikian tidak ditampilkan. Batasnya bergantung pada jumlah "
        "penilai dan kuesioner, tidak pernah pada jawaban."
    ),
    "rule_no_consensus": (
        "Seberapa jauh rekan sejawat atau bawahan sependapat tidak disebut: bersama nilai "
        "rata-ratanya, hal itu dapat mengungkap jawaban perorangan, berapa pun jumlah penilainya."
    ),
    # In documents from before an end left a quarter of the scale to each.
    "spread_withheld": (
        "Keragaman pendapat tidak ditampilkan untuk kelompok %(group)s karena penilainya kurang "
        "dari %(least)s."
    ),
    "rule_consensus": (
        "Kesepakatan para penilai disebut dengan kata, bukan angka, mulai dari %(least)s penilai; "
        "tidak disebut pada aspek dengan satu indikator dan pada nilai di ujung skala."
    ),
    "rule_ends": (
        "Nilai di ujung skala hanya disebut “di atas …” atau “di bawah …” dan dihitung sebagai "
        "tengah langkah terakhir, agar tidak terlihat bahwa semua memberi jawaban yang sama."
    ),
    # In documents from before figures of confidential groups had steps.
    "rule_rounding": (
        "Semua angka dihitung dari jawaban tanpa pembulatan, lalu dibulatkan satu kali saat "
        "ditampilkan (setengah ke atas). Selisih adalah selisih dari angka yang ditampilkan."
    ),
    "rule_answered": (
        "“Tidak dapat menilai” dianggap kosong, bukan nol. Sebuah aspek dihitung jika sedikitnya "
        "%(share)s bagian indikatornya dijawab."
    ),
    # In documents of format 1.
    "rule_missing": (
        "“Tidak dapat menilai” dianggap kosong, bukan nol. Sebuah aspek dihitung jika sedikitnya "
        "%(share)s persen indikatornya dijawab."
    ),
    "rule_section": (
        "Nilai gabungan dihitung per aspek dari rata-rata setiap kelompok menurut bobotnya, "
        "lalu dijumlahkan menurut bobot aspek."
    ),
    "rule_instruments": (
        "Kelompok penilai mengisi kuesioner yang berbeda. Nilai dihitung per kuesioner, lalu "
        "digabung menurut bobot kelompok pengisinya. Aspek hanya dibandingkan dalam kuesioner "
        "yang sama."
    ),
    "rule_confidential": (
        "Penilaian rekan sejawat dan bawahan bersifat tertutup: ditampilkan mulai dari "
        "%(least)s penilaian, komentarnya mulai dari %(comments)s penilaian dengan urutan acak."
    ),
    "rule_own_links": (
        "Pada periode ini kelompok tertutup hanya ditampilkan bila sedikitnya %(least)s penilaian "
        "di dalamnya pasti dikirim sendiri oleh penilainya."
    ),
    "rule_self": "Penilaian diri hanya pembanding dan tidak ikut dihitung.",
    "rule_self_counts": "Penilaian diri ikut dihitung dengan bobot %(weight)s%%.",
    "rule_reliability": (
        "Pendapat satu orang belum tentu mewakili semua. Makin banyak penilai, makin andal "
        "nilainya: pada skala 0 (kebetulan) sampai 1 (pasti), satu rekan sejawat 0,37, tiga rekan "
        "0,64, lima rekan 0,75. Jangan menyimpulkan dari selisih kecil."
    ),
    "rule_margin": (
        "Rentang di sekitar nilai menunjukkan ketelitian pengukuran (95 persen), dihitung dari "
        "keandalan dan sebaran nilai seluruh pegawai pada periode ini."
    ),
    "rule_no_margin": (
        "Rentang ketelitian dan batas selisih tidak dihitung karena pegawai yang dapat "
        "dibandingkan pada periode ini kurang dari %(least)s."
    ),
    "rule_gap": (
        "Selisih antara penilaian diri dan penilai lain menjadi bahan dialog bila lebih besar "
        "daripada batas yang masih dapat terjadi karena kebetulan. Selisih di bawah batas itu "
        "belum berarti pandangannya sama; penilainya terlalu sedikit untuk memastikan."
    ),
    "rule_once": (
        "Hasil dibuat satu kali setelah periode ditutup dan tidak berubah oleh jawaban yang "
        "datang kemudian."
    ),
    "rule_box": (
        "Jawaban rekan sejawat dan bawahan berasal dari satu kotak tersegel yang isinya dicocokkan "
        "dengan formulir yang terkirim ketika dibuka. Sidik jari daftar nomor segelnya (SHA-256): "
        "%(root)s."
    ),
    # For the appraiser.
    "advice_person": (
        "Hasil ini adalah bahan pertimbangan. Predikat tidak dihitung dari angka, melainkan "
        "ditetapkan oleh pejabat penilai kinerja (PermenPANRB 6/2022)."
    ),
    "advice_strength": "Menonjol: %(section)s.",
    "advice_improvement": "Ruang untuk berkembang: %(section)s.",
    "advice_gap": "Bicarakan perbedaan pandangan pada: %(section)s.",
    "advice_thin": (
        "Dasar penilaian ini tipis: hanya %(groups)s kelompok penilai yang dapat ditampilkan. "
        "Pertimbangkan bukti lain."
    ),
    # Titles of charts: what they show.
    "finding_contrast": "Paling menonjol: %(best)s. Ruang untuk berkembang: %(least)s",
    "finding_even": "Tidak ada aspek yang menonjol",
    "finding_none": "Belum ada nilai aspek yang dapat ditampilkan",
    "finding_self_higher": (
        "Penilaian diri lebih tinggi daripada penilai lain pada %(count)s dari %(total)s aspek"
    ),
    "finding_self_lower": (
        "Penilaian diri lebih rendah daripada penilai lain pada %(count)s dari %(total)s aspek"
    ),
    "finding_self_both": (
        "Penilaian diri lebih tinggi daripada penilai lain pada %(higher)s dan lebih rendah pada "
        "%(lower)s dari %(total)s aspek"
    ),
    "finding_self_same": "Penilaian diri dan penilai lain memberi angka yang sama pada semua aspek",
    "finding_groups": "Nilai setiap aspek menurut kelompok penilai",
    # Differences between self and others: how large,
    "gap_none": "Tidak ada selisih pada angka yang ditampilkan.",
    "gap_higher_small": "Selisih %(difference)s: penilaian diri sedikit lebih tinggi.",
    "gap_higher_clear": "Selisih %(difference)s: penilaian diri lebih tinggi.",
    "gap_higher_large": "Selisih %(difference)s: penilaian diri jauh lebih tinggi.",
    "gap_lower_small": "Selisih %(difference)s: penilaian diri sedikit lebih rendah.",
    "gap_lower_clear": "Selisih %(difference)s: penilaian diri lebih rendah.",
    "gap_lower_large": "Selisih %(difference)s: penilaian diri jauh lebih rendah.",
    # and how sure.
    "gap_beyond_chance": (
        "Selisih ini melampaui batas kebetulan (%(limit)s), sehingga layak menjadi bahan dialog."
    ),
    "gap_chance": (
        "Masih mungkin kebetulan karena penilai lain hanya %(raters)s orang (batas kebetulan "
        "%(limit)s)."
    ),
    "gap_none_chance": (
        "Belum berarti pandangannya sama, karena penilai lain hanya %(raters)s orang."
    ),
    "gap_unknown": (
        "Belum dapat dipastikan apakah ini kebetulan, karena pegawai yang dapat dibandingkan "
        "pada periode ini terlalu sedikit."
    ),
    # A figure in words.
    "level_above": "di atas %(limit)s (dihitung sebagai %(level)s)",
    "level_below": "di bawah %(limit)s (dihitung sebagai %(level)s)",
    "only_above": "di atas %(limit)s",
    "only_below": "di bawah %(limit)s",
    "level": "%(figure)s dari %(highest)s, mendekati “%(level)s”",
    "level_unnamed": "%(figure)s dari %(highest)s",
    "level_hundred": "%(figure)s pada skala 0–100",
}


def note(
    code: str, figures: Mapping[str, Decimal] | None = None, **params: str | int | float
) -> Note:
    """The sentence of that code with its places filled in later, by who shows it."""
    return Note(code=code, text=SENTENCES[code], params=params, figures=dict(figures or {}))

"""Blocks as a spreadsheet puts them on the clipboard, and the cells that they are.

The server (`survei/questionnaire/pasting.py`) and the browser (`designer-rubric.js`) read the same.
"""

from __future__ import annotations

#: (clipboard, rows of cells)
BLOCKS: list[tuple[str, list[list[str]]]] = [
    ("", []),
    ("a", [["a"]]),
    ("a\tb\r\nc\td\r\n", [["a", "b"], ["c", "d"]]),
    ("a\t\nc\t", [["a", ""], ["c", ""]]),
    ('"dua\nbaris"\tb\n', [["dua\nbaris", "b"]]),
    ('"kata ""baik"""\tb', [['kata "baik"', "b"]]),
    ('"tab\tdi dalam"\nb', [["tab\tdi dalam"], ["b"]]),
    ('"Baik" katanya\tb', [['"Baik" katanya', "b"]]),
    ('"Baik"\tb', [['"Baik"', "b"]]),
    ('"tak ditutup\tb\nc', [['"tak ditutup', "b"], ["c"]]),
    ("\t\t", [["", "", ""]]),
    ("ba\u0301ik\tb", [["b\u00e1ik", "b"]]),
    ("a \tb\n", [["a", "b"]]),
    ('"dua  \r\nbaris"\t b', [["dua\nbaris", "b"]]),
    ('"kata ""baik"" "\n', [['kata "baik"']]),
    ('"dua\r\nbaris"\r\n', [["dua\nbaris"]]),
    ("<b>a</b>\t{{ 7*7 }}", [["<b>a</b>", "{{ 7*7 }}"]]),
]

TEXTS = ["Pegawai ini menyelesaikan tugas mutu tepat waktu.", "keluhan"]
TITLES = "Indikator\t4 · Di atas ekspektasi\tfar above expectations"
#: p, q over r, s from question "mutu" and point 4 on, with titles around that are left out.
TITLED = {
    "english": f"This employee completes task mutu on time.\tp\tq\n{TEXTS[1]}\tr\ts",
    "both": f"{TITLES}\n{TEXTS[0]}\tp\tq\n{TEXTS[1]}\tr\ts",
    "indicators": f"{TEXTS[0]}\tp\tq\n{TEXTS[1]}\tr\ts",
    "points": f"{TITLES.partition(chr(9))[2]}\np\tq\nr\ts",
}
#: What only resembles titles there, and is kept.
UNTITLED = [
    "Di atas ekspektasi\tJauh di atas ekspektasi",
    "mutu\nkeluhan",
    "lain\tp\nkeluhan\tq",
    "\tp\n\tq",
]

"""What `cycles compute` and `cycles publish` say of answers that others could have written."""

from __future__ import annotations

import click

from survei.cycle.choices import Relation
from survei.cycle.models import Cycle
from survei.cycle.relations import GROUP_LABELS
from survei.invitation.queries import EVERYONE
from survei.result.result_lists import thin_page


def say_reach(cycle: Cycle) -> None:
    """The sums, and the first groups that reach the threshold only with such answers; nothing
    where there are none.
    """
    thin = thin_page(cycle, EVERYONE, 0)
    reach = thin.reach
    if not reach.groups:
        return
    click.echo(
        f"{reach.answers} jawaban pada {reach.groups} kelompok tertutup terkirim lewat tautan yang "
        f"sudah diserahkan; tanpa itu {reach.thin} kelompok kurang dari batas."
    )
    for row in thin.rows:
        label = GROUP_LABELS[Relation(row.relation)]
        click.echo(
            f"{row.ratee.name}, {label}: {row.answers} jawaban, {row.in_reach} mungkin ditulis "
            f"orang lain, batas {thin.least}"
        )
    if rest := reach.thin - len(thin.rows):
        click.echo(f"dan {rest} kelompok lain: lihat halaman “Terbitkan hasil”.")
    if reach.thin:
        click.echo(
            "Menurut ketentuan periode, kelompok ini tidak ditampilkan."
            if thin.is_rule
            else "Periode ini tidak memakai ketentuan itu: kelompok ini tetap ditampilkan."
        )

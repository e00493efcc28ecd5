"""A rater reads when, how and why people had the own link: on the list, the form, the receipt."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient

from survei import clock
from survei.audit.choices import Actor, ActorKind
from survei.invitation.choices import HandoutWay, LinkPurpose
from survei.invitation.handouts import Occasion, hand_out
from survei.invitation.queries import link_of_participant
from survei.invitation.token_lookup import find_link
from tests.raters import NOW, SENT, Raters

HR = Actor(ActorKind.USER, 1, "Hasnah Pengelola")
COMMAND = Actor(ActorKind.COMMAND, None, "links export")
REASON = "Tidak memiliki <b>alamat</b> surel."
SAYS = f"Tautan Anda dicetak pengelola kepegawaian pada {clock.format_moment(NOW)}"
GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture
def phone(app: Flask, raters: Raters) -> FlaskClient:
    """A browser that has opened plain pages already, so that they are in memory."""
    phone = FlaskClient(app)
    for _ in range(2):
        phone.get(raters.path("dewi"), headers=GZIP)
    return phone


def give(raters: Raters, who: str, way: HandoutWay, reason: str, actor: Actor = HR) -> None:
    """Hands the list of a rater out."""
    token = raters.path(who).rpartition("/")[2]
    form = find_link(token)
    assert form is not None
    listed = link_of_participant(form.participant_id, LinkPurpose.LIST)
    assert listed is not None
    with clock.fixed(NOW):
        hand_out([listed], Occasion(way, reason, actor))


def text(phone: FlaskClient, path: str) -> str:
    """The page, as the shortcut or Flask sends it, unpacked."""
    import gzip

    answer = phone.get(path, headers=GZIP)
    body = answer.get_data()
    return (gzip.decompress(body) if body[:2] == b"\x1f\x8b" else body).decode()


def test_form_and_receipt_say_it_and_nobody_else_reads_it(
    phone: FlaskClient, raters: Raters
) -> None:
    give(raters, "budi", HandoutWay.SLIP, REASON)
    page = text(phone, raters.path("budi"))
    assert SAYS in page
    assert "Alasan: Tidak memiliki &lt;b&gt;alamat&lt;/b&gt; surel." in page
    assert "Hasnah" not in page
    assert "Siapa pun yang memegang tautan itu" in page
    assert phone.post(raters.path("budi"), data=SENT).status_code == 303
    for _ in range(2):
        receipt = text(phone, raters.path("budi"))
        assert "sudah diterima" in receipt
        assert SAYS in receipt
    for _ in range(2):
        assert "Tautan Anda dicetak" not in text(phone, raters.path("dewi"))


def test_the_list_says_it(phone: FlaskClient, raters: Raters) -> None:
    give(raters, "budi", HandoutWay.WHATSAPP, "Surel tidak sampai kepadanya.")
    path = "/u/" + raters.lists["budi"]
    assert "Tautan Anda disiapkan sebagai pesan WhatsApp" in text(phone, path)


def test_what_is_wrong_is_said_beside_it(phone: FlaskClient, raters: Raters) -> None:
    give(raters, "budi", HandoutWay.SHOWN, "Penilai menelepon kami.")
    answer = phone.post(raters.path("budi"), data={})
    assert (answer.status_code, "ditampilkan di layar" in answer.text) == (422, True)


def test_a_command_without_a_reason_is_said_so(phone: FlaskClient, raters: Raters) -> None:
    give(raters, "budi", HandoutWay.EXPORT, "", COMMAND)
    page = text(phone, raters.path("budi"))
    assert "diunduh ke berkas oleh pengelola server" in page
    assert "Alasan: tidak disebutkan." in page
    english = phone.get(raters.path("budi") + "?lang=en").text
    assert "downloaded to a file by the operator of the server" in english

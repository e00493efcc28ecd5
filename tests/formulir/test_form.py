from __future__ import annotations

from flask.testing import FlaskClient

from tests.raters import SENT, Raters


def test_open(client: FlaskClient, raters: Raters) -> None:
    r = client.get(raters.path("budi"))
    assert r.status_code == 200, r.text
    import pathlib

    pathlib.Path("/tmp/formulir_form.html").write_text(r.text)
    r = client.post(raters.path("budi"), data=SENT)
    assert r.status_code == 303, r.text[:3000]
    r = client.get(raters.path("budi"))
    print(r.text)
    assert r.status_code == 200
    for p in ["/kode", "/f/xx", "/u/" + raters.lists["budi"], raters.path("eko") + "/decline"]:
        r = client.get(p)
        print(r.status_code, len(r.text))
    r = client.post(raters.path("eko"), data={"tepat-waktu": "9"})
    print(r.status_code, len(r.text))
    r = client.post(raters.path("eko") + "/draft", json={"answers": {"mutu": ["3"]}})
    print(r.status_code, r.text)
    r = client.get(raters.path("eko"))
    print(r.status_code, len(r.text))

"""A file that was handed in, sent to be saved and never shown in a page of ours."""

from __future__ import annotations

from io import BytesIO

from flask import Response, send_file

from survei.evidence.choices import DOWNLOAD_POLICY, MEDIA_TYPES
from survei.evidence.queries import SubmittedFile


def evidence_download(file: SubmittedFile) -> Response:
    """The file under the name that it was given; whatever is in it can do nothing here."""
    answer = send_file(
        BytesIO(file.content),
        mimetype=MEDIA_TYPES[file.type],
        as_attachment=True,
        download_name=file.name,
        etag=False,
    )
    answer.headers["Content-Security-Policy"] = DOWNLOAD_POLICY
    return answer

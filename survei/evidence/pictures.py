"""Pictures judged by decoding them, one at a time, so that a bomb costs one picture's memory."""

from __future__ import annotations

import threading
import warnings
from io import BytesIO

from survei.evidence.choices import MOST_PIXELS
from survei.evidence.refusals import Broken, TooManyPixels

_one_at_a_time = threading.Lock()


def require_picture(data: bytes, kind: str) -> None:
    """Decodes the whole picture; `kind` is Pillow's name of the only decoder that may try.

    Raises Broken or TooManyPixels, the latter from the size that the picture states itself,
    before anything is decoded.
    """
    from PIL import Image

    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(data), formats=(kind,)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise TooManyPixels
                # A JPEG is read whole and decoded small: an eighth of each side.
                picture.draft(None, (1, 1))
                picture.load()
        except TooManyPixels:
            raise
        except Image.DecompressionBombError:
            raise TooManyPixels from None
        except Exception:
            raise Broken from None

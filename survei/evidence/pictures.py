"""Pictures decoded and written anew, one at a time, so that a bomb costs one picture's memory.

What surrounded the picture (place, time, maker, comments, frames, anything after it) never comes
along, since only the picture is written. It stands upright, and is no larger than anybody reads.
"""

from __future__ import annotations

import threading
import warnings
from collections.abc import Mapping
from io import BytesIO
from typing import TYPE_CHECKING, Any

from survei.evidence.choices import MOST_BYTES, MOST_PIXELS, MOST_SIDE
from survei.evidence.refusals import Broken, TooLarge, TooManyPixels

if TYPE_CHECKING:
    from PIL.Image import Image

#: First bytes of the two kinds.
JPEG_START, PNG_START = b"\xff\xd8", b"\x89PNG\r\n\x1a\n"
#: Pillow's name of the kind → how it is written, and the colours that it can hold. A paper that
#: was photographed stays legible; nothing else is asked of it.
_WRITTEN: Mapping[str, tuple[dict[str, Any], frozenset[str]]] = {
    "JPEG": ({"quality": 88}, frozenset({"L", "RGB"})),
    "PNG": ({}, frozenset({"1", "L", "LA", "P", "RGB", "RGBA"})),
}
#: Longer than any segment of a JPEG can be: no picture, but a second of a decoder's time.
_FILL = b"\xff" * 70_000
_one_at_a_time = threading.Lock()


def written_anew(data: bytes, kind: str) -> bytes:
    """The picture alone; `kind` is Pillow's name of the only decoder that may try.

    Raises Broken, TooLarge, or TooManyPixels, the latter from the size that the picture states
    itself, before anything is decoded.
    """
    from PIL import Image

    if _FILL in data:
        raise Broken
    with _one_at_a_time, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            with Image.open(BytesIO(data), formats=(kind,)) as picture:
                if picture.width * picture.height > MOST_PIXELS:
                    raise TooManyPixels
                content = _encoded(_upright(picture), kind)
        except TooManyPixels:
            raise
        except Image.DecompressionBombError:
            raise TooManyPixels from None
        except Exception:
            raise Broken from None
    if len(content) > MOST_BYTES:
        raise TooLarge
    return content


def _upright(picture: Image) -> Image:
    """Decoded, as its Exif says how it lies, and no larger than `MOST_SIDE`."""
    from PIL import ImageOps

    # A JPEG may be decoded at an eighth, a quarter or half of its sides, never below ours.
    picture.draft(None, (MOST_SIDE, MOST_SIDE))
    picture.load()
    upright = ImageOps.exif_transpose(picture)
    upright.thumbnail((MOST_SIDE, MOST_SIDE))
    return upright


def _encoded(picture: Image, kind: str) -> bytes:
    options, modes = _WRITTEN[kind]
    if picture.mode not in modes:
        picture = picture.convert("RGB")
    # What is transparent belongs to the picture; all else that was said about it does not.
    transparency = picture.info.get("transparency")
    picture.info.clear()
    if transparency is not None:
        picture.info["transparency"] = transparency
    file = BytesIO()
    picture.save(file, kind, **options)
    return file.getvalue()

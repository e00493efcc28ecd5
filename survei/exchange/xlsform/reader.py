"""The process that parses a form which looked costly, started with `python -m`.

Takes the file on standard input and answers with JSON, within hard limits of time and memory.
"""

from __future__ import annotations

import sys

import msgspec

from survei.exchange.xlsform.sheets import parse_book
from survei.workbook.parser_process import limit_process
from survei.workbook.zip_inspection import Refused


def main() -> None:
    """Reads, parses, answers. A refusal is an answer; a crash shows in the exit status."""
    limit_process()
    answer: object
    try:
        answer = parse_book(sys.stdin.buffer.read())
    except Refused as refused:
        answer = {"refused": refused.code, "params": refused.params}
    except MemoryError:
        answer = {"refused": "too_big", "params": {}}
    sys.stdout.buffer.write(msgspec.json.encode(answer))


if __name__ == "__main__":
    main()

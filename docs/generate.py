"""Writes what is generated: docs/reference/openapi.json and cli.md. `--check` only says what has drifted."""

import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from yipanqi.web.app import create_app
from yipanqi.wiring import OpenBoard, SetClock

REFERENCE = Path(__file__).parent / "reference"


def openapi() -> str:
    """The HTTP API as OpenAPI 3.1, from the handlers' own types."""
    with (
        tempfile.TemporaryDirectory() as folder,
        OpenBoard(Path(folder), SetClock(datetime.now(UTC))) as board,
    ):
        schema = create_app(board.office()).openapi_schema.to_schema()
    schema["info"]["version"] = "1"  # the API's own version; the package's would drift at each release
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=1).decode() + "\n"


def main() -> int:
    """Write, or check, every generated file."""
    check = "--check" in sys.argv[1:]
    drifted = []
    for name, text in {"openapi.json": openapi()}.items():
        file = REFERENCE / name
        if not file.exists() or file.read_text("utf-8") != text:
            drifted.append(name)
            if not check:
                file.write_text(text, "utf-8")
    for name in drifted:
        print(f"{name}: {'drifted; run make docs' if check else 'written'}")
    return 1 if check and drifted else 0


if __name__ == "__main__":
    sys.exit(main())

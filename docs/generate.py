"""Writes what is generated in docs/reference; `--check` only says what has drifted."""

import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from inspect import get_annotations
from pathlib import Path
from typing import Any, get_args

import msgspec
from typer.main import get_command

from yipanqi.cli.app import app
from yipanqi.close.kinds import KINDS
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


def commands() -> str:
    """Every command with its arguments and options, as the commands themselves tell them."""
    lines = ["# Commands", "", "Generated from the commands' own help: `make docs`.", ""]
    for words, command in _walk(("yipanqi",), get_command(app)):
        lines += [f"## {' '.join(words)}", "", _plain(command.help), ""]
        rows = [_parameter(p) for p in command.params if not getattr(p, "hidden", False)]
        if rows:
            lines += ["| argument or option | default | what it is |", "|---|---|---|", *rows, ""]
    return "\n".join(lines).rstrip() + "\n"


def _plain(text: str | None) -> str:
    """Help without the terminal's own markup."""
    return re.sub(r"\[/?(bold|cyan|dim|green)\]", "", text or "").strip()


def _walk(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield words, command
    for name, sub in sorted(getattr(command, "commands", {}).items()):
        yield from _walk((*words, name), sub)


def _parameter(parameter: Any) -> str:
    names = ", ".join(f"`{n}`" for n in (*parameter.opts, *parameter.secondary_opts))
    default = parameter.default
    shown = (
        ""
        if default is None or callable(default) or default in ([], ()) or parameter.required
        else f"`{default}`"
    )
    told = " ".join(_plain(getattr(parameter, "help", None)).split()).replace("|", "\\|")
    return f"| {names} | {shown} | {told} |"


def events() -> str:
    """Every kind of journal entry with its body, from the types themselves."""
    lines = ["# Kinds of entry", "", "Generated from the types: `make docs`.", ""]
    lines += [
        "A *fact* is never refused; a *decision* may be; what is of sort *desk* is the desk's own.",
        "",
    ]
    for kind in KINDS:
        told = " ".join((kind.body.__doc__ or "").split())
        lines += [
            f"## {kind.name}",
            "",
            f"{told}",
            "",
            f"Schema {kind.schema} · stream `{kind.stream}` · {kind.sort}",
            "",
        ]
        lines += ["| field | type | if left out |", "|---|---|---|"]
        hints = get_annotations(kind.body)
        for field in msgspec.structs.fields(kind.body):
            default = "required" if field.required else f"`{field.default!r}`"
            lines.append(f"| `{field.name}` | `{_type(hints[field.name])}` | {default} |".replace("||", "|"))
        lines.append("")
    return "\n".join(lines).rstrip() + "\n"


def _type(hint: Any) -> str:
    words = (
        hint
        if isinstance(hint, str)
        else getattr(hint, "__name__", None)
        if not get_args(hint)
        else repr(hint)
    )
    plain = re.sub(r"(yipanqi|typing|datetime)(\.\w+)*\.", "", str(words or repr(hint)))
    return plain.replace("|", "or")


def main() -> int:
    """Write, or check, every generated file."""
    check = "--check" in sys.argv[1:]
    drifted = []
    for name, text in {"openapi.json": openapi(), "commands.md": commands(), "events.md": events()}.items():
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

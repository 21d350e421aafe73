"""Writes what is generated in docs/reference; `--check` only says what has drifted."""

import re
import sys
import tempfile
from collections.abc import Collection, Iterator
from datetime import UTC, datetime
from inspect import get_annotations
from pathlib import Path
from typing import Any, get_args

import msgspec
from litestar import Litestar
from litestar.routes import HTTPRoute
from typer.main import get_command

from yipanqi.cli.app import app as cli
from yipanqi.close.kinds import KINDS
from yipanqi.desk.permissions import ACTS, ROLE_WORDS, ROLES
from yipanqi.desk.permissions_reports import REPORTS
from yipanqi.web.access import May, anybody
from yipanqi.web.app import create_app
from yipanqi.wiring import OpenBoard, SetClock

REFERENCE = Path(__file__).parent / "reference"


PERMISSIONS_HEAD = """# Who may do what · 谁能做什么

Generated from the code: `make docs`. 由代码生成。

Nine roles, each with a scope: an organisation, neighbourhoods, a crew, a supplier. The tables say what a
role may do at all; inviting, taking an opening and reporting stay within one's scope besides.
九种角色，各有范围：单位、小区、封控队、供应商。下表说的是角色能做什么；邀请、认领、上报还要在本人范围之内。

A report is never refused: what is not somebody's to report is kept apart as `not_yours`, and shown.
上报从不拒收：越权的上报进隔离区，注明 `not_yours`，看得见，但不采信。

A crew's telephone number is shown to a commander, to the community lead who lends it or in whose
neighbourhoods it works, to its lender, to the crew itself and to those it shares an opening with; to nobody
else, on the board or in the stream.
封控队的电话只给指挥、出借它或它在其小区干活的社区负责人、出借单位、本队和同一开口的搭档看。
"""


def _app() -> Litestar:
    """The application of an empty board."""
    with (
        tempfile.TemporaryDirectory() as folder,
        OpenBoard(Path(folder), SetClock(datetime.now(UTC))) as board,
    ):
        return create_app(board.office())


def permissions(app: Litestar) -> str:
    """Who may do what: acts by role, kinds of fact by role, and the act of each route."""
    names = " | ".join(" ".join(ROLE_WORDS[role]) for role in ROLES)
    rule = "|---|" + ":-:|" * len(ROLES)
    lines = [PERMISSIONS_HEAD, "## Acts · 操作", "", f"| act · 操作 | {names} |", rule]
    lines += [f"| `{n}` {a.zh} {a.en} | {_cells(a.roles)} |" for n, a in sorted(ACTS.items())]
    lines += ["", "## Reports · 上报", "", f"| kind of fact · 事实 | {names} |", rule]
    lines += [f"| `{kind}` | {_cells(roles)} |" for kind, roles in sorted(REPORTS.items())]
    lines += ["", "## Routes · 接口", "", "| route · 接口 | act · 操作 |", "|---|---|", *sorted(_routes(app))]
    return "\n".join(lines) + "\n"


def _cells(roles: Collection[str]) -> str:
    return " | ".join("●" if role in roles else "" for role in ROLES)


def _routes(app: Litestar) -> Iterator[str]:
    """Every method of every path but the client's own files, which are there only once it is built."""
    for route in app.routes:
        if not isinstance(route, HTTPRoute) or "{file_path}" in route.path_format:
            continue
        for handler in route.route_handlers:
            guards = handler.resolve_guards()
            acts = ", ".join(f"`{g.act}`" for g in guards if isinstance(g, May))
            act = "anybody · 任何人" if anybody in guards else acts
            for method in sorted(handler.http_methods - {"OPTIONS", "HEAD"}):
                yield f"| `{method} {route.path_format}` | {act} |"


def openapi(app: Litestar) -> str:
    """The HTTP API as OpenAPI 3.1, from the handlers' own types."""
    schema = app.openapi_schema.to_schema()
    schema["info"]["version"] = "1"  # the API's own version; the package's would drift at each release
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted"), indent=1).decode() + "\n"


def commands() -> str:
    """Every command with its arguments and options, as the commands themselves tell them."""
    lines = ["# Commands", "", "Generated from the commands' own help: `make docs`.", ""]
    for words, command in _walk(("yipanqi",), get_command(cli)):
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
    app = _app()
    written = {
        "openapi.json": openapi(app),
        "commands.md": commands(),
        "events.md": events(),
        "who-may-do-what.md": permissions(app),
    }
    for name, text in written.items():
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

"""`yipanqi template`: empty tables to fill in."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape

from yipanqi.cli.speech import Tongue, language_of
from yipanqi.feeds.registry_template import write_template


def template(
    out: Annotated[
        Path, typer.Option("--out", "-o", help="Folder to write into.", file_okay=False, metavar="DIR")
    ] = Path("templates"),
    lang: Annotated[
        Tongue | None, typer.Option("--lang", help="zh or en; else the terminal's language.")
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="CSV files instead of one workbook.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files that are already there.")] = False,
) -> None:
    """Write the registry's tables as templates to fill in (XLSX or CSV).

    Organisations, neighbourhoods, crews, suppliers and measured openings, with a word on every column and an
    example row that is never read. `yipanqi plan --registry` reads them back.
    """
    console, language = Console(stderr=True), language_of(lang)
    try:
        files = write_template(out, language, as_csv=as_csv, replace=force)
    except FileExistsError as there:
        words = (
            f"{there.args[0]} 已经有了，可能已填写；要覆盖请加 --force。"
            if language == "zh"
            else f"{there.args[0]} is already there and may be filled in; --force replaces it."
        )
        console.print(f"[red]✗[/red] {escape(words)}", soft_wrap=True)
        raise typer.Exit(1) from None
    except OSError as failure:
        console.print(f"[red]✗[/red] {escape(str(failure))}", soft_wrap=True)
        raise typer.Exit(1) from failure
    for file in files:
        typer.echo(file)

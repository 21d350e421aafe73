"""`yipanqi template`: tables to fill in, that the reader reads, and that never replace filled-in ones."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from yipanqi.cli.app import app
from yipanqi.feeds.registry import read_registry
from yipanqi.survey.model import Registry


@pytest.mark.parametrize("arguments", [["--lang", "zh"], ["--lang", "en"], ["--lang", "zh", "--csv"]])
def test_what_it_writes_is_read(tmp_path: Path, arguments: list[str]) -> None:
    result = CliRunner().invoke(app, ["template", "-o", str(tmp_path / "t"), *arguments])
    assert result.exit_code == 0, result.output
    written = [Path(line) for line in result.stdout.splitlines()]
    assert all(file.exists() for file in written)
    assert read_registry(written).registry == Registry()


def test_a_filled_in_table_is_not_replaced_unless_asked(tmp_path: Path) -> None:
    first = CliRunner().invoke(app, ["template", "-o", str(tmp_path), "--lang", "en"])
    (file,) = (Path(line) for line in first.stdout.splitlines())
    file.write_bytes(b"filled in")
    again = CliRunner().invoke(app, ["template", "-o", str(tmp_path), "--lang", "en"])
    assert again.exit_code == 1
    assert file.read_bytes() == b"filled in"
    assert (
        CliRunner().invoke(app, ["template", "-o", str(tmp_path), "--lang", "en", "--force"]).exit_code == 0
    )
    assert file.read_bytes() != b"filled in"

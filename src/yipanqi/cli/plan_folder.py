"""A plan's folder: each file whole or not at all, and nothing else in it touched."""

import shutil
from collections.abc import Mapping
from pathlib import Path
from tempfile import mkdtemp


def write_folder(folder: Path, files: Mapping[str, bytes]) -> tuple[Path, ...]:
    """Write all files, then put them in place at once; returns where they are.

    A new folder appears complete. In one that is there already only files of the same name are replaced.

    Raises:
        OSError: it cannot be written; then what was there is still there.
    """
    if folder.exists() and not folder.is_dir():
        raise NotADirectoryError(f"{folder} is a file, not a folder")
    folder.parent.mkdir(parents=True, exist_ok=True)
    beside = folder if folder.exists() else folder.parent
    part = Path(mkdtemp(prefix=f".{folder.name}.part-", dir=beside))
    try:
        for name, body in files.items():
            (part / name).write_bytes(body)
        if folder.exists():
            for name in files:
                (part / name).replace(folder / name)
        else:
            part.chmod(0o755)
            part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return tuple(folder / name for name in files)

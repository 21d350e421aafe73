"""PDF by Typst: a template, its facts as JSON, and the font that this package brings along."""

from functools import cache
from pathlib import Path
from typing import Literal

import msgspec
import typst

FONTS = Path(__file__).parent / "fonts"
"""Noto Sans SC (SIL OFL 1.1), put here when the package is built."""

FAMILIES = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Source Han Sans SC",
    "PingFang SC",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
)
"""In the order in which they are tried; where the package has no font of its own, the system's."""


class NoChineseFontError(RuntimeError):
    """Neither the package nor the system has a font with Chinese characters: a paper would be boxes."""


@cache
def _fonts() -> tuple[typst.Fonts, str]:
    """The fonts to set with, and the family to use; looked for once."""
    ours = [FONTS] if FONTS.is_dir() else []
    found = typst.Fonts(include_system_fonts=not ours, include_embedded_fonts=False, font_paths=ours)
    families = set(found.families())
    family = next((name for name in FAMILIES if name in families), None)
    if family is None and ours:
        found = typst.Fonts(include_system_fonts=True, include_embedded_fonts=False, font_paths=ours)
        families = set(found.families())
        family = next((name for name in FAMILIES if name in families), None)
    if family is None:
        raise NoChineseFontError("no font with Chinese characters: " + ", ".join(FAMILIES))
    return found, family


def pdf(template: Path, facts: object) -> bytes:
    """The template set with the facts, which it reads from `sys.inputs.facts`; nothing of them is markup."""
    return _set(template, facts, "pdf")[0]


def pictures(template: Path, facts: object, ppi: float = 110) -> list[bytes]:
    """The same pages as PNG, one picture a page."""
    return _set(template, facts, "png", ppi)


def _set(template: Path, facts: object, kind: Literal["pdf", "png"], ppi: float | None = None) -> list[bytes]:
    fonts, family = _fonts()
    told = {"facts": msgspec.json.encode(facts).decode(), "font": family}
    compiler = typst.Compiler(
        template, root=template.parent, font_paths=fonts, ignore_system_fonts=True, sys_inputs=told
    )
    made = compiler.compile(format=kind, ppi=ppi)
    if made is None:
        raise RuntimeError(f"{template.name} gave nothing")
    return made if isinstance(made, list) else [made]

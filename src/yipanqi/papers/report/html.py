"""HTML with every text escaped, and every word in both languages."""

from collections.abc import Iterable
from html import escape


def text(words: object) -> str:
    """Text that can be nothing but text."""
    return escape(str(words), quote=True)


def both(chinese: str, english: str) -> str:
    """The same in Chinese and English; the page shows one of them."""
    return f'<span lang="zh">{text(chinese)}</span><span lang="en">{text(english)}</span>'


def tag(name: str, inner: str, **attributes: object) -> str:
    """An element round finished HTML; `class_` stands for class, underscores for hyphens, None for absent."""
    told = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{text(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return f"<{name}{told}>{inner}</{name}>"


class Number(str):
    """A finished cell that holds a number and is set to the right."""

    __slots__ = ()


def row(cells: Iterable[str], head: bool = False, **attributes: object) -> str:
    """A table row of finished cells."""
    name = "th" if head else "td"
    told = [tag(name, cell, class_="num" if isinstance(cell, Number) else None) for cell in cells]
    return tag("tr", "".join(told), **attributes)


def table(head: Iterable[str], body: Iterable[str], **attributes: object) -> str:
    """A table of finished header cells and rows, wrapped so that it scrolls by itself on a phone."""
    inner = tag("thead", row(head, head=True)) + tag("tbody", "".join(body))
    return tag("div", tag("table", inner, **attributes), class_="scroll")


def metres(value: float) -> str:
    """Metres for reading: whole ones from ten on."""
    return f"{value:,.0f}" if value >= 10 or value == int(value) else f"{value:.1f}"

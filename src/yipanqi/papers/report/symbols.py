"""The signs of openings as SVG symbols: by shape, colour (Okabe-Ito) and a word beside them."""

SYMBOLS = """
<symbol id="s-bar" viewBox="-12 -12 24 24">
<rect class="s-bar" x="-7.5" y="-7.5" width="15" height="15" rx="1.5"/>
<rect class="s-seen" x="-3" y="-3" width="6" height="6"/></symbol>
<symbol id="s-bar-open" viewBox="-12 -12 24 24">
<rect class="s-bar" x="-7.5" y="-7.5" width="15" height="15" rx="1.5"/></symbol>
<symbol id="s-gate" viewBox="-12 -12 24 24">
<rect class="s-gate" x="-10" y="-10" width="20" height="20" rx="4"/>
<path class="s-on" d="M-4.5 7V-6.5h9V7M-6.5 7h13"/><circle class="s-dot" cx="1.8" cy="0.8" r="1.1"/></symbol>
<symbol id="s-emergency" viewBox="-12 -12 24 24">
<rect class="s-emergency" x="-10" y="-10" width="20" height="20" rx="4"/>
<path class="s-on" d="M-6.5 6.8h13M-6.5-6.8h13M-6.5-6.8V6.8M6.5-6.8V6.8M0-3.8V3.8M-3.8 0h7.6"/></symbol>
<symbol id="s-spared" viewBox="-12 -12 24 24"><circle class="s-spared" r="4.5"/></symbol>
<symbol id="s-stray" viewBox="-12 -12 24 24"><circle class="s-stray" r="7"/></symbol>
<symbol id="s-finding" viewBox="-12 -12 24 24"><path class="s-finding" d="M0-9.5L10 8H-10z"/>
<path class="s-mark" d="M0-3.6V2.6M0 5v.6"/></symbol>
<symbol id="s-home" viewBox="-12 -12 24 24"><path class="s-home" d="M-8 0L0-8 8 0V8H-8z"/></symbol>
<symbol id="s-yard" viewBox="-12 -12 24 24"><path class="s-yard" d="M-9-4L0-9 9-4V8H-9z"/>
<path class="s-on" d="M-5 8V0H5V8M-5 4H5"/></symbol>
"""


def sign(key: str, size: int = 18) -> str:
    """A sign in running text, as in the legend."""
    return f'<svg class="sign" width="{size}" height="{size}" aria-hidden="true"><use href="#s-{key}"/></svg>'

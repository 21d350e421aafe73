"""What strangers see, to sign in and to choose a password: plain HTML, both languages, no script."""

from html import escape
from typing import Any, Literal

from litestar import MediaType, Request, Response
from litestar.utils.scope.state import ScopeState

from yipanqi.desk.permissions import Role

WORDS = {
    "zh": {
        "lang": "zh-Hans",
        "title": "登录",
        "name": "用户名",
        "password": "密码",
        "enter": "登录",
        "wrong": "用户名或密码不对。",
        "form.stale": "这一页已失效，没有发出任何东西。请再填一次；若仍如此，请允许浏览器保存 Cookie。",
        "hint": "首次启动时，账号和密码显示在终端里。",
        "office": "用本单位账号登录",
        "choose": "设置密码",
        "choose_hint": "邀请码只能用一次。密码至少 10 个字符。",
        "code": "邀请码",
        "again": "再输一次密码",
        "code.unknown": "邀请码不对、已用过或已过期。请向邀请人要一个新的。",
        "password.too_short": "密码至少 10 个字符。",
        "password.differs": "两次输入的密码不一样。",
        "sign_in.not_vouched": "本单位账号登录没有成功，请再试一次。",
        "sign_in.no_role": "本单位账号在这里没有角色，请向指挥要邀请码。",
        "people.revoked": "这个账号已被撤销。",
        "people.name_taken": "这个名字已有账号，请向指挥说明。",
    },
    "en": {
        "lang": "en",
        "title": "Sign in",
        "name": "Name",
        "password": "Password",
        "enter": "Sign in",
        "wrong": "Name or password is wrong.",
        "form.stale": "This page had gone stale, and nothing was done. Fill it in once more; "
        "if this comes again, allow the browser to keep cookies.",
        "hint": "At first start, name and password are shown in the terminal.",
        "office": "Sign in with the office's account",
        "choose": "Choose a password",
        "choose_hint": "An invitation code works once. A password has at least 10 characters.",
        "code": "Invitation code",
        "again": "The password once more",
        "code.unknown": "The code is wrong, used or past its end. Ask whoever invited you for another.",
        "password.too_short": "A password has at least 10 characters.",
        "password.differs": "The two passwords differ.",
        "sign_in.not_vouched": "Signing in with the office's account did not work; try again.",
        "sign_in.no_role": "The office's account has no role here; ask a commander for an invitation.",
        "people.revoked": "This account has been revoked.",
        "people.name_taken": "That name has an account already; tell a commander.",
    },
}

STYLE = """
:root{color-scheme:dark}*{box-sizing:border-box}
body{margin:0;min-height:100vh;display:grid;place-items:center;background:#0d1420;color:#e6ebf2;
font:16px/1.5 system-ui,-apple-system,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC","Noto Sans SC",sans-serif}
main{width:min(24rem,100vw - 2rem);padding:2rem;background:#141d2c;border:1px solid #26334a;border-radius:12px}
h1{font-size:1.6rem;margin:0 0 .2rem;letter-spacing:.04em}h1 small{color:#8fa1bb;font-weight:400;font-size:1rem}
p{margin:.2rem 0 1.2rem;color:#8fa1bb}label{display:block;margin:0 0 1rem;color:#b7c4d6}
input{display:block;width:100%;margin-top:.3rem;padding:.75rem;font:inherit;color:#fff;background:#0d1420;
border:1px solid #3a4a66;border-radius:8px}input:focus,button:focus{outline:3px solid #56b4e9;outline-offset:1px}
button{width:100%;padding:.85rem;font:inherit;font-weight:600;color:#04121f;background:#56b4e9;border:0;
border-radius:8px;cursor:pointer}a{color:#56b4e9}form+p{margin:1.2rem 0 0;text-align:center}.wrong{color:#ffb59a;border-left:4px solid #d55e00;padding-left:.7rem}
"""


PAGE_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
}
Language = Literal["zh", "en"]

LANDINGS: dict[Role, str] = {
    "lender": "/goods",
    "supplier": "/goods",
    "crew_lead": "/field",
    "gatekeeper": "/field",
    "patroller": "/field",
    "volunteer": "/field",
}
"""Roles whose work is on another page than the board."""


def landing(role: Role) -> str:
    """The page that somebody of a role needs first; each page has the ways to the others."""
    return LANDINGS.get(role, "/")


def language_of(request: Request[Any, Any, Any]) -> Language:
    """The first of the browser's languages that we speak; Chinese where it says nothing."""
    return "zh" if request.headers.get("accept-language", "zh").lower().startswith("zh") else "en"


def csrf_field(request: Request[Any, Any, Any]) -> str:
    """The hidden field without which a form is not taken."""
    token = ScopeState.from_scope(request.scope).csrf_token
    value = escape(token if isinstance(token, str) else "", quote=True)
    return f'<input type="hidden" name="_csrf_token" value="{value}">'


def shown(page: str, status_code: int = 200) -> Response[str]:
    """A page as an answer: kept by nobody, and nothing in it may run."""
    return Response(page, media_type=MediaType.HTML, headers=PAGE_HEADERS, status_code=status_code)


def sign_in_page(language: Language, csrf: str, wrong: str, name: str, *, office: bool) -> str:
    """The page; `wrong` is what went wrong before, as a key of `WORDS`, and `office` offers its own account.

    `name` was typed before; the cursor is where something is left to type.
    """
    w = WORDS[language]
    elsewhere = f'<p><a href="/sign-in/office">{w["office"]}</a></p>' if office else ""
    at_name, at_password = ("", " autofocus") if name else (" autofocus", "")
    typed = escape(name, quote=True)
    password = f'type="password" autocomplete="current-password" required{at_password}'
    form = f"""<form method="post" action="/sign-in">{csrf}
<label>{w["name"]}<input name="name" value="{typed}" autocomplete="username" required{at_name}></label>
<label>{w["password"]}<input name="password" {password}></label>
<button>{w["enter"]}</button></form>{elsewhere}"""
    return _page(w, w["title"], w["hint"], wrong, form)


def invited_page(language: Language, csrf: str, code: str, wrong: str) -> str:
    """Where the invited choose their password; `code` is filled in where the link held it."""
    w = WORDS[language]
    attributes = 'type="password" autocomplete="new-password" minlength="10" required'
    form = f"""<form method="post" action="/invited">{csrf}
<label>{w["code"]}<input name="code" value="{escape(code, quote=True)}" autocomplete="off" required></label>
<label>{w["password"]}<input name="password" {attributes}></label>
<label>{w["again"]}<input name="again" {attributes}></label>
<button>{w["choose"]}</button></form>"""
    return _page(w, w["choose"], w["choose_hint"], wrong, form)


def _page(w: dict[str, str], title: str, hint: str, wrong: str, form: str) -> str:
    complaint = f'<p class="wrong" role="alert">{w[wrong]}</p>' if wrong in w else ""
    return f"""<!doctype html>
<html lang="{w["lang"]}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{title} · 一盘棋 Yipanqi</title><style>{STYLE}</style></head>
<body><main><h1>一盘棋 <small>Yipanqi</small></h1><p>{hint}</p>{complaint}
{form}</main></body></html>"""

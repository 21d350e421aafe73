"""The sign-in page: plain HTML, both languages, no script."""

from typing import Literal

WORDS = {
    "zh": {
        "lang": "zh-Hans",
        "title": "登录",
        "name": "用户名",
        "password": "密码",
        "enter": "登录",
        "wrong": "用户名或密码不对。",
        "hint": "首次启动时，账号和密码显示在终端里。",
    },
    "en": {
        "lang": "en",
        "title": "Sign in",
        "name": "Name",
        "password": "Password",
        "enter": "Sign in",
        "wrong": "Name or password is wrong.",
        "hint": "At first start, name and password are shown in the terminal.",
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
border-radius:8px;cursor:pointer}.wrong{color:#ffb59a;border-left:4px solid #d55e00;padding-left:.7rem}
"""


def sign_in_page(language: Literal["zh", "en"], csrf_token: str, *, wrong: bool) -> str:
    """The page; `csrf_token` must be escaped already."""
    w = WORDS[language]
    complaint = f'<p class="wrong" role="alert">{w["wrong"]}</p>' if wrong else ""
    return f"""<!doctype html>
<html lang="{w["lang"]}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>{w["title"]} · 一盘棋 Yipanqi</title><style>{STYLE}</style></head>
<body><main><h1>一盘棋 <small>Yipanqi</small></h1><p>{w["hint"]}</p>{complaint}
<form method="post" action="/sign-in"><input type="hidden" name="_csrf_token" value="{csrf_token}">
<label>{w["name"]}<input name="name" autocomplete="username" required autofocus></label>
<label>{w["password"]}<input name="password" type="password" autocomplete="current-password" required></label>
<button>{w["enter"]}</button></form></main></body></html>"""

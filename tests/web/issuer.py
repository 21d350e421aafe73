"""An office's own sign-in server on loopback: signs tokens, and can be told to sign wrong ones."""

import base64
import hashlib
import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey


class Issuer:
    """OpenID Connect as far as a client sees it. `claims` go into every token, over the right ones."""

    client_id = "yipanqi"

    def __init__(self) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig"})
        self.signs_with = self.key
        self.claims: dict[str, Any] = {}
        self.algorithm = "RS256"
        self.asked: dict[str, dict[str, str]] = {}
        """By code: what the browser came with."""
        server = self

        class Handler(BaseHTTPRequestHandler):
            """One request."""

            def do_GET(self) -> None:
                self._answer(*server.get(self.path))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"])).decode()
                self._answer(*server.token({k: v[0] for k, v in parse_qs(body).items()}))

            def _answer(self, status: int, body: Any) -> None:
                self.send_response(status)
                self.send_header("content-type", "application/json")
                self.end_headers()
                self.wfile.write(json.dumps(body).encode())

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._http.server_address[1]}"
        threading.Thread(target=self._http.serve_forever, daemon=True).start()

    def stop(self) -> None:
        """Answer nobody any more."""
        self._http.shutdown()
        self._http.server_close()

    def get(self, path: str) -> tuple[int, Any]:
        """Description and keys."""
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.claims.get("calls_itself", self.url),
                "authorization_endpoint": self.url + "/authorize",
                "token_endpoint": self.url + "/token",
                "jwks_uri": self.url + "/keys",
            }
        return 200, KeySet([self.key]).as_dict(private=False)

    def vouches(self, authorize: str) -> tuple[str, str]:
        """Somebody signs in there: the code and the state to go back with."""
        asked = {k: v[0] for k, v in parse_qs(urlsplit(authorize).query).items()}
        assert asked["response_type"] == "code"
        assert asked["code_challenge_method"] == "S256"
        code = f"code-{len(self.asked)}"
        self.asked[code] = asked
        return code, asked["state"]

    def token(self, form: dict[str, str]) -> tuple[int, Any]:
        """The token for a code, if the verifier fits the challenge."""
        asked = self.asked.pop(form["code"], None)
        proof = base64.urlsafe_b64encode(hashlib.sha256(form["code_verifier"].encode()).digest())
        fits = asked is not None and proof.decode().rstrip("=") == asked["code_challenge"]
        if not fits or asked is None or form["redirect_uri"] != asked["redirect_uri"]:
            return 400, {"error": "invalid_grant"}
        now = int(time.time())
        claims = {
            "iss": self.url,
            "aud": self.client_id,
            "sub": "42",
            "name": "王主任",
            "groups": ["staff", "night-command"],
            "nonce": asked["nonce"],
            "iat": now,
            "exp": now + 300,
        }
        header = {"alg": self.algorithm, "kid": "first"}
        token = jwt.encode(header, claims | self.claims, self.signs_with, algorithms=[self.algorithm])
        return 200, {"access_token": "x", "token_type": "Bearer", "id_token": token}

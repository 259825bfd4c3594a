"""A provider of OpenID Connect of our own, on this machine: it signs what a test tells it to say."""
import contextlib
import json
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from joserfc import jwk, jwt

CLIENT, SECRET = "perf-client", "a secret of the client"


class Provider:
    """Its keys, what it will say next, and what it was asked."""

    def __init__(self, port):
        self.issuer = f"http://localhost:{port}"
        self.key = jwk.RSAKey.generate_key(2048, {"kid": "one", "use": "sig"})
        self.codes, self.asked, self.change, self.sign_with, self.algorithm = {}, [], lambda claims: claims, None, "RS256"

    @property
    def configuration(self):
        return {"issuer": self.issuer, "authorization_endpoint": f"{self.issuer}/authorize", "token_endpoint": f"{self.issuer}/token",
                "jwks_uri": f"{self.issuer}/keys", "token_endpoint_auth_methods_supported": ["client_secret_post"]}

    @property
    def keys(self):
        return {"keys": [self.key.as_dict(private=False)]}

    def signs_in(self, address, **person):
        """Somebody signs in over there: what the browser brings back, from the address that Perf sent it to."""
        question = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        code = secrets.token_urlsafe(8)
        self.codes[code] = {**question, "person": {"sub": "42", "email": "mara@lantern.example", "email_verified": True, **person}}
        return {"code": code, "state": question["state"]}

    def token(self, form):
        """The signed answer to a code, which counts once; the verifier must fit the challenge."""
        self.asked.append(form)
        known = self.codes.pop(form["code"], None)
        if known is None or challenge_of(form.get("code_verifier", "")) != known["code_challenge"]:
            return {"error": "invalid_grant"}
        now = int(time.time())
        claims = self.change({"iss": self.issuer, "aud": CLIENT, "iat": now, "exp": now + 300, "nonce": known["nonce"], **known["person"]})
        return {"id_token": self.signed(claims), "token_type": "Bearer", "access_token": "unused"}

    def signed(self, claims):
        if self.algorithm == "none":
            return ".".join(jwt_part(part) for part in ({"alg": "none"}, claims)) + "."
        return jwt.encode({"alg": self.algorithm, "kid": self.key.kid}, claims, self.sign_with or self.key, algorithms=[self.algorithm])


def jwt_part(content):
    import base64
    return base64.urlsafe_b64encode(json.dumps(content).encode()).rstrip(b"=").decode()


def challenge_of(verifier):
    import base64
    import hashlib
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


@contextlib.contextmanager
def running():
    """The provider, answering on a port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.provider = Provider(server.server_port)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.provider
    finally:
        server.shutdown()
        server.server_close()


class Answers(BaseHTTPRequestHandler):
    def do_GET(self):
        shown = {"/.well-known/openid-configuration": self.server.provider.configuration, "/keys": self.server.provider.keys}
        self._tell(shown.get(self.path, {}))

    def do_POST(self):
        form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
        self._tell(self.server.provider.token({name: values[0] for name, values in form.items()}))

    def _tell(self, what):
        said = json.dumps(what).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(said)))
        self.end_headers()
        self.wfile.write(said)

    def log_message(self, *_given):
        """Nothing on the terminal of the tests."""

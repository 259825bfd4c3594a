"""A device that holds passkeys, played in Python: it answers as a browser would, truthfully or not."""
import base64
import hashlib
import json
import struct

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

PRESENT, VERIFIED, WITH_KEY = 1, 4, 64


class Device:
    def __init__(self, origin="http://localhost", host="localhost", flags=PRESENT | VERIFIED):
        self.origin, self.host, self.flags, self.count, self.counts = origin, host, flags, 0, 1
        self.key, self.id, self.handle = ec.generate_private_key(ec.SECP256R1()), b"a passkey of the tests", None

    def makes(self, options):
        """The answer to the options for a new passkey."""
        self.handle = options["user"]["id"]
        numbers = self.key.public_key().public_numbers()
        public = cbor2.dumps({1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")})
        about = self._about(WITH_KEY) + bytes(16) + struct.pack(">H", len(self.id)) + self.id + public
        return self._answer({"clientDataJSON": text(self._client("webauthn.create", options)),
                             "attestationObject": text(cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": about}))})

    def shows(self, options):
        """The answer to the options for signing in."""
        self.count += self.counts
        client, about = self._client("webauthn.get", options), self._about()
        signature = self.key.sign(about + hashlib.sha256(client).digest(), ec.ECDSA(SHA256()))
        return self._answer({"clientDataJSON": text(client), "authenticatorData": text(about), "signature": text(signature),
                             "userHandle": self.handle})

    def _client(self, kind, options):
        return json.dumps({"type": kind, "challenge": options["challenge"], "origin": self.origin}).encode()

    def _about(self, more=0):
        return hashlib.sha256(self.host.encode()).digest() + bytes([self.flags | more]) + struct.pack(">I", self.count)

    def _answer(self, response):
        return json.dumps({"id": text(self.id), "rawId": text(self.id), "type": "public-key", "response": response,
                           "clientExtensionResults": {}})


def text(raw):
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()

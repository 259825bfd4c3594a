"""Writes files that the program `age` opens with a passphrase (age-encryption.org/v1, recipient scrypt).

Piece by piece, so that a large backup needs little memory; 128 MiB for a moment make guessing a passphrase dear.
Reading goes through pyrage, which also checks in the tests that what is written here is right.
"""
import base64
import hashlib
import hmac
import secrets

import pyrage
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

FIRST_LINE = b"age-encryption.org/v1"
WORK_FACTOR = 17                # log2 of scrypt's N; memory is 1024 * N bytes
SCRYPT_LABEL = b"age-encryption.org/v1/scrypt"
CHUNK = 64 * 1024
LAST, NOT_LAST = b"\x01", b"\x00"


def encrypt(source, target, passphrase):
    """Write all of one open file into another, so that only the passphrase opens it."""
    file_key, nonce = secrets.token_bytes(16), secrets.token_bytes(16)
    target.write(_header(file_key, passphrase) + nonce)
    cipher, counter, piece = ChaCha20Poly1305(_derived(file_key, nonce, b"payload")), 0, source.read(CHUNK)
    while True:
        following = source.read(CHUNK)
        place = counter.to_bytes(11, "big") + (NOT_LAST if following else LAST)
        target.write(cipher.encrypt(place, piece, None))
        if not following:
            return
        piece, counter = following, counter + 1


def is_encrypted(path):
    with open(path, "rb") as file:
        return file.read(len(FIRST_LINE)) == FIRST_LINE


def decrypt(content, passphrase):
    """What was encrypted, or ValueError where the passphrase is another one or the file was changed."""
    try:
        return pyrage.passphrase.decrypt(content, passphrase)
    except pyrage.DecryptError as problem:
        raise ValueError("the passphrase does not open this file, or the file was changed") from problem


def _header(file_key, passphrase):
    salt = secrets.token_bytes(16)
    key = hashlib.scrypt(passphrase.encode(), salt=SCRYPT_LABEL + salt, n=2 ** WORK_FACTOR, r=8, p=1, dklen=32,
                         maxmem=2 ** (WORK_FACTOR + 11))
    wrapped = ChaCha20Poly1305(key).encrypt(bytes(12), file_key, None)
    lines = b"\n".join([FIRST_LINE, b"-> scrypt %s %d" % (_text(salt), WORK_FACTOR), _text(wrapped), b"---"])
    mark = hmac.new(_derived(file_key, b"", b"header"), lines, "sha256").digest()
    return lines + b" " + _text(mark) + b"\n"


def _derived(file_key, salt, purpose):
    return HKDF(algorithm=hashes.SHA256(), length=32, salt=salt, info=purpose).derive(file_key)


def _text(content):
    return base64.b64encode(content).rstrip(b"=")

"""Mail over an encrypted way: with a certificate that is trusted, signed in, and never where either is missing."""
import ssl
from datetime import datetime, timedelta, timezone

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from perf.notices import actions, queries

NOW = datetime.now(timezone.utc)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost with its key, signed by itself; the path of both."""
    key, name = ec.generate_private_key(ec.SECP256R1()), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
            .not_valid_before(NOW - timedelta(days=1)).not_valid_after(NOW + timedelta(days=1))
            .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True).sign(key, hashes.SHA256()))
    path = tmp_path_factory.mktemp("certificate") / "both.pem"
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()))
    return path


@pytest.fixture
def encrypted(post, certificate, monkeypatch):
    """The mail server asks for STARTTLS and for a name with its password."""
    def knows(server, session, envelope, mechanism, data):
        return AuthResult(success=(data.login, data.password) == (b"perf", b"four words"), handled=False)
    post.stop()
    safely = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    safely.load_cert_chain(certificate)
    running = Controller(post.letters, hostname="localhost", port=post.port, tls_context=safely, require_starttls=True,
                         auth_required=True, authenticator=knows)
    running.start()
    for name, value in {"SMTP_HOST": "localhost", "SMTP_USER": "perf", "SMTP_PASSWORD": "four words"}.items():
        monkeypatch.setenv(f"PERF_{name}", value)
    yield post
    running.stop(no_assert=True)


def problem_of_a_mail(deliver):
    actions.write_to("tomas@lantern.example", "Waits", "Open Perf.")
    deliver()
    return queries.mail_state()["last_problem"]


def test_mail_goes_encrypted_and_signed_in(encrypted, certificate, deliver, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    assert problem_of_a_mail(deliver) == "" and len(encrypted.letters.taken) == 1


def test_a_certificate_that_nobody_vouches_for_gets_neither_password_nor_mail(encrypted, deliver):
    assert problem_of_a_mail(deliver) == "SSLCertVerificationError" and encrypted.letters.seen == 0


def test_a_wrong_password_leaves_the_mail_waiting(encrypted, certificate, deliver, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("PERF_SMTP_PASSWORD", "five words")
    assert problem_of_a_mail(deliver) == "SMTPAuthenticationError" and encrypted.letters.seen == 0


def test_a_server_that_offers_no_encryption_gets_neither_password_nor_mail(post, deliver, monkeypatch):
    monkeypatch.setenv("PERF_SMTP_TLS", "starttls")
    assert problem_of_a_mail(deliver) == "SMTPNotSupportedError" and post.letters.seen == 0

"""Over https the receiver is who its certificate says, or nothing is sent."""

import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from allmanning.connectors.webhooks.post import post
from tests.connectors.webhooks.receiver import Receiver, receiving


def certificate(folder: Path, number: str) -> Path:
    """A self-signed certificate for an address, with its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mottagare")])
    today = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(today - timedelta(days=1))
        .not_valid_after(today + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address(number))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / f"{number}.pem"
    path.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def secure(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Receiver]:
    """A receiver with a certificate for the parameter's address, which this machine trusts unless told otherwise."""
    number, is_trusted = request.param
    path = certificate(tmp_path, number)
    if is_trusted:
        monkeypatch.setenv("SSL_CERT_FILE", str(path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with receiving(context) as receiver:
        yield receiver


@pytest.mark.parametrize("secure", [("127.0.0.1", True)], indirect=True)
def test_a_certificate_that_holds(secure: Receiver) -> None:
    assert post(secure.url, {}, b'{"id": "1"}').status == 204
    assert [one.id for one in secure.received] == ["1"]


@pytest.mark.parametrize("secure", [("127.0.0.2", True), ("127.0.0.1", False)], indirect=True)
def test_a_wrong_or_unknown_certificate_gets_nothing(secure: Receiver) -> None:
    assert post(secure.url, {}, b"{}").error == "certificate"
    assert secure.received == []

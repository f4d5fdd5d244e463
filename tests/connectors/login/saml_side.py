"""The other side of SAML, played by the tests: metadata that our side fetches, and responses signed with its key."""

import base64
import threading
import zlib
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4
from xml.etree import ElementTree as ET

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from onelogin.saml2.utils import OneLogin_Saml2_Utils

NAME = "https://idp.mittkoping.example"

METADATA = """<?xml version="1.0"?>
<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{name}">
  <md:IDPSSODescriptor protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol">
    <md:KeyDescriptor use="signing"><ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data>
      <ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor>
    <md:SingleSignOnService Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect" Location="{name}/sso"/>
  </md:IDPSSODescriptor>
</md:EntityDescriptor>"""

RESPONSE = """<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion"
 ID="_{id}" Version="2.0" IssueInstant="{now}" Destination="{acs}" InResponseTo="{request}">
<saml:Issuer>{issuer}</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="urn:oasis:names:tc:SAML:2.0:status:Success"/></samlp:Status>
<saml:Assertion ID="_a{id}" Version="2.0" IssueInstant="{now}">
<saml:Issuer>{issuer}</saml:Issuer>
<saml:Subject><saml:NameID>{id}</saml:NameID><saml:SubjectConfirmation Method="urn:oasis:names:tc:SAML:2.0:cm:bearer">
<saml:SubjectConfirmationData NotOnOrAfter="{until}" Recipient="{acs}" InResponseTo="{request}"/></saml:SubjectConfirmation></saml:Subject>
<saml:Conditions NotBefore="{since}" NotOnOrAfter="{until}"><saml:AudienceRestriction><saml:Audience>{audience}</saml:Audience>
</saml:AudienceRestriction></saml:Conditions>
<saml:AuthnStatement AuthnInstant="{at}"><saml:AuthnContext><saml:AuthnContextClassRef>{context}</saml:AuthnContextClassRef>
</saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement><saml:Attribute Name="employeeHsaId"><saml:AttributeValue>{staff_id}</saml:AttributeValue></saml:Attribute>
</saml:AttributeStatement></saml:Assertion></samlp:Response>"""


@dataclass(frozen=True)
class Keys:
    private: str
    certificate: str


def new_keys() -> Keys:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "idp.mittkoping.example")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name).issuer_name(name).public_key(key.public_key()).serial_number(1)
        .not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return Keys(private.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode())


@contextmanager
def metadata_of(keys: Keys) -> Generator[str]:
    """The address at which the other side's metadata stand."""
    bare = "".join(line for line in keys.certificate.splitlines() if "CERTIFICATE" not in line)
    told = METADATA.format(name=NAME, certificate=bare).encode()

    class Side(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(told)

        def log_message(self, *_: Any) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Side) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/metadata"
        finally:
            server.shutdown()
            thread.join()


def asked(address: str) -> ET.Element:
    """The request that a browser carries to the other side."""
    packed = parse_qs(urlsplit(address).query)["SAMLRequest"][0]
    return ET.fromstring(zlib.decompress(base64.b64decode(packed), -15))  # noqa: S314


def answer(from_us: ET.Element, keys: Keys, staff_id: str, **twisted: str) -> dict[str, str]:
    """What the other side's page posts: a signed response, some of its words twisted before or after it was signed."""
    acs = from_us.attrib["AssertionConsumerServiceURL"]
    now = datetime.now(UTC)
    audience = acs.replace("/svar/", "/metadata/")
    words = {
        "id": uuid4().hex, "acs": acs, "request": from_us.attrib["ID"], "issuer": NAME, "audience": audience, "staff_id": staff_id,
        "now": written(now), "at": written(now), "since": written(now - timedelta(minutes=1)),
        "until": written(now + timedelta(minutes=5)), "context": "http://id.elegnamnden.se/loa/1.0/loa3",
    }  # fmt: skip
    after = twisted.pop("after", "")
    xml = RESPONSE.format(**words | twisted)
    signed = OneLogin_Saml2_Utils.add_sign(xml, keys.private, keys.certificate)
    signed = signed if isinstance(signed, bytes) else signed.encode()
    if after:
        signed = signed.replace(staff_id.encode(), after.encode())
    return {"SAMLResponse": base64.b64encode(signed).decode()}


def written(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"

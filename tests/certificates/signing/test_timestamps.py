"""Time stamps of an outside authority, where one is set."""

import threading
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from asn1crypto import keys as asn1_keys
from asn1crypto import tsp
from asn1crypto import x509 as asn1
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper

from certificates.signing import SigningError, signer_for, verify
from config import clock


@pytest.fixture(scope="module")
def stamper() -> DummyTimeStamper:
    key = rsa.generate_private_key(65537, 2048)
    name, now = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "TSA")]), clock.now()
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return DummyTimeStamper(
        tsa_cert=asn1.Certificate.load(made.public_bytes(Encoding.DER)),
        tsa_key=asn1_keys.PrivateKeyInfo.load(private),
    )


@pytest.fixture
def authority(stamper, settings):
    """A time stamping authority on this machine; answers how often it was asked."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            asked.append(self.headers["Content-Type"])
            answer = stamper.request_tsa_response(tsp.TimeStampReq.load(body)).dump()
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    settings.SIGNING_TIMESTAMP_URL = f"http://127.0.0.1:{server.server_port}/"
    yield asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_the_stamp_stands_beside_the_signature(agency, plain, authority):
    signed = signer_for(agency).sign(plain, reason="签发证书", at=clock.now())
    found = verify(signed)
    assert (found.good, abs(found.stamped_at - found.at) < timedelta(minutes=1)) == (True, True)
    assert authority == ["application/timestamp-query"]


def test_without_an_answer_nothing_is_signed(agency, plain, settings):
    settings.SIGNING_TIMESTAMP_URL = "http://127.0.0.1:9/"
    with pytest.raises(SigningError, match="时间戳服务没有应答"):
        signer_for(agency).sign(plain, reason="签发证书", at=clock.now())

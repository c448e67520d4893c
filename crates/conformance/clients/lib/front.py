"""A front before the gateway, as a proxy that ends TLS is: it brings every client there, and notes what each one sent.

Clients with an address compiled in, and the browser, take it as their HTTPS proxy and believe to speak to the real host;
the others are given its `url`. It passes on what it gets, unchanged.
"""

import datetime
import http.client
import http.server
import ipaddress
import json
import pathlib
import ssl
import tempfile
import threading
from collections import namedtuple
from urllib.parse import parse_qsl, urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

# The real addresses of the three services, as far as clients have them compiled in.
HOSTS = ["api.twitter.com", "twitter.com", "api.x.com", "x.com", "account.app.net", "api.app.net", "alpha.app.net",
         "alpha-api.app.net"]
# What concerns one connection alone (RFC 9110, 7.6.1).
HOP_BY_HOP = {"connection", "keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"}
PATIENCE = 60

# What a client sent and which status it got. `query`, `form` and `json` are dictionaries.
Sent = namedtuple("Sent", "client method host path query authorization form json status")


class Front:
    """The front of a gateway. `client` is the name under which it notes what comes."""

    def __init__(self, gateway_url):
        self.sent, self.client = [], None
        self._folder = tempfile.TemporaryDirectory(prefix="portcullis-front-")
        self.certificate = pathlib.Path(self._folder.name, "certificate.pem")
        tls = _tls(self.certificate)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        server.daemon_threads = True
        server.front, server.tls, server.gateway = self, tls, urlsplit(gateway_url).netloc
        self.server, self.url = server, f"http://127.0.0.1:{server.server_port}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()
        self._folder.cleanup()


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = PATIENCE
    https = False

    def do_CONNECT(self):
        host = self.path.rpartition(":")[0]
        if host not in HOSTS:
            # A browser asks for its maker's hosts too.
            self.send_error(403, "Not one of ours")
            return
        self.send_response_only(200, "Connection established")
        self.end_headers()
        try:
            self.request = self.server.tls.wrap_socket(self.request, server_side=True)
        except OSError:
            self.close_connection = True
            return
        self.setup()
        self.https, self.close_connection = True, False

    def _pass_on(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = [(name, value) for name, value in self.headers.items() if name.lower() not in HOP_BY_HOP]
        connection = http.client.HTTPConnection(self.server.gateway, timeout=PATIENCE)
        try:
            connection.putrequest(self.command, self.path, skip_host=True, skip_accept_encoding=True)
            for name, value in [*headers, *([("X-Forwarded-Proto", "https")] if self.https else [])]:
                connection.putheader(name, value)
            connection.endheaders(body)
            answer = connection.getresponse()
            content = answer.read()
        finally:
            connection.close()
        # Noted first: whoever has the answer may look at the notes.
        self._note(body, answer.status)
        self.send_response_only(answer.status, answer.reason)
        for name, value in answer.getheaders():
            if name.lower() not in HOP_BY_HOP | {"content-length"}:
                self.send_header(name, value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(b"" if self.command == "HEAD" else content)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_OPTIONS = _pass_on

    def _note(self, body, status):
        asked, kind = urlsplit(self.path), self.headers.get_content_type()
        form = dict(parse_qsl(body.decode())) if kind == "application/x-www-form-urlencoded" else {}
        told = json.loads(body) if kind == "application/json" and body else {}
        front = self.server.front
        front.sent.append(Sent(
            front.client, self.command, self.headers.get("Host", ""), asked.path, dict(parse_qsl(asked.query)),
            self.headers.get("Authorization", ""), form, told, status,
        ))

    def log_message(self, *_):
        pass


def _tls(path):
    """Writes a certificate for the real addresses, trusted by whoever is told so, and returns what serves with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "A front before Portcullis")])
    now = datetime.datetime.now(datetime.timezone.utc)
    names = [*map(x509.DNSName, HOSTS), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    builder = x509.CertificateBuilder(
        issuer_name=name, subject_name=name, public_key=key.public_key(), serial_number=x509.random_serial_number(),
        not_valid_before=now - datetime.timedelta(hours=1), not_valid_after=now + datetime.timedelta(days=2),
    )
    for extension in (
        x509.SubjectAlternativeName(names),
        x509.BasicConstraints(ca=True, path_length=0),
        x509.SubjectKeyIdentifier.from_public_key(key.public_key()),
    ):
        builder = builder.add_extension(extension, critical=False)
    certificate = builder.sign(key, hashes.SHA256())
    path.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    secret = path.with_name("key.pem")
    secret.touch(mode=0o600)
    secret.write_bytes(key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, secret)
    return context

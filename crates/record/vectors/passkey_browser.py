"""Writes passkey_browser.json: signatures by a real browser and its virtual authenticators, over https and on localhost.
Needs chromium and chromedriver. Run: pip install cryptography fido2 webauthn; python3 passkey_browser.py > passkey_browser.json"""
import base64
import datetime
import http.server
import json
import ssl
import subprocess
import tempfile
import threading
import urllib.request
from hashlib import sha256

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from passkey import HOST, b64, challenge, inner, key_text

OUTSIDE = "outside.example"
ES256, EDDSA = -7, -8

MAKE = """const [rp, alg, done] = arguments;
const bytes = new Uint8Array(32);
navigator.credentials.create({publicKey: {rp: {id: rp, name: "union"}, challenge: bytes,
  user: {id: bytes, name: "secretary", displayName: "Secretary"}, pubKeyCredParams: [{type: "public-key", alg}]}})
  .then(made => done({id: [...new Uint8Array(made.rawId)],
                      spki: [...new Uint8Array(made.response.getPublicKey())]}), why => done({why: String(why)}));"""
SIGN = """const [rp, id, challenge, verification, done] = arguments;
const bytes = list => new Uint8Array(list), list = bytes => [...new Uint8Array(bytes)];
navigator.credentials.get({publicKey: {rpId: rp, challenge: bytes(challenge), userVerification: verification,
  allowCredentials: [{type: "public-key", id: bytes(id)}]}})
  .then(({response}) => done({data: list(response.authenticatorData), client: list(response.clientDataJSON),
                              signature: list(response.signature)}), why => done({why: String(why)}));"""


class Pages(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        frame = '<iframe allow="publickey-credentials-get *" src="https://%s:%d/"></iframe>'
        if self.path == "/frame":
            self.wfile.write((frame % (HOST, self.server.server_port)).encode())

    def log_message(self, *_):
        pass


def certificate(folder):
    """A certificate for both hosts, and the hash by which the browser is told to trust it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, HOST)])
    now = datetime.datetime.now(datetime.timezone.utc)
    names = x509.SubjectAlternativeName([x509.DNSName(HOST), x509.DNSName(OUTSIDE)])
    made = (x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
            .serial_number(1).not_valid_before(now - datetime.timedelta(days=1))
            .not_valid_after(now + datetime.timedelta(days=2)).add_extension(names, False).sign(key, hashes.SHA256()))
    pem, form = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    with open(folder + "/both.pem", "wb") as file:
        file.write(key.private_bytes(pem, form, serialization.NoEncryption()) + made.public_bytes(pem))
    spki = key.public_key().public_bytes(serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo)
    return folder + "/both.pem", base64.b64encode(sha256(spki).digest()).decode()


def serve(pem=None):
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    if pem:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(pem)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_port


class Browser:
    def __init__(self, folder, trusted):
        self.driver = subprocess.Popen(["chromedriver", "--port=0"], stdout=subprocess.PIPE, text=True)
        try:
            self.open(folder, trusted)
        except BaseException:
            self.driver.terminate()
            raise

    def open(self, folder, trusted):
        port = next(line.split()[-1].rstrip(".") for line in self.driver.stdout if "successfully on port" in line)
        self.at = "http://127.0.0.1:%s/session" % port
        args = ["--headless=new", "--no-sandbox", "--user-data-dir=" + folder,
                "--ignore-certificate-errors-spki-list=" + trusted,
                "--host-resolver-rules=MAP *.example 127.0.0.1"]
        options = {"goog:chromeOptions": {"args": args}, "timeouts": {"script": 20000}}
        made = self.ask("", {"capabilities": {"alwaysMatch": options}})
        self.at += "/" + made["sessionId"]
        self.version = made["capabilities"]["browserVersion"]

    def ask(self, path, body, method="POST"):
        data = json.dumps(body).encode() if body is not None else None
        request = urllib.request.Request(self.at + path, data, {"Content-Type": "application/json"}, method=method)
        with urllib.request.urlopen(request) as answer:
            return json.load(answer)["value"]

    def authenticator(self, verifies):
        body = {"protocol": "ctap2", "transport": "internal" if verifies else "usb", "hasResidentKey": True,
                "hasUserVerification": verifies, "isUserVerified": verifies, "isUserConsenting": True}
        return self.ask("/webauthn/authenticator", body)

    def without(self, authenticator):
        self.ask("/webauthn/authenticator/" + authenticator, None, "DELETE")

    def go(self, url):
        self.ask("/url", {"url": url})

    def run(self, script, *args):
        found = self.ask("/execute/async", {"script": script, "args": list(args)})
        assert "why" not in found, found["why"]
        return found

    def sign(self, name, rp_id, alg, error=None, verification="required", before_signing=lambda: None):
        made = self.run(MAKE, rp_id, alg)
        public = serialization.load_der_public_key(bytes(made["spki"]))
        act = inner(key_text(public, rp_id))
        asked = challenge(act)
        before_signing()
        signed = self.run(SIGN, rp_id, made["id"], list(asked), verification)
        parts = ".".join(b64(bytes(signed[part])) for part in ["data", "client", "signature"])
        return {"name": name, "key": key_text(public, rp_id), "spki": bytes(made["spki"]).hex(), "inner": act,
                "challenge": asked.hex(), "signature": "passkey:" + parts, "error": error}


def main():
    with tempfile.TemporaryDirectory() as folder:
        pem, trusted = certificate(folder)
        secure, plain = serve(pem), serve()
        browser = Browser(folder + "/profile", trusted)
        try:
            good, bad = [], []
            verifying = browser.authenticator(True)
            for alg, kind in [(ES256, "ES256"), (EDDSA, "Ed25519")]:
                browser.go("https://%s:%d/" % (HOST, secure))
                good.append(browser.sign(kind + " over https", HOST, alg))
                browser.go("http://localhost:%d/" % plain)
                good.append(browser.sign(kind + " on localhost", "localhost", alg))
                browser.go("https://pages.%s:%d/" % (HOST, secure))
                bad.append(browser.sign(kind + " on a host below", HOST, alg, "Origin"))
                browser.go("https://%s:%d/" % (HOST, secure))

                def into_a_frame():
                    browser.go("https://%s:%d/frame" % (OUTSIDE, secure))
                    browser.ask("/frame", {"id": 0})

                bad.append(browser.sign(kind + " in a frame", HOST, alg, "Framed", before_signing=into_a_frame))
            browser.without(verifying)
            browser.authenticator(False)
            browser.go("https://%s:%d/" % (HOST, secure))
            bad.append(browser.sign("ES256 unverified", HOST, ES256, "NotVerified", "discouraged"))
            out = {"browser": "Chromium " + browser.version, "good": good, "bad": bad}
            print(json.dumps(out, ensure_ascii=False, indent=1))
        finally:
            browser.ask("", None, "DELETE")
            browser.driver.terminate()


if __name__ == "__main__":
    main()

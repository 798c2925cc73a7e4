"""Writes passkey.json: passkeys' signatures, good and bad, made without any code of this project, with the opinion of two
verifiers written by others. Run: pip install cryptography fido2 webauthn; python3 passkey.py > passkey.json"""
import base64
import json
from hashlib import sha256

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, ed25519
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature, encode_dss_signature
from fido2 import cbor
from fido2.cose import ES256, EdDSA
from fido2.server import Fido2Server
from fido2.webauthn import (AttestedCredentialData, AuthenticationResponse, AuthenticatorAssertionResponse,
                            AuthenticatorData, CollectedClientData, PublicKeyCredentialRpEntity,
                            UserVerificationRequirement)
from webauthn import verify_authentication_response

HOST = "union.example"
# The order of P-256's group.
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
UP, UV, AT, ED = 0x01, 0x04, 0x40, 0x80


def b64(data):
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def key_text(public, rp_id):
    form = serialization.PublicFormat
    if isinstance(public, ed25519.Ed25519PublicKey):
        digits = public.public_bytes(serialization.Encoding.Raw, form.Raw).hex()
        return "passkey-ed25519:%s@%s" % (digits, rp_id)
    digits = public.public_bytes(serialization.Encoding.X962, form.CompressedPoint).hex()
    return "passkey-es256:%s@%s" % (digits, rp_id)


def spki(public):
    form = serialization.PublicFormat.SubjectPublicKeyInfo
    return public.public_bytes(serialization.Encoding.DER, form)


def inner(key, number=0):
    """The inner part of an act; with names in ASCII and no fractions, this is its canonical form."""
    return {
        "actor": {"key": key, "kind": "key", "role": "secretary"},
        "basis": {"article": "elections", "constitution": "sha256:" + "ab" * 32},
        "command": {"do": "certify", "election": "officers-1", "note": "Año nuevo \U0001f600", "subject": "election"},
        "nonce": "%032x" % number,
        "origin": "union.example/record",
        "seen": {"root": "cd" * 32, "size": 41},
    }


def challenge(act):
    canonical = json.dumps(act, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    return sha256(b"rnf/act/v1\nsha256:%s\n" % sha256(canonical).hexdigest().encode()).digest()


def client_data(challenge, kind="webauthn.get", origin="https://" + HOST, **more):
    written = {"type": kind, "challenge": b64(challenge), "origin": origin, "crossOrigin": False, **more}
    return json.dumps(written, separators=(",", ":")).encode()


def authenticator_data(rp_id=HOST, flags=UP | UV, rest=b""):
    return sha256(rp_id.encode()).digest() + bytes([flags]) + (7).to_bytes(4, "big") + rest


def sign(secret, message):
    if isinstance(secret, ed25519.Ed25519PrivateKey):
        return secret.sign(message)
    return secret.sign(message, ec.ECDSA(hashes.SHA256()))


def other(secret):
    """Another key of the same kind."""
    if isinstance(secret, ed25519.Ed25519PrivateKey):
        return ed25519.Ed25519PrivateKey.generate()
    return ec.generate_private_key(ec.SECP256R1())


def with_s(signature, low):
    r, s = decode_dss_signature(signature)
    return encode_dss_signature(r, min(s, N - s) if low else max(s, N - s))


def opinions(public, challenge, data, client, signature, rp_id=HOST):
    """What the two others say of an assertion."""
    origin = "http://localhost:8080" if rp_id == "localhost" else "https://" + rp_id
    kind = EdDSA if isinstance(public, ed25519.Ed25519PublicKey) else ES256
    cose = kind.from_cryptography_key(public)
    credential = AttestedCredentialData.create(b"\0" * 16, b"id", cose)
    said = {}
    try:
        server = Fido2Server(PublicKeyCredentialRpEntity(name="union", id=rp_id), verify_origin=lambda o: o == origin)
        state = {"challenge": b64(challenge), "user_verification": UserVerificationRequirement.REQUIRED}
        response = AuthenticatorAssertionResponse(
            client_data=CollectedClientData(client), authenticator_data=AuthenticatorData(data), signature=signature)
        server.authenticate_complete(state, [credential], AuthenticationResponse(raw_id=b"id", response=response))
        said["fido2"] = True
    except Exception:
        said["fido2"] = False
    try:
        response = {"authenticatorData": b64(data), "clientDataJSON": b64(client), "signature": b64(signature)}
        verify_authentication_response(
            credential={"id": b64(b"id"), "rawId": b64(b"id"), "type": "public-key", "response": response},
            expected_challenge=challenge, expected_rp_id=rp_id, expected_origin=origin,
            credential_public_key=cbor.encode(cose),
            credential_current_sign_count=0, require_user_verification=True)
        said["webauthn"] = True
    except Exception:
        said["webauthn"] = False
    return said


def case(name, secret, error=None, rp_id=HOST, signature=None, data=None, client=None,
         low=None, by=None):
    """An act signed by a passkey; `data` and `client` say what the two parts are instead."""
    public = secret.public_key()
    act = inner(key_text(public, rp_id))
    asked = challenge(act)
    data = authenticator_data(rp_id) if data is None else data
    client = client_data(asked) if client is None else client(asked)
    if signature is None:
        signature = sign(by or secret, data + sha256(client).digest())
    if low is not None:
        signature = with_s(signature, low)
    return {
        "name": name, "key": key_text(public, rp_id), "spki": spki(public).hex(), "inner": act,
        "challenge": asked.hex(), "signature": "passkey:%s.%s.%s" % (b64(data), b64(client), b64(signature)),
        "error": error, "others": opinions(public, asked, data, client, signature, rp_id),
    }


def good(es256, eddsa):
    at_localhost = lambda c: client_data(c, origin="http://localhost:8080")
    spaced = lambda c: json.dumps({"later": [{"type": 1}], "origin": "https://" + HOST, "type": "webauthn.get",
                                   "challenge": b64(c)}, indent=1).encode()
    extended = authenticator_data(flags=UP | UV | ED, rest=bytes.fromhex("a163666f6ff5"))
    return [
        case("ES256, low S", es256, low=True),
        case("ES256, high S", es256, low=False),
        case("Ed25519", eddsa),
        case("ES256 on localhost", es256, rp_id="localhost", client=at_localhost),
        case("Ed25519 on localhost", eddsa, rp_id="localhost", client=at_localhost),
        case("another order, spaces, an unknown member and no crossOrigin", es256, client=spaced),
        case("backup flags", eddsa, data=authenticator_data(flags=UP | UV | 0x18)),
        case("extensions", es256, data=extended),
    ]


def bad(es256, eddsa):
    cases = []
    for secret, kind in [(es256, "ES256"), (eddsa, "Ed25519")]:
        def add(name, error, **changes):
            cases.append(case("%s: %s" % (kind, name), secret, error=error, **changes))

        add("made, not signed", "Type", client=lambda c: client_data(c, kind="webauthn.create"))
        add("another challenge", "Challenge", client=lambda c: client_data(bytes(32)))
        add("another act", "Challenge", client=lambda c: client_data(challenge(inner("", 1))))
        add("challenge with padding", "Challenge",
            client=lambda c: client_data(c).replace(b64(c).encode(), b64(c).encode() + b"="))
        add("another host", "Origin", client=lambda c: client_data(c, origin="https://evil.example"))
        add("a host below", "Origin", client=lambda c: client_data(c, origin="https://www.union.example"))
        add("a host above", "Origin", client=lambda c: client_data(c, origin="https://example"))
        add("no https", "Origin", client=lambda c: client_data(c, origin="http://union.example"))
        add("inside another page", "Framed", client=lambda c: client_data(c, crossOrigin=True))
        add("under another page", "Framed", client=lambda c: client_data(c, topOrigin="https://evil.example"))
        add("a member twice", "ClientData",
            client=lambda c: client_data(c)[:-1] + b',"origin":"https://evil.example"}')
        add("no JSON", "ClientData", client=lambda c: b"challenge=" + c.hex().encode())
        add("another host's hash", "RpId", data=authenticator_data("evil.example"))
        add("nobody there", "NotPresent", data=authenticator_data(flags=UV))
        add("nobody verified", "NotVerified", data=authenticator_data(flags=UP))
        add("attested", "AuthenticatorData", data=authenticator_data(flags=UP | UV | AT))
        add("no extensions where the flag says so", "AuthenticatorData", data=authenticator_data(flags=UP | UV | ED))
        add("more than the flags say", "AuthenticatorData", data=authenticator_data(rest=b"\xa0"))
        add("cut short", "AuthenticatorData", data=authenticator_data()[:36])
        add("other bytes signed", "Signature", signature=sign(secret, b"other bytes"))
        add("signed by another key", "Signature", by=other(secret))
    cases.append(case("ES256: signed by Ed25519", es256, error="SignatureForm", signature=eddsa.sign(b"bytes")))
    cases.append(case("Ed25519: signed by ES256", eddsa, error="SignatureForm", signature=sign(es256, b"bytes")))
    whole = case("ES256", es256)
    r, s = decode_dss_signature(base64.urlsafe_b64decode(whole["signature"].split(".")[2] + "=="))
    fixed = r.to_bytes(32, "big") + s.to_bytes(32, "big")
    cases.append(case("ES256: two numbers without DER", es256, error="SignatureForm", signature=fixed))
    return cases


if __name__ == "__main__":
    es256 = ec.derive_private_key(int.from_bytes(sha256(b"passkey 1").digest(), "big") % N, ec.SECP256R1())
    eddsa = ed25519.Ed25519PrivateKey.from_private_bytes(sha256(b"passkey 2").digest())
    out = {"good": good(es256, eddsa), "bad": bad(es256, eddsa)}
    print(json.dumps(out, ensure_ascii=False, indent=1))

"""A mail server made of aiosmtpd, reading what it gets with Python's own email package.

    receive.py plain|starttls|smtps FOLDER

Prints one line with its port, then one JSON object a message. With encryption it makes a certificate authority and a
certificate for 127.0.0.1 in FOLDER (ca.pem) and asks for the user "union" with the password "p:w/ñ". It ends when its standard
input is closed.
"""

import asyncio
import email
import email.policy
import json
import ssl
import subprocess
import sys

from aiosmtpd.smtp import SMTP, AuthResult, LoginPassword


def made_certificate(folder):
    def openssl(*arguments):
        subprocess.run(["openssl", *arguments], check=True, capture_output=True, cwd=folder)

    key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    openssl("req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=Test authority")
    openssl("req", *key, "-keyout", "key.pem", "-out", "request.pem", "-subj", "/CN=127.0.0.1")
    with open(f"{folder}/extensions", "w") as out:
        out.write("subjectAltName=IP:127.0.0.1\nbasicConstraints=CA:FALSE\n")
    openssl("x509", "-req", "-in", "request.pem", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "30",
            "-extfile", "extensions", "-out", "cert.pem")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(f"{folder}/cert.pem", f"{folder}/key.pem")
    return context


class Handler:
    async def handle_DATA(self, server, session, envelope):
        message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
        parts = [part for part in message.walk() if not part.is_multipart()]
        found = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "encrypted": server.transport.get_extra_info("ssl_object") is not None,
            "authenticated": session.authenticated,
            "defects": [repr(defect) for part in message.walk() for defect in part.defects],
            "headers": [[name, str(value)] for name, value in message.items()],
            "header_defects": [repr(d) for value in message.values() for d in getattr(value, "defects", [])],
            "text": message.get_body().get_content().replace("\r\n", "\n"),
            "date": int(message["Date"].datetime.timestamp()),
            "sender_name": message["From"].addresses[0].display_name,
            "calendars": [
                {"method": part["Content-Type"].params.get("method"), "name": part.get_filename(),
                 "content": part.get_content()}
                for part in parts if part.get_content_type() == "text/calendar"
            ],
            "bare": b"\n" in envelope.original_content.replace(b"\r\n", b""),
        }
        print(json.dumps(found), flush=True)
        return "250 2.0.0 taken"


def authenticate(server, session, envelope, mechanism, data):
    fine = isinstance(data, LoginPassword) and (data.login, data.password) == (b"union", "p:w/ñ".encode())
    return AuthResult(success=fine, handled=fine)


async def main(kind, folder):
    context = None if kind == "plain" else made_certificate(folder)
    asks = {"authenticator": authenticate, "auth_required": True} if context else {}
    if kind == "starttls":
        asks |= {"tls_context": context, "require_starttls": True}
    if kind == "smtps":
        asks |= {"auth_require_tls": False}
    loop = asyncio.get_running_loop()
    wrapped = context if kind == "smtps" else None
    listening = await loop.create_server(lambda: SMTP(Handler(), hostname="localhost", **asks), "127.0.0.1", 0, ssl=wrapped)
    print(listening.sockets[0].getsockname()[1], flush=True)
    await loop.run_in_executor(None, sys.stdin.read)


asyncio.run(main(sys.argv[1], sys.argv[2]))

"""Sends messages with Python's own smtplib to the server on 127.0.0.1 at the port given, and prints what the server said.

It knows nothing of the server it talks to. Messages come on standard input as a JSON list of
{"from", "to", "subject", "text"}; one JSON object a message goes out.
"""

import json
import smtplib
import sys
from email.message import EmailMessage

with smtplib.SMTP("127.0.0.1", int(sys.argv[1]), timeout=30) as server:
    server.ehlo()
    features = sorted(server.esmtp_features)
    for wanted in json.load(sys.stdin):
        message = EmailMessage()
        message["From"] = wanted["from"]
        message["To"] = ", ".join(wanted["to"])
        message["Subject"] = wanted["subject"]
        message.set_content(wanted["text"], cte=wanted.get("encoding"))
        try:
            refused = server.send_message(message)
            print(json.dumps({"refused": sorted(refused), "features": features}))
        except smtplib.SMTPResponseException as said:
            print(json.dumps({"code": said.smtp_code}))
            server.rset()
    print(json.dumps({"verify": server.verify("x")[0], "noop": server.noop()[0]}))

"""Writes lot.json: lots of `rnf/lot/v1`, drawn without any code of this project. Run: python3 lot.py > lot.json"""
import json
from hashlib import sha256


def draw(seed_hex, context, names):
    seed, context = bytes.fromhex(seed_hex), context.encode()
    head = b"rnf/lot/v1\n" + seed + len(context).to_bytes(8, "big") + context
    drawn = sorted((sha256(head + name.encode()).hexdigest(), name) for name in names)
    return [{"name": name, "digest": digest} for digest, name in drawn]


cases = [
    ("00" * 32, "example", ["Ana", "Bo", "Cy"]),
    ("00" * 32, "example, question 2", ["Ana", "Bo", "Cy"]),
    ("ff" * 32, "", ["Mira Fernhollow", "Tomé Quillmark", "Ødd Lanternby", "李 Oakfen"]),
    (sha256(b"seed").hexdigest(), "elección/0", ["Name %d" % n for n in range(12)]),
]
out = [{"seed": s, "context": c, "names": n, "drawn": draw(s, c, n)} for s, c, n in cases]
print(json.dumps(out, ensure_ascii=False, indent=1))

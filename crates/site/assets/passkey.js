// Passkeys: make one, and have one sign. What is sent are public parts only.
import { decode, encode } from "./token.js";

/** Has a passkey sign a challenge: which passkey, and the text form that the record keeps. */
export async function assertion(challenge, credential) {
  const allowed = credential ? [{ type: "public-key", id: decode(credential) }] : [];
  const made = await navigator.credentials.get({
    publicKey: { challenge: decode(challenge), allowCredentials: allowed, userVerification: "required" },
  });
  const parts = [made.response.authenticatorData, made.response.clientDataJSON, made.response.signature];
  return { id: encode(made.rawId), signature: `passkey:${parts.map(encode).join(".")}` };
}

/** Makes a passkey: its name for itself, and its public half as browsers give it. */
export async function make(challenge, union, name) {
  const id = new TextEncoder().encode(name).slice(0, 64);
  const made = await navigator.credentials.create({
    publicKey: {
      challenge: decode(challenge),
      rp: { name: union, id: location.hostname },
      user: { id, name, displayName: name },
      pubKeyCredParams: [{ type: "public-key", alg: -7 }, { type: "public-key", alg: -8 }],
      authenticatorSelection: { residentKey: "required", userVerification: "required" },
      attestation: "none",
    },
  });
  return { id: encode(made.rawId), key: encode(made.response.getPublicKey()) };
}

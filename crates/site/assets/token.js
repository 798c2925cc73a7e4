// What every script here needs: sending JSON with the form token, base64url, and reading a problem as people read it.

/** Sends JSON and gives back JSON. Throws an Error whose message is for the person at the screen. */
export async function send(url, body, token) {
  const response = await fetch(url, {
    method: "POST",
    headers: { "content-type": "application/json", "x-token": token },
    body: JSON.stringify(body),
  });
  return answer(response);
}

/** Reads a JSON answer, or throws what it says went wrong. */
export async function answer(response) {
  const text = await response.text();
  let json;
  try {
    json = JSON.parse(text);
  } catch {
    throw new Error(`${response.status} ${response.statusText}`);
  }
  if (json.error) {
    throw new Error([json.error.heading, ...(json.error.sentences ?? [])].join(" — "));
  }
  return json;
}

/** Bytes as unpadded base64url. */
export function encode(bytes) {
  const text = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Unpadded base64url as bytes. */
export function decode(text) {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (char) => char.charCodeAt(0));
}

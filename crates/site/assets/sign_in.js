// Signing in with a passkey or a key file. The key file is read here and only a proof is sent.
import { send } from "./token.js";
import { load } from "./desk.js";
import { assertion } from "./passkey.js";

const page = document.getElementById("sign-in");
const status = document.getElementById("status");
const { token, next, desk } = page.dataset;

async function challenge() {
  return (await send("/sign-in/challenge", {}, token)).challenge;
}

function on(id, work) {
  document.getElementById(id).addEventListener("click", async () => {
    status.className = "";
    status.textContent = "";
    try {
      const done = await work();
      location.assign(done.to);
    } catch (error) {
      status.className = "error";
      status.textContent = error.message;
    }
  });
}

on("passkey", async () => {
  const asked = await challenge();
  const { id, signature } = await assertion(asked, "");
  return send("/sign-in/passkey", { challenge: asked, credential: id, signature, next }, token);
});

on("key", async () => {
  const [chosen] = document.getElementById("key-file").files;
  const file = chosen ? await chosen.text() : sessionStorage.getItem("key") ?? "";
  const call = await load(desk);
  const asked = await challenge();
  const made = await call("key.prove", { file, origin: location.origin, challenge: asked });
  if (made.error) throw new Error(made.error.message);
  return send("/sign-in/key", { challenge: asked, public: made.public, proof: made.proof, next }, token);
});

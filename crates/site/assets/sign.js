// The signing page: a passkey or a key file signs what the page shows, and the signature alone is sent.
import { load } from "./desk.js";
import { assertion } from "./passkey.js";
import { send } from "./token.js";

const box = document.getElementById("sign");
const status = document.getElementById("sign-status");
const { id, challenge, credential, token, desk } = box.dataset;

function on(button, work) {
  document.getElementById(button)?.addEventListener("click", async () => {
    status.className = "";
    status.textContent = "";
    try {
      const signature = await work();
      const done = await send(`/sign/${id}`, { signature }, token);
      location.assign(done.to);
    } catch (error) {
      status.className = "error";
      status.textContent = error.message;
    }
  });
}

on("sign-passkey", async () => (await assertion(challenge, credential)).signature);

on("sign-file", async () => {
  const [chosen] = document.getElementById("key-file").files;
  const file = chosen ? await chosen.text() : sessionStorage.getItem("key") ?? "";
  const call = await load(desk);
  const inner = document.getElementById("inner").textContent;
  const made = await call("key.sign", { file, inner, language: document.documentElement.lang });
  if (made.error) throw new Error(made.error.message);
  return made.signature;
});

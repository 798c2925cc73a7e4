// A member's page: makes a passkey on this device and has its public half kept.
import { make } from "./passkey.js";
import { send } from "./token.js";

const box = document.getElementById("passkeys");
const status = document.getElementById("status");
const { token, union, member } = box.dataset;

document.getElementById("make").addEventListener("click", async () => {
  status.className = "";
  status.textContent = "";
  try {
    const { challenge } = await send("/sign-in/challenge", {}, token);
    const label = document.getElementById("label").value.trim() || navigator.platform || "passkey";
    const made = await make(challenge, union, member);
    const done = await send("/me/passkeys", { ...made, label }, token);
    location.assign(done.to);
  } catch (error) {
    status.className = "error";
    status.textContent = error.message;
  }
});

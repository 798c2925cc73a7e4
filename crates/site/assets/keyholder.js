// A key holder's page: the share is made and used here, and kept in a file of the key holder's own. Public parts alone are sent.
import { answer, send } from "./token.js";
import { load } from "./desk.js";

const box = document.getElementById("keyholder");
const status = document.getElementById("status");
const { id, holder, key, token, desk, work, saved, nofile } = box.dataset;
let made = null;

const seed = () => [...crypto.getRandomValues(new Uint8Array(32))].map((b) => b.toString(16).padStart(2, "0")).join("");

async function ask(name, input) {
  const call = await load(desk);
  const said = await call(name, input);
  if (said.error) throw new Error(said.error.message);
  return said;
}

function on(button, action) {
  document.getElementById(button)?.addEventListener("click", async () => {
    status.className = "";
    status.textContent = work;
    try {
      await action();
    } catch (error) {
      status.className = "error";
      status.textContent = error.message;
    }
  });
}

on("make", async () => {
  made = await ask("keyholder.make", { election: id, key, holder: Number(holder), seed: seed() });
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([made.file], { type: "application/json" }));
  link.download = `${id}-key-holder-${holder}.json`;
  link.click();
  URL.revokeObjectURL(link.href);
  status.textContent = saved;
  document.getElementById("present").disabled = false;
  document.getElementById("present").focus();
});

on("present", async () => {
  const trustee = typeof made.trustee === "string" ? made.trustee : JSON.stringify(made.trustee);
  const body = { trustee, seed_commitment: made.seed_commitment };
  const { to } = await send(`/elections/${id}/keyholder/present`, body, token);
  location.assign(to);
});

on("open", async () => {
  const [chosen] = document.getElementById("share-file").files;
  // A demonstration hands the share over with the role.
  const share = chosen ? await chosen.text() : sessionStorage.getItem("share");
  if (!share) throw new Error(nofile);
  const [file, documents, tally] = await Promise.all([
    share,
    fetch(`/elections/${id}/documents.json`).then(answer),
    fetch(`/elections/${id}/tally.json`).then(answer),
  ]);
  const input = { file, election: id, key, holder: Number(holder), documents, tally, seed: seed() };
  const part = await ask("keyholder.decrypt", input);
  const body = { decryption: part.decryption, seed: part.seed };
  const { to } = await send(`/elections/${id}/keyholder/open`, body, token);
  location.assign(to);
});

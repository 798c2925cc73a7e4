// Setting the ballot. Credentials are made here, in the committee's browser; the server gets their public halves only. Who has
// which credential stands in the file and the letters that are saved here, and nowhere else.
import { send } from "./token.js";
import { load } from "./desk.js";

const box = document.getElementById("ballot");
const status = document.getElementById("status");
const progress = document.getElementById("progress");
const { id, token, desk, work, ready } = box.dataset;
const PIECE = 200;
let made = null;

async function ask(call, name, input) {
  const said = await call(name, input);
  if (said.error) throw new Error(said.error.message);
  return said;
}

function on(button, action) {
  document.getElementById(button).addEventListener("click", async () => {
    status.className = "";
    status.textContent = "";
    try {
      await action();
    } catch (error) {
      status.className = "error";
      status.textContent = error.message;
    }
  });
}

async function make() {
  status.textContent = work;
  const [call, facts] = await Promise.all([load(desk), send(`/elections/${id}/ballot/facts.json`, {}, token)]);
  const seed = [...crypto.getRandomValues(new Uint8Array(32))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const { template, slate, trustees, voters } = facts;
  const { uuid, group } = template;
  let [publics, secrets, csv] = [[], [], ""];
  progress.hidden = false;
  progress.max = voters.length;
  for (let first = 0; first < voters.length; first += PIECE) {
    const some = voters.slice(first, first + PIECE).map(({ member_id }) => ({ member_id }));
    const piece = await ask(call, "credentials.make", { uuid, group, voters: some, first, seed });
    publics = publics.concat(piece.public);
    secrets = secrets.concat(piece.private);
    csv += piece.csv;
    progress.value = first + some.length;
    await new Promise((resolve) => setTimeout(resolve));
  }
  const set = await ask(call, "ballot.set", { election: id, template, slate, trustees, credentials: publics });
  made = { documents: set.documents, csv };
  letters(voters, secrets);
  status.textContent = ready;
  document.getElementById("save").disabled = false;
  document.getElementById("print").disabled = false;
}

function letters(voters, secrets) {
  const all = document.getElementById("letters");
  const template = document.getElementById("letter").content;
  all.replaceChildren();
  voters.forEach((voter, at) => {
    const letter = template.cloneNode(true);
    letter.querySelector(".to").textContent = [voter.name, voter.address].filter(Boolean).join("\n") || voter.member_id;
    letter.querySelector(".name").textContent = voter.name || voter.member_id;
    letter.querySelector(".credential").textContent = secrets[at].credential;
    all.append(letter);
  });
}

on("make", make);

on("save", async () => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([made.csv], { type: "text/csv" }));
  link.download = `${id}-credentials.csv`;
  link.click();
  URL.revokeObjectURL(link.href);
  document.getElementById("set").disabled = false;
});

on("print", async () => {
  window.print();
  document.getElementById("set").disabled = false;
});

on("set", async () => {
  const { to } = await send(`/elections/${id}/ballot/set`, made.documents, token);
  location.assign(to);
});

// The booth. Choices and credential stay in this page; the desk seals the ballot here, and the sealed ballot alone is sent.
import { answer, send } from "./token.js";
import { load } from "./desk.js";

const form = document.getElementById("booth");
const texts = document.getElementById("texts").dataset;
const part = (id) => document.getElementById(id);
const { id, token, desk } = form.dataset;

const documents = fetch(`/elections/${id}/documents.json`).then(answer);
const calling = load(desk);
let made = null;

function show(name) {
  for (const each of ["choose", "check", "done"]) part(each).hidden = each !== name;
  const place = ["choose", "check", "done"].indexOf(name);
  [...part("steps").children].forEach((step, at) => {
    if (at === place) step.setAttribute("aria-current", "step");
    else step.removeAttribute("aria-current");
  });
  part("problem").hidden = true;
  part("working").textContent = "";
  if (name !== "choose") part(name).focus();
  window.scrollTo(0, 0);
}

function problem(message) {
  part("working").textContent = "";
  part("problem").textContent = message;
  part("problem").hidden = false;
  part("problem").focus();
}

/** What is chosen, question by question; throws what is wrong in words. */
function choices() {
  return [...form.querySelectorAll(".question")].map((question) => {
    const marked = [...question.querySelectorAll(":checked")].map((input) => input.value);
    const { min, max, name } = question.dataset;
    if (marked.includes("blank")) {
      if (marked.length > 1) throw new Error(`${name}: ${texts.both}`);
      return "blank";
    }
    if (marked.length < Number(min)) throw new Error(`${name}: ${texts.few}`);
    if (marked.length > Number(max)) throw new Error(`${name}: ${texts.many}`);
    return marked.map(Number);
  });
}

function spell(chosen) {
  const list = part("chosen");
  list.replaceChildren();
  [...form.querySelectorAll(".question")].forEach((question, at) => {
    const names = [...question.querySelectorAll(".choice span")].map((span) => span.textContent);
    const said = chosen[at] === "blank" ? texts.blank : chosen[at].map((place) => names[place]).join(", ");
    const [term, value] = [document.createElement("dt"), document.createElement("dd")];
    term.textContent = question.dataset.name;
    value.textContent = said;
    list.append(term, value);
  });
}

async function seal() {
  const chosen = choices();
  const credential = part("credential").value.trim();
  if (!credential) throw new Error(texts.none);
  part("working").textContent = texts.sealing;
  const [call, published] = await Promise.all([calling, documents]);
  // Let the words above be seen before the work begins.
  await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const seed = [...crypto.getRandomValues(new Uint8Array(32))].map((b) => b.toString(16).padStart(2, "0")).join("");
  const input = { documents: published, credential, choices: chosen, seed };
  const sealed = await call("ballot.make", input);
  if (sealed.error) throw new Error(sealed.error.message);
  made = { ...sealed, choices: chosen, seed };
  spell(chosen);
  part("tracker").textContent = sealed.tracker;
  part("audited").hidden = true;
  part("cast").disabled = false;
  show("check");
}

async function cast() {
  part("cast").disabled = true;
  const done = await send(`/elections/${id}/ballots`, { ballot: made.ballot }, token);
  if (done.tracker !== made.tracker) throw new Error(texts.other);
  made = { tracker: done.tracker, receipt: done.receipt };
  part("credential").value = "";
  form.querySelectorAll(":checked").forEach((input) => { input.checked = false; });
  part("done-tracker").textContent = done.tracker;
  part("find").href = `/elections/${id}/find?tracker=${encodeURIComponent(done.tracker)}`;
  show("done");
}

async function audit() {
  const [call, published] = await Promise.all([calling, documents]);
  const { ballot, choices: chosen, seed } = made;
  const found = await call("ballot.audit", { documents: published, choices: chosen, seed, ballot });
  if (found.error) throw new Error(found.error.message);
  // A ballot whose seed was shown is spent: it is never cast.
  part("cast").disabled = true;
  part("opened").textContent = JSON.stringify({ tracker: found.tracker, choices: chosen, seed, ballot }, null, 1);
  part("audited").hidden = false;
  part("audited").focus();
}

function save() {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([made.receipt], { type: "text/plain" }));
  link.download = `${id}-${made.tracker.slice(0, 8).replaceAll("/", "_")}.tlog-proof`;
  link.click();
  URL.revokeObjectURL(link.href);
}

const guarded = (work) => async (event) => {
  event?.preventDefault();
  try {
    await work();
  } catch (error) {
    part("cast").disabled = part("audited").hidden === false;
    problem(error.message);
  }
};

form.addEventListener("submit", guarded(seal));
part("cast").addEventListener("click", guarded(cast));
part("audit").addEventListener("click", guarded(audit));
part("back").addEventListener("click", () => { made = null; show("choose"); });
part("save").addEventListener("click", guarded(async () => save()));
part("copy").addEventListener("click", guarded(async () => {
  await navigator.clipboard.writeText(made.tracker);
  part("copy").textContent = texts.copied;
}));

// The booth of the offline page: one election, no network. Everything it shows comes from the election's documents through
// the desk; texts come with the page. It is packed into the page together with desk.js.
import { load, freshSeed } from "./desk.js";

const data = JSON.parse(document.getElementById("data").textContent);
const say = (name, facts = {}) =>
  Object.entries(facts).reduce((text, [fact, value]) => text.replaceAll(`{${fact}}`, value), data.texts[name]);
const bytes = (base64) => Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));

// An element with attributes and children; text is always text.
function make(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else if (value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...children);
  return element;
}

const main = document.getElementById("main");
const status = document.getElementById("status");

// Shows one step, and puts the reader at its heading.
function show(heading, ...children) {
  const title = make("h2", { tabindex: "-1" }, heading);
  main.replaceChildren(title, ...children);
  status.textContent = "";
  title.focus();
}

const trouble = ({ code, message }) => {
  const texts = data.texts[code];
  status.textContent = texts ?? `${message} (${code})`;
};

const button = (text, click) => make("button", { type: "button", click }, text);
const field = (label, input) => make("p", {}, make("label", { for: input.id }, label), input);
const area = (id, text) => make("textarea", { id, rows: "8", readonly: text !== "", spellcheck: "false" }, text);

function questionFields({ question, answers, min, max, blank }, n) {
  // One that has to be chosen is chosen from a list; one that may be left out must be possible to take back.
  const kind = min === 1 && max === 1 ? "radio" : "checkbox";
  const option = (value, text) => {
    const id = `q${n}-${value}`;
    const input = make("input", { type: kind, name: `q${n}`, id, value });
    return make("p", { class: "option" }, input, make("label", { for: id }, text));
  };
  const hint = say(min === max ? "choose-exactly" : "choose-between", { min, max });
  const options = answers.map((answer, place) => option(String(place), answer));
  if (blank) options.push(option("blank", say("blank")));
  return make("fieldset", {}, make("legend", {}, question), make("p", { class: "hint" }, hint), ...options);
}

// The choices in the form, as the desk takes them; what is too much or too little it refuses itself.
function chosen(form, questions) {
  return questions.map(({ answers }, n) => {
    const ticked = [...form.querySelectorAll(`[name="q${n}"]:checked`)].map((input) => input.value);
    if (ticked.length === 1 && ticked[0] === "blank") return "blank";
    // Blank beside an answer is no answer there is.
    return ticked.map((value) => (value === "blank" ? answers.length : Number(value)));
  });
}

function inWords(questions, choices) {
  const rows = questions.map(({ question, answers }, n) => {
    const choice = choices[n];
    const names = choice === "blank" ? [say("blank")] : choice.map((place) => answers[place] ?? "?");
    return [make("dt", {}, question), make("dd", {}, names.join(", ") || say("nobody"))];
  });
  return make("dl", {}, ...rows.flat());
}

function start(call, questions) {
  const credential = make("input", { id: "credential", autocomplete: "off", spellcheck: "false", required: true });
  const form = make("form", {}, field(say("credential"), credential), ...questions.map(questionFields));
  form.append(make("button", { type: "submit" }, say("encrypt")));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    status.textContent = say("encrypting");
    const [choices, seed] = [chosen(form, questions), freshSeed()];
    const request = { documents: data.documents, credential: credential.value, choices, seed };
    const made = await call("ballot.make", request);
    if (made.error) trouble(made.error);
    else sealed(call, questions, { choices, seed, ...made });
  });
  show(say("vote"), make("p", {}, say("intro")), form, button(say("audit-other"), () => auditOther(call, questions)));
}

// The tracker first, the decision after: a machine that cheats does not know which it will be.
function sealed(call, questions, ballot) {
  show(
    say("sealed"),
    inWords(questions, ballot.choices),
    make("p", {}, say("tracker"), " ", make("code", { id: "tracker" }, ballot.tracker)),
    make("p", {}, say("decide")),
    button(say("keep"), () => keep(call, questions, ballot)),
    button(say("audit"), () => open(call, questions, ballot)),
  );
}

const download = (name, text, label) => {
  const address = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  return make("p", {}, make("a", { href: address, download: name }, label));
};

function keep(call, questions, { ballot, tracker }) {
  show(
    say("kept"),
    make("p", {}, say("kept-next", { where: data.where })),
    make("p", {}, say("tracker"), " ", make("code", { id: "tracker" }, tracker)),
    download("ballot.json", ballot, say("download")),
    field(say("ballot"), area("ballot", ballot)),
    button(say("again"), () => start(call, questions)),
  );
}

// The audit sheet: everything a second machine needs, and no credential.
function open(call, questions, { choices, seed, ballot, tracker }) {
  const sheet = JSON.stringify({ tracker, choices, seed, ballot });
  show(
    say("opened"),
    make("p", {}, say("opened-next")),
    inWords(questions, choices),
    make("p", {}, say("seed"), " ", make("code", { id: "seed" }, seed.replace(/(.{4})/g, "$1 "))),
    download("audit.json", sheet, say("download-sheet")),
    field(say("sheet"), area("sheet", sheet)),
    button(say("again"), () => start(call, questions)),
  );
}

function auditOther(call, questions) {
  const sheet = area("sheet", "");
  const check = async () => {
    let given;
    try {
      given = JSON.parse(sheet.value);
    } catch {
      status.textContent = say("sheet-unreadable");
      return;
    }
    const { choices, seed, ballot, tracker } = given;
    const audited = await call("ballot.audit", { documents: data.documents, choices, seed, ballot });
    if (audited.error) trouble(audited.error);
    else if (audited.tracker !== tracker) status.textContent = say("sheet-other-tracker");
    else {
      const shown = make("p", {}, say("tracker"), " ", make("code", { id: "tracker" }, audited.tracker));
      show(say("audited"), make("p", {}, say("audited-next")), inWords(questions, choices), shown);
    }
  };
  show(say("audit-other"), make("p", {}, say("sheet-paste")), field(say("sheet"), sheet), button(say("check"), check));
}

try {
  const call = await load(bytes(document.getElementById("desk").textContent));
  const election = await call("election.read", { documents: data.documents });
  if (election.error) trouble(election.error);
  else {
    document.getElementById("election").textContent = election.name;
    document.getElementById("fingerprint").textContent = election.fingerprint;
    start(call, election.questions);
  }
} catch (fault) {
  status.textContent = say("not-loaded", { why: String(fault.message) });
}

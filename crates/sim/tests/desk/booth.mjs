// Votes on the offline page with a real browser, driven through chromedriver: `node booth.mjs PAGE CREDENTIAL [CHOICE,...]`. Makes a
// ballot, has it opened, checks the opened one as a second machine would, then makes another and keeps it. Prints one line of
// JSON with what the page showed.
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

const [page, credential, choices = "q0-1,q1-0,q1-2"] = process.argv.slice(2);
const driver = spawn("chromedriver", ["--port=0"]);
const port = await new Promise((found, lost) => {
  let said = "";
  driver.stdout.on("data", (text) => {
    said += text;
    // What it says first is the port it was asked for: 0.
    const port = said.match(/on port ([1-9]\d*)\D/);
    if (port) found(port[1]);
  });
  driver.on("exit", () => lost(new Error(`chromedriver ended: ${said}`)));
});
let session = "";

async function ask(method, path, body) {
  const response = await fetch(`http://127.0.0.1:${port}/session${session}${path}`, {
    method,
    body: body && JSON.stringify(body),
  });
  const { value } = await response.json();
  if (value?.error) throw new Error(`${path}: ${value.error}: ${value.message}`);
  return value;
}

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const find = async (css) => (await ask("POST", "/element", { using: "css selector", value: css }))[ELEMENT];
const text = async (css) => ask("GET", `/element/${await find(css)}/text`);
const value = async (css) => ask("GET", `/element/${await find(css)}/property/value`);
const click = async (css) => ask("POST", `/element/${await find(css)}/click`, {});
const type = async (css, text) => ask("POST", `/element/${await find(css)}/value`, { text });
const run = async (script) => ask("POST", "/execute/sync", { script, args: [] });

async function vote() {
  await type("#credential", credential);
  for (const choice of choices.split(",")) await click(`#${choice}`);
  await click("button[type=submit]");
  return text("#tracker");
}

try {
  const options = { args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] };
  const capabilities = { alwaysMatch: { browserName: "chrome", "goog:chromeOptions": options } };
  session = `/${(await ask("POST", "", { capabilities })).sessionId}`;
  await ask("POST", "/timeouts", { implicit: 30_000 });
  await ask("POST", "/url", { url: String(pathToFileURL(page)) });
  const shown = { election: await text("#election"), fingerprint: await text("#fingerprint") };

  // A credential mistyped is refused in words, and the form stays.
  await type("#credential", "no-credential");
  await click("button[type=submit]");
  for (let looks = 0; looks < 500; looks += 1) {
    shown.refusal = await text("#status");
    if (shown.refusal && !shown.refusal.includes("…")) break;
  }
  await run("document.getElementById('credential').value = ''");

  const opened = await vote();
  await click("main button:nth-of-type(2)");
  const sheet = await value("#sheet");
  await click("main > button:last-of-type");
  await click("main > button:last-of-type");
  await type("#sheet", sheet);
  await click("main > button:last-of-type");
  shown.audited = { tracker: opened, again: await text("#tracker"), choices: await text("dl") };

  await ask("POST", "/refresh", {});
  shown.tracker = await vote();
  await click("main button:nth-of-type(1)");
  shown.ballot = await value("#ballot");
  // The page loaded nothing, and its policy lets nobody add to it.
  shown.loaded = await run("return performance.getEntriesByType('resource').length");
  shown.injected = await run(
    "const s = document.createElement('script'); s.textContent = 'window.injected = 1'; document.body.append(s);" +
      "return window.injected ?? 0",
  );
  console.log(JSON.stringify(shown));
} finally {
  if (session) await ask("DELETE", "").catch(() => undefined);
  driver.kill();
}

// People at the site with a real browser each, driven through chromedriver: `node journey.mjs PLAN`, where PLAN is a JSON file
// with the site's address, a credential, a member's link and a key file. Prints one line of JSON with what the pages showed.
import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
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

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const opened = [];

/** A person with a browser of their own. */
class Person {
  async ask(method, path, body) {
    const address = `http://127.0.0.1:${port}/session${this.session ?? ""}${path}`;
    const response = await fetch(address, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${path}: ${value.error}: ${value.message}`);
    return value;
  }
  static async open() {
    const person = new Person();
    const args = [
      "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
      "--disable-background-networking", "--disable-component-update", "--disable-sync", "--window-size=390,844",
    ];
    const capabilities = { alwaysMatch: { browserName: "chrome", "goog:chromeOptions": { args } } };
    person.session = `/${(await person.ask("POST", "", { capabilities })).sessionId}`;
    opened.push(person);
    await person.ask("POST", "/timeouts", { implicit: 30_000 });
    return person;
  }
  go(path) { return this.ask("POST", "/url", { url: plan.url + path }); }
  async element(css) { return (await this.ask("POST", "/element", { using: "css selector", value: css }))[ELEMENT]; }
  async text(css) { return this.ask("GET", `/element/${await this.element(css)}/text`); }
  async click(css) { return this.ask("POST", `/element/${await this.element(css)}/click`, {}); }
  async type(css, text) { return this.ask("POST", `/element/${await this.element(css)}/value`, { text }); }
  run(script) { return this.ask("POST", "/execute/sync", { script, args: [] }); }
  /** Waits until a script of the page says so. */
  async until(script) {
    for (let looks = 0; looks < 600; looks += 1) {
      const said = await this.run(`return ${script}`).catch(() => undefined);
      if (said) return said;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`never: ${script}; the page says: ${await this.text("main")}`);
  }
}

async function vote(voter, answer) {
  await voter.go("/elections/officers-1/vote");
  await voter.run(`document.querySelectorAll('.question').forEach(q => q.querySelectorAll('input')[${answer}].click())`);
  await voter.type("#credential", plan.credential);
  await voter.click("#seal");
  await voter.until("!document.getElementById('check').hidden");
  const sealed = await voter.text("#tracker");
  await voter.click("#cast");
  await voter.until("!document.getElementById('done').hidden");
  return [sealed, await voter.text("#done-tracker")];
}

const shown = {};
try {
  const voter = await Person.open();
  // A credential mistyped is refused in words, and the choices stay.
  await voter.go("/elections/officers-1/vote");
  await voter.run("document.querySelectorAll('.question').forEach(q => q.querySelectorAll('input')[0].click())");
  await voter.type("#credential", "no-credential");
  await voter.click("#seal");
  shown.refused = await voter.until("!document.getElementById('problem').hidden && document.getElementById('problem').textContent");
  shown.kept = await voter.run("return document.querySelectorAll('.question :checked').length");
  shown.first = await vote(voter, 0);
  shown.second = await vote(voter, 1);
  await voter.click("#find");
  shown.found = await voter.text("main .success");
  // The whole record, added up in this browser.
  await voter.go("/record/check");
  await voter.click("#check");
  shown.checked = await voter.until("['success', 'error'].includes(document.getElementById('status').className) && document.getElementById('status').className");
  shown.outside = await voter.run(`return performance.getEntriesByType('resource').filter(e => !e.name.startsWith('${plan.url}')).length`);

  // A member makes a passkey, two steps later it signs for an office.
  const member = await Person.open();
  await member.ask("POST", "/webauthn/authenticator", {
    protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
  });
  await member.go(plan.link);
  await member.click("main form button");
  await member.go("/me");
  await member.type("#label", "my phone");
  await member.click("#make");
  await member.until("document.querySelector('#passkeys ul') !== null");
  await member.go("/keys");
  await member.click("main details summary");
  shown.key = await member.text("main details pre");

  const secretary = await Person.open();
  await secretary.go("/sign-in?next=/keys");
  await secretary.type("#key-file", plan.keyFile);
  await secretary.click("#key");
  await secretary.until("location.pathname === '/keys'");
  await secretary.run("document.getElementById('role').value = 'treasurer'");
  await secretary.type("#key", shown.key);
  await secretary.click("main section.narrow form button.primary");
  await secretary.until("location.pathname.startsWith('/sign/')");
  shown.says = await secretary.text("blockquote.act");
  await secretary.type("#key-file", plan.keyFile);
  await secretary.click("#sign-file");
  await secretary.until("location.search.includes('recorded=')");

  await member.go("/sign-in?next=/keys");
  await member.click("#passkey");
  await member.until("location.pathname === '/keys'");
  shown.who = await member.text(".who");
  // And it signs: it revokes itself, on the record.
  await member.run("[...document.querySelectorAll('tbody tr')].find(r => r.textContent.includes('passkey')).querySelector('button').click()");
  await member.until("location.pathname.startsWith('/sign/')");
  await member.click("#sign-passkey");
  await member.until("location.search.includes('recorded=')");
  shown.signed = await member.run("return location.search");
  console.log(JSON.stringify(shown));
} catch (error) {
  console.error(error, JSON.stringify(shown));
  process.exitCode = 1;
} finally {
  for (const person of opened) await person.ask("DELETE", "").catch(() => undefined);
  driver.kill();
}

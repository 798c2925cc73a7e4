// Times the offline booth in a real browser: `node measure_booth.mjs PAGE CREDENTIAL RUNS`. From the press of the button to the
// tracker on the screen, in milliseconds: what a voter waits for. Prints the first, the median and the worst as JSON.
import { spawn } from "node:child_process";
import { pathToFileURL } from "node:url";

const [page, credential, runs] = process.argv.slice(2);
const driver = spawn("chromedriver", ["--port=0"]);
const port = await new Promise((found, lost) => {
  let said = "";
  driver.stdout.on("data", (text) => {
    said += text;
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

const SEALS = `
  const [credential, done] = arguments;
  const waitFor = (css) => new Promise((found) => {
    const look = () => {
      const element = document.querySelector(css);
      if (element) found(element); else requestAnimationFrame(look);
    };
    look();
  });
  (async () => {
    (await waitFor("#credential")).value = credential;
    document.querySelector("fieldset input:last-of-type").checked = true;
    const started = performance.now();
    document.querySelector("button[type=submit]").click();
    await waitFor("#tracker");
    done(performance.now() - started);
  })();
`;

try {
  const options = { args: ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] };
  const capabilities = { alwaysMatch: { browserName: "chrome", "goog:chromeOptions": options } };
  session = `/${(await ask("POST", "", { capabilities })).sessionId}`;
  await ask("POST", "/timeouts", { script: 60_000 });
  const times = [];
  for (let run = 0; run < Number(runs); run += 1) {
    await ask("POST", "/url", { url: String(pathToFileURL(page)) });
    times.push(await ask("POST", "/execute/async", { script: SEALS, args: [credential] }));
  }
  const first = times[0];
  times.sort((a, b) => a - b);
  console.log(JSON.stringify({ first, median: times[Math.floor(times.length / 2)], worst: times.at(-1) }));
} finally {
  if (session) await ask("DELETE", "").catch(() => undefined);
  driver.kill();
}

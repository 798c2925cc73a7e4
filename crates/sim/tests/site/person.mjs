// A person with a real browser of their own, driven through chromedriver's HTTP protocol. `open_driver` starts the driver once;
// `Person.open` a browser. Everything a person does to a page goes through the driver's own mouse and keys.
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";

const ELEMENT = "element-6066-11e4-a52e-4f735466cecf";
const CHROMIUM = [
  "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-quic", "--no-first-run",
  "--disable-background-networking", "--disable-component-update", "--disable-sync",
];
const opened = [];
let driver;
let port;

/** Starts the driver on a port of the system's choice. */
export async function open_driver() {
  driver = spawn("chromedriver", ["--port=0"]);
  port = await new Promise((found, lost) => {
    let said = "";
    driver.stdout.on("data", (text) => {
      said += text;
      // What it says first is the port it was asked for: 0.
      const told = said.match(/on port ([1-9]\d*)\D/);
      if (told) found(told[1]);
    });
    driver.on("error", lost);
    driver.on("exit", () => lost(new Error(`chromedriver ended: ${said}`)));
  });
}

/** Ends every browser and the driver. */
export async function close_driver() {
  for (const person of opened) await person.ask("DELETE", "").catch(() => undefined);
  driver?.kill();
}

/** A person with a browser of their own. */
export class Person {
  async ask(method, path, body) {
    const address = `http://127.0.0.1:${port}/session${this.session ?? ""}${path}`;
    const response = await fetch(address, { method, body: body && JSON.stringify(body) });
    const { value } = await response.json();
    if (value?.error) throw new Error(`${this.name}: ${path} ${JSON.stringify(body) ?? ""}: ${value.error}: ${value.message}`);
    return value;
  }
  /**
   * Opens a browser on a site. `told`: `name` for error messages, `size` of the window, `more` arguments and `prefs` for
   * Chromium, `wait` for an element in milliseconds.
   */
  static async open(url, told = {}) {
    const person = new this();
    person.url = url;
    person.name = told.name ?? "somebody";
    const args = [...CHROMIUM, `--window-size=${told.size ?? "390,844"}`, ...(told.more ?? [])];
    const chromium = { args, ...(told.prefs && { prefs: told.prefs }) };
    const capabilities = { alwaysMatch: { browserName: "chrome", "goog:chromeOptions": chromium } };
    person.session = `/${(await person.ask("POST", "", { capabilities })).sessionId}`;
    opened.push(person);
    await person.ask("POST", "/timeouts", { implicit: told.wait ?? 30_000 });
    return person;
  }
  /** Gives the browser a passkey's device, whose owner always says yes. */
  passkey_device() {
    return this.ask("POST", "/webauthn/authenticator", {
      protocol: "ctap2", transport: "internal", hasResidentKey: true, hasUserVerification: true, isUserVerified: true,
    });
  }
  /** Types an address of the site into the address bar. */
  go(path) { return this.ask("POST", "/url", { url: this.url + path }); }
  async element(css) { return (await this.ask("POST", "/element", { using: "css selector", value: css }))[ELEMENT]; }
  async elements(css) {
    const found = await this.ask("POST", "/elements", { using: "css selector", value: css });
    return found.map((one) => one[ELEMENT]);
  }
  async text(css) { return this.ask("GET", `/element/${await this.element(css)}/text`); }
  async click(css) { return this.ask("POST", `/element/${await this.element(css)}/click`, {}); }
  async type(css, text) { return this.ask("POST", `/element/${await this.element(css)}/value`, { text }); }
  /** Looks into the page; what people do goes through `click` and `type`. */
  run(script, ...args) { return this.ask("POST", "/execute/sync", { script, args }); }
  /** Waits until an expression on the page is true, and says what it was. */
  async until(script) {
    for (let looks = 0; looks < 600; looks += 1) {
      const said = await this.run(`return ${script}`).catch(() => undefined);
      if (said) return said;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${this.name}: never: ${script}; the page says: ${await this.text("main")}`);
  }
  /** Makes the page as large as that, below the 500 that a window has at least. */
  async see(width, height) {
    this.sight = { width, height, deviceScaleFactor: 1, mobile: false };
    await this.cdp("Emulation.setDeviceMetricsOverride", this.sight);
  }
  /** Asks the browser itself, by its own protocol. */
  cdp(cmd, params) { return this.ask("POST", "/goog/cdp/execute", { cmd, params }); }
  /** Keeps a picture of the window, or of the whole page, if anybody wants pictures: `folder` may be undefined. */
  async picture(folder, name, whole = true) {
    if (!folder) return;
    mkdirSync(folder, { recursive: true });
    const [width, height] = await this.run("return [innerWidth, document.documentElement.scrollHeight]");
    if (whole) await this.cdp("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
    const shot = await this.cdp("Page.captureScreenshot", { format: "png" });
    if (whole && this.sight) await this.cdp("Emulation.setDeviceMetricsOverride", this.sight);
    else if (whole) await this.cdp("Emulation.clearDeviceMetricsOverride", {});
    writeFileSync(`${folder}/${name}.png`, Buffer.from(shot.data, "base64"));
  }
}

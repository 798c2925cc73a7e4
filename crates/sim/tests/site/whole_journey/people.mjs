// People of the story: what everybody does with a browser, whoever they are. They start at the home page and follow links; they
// use the mouse, or keys alone.
import { mkdirSync, readdirSync, readFileSync } from "node:fs";
import { Person } from "../person.mjs";
import { next_letter, plan } from "./world.mjs";

export const ELECTION = "officers-1";
const TAB = "\uE004";

export class Somebody extends Person {
  /** Opens a browser that saves files into a folder of its own. */
  static async arrive(name) {
    const somebody = await Somebody.open(plan.url, { name, size: "520,1000", wait: 10_000 });
    somebody.folder = `${plan.downloads}/${name}`;
    mkdirSync(somebody.folder, { recursive: true });
    await somebody.cdp("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: somebody.folder });
    await somebody.see(390, 844);
    await somebody.go("/");
    return somebody;
  }
  /** A picture of the page as it is now, if anybody wants pictures. */
  look(what) {
    this.looks = (this.looks ?? 0) + 1;
    return this.picture(plan.pictures, `${this.name}-${String(this.looks).padStart(2, "0")}-${what}`);
  }
  /** Waits until the browser is at a path and the page is whole. */
  async at(path) {
    await this.until(`document.readyState === 'complete' && location.pathname.startsWith(${JSON.stringify(path)})`);
  }
  /** Follows a link by its address, or by how the address begins if that ends in a slash, and is there. */
  async follow(path, where = "main") {
    const begins = (text) => `${where} a[href^="${text}"]`;
    const links = path.endsWith("/") ? [begins(path)] : [`${where} a[href="${path}"]`, begins(`${path}?`), begins(`${path}#`)];
    await this.click(links.join(", "));
    await this.at(path);
  }
  /** Follows a link of the menu. */
  menu(path) { return this.follow(path, "header"); }
  /** Waits until a button can be pressed, and presses it. */
  async press(css) {
    await this.until(`(one => one && !one.disabled && one.getClientRects().length > 0)(document.querySelector(${JSON.stringify(css)}))`);
    await this.click(css);
  }
  /** The file that the browser saved whose name matches. */
  async saved(name) {
    for (let looks = 0; looks < 300; looks += 1) {
      const found = readdirSync(this.folder).find((file) => name.test(file) && !file.endsWith(".crdownload"));
      if (found && readFileSync(`${this.folder}/${found}`).length > 0) return found;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${this.name}: nothing like ${name} was saved; there is ${readdirSync(this.folder)}`);
  }

  /** Signs in from wherever the page offers it, by a link that comes by mail. Ends where the sign-in began. */
  async sign_in_by_mail(email) {
    if (!(await this.run("return location.pathname")).startsWith("/sign-in")) await this.menu("/sign-in");
    await this.type("#address", email);
    await this.click("form[action='/sign-in/link'] button");
    await this.until("document.querySelector('main .success') !== null");
    const link = (await next_letter(email, /\/sign-in\/link\//)).match(/https?:\/\/\S+\/sign-in\/link\/\S+/)[0];
    await this.go(link.slice(plan.url.length));
    await this.click("main form button.primary");
    await this.until("!location.pathname.startsWith('/sign-in')");
  }
  /** Signs out at the home page, unless the session is over already. */
  async sign_out() {
    await this.go("/");
    const SIGN_IN = "document.querySelector('header a[href^=\"/sign-in\"]') !== null";
    if (!(await this.run(`return ${SIGN_IN}`))) await this.click("form[action='/sign-out'] button");
    await this.until(SIGN_IN);
  }
  /** Signs in with the key file of a role; ends at the duties. */
  async sign_in_with_key(role) {
    this.role = role;
    await this.sign_out();
    await this.menu("/sign-in");
    await this.type("#key-file", plan.keys[role]);
    await this.click("#key");
    await this.at("/work");
  }
  /** Makes a passkey on the page about the membership, and gives its public half as the page shows it. */
  async make_passkey() {
    await this.passkey_device();
    await this.menu("/me");
    await this.type("#label", "my phone");
    await this.click("#make");
    await this.until("document.querySelector('#passkeys ul') !== null");
    await this.look("passkey");
    await this.follow("/keys");
    await this.look("my-key");
    return this.text("#my-key");
  }
  /** Signs in with the passkey; ends at the duties. */
  async sign_in_with_passkey() {
    await this.sign_out();
    await this.menu("/sign-in");
    await this.press("#passkey");
    await this.until("!location.pathname.startsWith('/sign-in')");
    await this.menu("/work");
  }
  /** Reads what is to be signed, and signs it with the role's key file or the passkey. Gives back the words. */
  async sign() {
    await this.at("/sign/");
    const words = await this.text("blockquote.act");
    await this.look("sign");
    if ((await this.run("return document.getElementById('sign-passkey') !== null"))) await this.press("#sign-passkey");
    else {
      await this.type("#key-file", plan.keys[this.role]);
      await this.press("#sign-file");
    }
    await this.until("location.search.includes('recorded=') && document.readyState === 'complete'");
    await this.look("recorded");
    return words;
  }

  /** Presses keys one after another. */
  async keys(text) {
    const actions = [...text].flatMap((value) => [{ type: "keyDown", value }, { type: "keyUp", value }]);
    await this.ask("POST", "/actions", { actions: [{ type: "key", id: "keyboard", actions }] });
  }
  /** Presses Tab until what is asked for has the focus: somebody who has no mouse. */
  async tab_to(css) {
    for (let steps = 0; steps < 120; steps += 1) {
      if (await this.run("return document.activeElement?.matches(arguments[0]) ?? false", css)) return;
      await this.keys(TAB);
    }
    throw new Error(`${this.name}: Tab never comes to ${css}; it is at ${await this.run("return document.activeElement?.outerHTML.slice(0, 200)")}`);
  }
}

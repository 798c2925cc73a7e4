// Looks at one page as a judge: axe-core, width, keyboard, language, title. It finds; it mends nothing.
import { Person } from "./person.mjs";

/** What axe-core is asked: the law's rules, and what its makers advise beyond. */
const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
/** Rules about colour, which alone can differ from theme to theme. */
const COLOUR = ["color-contrast", "link-in-text-block"];
const TAB = "\uE004";

const cdp = (person, cmd, params = {}) => person.ask("POST", "/goog/cdp/execute", { cmd, params });

/** A browser whose window is as wide as asked. */
export async function judge(axe, width = 320, height = 640) {
  const person = await Person.open("", { name: "judge", size: "700,900", more: ["--hide-scrollbars"], wait: 0 });
  // In every page from its beginning, whatever the page's own policy about scripts says.
  person.axe = axe;
  if (axe) await cdp(person, "Page.addScriptToEvaluateOnNewDocument", { source: axe });
  await person.ask("POST", "/timeouts", { script: 60_000 });
  await cdp(person, "Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: false });
  return person;
}

/** Goes to a page of a site as somebody, in a language and a theme. */
export async function visit(person, { url, path, cookie, language, theme = "light" }) {
  const set = [["rankfile", cookie], ["language", language]].filter(([, value]) => value);
  await cdp(person, "Network.clearBrowserCookies");
  for (const [name, value] of set) await cdp(person, "Network.setCookie", { name, value, url });
  await dress(person, theme);
  await person.ask("POST", "/url", { url: url + path });
}

/** Light or dark. */
export function dress(person, theme) {
  // Colours that are still on their way from one theme to the other are nobody's reading.
  const features = { "prefers-color-scheme": theme, "prefers-reduced-motion": "reduce" };
  return cdp(person, "Emulation.setEmulatedMedia", { features: Object.entries(features).map(([name, value]) => ({ name, value })) });
}

/** With scripts, or without. */
export function scripts(person, allowed) {
  return cdp(person, "Emulation.setScriptExecutionDisabled", { value: !allowed });
}

/** What axe-core says against the page as it is. */
export async function violations(person, rules) {
  const options = {
    ...(rules ? { runOnly: { type: "rule", values: rules } } : { runOnly: { type: "tag", values: TAGS } }),
    ...(!rules && { rules: { "target-size": { enabled: true } } }),
    resultTypes: ["violations"],
  };
  // A page that came with scripts off has it not yet.
  if (!await person.run("return Boolean(window.axe)")) await cdp(person, "Runtime.evaluate", { expression: person.axe });
  const script = `const [options, done] = arguments;
    axe.run(document, options).then(
      (found) => done(found.violations.map((one) => one.id + ": " + one.help + ": " +
        one.nodes.slice(0, 3).map((node) => node.html.slice(0, 160) + " (" + (node.any[0]?.message ?? node.all[0]?.message ?? "") + ")").join(" | "))),
      (why) => done([String(why)]));`;
  return person.ask("POST", "/execute/async", { script, args: [options] });
}

/** The same in the theme's colours only. */
export const colours = (person) => violations(person, COLOUR);

/** Width, language and what a page must have beside; the title comes back for comparing. */
export async function shape(person, language) {
  const said = await person.run(`
    const wide = [...document.querySelectorAll("main *, header *, footer *")].filter((one) => {
      const box = one.getBoundingClientRect();
      return box.width > 0 && box.right > innerWidth + 1 && !one.closest(".scroll, pre, .hide, .cp-scroll, .lp-scroll, svg");
    });
    const root = document.scrollingElement;
    return {
      over: root.scrollWidth - innerWidth, wide: wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 120)),
      language: document.documentElement.lang, title: document.title, errors: window.troubles ?? [],
    };`);
  const found = [];
  if (said.over > 0 || said.wide.length > 0) found.push(`wider than the window by ${said.over}: ${said.wide.join(" | ")}`);
  if (said.language !== language) found.push(`says that it is in ${said.language}`);
  if (said.title.trim() === "") found.push("no title");
  return { found, title: said.title };
}

/** Every control is reached with the Tab key alone, shows that it has the focus, and lets it go. */
export async function keyboard(person) {
  const controls = await person.run(`
    const groups = new Set();
    // Tab comes to one button of a group of radio buttons; the arrow keys to the others.
    window.place = (one) => one.type === "radio" ? one.name + [...document.forms].indexOf(one.form) : one;
    const open = (one) => { const closed = one.closest("details:not([open])"); return !closed || one.matches("summary") && one.parentElement === closed && !closed.parentElement.closest("details:not([open])"); };
    const all = [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")];
    const seen = all.filter((one) => one.checkVisibility({ visibilityProperty: true }) && !one.disabled && one.type !== "hidden" && open(one));
    window.controls = seen.filter((one) => {
      if (one.type !== "radio") return true;
      const group = window.place(one);
      if (groups.has(group)) return false;
      groups.add(group);
      return true;
    });
    window.reached = new Map();
    document.addEventListener("focusin", ({ target }) => {
      const style = getComputedStyle(target);
      const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
      const box = target.getBoundingClientRect();
      const inView = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
      window.reached.set(window.place(target), { ring, inView, html: target.outerHTML.slice(0, 120) });
    });
    document.activeElement?.blur();
    window.scrollTo(0, 0);
    return window.controls.length;`);
  // Some controls take several presses: a date has three parts and a button.
  const parts = await person.run("return document.querySelectorAll('input[type=date], input[type=file]').length * 4");
  const presses = controls + parts + 2;
  const actions = Array.from({ length: presses }, () => [{ type: "keyDown", value: TAB }, { type: "keyUp", value: TAB }]).flat();
  await person.ask("POST", "/actions", { actions: [{ type: "key", id: "keys", actions }] });
  return person.run(`
    const missed = window.controls.filter((one) => !window.reached.has(window.place(one)));
    const dim = [...window.reached.values()].filter(({ ring }) => !ring);
    const hidden = [...window.reached.values()].filter(({ inView }) => !inView);
    return [
      ...missed.slice(0, 3).map((one) => "Tab never comes to " + one.outerHTML.slice(0, 160)),
      ...dim.slice(0, 3).map(({ html }) => "focus is not seen on " + html),
      ...hidden.slice(0, 3).map(({ html }) => "focus is out of view on " + html),
    ];`);
}

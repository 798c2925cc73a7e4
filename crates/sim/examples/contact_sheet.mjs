// The pictures of docs/pages.md: `node contact_sheet.mjs PLAN`, started by contact_sheet.rs. Each page is taken as a window shows
// it, and a page of pictures is then taken itself: no program for pictures is needed beside the browser.
import { readFileSync, writeFileSync } from "node:fs";
import { judge, visit } from "../tests/site/look.mjs";
import { close_driver, open_driver } from "../tests/site/person.mjs";

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const ONE = "/elections/officers-1";
const PHONE = { width: 390, height: 844, shown: 234, columns: 6 };
const DESK = { width: 1280, height: 900, shown: 480, columns: 3 };
const found = `${ONE}/find?tracker=${encodeURIComponent(plan.trackers.voting)}`;

/** What stands on each sheet: caption, stage, who, address. */
const SHEETS = {
  "members-phone": { size: PHONE, theme: "light", language: "en", pages: [
    ["Home", "voting", "visitor", "/"], ["Sign in", "installed", "visitor", "/sign-in"], ["An election", "protesting", "visitor", ONE],
    ["Nominate", "nominating", "member", `${ONE}/nominate`], ["Accept a nomination", "nominating", "candidate", "/me"], ["Am I on the roll?", "opening", "member", `${ONE}/voters`],
    ["Vote", "voting", "member", `${ONE}/vote`], ["Find my ballot", "voting", "visitor", found], ["Result", "protesting", "visitor", `${ONE}/result`],
    ["Count sheet", "protesting", "visitor", `${ONE}/result/executive-board`], ["Protest", "protesting", "member", `${ONE}/protest`], ["Check the record", "installed", "visitor", "/record/check"],
  ] },
  "officers-phone": { size: PHONE, theme: "light", language: "en", pages: [
    ["My duties", "freezing", "election-committee", "/work"], ["Call the election", "founded", "election-committee", `${ONE}/call`], ["Serve a notice", "called", "secretary", `${ONE}/notice/nominations`],
    ["Who may stand", "examining", "election-committee", `${ONE}/eligibility`], ["Freeze the roll", "freezing", "secretary", `${ONE}/freeze`], ["Appoint key holders", "freezing", "election-committee", `${ONE}/holders`],
    ["A key holder's part", "making-keys", "key-holder-2", `${ONE}/keyholder`], ["Set the ballot", "setting-the-ballot", "election-committee", `${ONE}/ballot`], ["Open the result", "opening", "key-holder-2", `${ONE}/keyholder`],
    ["Decide a protest", "deciding", "protest-board", `${ONE}/protests`], ["The roll", "founded", "secretary", "/roll"], ["Register of keys", "founded", "secretary", "/keys"],
  ] },
  "processes-phone": { size: PHONE, theme: "light", language: "en", pages: [
    ["What is under way", "cases", "member", "/processes"], ["Complain", "cases", "member", "/processes/begin/complaint~any~president"],
    ["Decide a complaint", "cases", "complaint-panel-1", "/processes/complaint~any~president~1"],
    ["Time that was let pass", "cases", "member", "/processes/complaint~any~secretary~1"],
    ["Whose power grows", "cases", "visitor", "/processes/amendment~constitution~1"], ["Propose a change", "cases", "member", "/amendments"],
  ] },
  desk: { size: DESK, theme: "light", language: "en", pages: [
    ["Home", "protesting", "member", "/"], ["An election", "protesting", "member", ONE], ["Vote", "voting", "member", `${ONE}/vote`],
    ["Result", "protesting", "visitor", `${ONE}/result`], ["What is due", "called", "visitor", "/docket"], ["Constitution", "installed", "visitor", "/constitution"],
    ["Record", "installed", "member", "/record"], ["One act", "installed", "member", "/record/45"], ["Roll", "founded", "secretary", "/roll"],
  ] },
  "dark-spanish-phone": { size: PHONE, theme: "dark", language: "es", pages: [
    ["Inicio", "voting", "visitor", "/"], ["Una elección", "protesting", "visitor", ONE], ["Votar", "voting", "member", `${ONE}/vote`],
    ["Resultado", "protesting", "visitor", `${ONE}/result`], ["Mi afiliación", "nominating", "candidate", "/me"], ["La demostración", "voting", "visitor", "/demo"],
  ] },
};

async function take(person, { width, height }, beyond = false) {
  const params = { format: "webp", quality: beyond ? 72 : 90, captureBeyondViewport: beyond, clip: { x: 0, y: 0, width, height, scale: 1 } };
  return (await person.ask("POST", "/goog/cdp/execute", { cmd: "Page.captureScreenshot", params })).data;
}

async function sheet(name, { size, theme, language, pages }) {
  const person = await judge("", size.width, size.height);
  const figures = [];
  for (const [caption, stage, who, path] of pages) {
    const { url, people } = plan.stages.find((one) => one.name === stage);
    await visit(person, { url, path, cookie: people[who], language, theme });
    figures.push(`<figure><img alt="" src="data:image/webp;base64,${await take(person, size)}"><figcaption>${caption}</figcaption></figure>`);
  }
  const style = `body { margin: 0; padding: 16px; background: #d9dfe3; font: 14px system-ui, sans-serif; display: grid; gap: 14px;
    grid-template-columns: repeat(${size.columns}, ${size.shown}px); width: max-content; } figure { margin: 0; } figcaption { padding: 4px 2px; color: #1c2830; }
    img { display: block; width: 100%; border-radius: 8px; box-shadow: 0 1px 4px #0004; }`;
  const file = `${plan.folder}/${name}.html`;
  writeFileSync(file, `<!doctype html><meta charset="utf-8"><title>${name}</title><style>${style}</style>${figures.join("")}`);
  const width = size.columns * size.shown + (size.columns - 1) * 14 + 32;
  const wide = { width, height: 800, deviceScaleFactor: 1.5, mobile: false };
  await person.ask("POST", "/goog/cdp/execute", { cmd: "Emulation.setDeviceMetricsOverride", params: wide });
  await person.ask("POST", "/url", { url: `file://${file}` });
  const height = await person.run("return Math.ceil(document.body.getBoundingClientRect().height)");
  writeFileSync(`${plan.out}/${name}.webp`, Buffer.from(await take(person, { width, height }, true), "base64"));
}

try {
  await open_driver();
  for (const [name, told] of Object.entries(SHEETS)) await sheet(name, told);
} finally {
  await close_driver();
}

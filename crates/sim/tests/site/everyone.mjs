// Everybody can use every page: `node everyone.mjs PLAN`, where PLAN is a JSON file with the stages of stages.rs, axe-core's
// file and pages of a program's own. Prints one line of JSON: what was looked at, and what was found against it.
import { readFileSync, writeFileSync } from "node:fs";
import { kinds } from "./crawl.mjs";
import { errands } from "./errands.mjs";
import { colours, dress, judge, keyboard, scripts, shape, violations, visit } from "./look.mjs";
import { close_driver, open_driver } from "./person.mjs";

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));
const LANGUAGES = ["en", "es"];
const shown = { found: [], views: 0, errands: 0, titles: {} };

/** One page in both languages and both themes. */
async function everyhow(person, page) {
  const stage = plan.stages.find(({ name }) => name === page.stage);
  const note = (what, how) => shown.found.push(...what.map((one) => `${page.stage}, ${page.who}, ${page.path}, ${how}: ${one}`));
  for (const language of LANGUAGES) {
    await visit(person, { url: stage.url, path: page.path, cookie: stage.people[page.who], language });
    const { found, title } = await shape(person, language);
    note(found, language);
    note(await violations(person), `${language}, light`);
    await dress(person, "dark");
    note(await colours(person), `${language}, dark`);
    if (language === "en") note(await keyboard(person), "keyboard");
    (shown.titles[`${language}: ${title}`] ??= []).push(page.kind);
    shown.views += 2;
  }
}

/** An errand without scripts, and the page it ends on. */
async function without_scripts(person, errand, language) {
  const { url, people } = plan.stages.find(({ name }) => name === errand.stage);
  const what = `${errand.stage}, ${errand.who} ${errand.name} without scripts, ${language}`;
  const note = (found) => shown.found.push(...found.map((one) => `${what}: ${one}`));
  await scripts(person, false);
  try {
    const go = (path) => visit(person, { url, path, cookie: people[errand.who], language });
    await errand.do(person, go);
    const ended = await person.run(`return [location.pathname, document.querySelector(arguments[0])?.checkVisibility() ?? false,
      arguments[1] ? document.querySelector(arguments[1])?.checkVisibility() ?? false : false]`, errand.ends, errand.dead ?? null);
    const [path, there, dead] = ended;
    if (!there) note([`it ends on ${path} without ${errand.ends}: ${(await person.text("main")).slice(0, 200)}`]);
    if (errand.at && path !== errand.at) note([`it ends on ${path}`]);
    if (dead) note([`${errand.dead} is shown and does nothing`]);
    note((await shape(person, errand.language ?? language)).found);
  } catch (why) {
    note([String(why).slice(0, 300)]);
  } finally {
    await scripts(person, true);
  }
  note(await violations(person));
  await dress(person, "dark");
  note(await colours(person));
  shown.errands += 1;
  shown.views += 2;
}

/** A page the program writes as a file. */
async function alone(person, file) {
  const note = (what, how) => shown.found.push(...what.map((one) => `${file.name}, ${how}: ${one}`));
  await dress(person, "light");
  await person.ask("POST", "/url", { url: `file://${file.path}` });
  // A letter is as wide as its paper, on the screen too.
  const { found } = await shape(person, file.language);
  if (!file.paper) note(found, "shape");
  note(await violations(person), "light");
  await dress(person, "dark");
  note(await colours(person), "dark");
  note(await keyboard(person), "keyboard");
  shown.views += 2;
}

/** The offline booths, saved as a voter saves them. */
async function booths() {
  const { url } = plan.stages.find(({ name }) => name === "voting");
  return Promise.all(LANGUAGES.map(async (language) => {
    const saved = await fetch(`${url}/elections/officers-1/offline/booth.html`, { headers: { cookie: `language=${language}` } });
    if (!saved.ok) throw new Error(`the offline booth: ${saved.status}`);
    const path = `${process.argv[2]}-booth-${language}.html`;
    writeFileSync(path, await saved.text());
    return { name: `the offline booth, ${language}`, path, language };
  }));
}

/** A page that is broken on purpose must be found broken. */
async function proof(person) {
  const [stage] = plan.stages;
  const broken = async (script, look) => {
    await visit(person, { url: stage.url, path: "/sign-in", language: "en" });
    await person.run(script);
    return (await look(person)).length;
  };
  return {
    label: await broken("document.querySelector('label[for=address]').remove()", violations),
    contrast: await broken("document.querySelector('h1').style.color = '#ddd'", colours),
    wide: await broken("document.querySelector('main').style.width = '400px'", async (one) => (await shape(one, "en")).found),
    language: await broken("document.documentElement.lang = 'es'", async (one) => (await shape(one, "en")).found),
    unreachable: await broken("document.getElementById('address').tabIndex = -1", keyboard),
    trap: await broken("document.getElementById('address').addEventListener('keydown', (event) => event.preventDefault())", keyboard),
    unseen: await broken("document.getElementById('address').style.outline = 'none'", keyboard),
  };
}

try {
  await open_driver();
  const axe = readFileSync(plan.axe, "utf8");
  const person = await judge(axe);
  shown.proof = await proof(person);
  const { looked, kinds: many, pages } = await kinds(plan.stages);
  Object.assign(shown, { looked, kinds: many, pages: pages.length, list: pages.map(({ stage, who, path }) => `${stage} ${who} ${path}`) });
  const ways = errands(plan).flatMap((errand) => (errand.again ? LANGUAGES : ["en"]).map((language) => [errand, language]));
  const other = await judge(axe);
  const run = async (one, some) => { for (const [errand, language] of some) await without_scripts(one, errand, language); };
  const look = async () => { for (const page of pages) await everyhow(person, page); };
  await Promise.all([look(), run(other, ways.filter(([{ last }]) => !last))]);
  await run(other, ways.filter(([{ last }]) => last));
  for (const file of [...plan.alone, ...await booths()]) await alone(person, file);
  console.log(JSON.stringify(shown));
} catch (error) {
  console.error(error, JSON.stringify(shown));
  process.exitCode = 1;
} finally {
  await close_driver();
}

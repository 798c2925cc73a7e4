// People at the site with a real browser each, driven through chromedriver: `node journey.mjs PLAN`, where PLAN is a JSON file
// with the site's address, a credential, a member's link and a key file. Prints one line of JSON with what the pages showed.
import { readFileSync } from "node:fs";
import { Person, close_driver, open_driver } from "./person.mjs";

const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));

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
  await open_driver();
  const voter = await Person.open(plan.url);
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
  const member = await Person.open(plan.url);
  await member.passkey_device();
  await member.go(plan.link);
  await member.click("main form button");
  await member.go("/me");
  await member.type("#label", "my phone");
  await member.click("#make");
  await member.until("document.querySelector('#passkeys ul') !== null");
  await member.go("/keys");
  shown.key = await member.text("#my-key");

  const secretary = await Person.open(plan.url);
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
  await close_driver();
}

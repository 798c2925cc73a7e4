// Before the voting: the roll, the call, nominations and their answers, key holders, credentials as letters.
import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { ELECTION } from "./people.mjs";
import { next_letter, plan } from "./world.mjs";

const HERE = `/elections/${ELECTION}`;

/** The secretary imports the roll from a file. */
export async function import_roll(secretary) {
  await secretary.sign_in_with_key("secretary");
  await secretary.look("work-before-roll");
  await secretary.menu("/roll");
  await secretary.look("no-roll");
  await secretary.follow("/roll/import");
  await secretary.type("#file", plan.roll);
  await secretary.click("main form button.primary");
  await secretary.until("document.querySelector('main .success') !== null");
  await secretary.look("roll-preview");
  await secretary.follow("/sign/");
  return secretary.sign();
}

/** The committee calls the election for the first lawful day. */
export async function call(committee) {
  await committee.sign_in_with_key("election-committee");
  await committee.look("work");
  await committee.follow(`${HERE}/call`);
  await committee.look("call");
  await committee.click("main form button.primary");
  return committee.sign();
}

/** The secretary serves a notice: of nominations, or of the election. */
export async function serve_notice(secretary, which) {
  await secretary.sign_in_with_key("secretary");
  await secretary.follow(`${HERE}/notice/${which}`);
  await secretary.look(`notice-${which}`);
  await secretary.click("main form button.primary");
  return secretary.sign();
}

/** A member nominates people by their names. */
export async function nominate(member, email, office, names) {
  await member.go("/");
  await member.look("home");
  await member.sign_in_by_mail(email);
  for (const name of names) {
    await member.menu("/elections");
    await member.follow(HERE);
    await member.follow(`${HERE}/nominate`);
    await member.click(`#office option[value='${office}']`);
    await member.type("#name", name);
    await member.look("nominate");
    await member.click("main form button.primary");
    await member.until("location.search.includes('recorded=')");
  }
  await member.look("nominated");
}

/** A nominee follows the letter, signs in, and answers; who accepts may say something to the voters. */
export async function answer_nomination(nominee, email, answer, statement = "") {
  const letter = await next_letter(email, /\/me\b/);
  const link = letter.match(/https?:\/\/\S+\/me\b/)[0];
  await nominee.go(link.slice(plan.url.length));
  if ((await nominee.run("return location.pathname")) !== "/me") await nominee.sign_in_by_mail(email);
  await nominee.at("/me");
  await nominee.look("asked");
  await nominee.type("textarea[name='statement']", statement);
  await nominee.click(`button[name='answer'][value='${answer}']`);
  await nominee.until("location.search.includes('recorded=')");
  await nominee.look(answer);
  return nominee.text("main section.card .tag");
}

/** The committee decides on everybody who accepted. */
export async function find_eligibility(committee) {
  await committee.sign_in_with_key("election-committee");
  await committee.follow(`${HERE}/eligibility`);
  const found = [];
  while ((await committee.elements("main form button.primary")).length) {
    await committee.look("eligibility");
    await committee.click("main form button.primary");
    found.push(await committee.sign());
  }
  return found;
}

/** The committee appoints key holders by the keys they read out. */
export async function appoint(committee, keys) {
  await committee.sign_in_with_key("election-committee");
  await committee.follow(`${HERE}/holders`);
  for (const [at, key] of keys.entries()) await committee.type(`#key-${at + 1}`, key);
  await committee.look("holders");
  await committee.click("main form button.primary");
  return committee.sign();
}

/** A key holder makes a share, keeps its file, and presents the public half. */
export async function make_key(holder) {
  await holder.sign_in_with_passkey();
  await holder.look("work");
  await holder.follow(`${HERE}/keyholder`);
  await holder.look("keyholder");
  await holder.press("#make");
  holder.share = `${holder.folder}/${await holder.saved(/key-holder/)}`;
  await holder.press("#present");
  return holder.sign();
}

/** The committee makes the credentials and prints the letters; the result is the paper, as its text page by page. */
export async function make_credentials(committee) {
  await committee.sign_in_with_key("election-committee");
  await committee.follow(`${HERE}/ballot`);
  await committee.look("ballot");
  await committee.press("#make");
  await committee.until("!document.getElementById('print').disabled");
  await committee.look("credentials");
  const paper = Buffer.from(await committee.ask("POST", "/print", {}), "base64");
  const file = `${committee.folder}/letters.pdf`;
  writeFileSync(file, paper);
  if (plan.pictures) writeFileSync(`${plan.pictures}/letters.pdf`, paper);
  await committee.press("#save");
  await committee.saved(/credentials\.csv/);
  await committee.press("#set");
  const said = await committee.sign();
  return { said, letters: execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" }).split("\f") };
}

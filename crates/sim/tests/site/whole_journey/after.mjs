// Voting and what comes after it: ballots, the result, a protest, certification, and an observer who checks everything.
import { ELECTION } from "./people.mjs";

const HERE = `/elections/${ELECTION}`;
const SPACE = " ";
const ENTER = "\uE007";

/** What a letter on paper gives its reader: the credential and where to vote. */
export function read_letter(letters, name) {
  const letter = letters.find((page) => page.includes(name));
  if (!letter) throw new Error("no letter for somebody who can vote");
  const credential = letter.match(/\b\w{5}-\w{6}-\w{5}-\w{6}\b/)[0];
  const where = letter.match(/https?:\/\/[^\s/]+(\/\S+)/)[1];
  return { credential, where };
}

/** Votes with the mouse: the answer of that place in each question. */
export async function vote(voter, { credential, where }, answer) {
  await voter.go(where);
  await voter.look("booth");
  const questions = await voter.run("return document.querySelectorAll('.question').length");
  for (let q = 0; q < questions; q += 1) await voter.click(`.question input[name='q${q}'][value='${answer}']`);
  await voter.type("#credential", credential);
  await voter.press("#seal");
  await voter.until("!document.getElementById('check').hidden");
  await voter.look("sealed");
  const chosen = await voter.text("#chosen");
  const sealed = await voter.text("#tracker");
  await voter.press("#cast");
  await voter.until("!document.getElementById('done').hidden");
  await voter.look("voted");
  const tracker = await voter.text("#done-tracker");
  if (tracker !== sealed) throw new Error("another ballot was handed in");
  return { chosen, tracker };
}

/** Votes without a mouse. */
export async function vote_by_keys(voter, { credential, where }, answer) {
  await voter.go(where);
  const questions = await voter.run("return document.querySelectorAll('.question').length");
  for (let q = 0; q < questions; q += 1) {
    // Tab comes to the group; arrows choose within it.
    await voter.tab_to(`.question input[name='q${q}']`);
    await voter.keys(SPACE);
    for (let down = 0; down < answer; down += 1) await voter.keys("\uE015");
  }
  await voter.tab_to("#credential");
  await voter.keys(credential + ENTER);
  await voter.until("!document.getElementById('check').hidden");
  const chosen = await voter.text("#chosen");
  await voter.tab_to("#cast");
  await voter.keys(ENTER);
  await voter.until("!document.getElementById('done').hidden");
  return { chosen, tracker: await voter.text("#done-tracker") };
}

/** A key holder opens their part of the result. */
export async function open_part(holder) {
  await holder.sign_in_with_passkey();
  await holder.follow(`${HERE}/keyholder`);
  await holder.look("open");
  await holder.type("#share-file", holder.share);
  await holder.press("#open");
  return holder.sign();
}

/** A voter asks by tracker whether their ballot is in the box, from the page that said they voted. */
export async function find_ballot(voter, tracker) {
  await voter.press("#find");
  await voter.at(`${HERE}/find`);
  await voter.look("found");
  const last = await voter.text("main .success");
  // The ballot before it is there too, although it no longer counts.
  await voter.click("#tracker");
  await voter.ask("POST", `/element/${await voter.element("#tracker")}/clear`, {});
  await voter.type("#tracker", tracker);
  await voter.click("main form button.primary");
  await voter.until(`location.search.includes(encodeURIComponent(${JSON.stringify(tracker)}).slice(0, 12))`);
  return [last, await voter.text("main .success")];
}

/** A member asks whether they are on the roll of voters, and keeps the proof. */
export async function am_i_on_the_roll(member, email) {
  await member.menu("/elections");
  await member.follow(HERE);
  await member.follow(`${HERE}/voters`);
  await member.follow("/sign-in");
  await member.sign_in_by_mail(email);
  await member.at(`${HERE}/voters`);
  await member.look("on-the-roll");
  await member.click("main a[href$='proof.json']");
  return { said: await member.text("main .success"), proof: `${member.folder}/${await member.saved(/proof\.json$/)}` };
}

/** Anybody reads the result: who won, and the numbers of the first contest in the order of the page. */
export async function read_result(anybody) {
  await anybody.go("/");
  await anybody.follow(HERE);
  await anybody.follow(`${HERE}/result`);
  await anybody.look("result");
  const rows = await anybody.run(`return [...document.querySelector('.card .bars').querySelectorAll('.row')].map((row) => ({
    name: row.querySelector('span').firstChild.textContent.trim(),
    votes: parseInt(row.querySelector('.number').textContent, 10),
    won: row.querySelector('.tag') !== null,
  }))`);
  return { candidate: rows.find(({ won }) => won).name, votes: rows.map(({ votes }) => votes) };
}

/** A member, signed in, protests. */
export async function protest(member, text) {
  await member.menu("/elections");
  await member.follow(HERE);
  await member.follow(`${HERE}/protest`);
  await member.look("protest");
  await member.type("#text", text);
  await member.click("main form button.primary");
  await member.until("location.search.includes('recorded=')");
  await member.look("protested");
}

/** The board reads and decides a protest, with reasons. */
export async function decide_protests(board, reasons) {
  await board.sign_in_with_key("protest-board");
  await board.look("work");
  await board.follow(`${HERE}/protests`);
  await board.look("protests");
  const text = await board.text("blockquote.act");
  await board.click("input[name='decision'][value='reject']");
  await board.type("textarea[name='reasons']", reasons);
  await board.click("main form button.primary");
  return [text, await board.sign()];
}

/** Who protested reads what the board answers. */
export async function read_answer(member) {
  await member.menu("/elections");
  await member.follow(HERE);
  await member.follow(`${HERE}/protests`);
  await member.look("answer");
  return member.text("blockquote.act");
}

/** The committee certifies the result. */
export async function certify(committee) {
  await committee.sign_in_with_key("election-committee");
  await committee.follow(`${HERE}/certify`);
  await committee.look("certify");
  await committee.click("main form button.primary");
  return committee.sign();
}

/** Anybody sees on the home page who holds the first office. */
export async function see_who_holds_office(anybody) {
  await anybody.go("/");
  await anybody.look("home-end");
  const row = await anybody.run("return [...document.querySelectorAll('main tbody tr')][0].innerText.split('\\t')");
  return { office: row[0].trim(), elected: row[1].trim() };
}

/** An observer downloads the ballots and the record from the page for observers. */
export async function take_it_home(observer) {
  await observer.menu("/elections");
  await observer.follow(HERE);
  await observer.look("end");
  await observer.follow(`${HERE}/observe`);
  await observer.look("observe-end");
  await observer.click("main a[href$='.bel']");
  const archive = await observer.saved(/\.bel$/);
  await observer.click("main a[href='/record/record.tar']");
  return { archive, record: await observer.saved(/^record\.tar$/) };
}

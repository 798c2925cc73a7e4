// The story of an election from an empty roll to officers in office: `node whole_journey.mjs PLAN`, run by the test of the same
// name, which moves the clock and keeps the letterboxes. Everybody has a browser of their own.
import { close_driver, open_driver } from "./person.mjs";
import { ELECTION, Somebody } from "./whole_journey/people.mjs";
import { move_clock, plan, tell } from "./whole_journey/world.mjs";
import * as before from "./whole_journey/before.mjs";
import * as after from "./whole_journey/after.mjs";

const HERE = `/elections/${ELECTION}`;
const PROTEST = "The notice never came to the night shift.";
const REASONS = "The record shows that the notice was served on all, by post and by e-mail.";
const shown = { PROTEST, REASONS };

/** Waits for a step's day, as the observer reads it on the election's page: its opening, or its deadline once it is open. */
async function wait_for(observer, step) {
  await observer.go(HERE);
  const day = await observer.run(`return document.querySelector('#step-${step} time')?.dateTime`);
  if (!day) throw new Error(`no day for ${step}: ${await observer.text("ol.timeline")}`);
  await move_clock(Date.parse(day) / 1000);
}

async function story() {
  const observer = await Somebody.arrive("observer");
  await observer.look("home-empty");
  const [ada, bo, ...others] = plan.people;
  const holders_are = others.slice(0, 3);

  const secretary = await Somebody.arrive("secretary");
  shown.roll = await before.import_roll(secretary);
  const committee = await Somebody.arrive("committee");
  shown.call = await before.call(committee);
  shown.notice = await before.serve_notice(secretary, "nominations");

  await wait_for(observer, "nominate");
  const first = await Somebody.arrive("first");
  await before.nominate(first, ada.email, "president", [ada.name, bo.name, holders_are[2].name]);
  shown.first = await before.answer_nomination(first, ada.email, "accept");
  const second = await Somebody.arrive("second");
  shown.second = await before.answer_nomination(second, bo.email, "accept", "Fair shifts, & <b>no</b> favours.");
  const holders = [];
  const keys = [];
  for (const [at, { email }] of holders_are.entries()) {
    const holder = await Somebody.arrive(`holder-${at + 1}`);
    if (at === 2) shown.declined = await before.answer_nomination(holder, email, "decline");
    else await holder.sign_in_by_mail(email);
    keys.push(await holder.make_passkey());
    holders.push(holder);
  }
  await observer.go(HERE);
  await observer.look("nominations");

  await wait_for(observer, "nominate");
  shown.eligible = await before.find_eligibility(committee);
  shown.appointed = await before.appoint(committee, keys);
  for (const holder of holders) await before.make_key(holder);

  // The secretary lets the day pass; the clock freezes the roll.
  await wait_for(observer, "freeze");
  await observer.go(HERE);
  shown.frozen = await observer.text("#step-freeze");
  const { said, letters } = await before.make_credentials(committee);
  shown.ballot = said;
  shown.served = await before.serve_notice(secretary, "election");
  await observer.go(HERE);
  await observer.look("ready");

  await wait_for(observer, "open");
  const paper = [ada, bo].map(({ name }) => after.read_letter(letters, name));
  shown.votes_cast = [
    await after.vote(first, paper[0], 0),
    await after.vote_by_keys(second, paper[1], 1),
    await after.vote(first, paper[0], 1),
  ];
  shown.found = await after.find_ballot(first, shown.votes_cast[0].tracker);
  shown.on_the_roll = { ...(await after.am_i_on_the_roll(second, bo.email)), member: bo.id };
  await observer.go("/");
  await observer.look("home-voting");
  await observer.go(HERE);
  await observer.look("voting");
  await observer.follow(`${HERE}/observe`);
  await observer.look("observe");

  await wait_for(observer, "close");
  await observer.go(HERE);
  await observer.look("counting");
  shown.closed = await observer.text("#step-close");
  for (const holder of holders) shown.opened = await after.open_part(holder);
  Object.assign(shown, await after.read_result(observer));

  await after.protest(second, PROTEST);
  await wait_for(observer, "protest");
  const board = await Somebody.arrive("board");
  shown.protest = await after.decide_protests(board, REASONS);
  shown.answer = await after.read_answer(second);

  shown.certified = await after.certify(committee);
  await wait_for(observer, "install");
  Object.assign(shown, await after.see_who_holds_office(observer));
  Object.assign(shown, await after.take_it_home(observer));
}

try {
  await open_driver();
  await story();
  tell(shown);
} catch (error) {
  console.error(error, JSON.stringify(shown));
  process.exitCode = 1;
} finally {
  await close_driver();
  process.stdin.destroy();
}

// The world around the browsers: the test that runs this story moves the clock and keeps the letterboxes. One line of JSON asks,
// one answers.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";

/** What the people of the story know and have at hand. */
export const plan = JSON.parse(readFileSync(process.argv[2], "utf8"));

const answers = createInterface({ input: process.stdin })[Symbol.asyncIterator]();

async function ask(question) {
  console.log(JSON.stringify(question));
  const answer = JSON.parse((await answers.next()).value);
  if (answer.error) throw new Error(answer.error);
  return answer;
}

/** Lets it become that time; what is due by then happens. Seconds since 1970. */
export const move_clock = (to) => ask({ clock: to });

const read = new Map();

/** The next letter to an address whose text matches; every letter is read once. Waits a little for the mail. */
export async function next_letter(address, text) {
  for (let looks = 0; looks < 300; looks += 1) {
    const last = read.get(address) ?? 0;
    const found = (await ask({ letters: address })).find((letter) => letter.number > last && text.test(letter.text));
    if (found) {
      read.set(address, found.number);
      return found.text;
    }
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`no letter with ${text} came`);
}

/** The last line of the story: what the pages showed. */
export const tell = (shown) => console.log(JSON.stringify({ shown }));

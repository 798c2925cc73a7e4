// What people come for, done with scripts off: every form a page without cryptography has, filled in wrongly and rightly. Each
// errand ends on a page that is judged as it came; `ends` must be there. Those that change nothing are done in both languages.

const SIGNING = "#sign noscript p";
const ONE = "/elections/officers-1";
const COMPLAIN = "/processes/begin/complaint~any";
const form = (ending) => `main form[action$="${ending}"]`;

/** Opens a page, fills in fields and presses a button. */
const fill = (path, fields, button) => async (person, go) => {
  await go(path);
  for (const [css, text] of Object.entries(fields)) {
    if (text === true) await person.click(css);
    else {
      await person.ask("POST", `/element/${await person.element(css)}/clear`, {}).catch(() => undefined);
      await person.type(css, text);
    }
  }
  await press_on(person, button);
};

/** Presses a button or a link and waits for the page it leads to: the driver does not, where scripts are off. */
async function press_on(person, css) {
  await person.run("window.left = true");
  await person.click(css);
  await person.until("!window.left && document.readyState === 'complete' && document.querySelector('main') !== null");
}

/** The errands, in their order: some need what one before did. */
export function errands(plan) {
  const { files, trackers, links } = plan;
  const press = (path, button) => fill(path, {}, button);
  return [
    { who: "visitor", stage: "voting", name: "asks for a link", again: true, ends: "main .success[role=status]",
      do: fill("/sign-in", { "#address": "nobody@example.org" }, form("/sign-in/link") + " button") },
    { who: "visitor", stage: "voting", name: "uses a link that is none", again: true, ends: ".trouble h1",
      do: press("/sign-in/link/0000", form("/0000") + " button") },
    { who: "visitor", stage: "founded", name: "signs in by link", ends: ".who", at: "/", do: press(links.founded, "main form button") },
    { who: "visitor", stage: "voting", name: "changes the language", ends: "html[lang=es]", at: "/docket", language: "es",
      do: press("/docket", ".foot a[hreflang=es]") },
    { who: "visitor", stage: "voting", name: "looks for a tracker that is none", again: true, ends: "main .error[role=alert]",
      do: fill(`${ONE}/find`, { "#tracker": "nothing" }, form("/find") + " button") },
    { who: "visitor", stage: "voting", name: "finds a ballot", again: true, ends: "main .success[role=status]",
      do: fill(`${ONE}/find`, { "#tracker": trackers.voting }, form("/find") + " button") },
    { who: "member", stage: "nominating", name: "nominates nobody", again: true, ends: "main .error[role=alert] a[href='#name']",
      do: fill(`${ONE}/nominate`, { "#name": " " }, form("/nominate") + " button") },
    { who: "member", stage: "nominating", name: "nominates", ends: "main .success[role=status] a[href^='/record/']", at: ONE,
      do: fill(`${ONE}/nominate`, { "#name": plan.candidate_name, "#number": plan.candidate }, form("/nominate") + " button") },
    { who: "candidate", stage: "nominating", name: "accepts", ends: "main .success[role=status]", at: "/me",
      do: press("/me", "main button[value=accept]") },
    { who: "candidate", stage: "nominating", name: "declines", ends: "main .success[role=status]", at: "/me",
      do: press("/me", "main button[value=decline]") },
    { who: "member", stage: "protesting", name: "protests without a word", again: true, ends: "main .error[role=alert] a[href='#text']",
      do: fill(`${ONE}/protest`, { "#text": " " }, form("/protest") + " button") },
    { who: "member", stage: "protesting", name: "protests", ends: "main .success[role=status]",
      do: fill(`${ONE}/protest`, { "#text": "The booth closed early." }, form("/protest") + " button") },
    { who: "member", stage: "cases", name: "complains without a word", again: true, ends: "main .error[role=alert] a[href='#matter']",
      do: fill(`${COMPLAIN}~secretary`, { "#matter": " " }, "main form[action*='/begin/'] button") },
    { who: "member", stage: "cases", name: "complains", ends: "main .success[role=status] a[href^='/record/']", at: "/processes/complaint~any~board-member~1",
      do: fill(`${COMPLAIN}~board-member`, { "#matter": "I was not told." }, "main form[action*='/begin/'] button") },
    { who: "member", stage: "cases", name: "looks at a change that is none", again: true, ends: "main .error[role=alert] a[href='#new-text']",
      do: press("/amendments", form("/amendments") + " button.primary") },
    { who: "member", stage: "cases", name: "looks at a change that cannot be read", again: true, ends: "main .error[role=alert] li",
      do: fill("/amendments", { "#new-text": "No rules." }, form("/amendments") + " button.primary") },
    { who: "member", stage: "cases", name: "looks at a change", again: true, ends: "main table.shifts",
      do: fill("/amendments", { "#new-file": files.amendment }, form("/amendments") + " button.primary") },
    { who: "complaint-panel-1", stage: "cases", name: "decides a complaint", again: true, ends: SIGNING,
      do: fill("/processes/complaint~any~president~1", { "main input[value=for]": true }, "main fieldset ~ button") },
    { who: "auditors-1", stage: "cases", name: "says that it is done", again: true, ends: SIGNING,
      do: press("/processes/complaint~any~secretary~1", form("/speak") + " button") },
    { who: "secretary", stage: "founded", name: "searches the roll", again: true, ends: "main table tbody tr",
      do: fill("/roll", { "#q": "M-00001" }, "main form[role=search] button") },
    { who: "secretary", stage: "founded", name: "adds a member with a number that is taken", again: true, ends: "main .error[role=alert]",
      do: fill("/roll/member", { "#member_id": plan.member }, form("/roll/member") + " button.primary") },
    { who: "secretary", stage: "founded", name: "corrects a member", again: true, ends: SIGNING,
      do: fill(`/roll/member/${plan.member}`, { "#name": "Another Name" }, form("/roll/member") + " button.primary") },
    { who: "secretary", stage: "founded", name: "looks at a roll file that is none", again: true, ends: "main .error[role=alert]",
      do: fill("/roll/import", { "#file": files.bad }, form("/roll/import") + " button.primary") },
    { who: "secretary", stage: "founded", name: "looks at a roll file", again: true, ends: "main .success[role=status]",
      do: fill("/roll/import", { "#file": files.roll }, form("/roll/import") + " button.primary") },
    { who: "election-committee", stage: "founded", name: "calls the election", again: true, ends: SIGNING, do: press(`${ONE}/call`, form("/call") + " button") },
    { who: "election-committee", stage: "founded", name: "thinks better of it", ends: "main", at: "/work", async do(person, go) {
      await press(`${ONE}/call`, form("/call") + " button")(person, go);
      await press_on(person, form("/drop") + " button");
    } },
    { who: "secretary", stage: "called", name: "serves notice", again: true, ends: SIGNING,
      do: press(`${ONE}/notice/nominations`, form("/notice/nominations") + " button") },
    { who: "election-committee", stage: "examining", name: "examines a nominee", again: true, ends: SIGNING,
      do: press(`${ONE}/eligibility`, form("/eligibility") + " button") },
    { who: "secretary", stage: "freezing", name: "freezes the roll", again: true, ends: SIGNING, do: press(`${ONE}/freeze`, form("/freeze") + " button") },
    { who: "election-committee", stage: "freezing", name: "appoints no key holders", again: true, ends: "main .error[role=alert]",
      do: fill(`${ONE}/holders`, Object.fromEntries([1, 2, 3].map((n) => [`#key-${n}`, "nothing"])), form("/holders") + " button") },
    { who: "election-committee", stage: "freezing", name: "appoints key holders", again: true, ends: SIGNING,
      do: fill(`${ONE}/holders`, Object.fromEntries(plan.holders.map((key, at) => [`#key-${at + 1}`, key])), form("/holders") + " button") },
    { who: "secretary", stage: "founded", name: "admits no key", again: true, ends: "main .error[role=alert]",
      do: fill("/keys", { "#key": "nothing" }, form("/keys/admit") + " button.primary") },
    { who: "secretary", stage: "founded", name: "admits a key", again: true, ends: SIGNING,
      do: fill("/keys", { "#key": plan.holders[0] }, form("/keys/admit") + " button.primary") },
    { who: "protest-board", stage: "deciding", name: "decides a protest", again: true, ends: SIGNING,
      do: fill(`${ONE}/protests`, { "main input[value=reject]": true, "main textarea": "Served in time." }, "main fieldset ~ button") },
    { who: "election-committee", stage: "certifying", name: "certifies", again: true, ends: SIGNING, do: press(`${ONE}/certify`, form("/certify") + " button") },
    { who: "visitor", stage: "voting", name: "steps into a member", ends: "dl.facts", at: "/me", do: press("/demo", "main input[name=member] ~ button") },
    { who: "visitor", stage: "voting", name: "steps into a key holder", again: true, ends: "#demo-step noscript p",
      do: press("/demo", "main input[value=key-holder-1] ~ button") },
    { who: "visitor", stage: "voting", name: "lets the story go on", again: true, ends: "main .success[role=status]",
      do: press("/demo", form("/demo/play") + " button") },
    { who: "member", stage: "voting", name: "leaves", last: true, ends: "main", at: "/", do: press("/me", ".account form button") },
    // What cannot be done without scripts is said, with the way out; and no button is shown that does nothing.
    ...[
      ["visitor", "voting", `${ONE}/vote`, "#booth"], ["visitor", "voting", "/sign-in", "#passkey"], ["visitor", "voting", "/record/check", "#check"],
      ["member", "voting", "/me", "#make"], ["member", "voting", "/record/5", "#check"],
      ["key-holder-2", "making-keys", `${ONE}/keyholder`, "#make"], ["key-holder-2", "opening", `${ONE}/keyholder`, "#open"],
      ["election-committee", "setting-the-ballot", `${ONE}/ballot`, "#make"],
    ].map(([who, stage, path, dead]) => (
      { who, stage, name: `reads ${path}`, again: true, ends: "main noscript p", dead, do: (person, go) => go(path) })),
  ];
}

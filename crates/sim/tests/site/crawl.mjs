// Finds every kind of page: walks all links of all stages as everybody, and keeps of each address pattern the pages that have
// some piece no page kept before has. It asks the site directly; no browser.

/** What everybody also tries, although no link leads there, or none always does. */
const ELSEWHERE = [
  "/nowhere", "/me", "/work", "/roll", "/roll?q=nobody-of-that-name", "/roll/import", "/roll/member", "/keys", "/health", "/processes", "/processes?recorded=1", "/processes/none", "/processes/begin/none", "/amendments", "/sign-in", "/sign-in?sent=yes",
  "/elections/none", "/record/999999", "/?recorded=1", "/me?recorded=1", "/elections/officers-1?recorded=1", "/work?recorded=1",
  ...["call", "notice/nominations", "notice/election", "eligibility", "freeze", "holders", "ballot", "keyholder", "vote", "find",
    "find?tracker=AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", "voters", "nominate", "protest", "protests", "certify",
    "result"].map((step) => `/elections/officers-1/${step}`),
];
/** Pages of one pattern that one person looks at during one stage: acts and members are many and alike. */
const ALIKE = 3;

/** What an address is of, without what it names. */
export function pattern(path) {
  const plain = path.split(/[?#]/)[0].replace(/\/(record|roll\/member|elections|sign|sign-in\/link)\/(?!check|new)[^/]+/, "/$1/*");
  return plain.replace(/\/(result|notice|protests|processes\/begin)\/[^/]+/, "/$1/*").replace(/\/(processes|constitution)\/(?!begin)[^/]+/, "/$1/*");
}

/** The pieces a page is made of, without its words. */
function pieces(html) {
  const found = new Set();
  for (const [, tag, rest] of html.matchAll(/<([a-z][a-z0-9]*)\b([^>]*)>/g)) {
    const named = ["class", "type", "role", "aria-current", "aria-invalid", "disabled", "open"].map((name) => {
      const [said, value] = rest.match(new RegExp(`\\s${name}(?:="([^"]*)")?`)) ?? [];
      return said ? `${name}=${value ?? ""}` : "";
    });
    found.add([tag, ...named].join(" ").trim());
  }
  return found;
}

async function walk(stage, who, cookie) {
  const [found, seen, alike] = [[], new Set(), new Map()];
  const waiting = ["/", "/demo", "/demo/letters", ...ELSEWHERE];
  while (waiting.length > 0) {
    const path = waiting.shift();
    const kind = pattern(path);
    const many = path.includes("?") ? `${kind}?` : kind;
    if (seen.has(path) || (alike.get(many) ?? 0) >= ALIKE || kind.startsWith("/language") || kind.startsWith("/log/")) continue;
    seen.add(path);
    const response = await fetch(stage.url + path, { headers: { cookie: `rankfile=${cookie}` }, redirect: "manual" });
    const html = await response.text();
    const is_page = (response.headers.get("content-type") ?? "").startsWith("text/html");
    if (!is_page || response.headers.has("content-disposition")) continue;
    alike.set(many, (alike.get(many) ?? 0) + 1);
    const ours = [...html.matchAll(/\shref="(\/[^"]*)"/g)].map(([, href]) => href.replaceAll("&#38;", "&").replaceAll("&amp;", "&").split("#")[0]);
    waiting.push(...ours);
    // The frame is looked at with whatever page it is round.
    const body = html.slice(html.indexOf("<main"), html.indexOf("</main>"));
    const trouble = body.match(/class="narrow trouble"[^>]*>\s*<h1>([^<]*)/)?.[1];
    found.push({ stage: stage.name, who, path, kind: trouble ? `trouble: ${trouble}` : kind, pieces: pieces(body) });
  }
  return found;
}

/** Every kind of page, each as seldom as shows all its pieces; and how many pages were looked through. */
export async function kinds(stages) {
  const walks = stages.flatMap((stage) => Object.entries(stage.people).map(([who, cookie]) => walk(stage, who, cookie)));
  const all = (await Promise.all(walks)).flat();
  const known = new Map();
  const kept = [];
  for (const page of all.toSorted((one, other) => other.pieces.size - one.pieces.size)) {
    const pieces = known.get(page.kind) ?? new Set();
    const fresh = [...page.pieces].filter((piece) => !pieces.has(piece));
    if (fresh.length === 0) continue;
    fresh.forEach((piece) => pieces.add(piece));
    known.set(page.kind, pieces);
    kept.push(page);
  }
  return { looked: all.length, kinds: known.size, pages: kept };
}

// Tests the search in real browsers.
//
//   node check.mjs DIR [chromium|firefox …]
//
// DIR is a built site; the check works on a copy of it. In each browser, over http
// and from file://, under the strictest policy that shows a page (scripts, styles and pictures of
// its own, and nothing else, no connection either): the vectors that the Go tests share, every
// judged query cold and warm, and the page's behaviour. All must give the same
// order.
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { pathToFileURL } from "node:url";
import { dress, here, join, launch, readFileSync, serve } from "./lib.mjs";

const [given, ...names] = process.argv.slice(2);
if (!given) {
  console.error("usage: node check.mjs DIR [chromium|firefox …]");
  process.exit(2);
}
const data = join(here, "../../internal/search/testdata");
const vectors = JSON.parse(readFileSync(join(data, "vectors.json"), "utf8"));
const queries = readFileSync(join(data, "judged.txt"), "utf8").split("\n").filter(l => l && l[0] !== "#").map(l => l.split(" | ")[1]);

let failures = 0, passes = 0;
const equal = (what, got, want) => {
  if (JSON.stringify(got) === JSON.stringify(want)) { passes++; return; }
  failures++;
  console.log(`FAIL ${what}\n  got  ${JSON.stringify(got)?.slice(0, 600)}\n  want ${JSON.stringify(want)?.slice(0, 600)}`);
};
const yes = (what, value) => equal(what, !!value, true);

const newPage = async (browser, faults) => {
  const page = await browser.newPage();
  page.on("pageerror", e => faults.push(String(e)));
  page.on("console", m => { if (m.type() === "error") faults.push(m.text()); });
  return page;
};

const ready = page => page.waitForFunction(() => window.XS?.search);

// The same as answerOf in vectors_test.go.
const ask = (page, v) => page.evaluate(async v => {
  const asked = Object.keys(v.filters ?? {});
  const a = await XS.search(v.q, v.filters, 1000, asked);
  const got = { links: a.hits.map(h => h.link), corrected: a.corrected, also: a.also, missing: a.missing, partly: a.partly, checked: a.checked };
  const p = a.hits[0]?.passage;
  if (p) {
    got.passage = (p.before ? "… " : "") + p.spans.map(s => s.marked ? `*${s.text}*` : s.text).join("") + (p.after ? " …" : "");
    got.anchor = p.anchor;
  }
  const values = await XS.values(asked);
  got.counts = Object.fromEntries(asked.map(id => [id, Object.fromEntries(values[id].map((v, i) => [v.id, a.counts[id][i]]).filter(c => c[1]).sort())]).filter(c => Object.keys(c[1]).length).sort());
  return got;
}, v);

const expected = v => ({
  links: v.links ?? [], corrected: v.corrected ?? [], also: v.also ?? [], missing: v.missing ?? [], partly: !!v.partly, checked: v.checked ?? 0,
  ...(v.links?.length ? { passage: v.passage ?? "", anchor: v.anchor ?? "" } : {}),
  counts: Object.fromEntries(Object.entries(v.counts ?? {}).map(([id, c]) => [id, Object.fromEntries(Object.entries(c).sort())]).sort()),
});

const testVectors = async (where, browser, base) => {
  const faults = [], page = await newPage(browser, faults);
  await page.goto(base + "search.html");
  await ready(page);
  const words = await page.evaluate(texts => texts.map(t => XS.words(t)), vectors.words.map(v => v.text));
  vectors.words.forEach((v, i) => equal(`${where} words of ${JSON.stringify(v.text)}`, words[i], v.words));
  const distances = await page.evaluate(pairs => pairs.map(p => XS.distance(p.A, p.B)), vectors.distance);
  vectors.distance.forEach((v, i) => equal(`${where} distance ${v.A} ${v.B}`, distances[i], v.N));
  for (const v of vectors.answers) equal(`${where} answer to ${JSON.stringify(v.q)} ${JSON.stringify(v.filters ?? {})}`, await ask(page, v), expected(v));
  equal(`${where} faults`, faults.filter(grave), []);
  await page.close();
};

// A browser asks for an icon that the folder may not have.
const grave = fault => !/404|ERR_FILE_NOT_FOUND|NetworkError/.test(fault);

const orderOf = (page, q) => page.evaluate(async q => (await XS.search(q, {}, 30)).hits.map(h => h.link), q);

// Orders of all judged queries, in one page that knows more and more, and each in
// a page of its own.
const orders = async (browser, base, cold) => {
  let page;
  const list = [];
  for (const q of queries) {
    if (!page || cold) {
      await page?.close();
      page = await browser.newPage();
      await page.goto(base + "search.html");
      await ready(page);
    }
    list.push(await orderOf(page, q));
  }
  await page.close();
  return list;
};

const settled = (page, q) => page.waitForFunction(q => document.getElementById("site-find").dataset.ready === q, {}, q);
const text = (page, selector) => page.evaluate(s => document.querySelector(s)?.textContent.trim() ?? null, selector);
const count = (page, selector) => page.evaluate(s => document.querySelectorAll(s).length, selector);
const pause = ms => new Promise(done => setTimeout(done, ms));

const testPage = async (where, browser, base) => {
  const faults = [], page = await newPage(browser, faults);
  const address = async () => decodeURIComponent((await page.evaluate(() => location.search || location.hash)).slice(1));

  await page.goto(base + "search.html?q=coaching");
  await settled(page, "coaching");
  equal(`${where} box`, await page.evaluate(() => document.getElementById("site-q").value), "coaching");
  yes(`${where} ten cards`, await count(page, "#site-results > li") > 3);
  yes(`${where} marks`, await count(page, "#site-results mark") > 3);
  yes(`${where} section links`, await page.evaluate(() => [...document.querySelectorAll("#site-results [data-fill=section]")].every(a => /\.html#./.test(a.href))));
  yes(`${where} count is said`, /\d/.test(await text(page, "#site-status")));
  equal(`${where} live region`, await page.evaluate(() => document.getElementById("site-status").getAttribute("role")), "status");
  equal(`${where} browse is away`, await page.evaluate(() => document.getElementById("site-browse").hidden), true);

  // A misspelling, typed.
  await page.focus("#site-q");
  await page.evaluate(() => document.getElementById("site-q").select());
  await page.keyboard.type("vocabluary");
  await settled(page, "vocabluary");
  yes(`${where} correction`, (await text(page, "#site-status")).includes("vocabulary"));
  equal(`${where} address`, await address(), "q=vocabluary");

  // Filters: open, choose with the keyboard, counts, chip, back.
  await page.goto(base + "search.html");
  await settled(page, "");
  yes(`${where} browse is there`, await page.evaluate(() => !document.getElementById("site-browse").hidden));
  yes(`${where} filters`, await count(page, "#site-filters details") > 4);
  const open = id => page.evaluate(id => { const d = [...document.querySelectorAll("#site-filters details")].find(d => d.querySelector("input")?.name === id || d.dataset.id === id); d.open = true; return !!d; }, id);
  yes(`${where} theme filter`, await open("theme"));
  await page.waitForSelector("#site-filters input[name=theme]");
  const first = await page.evaluate(() => { const i = document.querySelector("#site-filters input[name=theme]"); i.focus(); return { value: i.value, count: +i.closest("li").querySelector(".filter-count").textContent }; });
  await page.keyboard.press(" ");
  await page.waitForSelector("#site-chips button");
  await page.waitForFunction(n => parseInt(document.getElementById("site-status").textContent) === n, {}, first.count);
  equal(`${where} filter in address`, await address(), "theme=" + first.value);
  equal(`${where} focus stays`, await page.evaluate(() => document.activeElement.name + document.activeElement.value), "theme" + first.value);
  const more = await page.evaluate(() => document.querySelectorAll("#site-filters input[name=theme]").length);
  yes(`${where} other values keep their counts`, more > 1);
  await page.evaluate(() => document.querySelector("#site-chips button").click());
  await page.waitForFunction(() => document.getElementById("site-chips").hidden);
  equal(`${where} chip takes the filter away`, await address(), "");
  await page.goBack();
  await page.waitForSelector("#site-chips button");
  equal(`${where} back`, await address(), "theme=" + first.value);

  // Nothing found.
  await page.goto(base + "search.html?q=xyzzyq");
  await settled(page, "xyzzyq");
  yes(`${where} nothing found`, /xyzzyq/.test(await text(page, "#site-status")) && await page.evaluate(() => !document.getElementById("site-browse").hidden));

  // The slash, and the box with suggestions.
  await page.evaluate(() => document.activeElement.blur());
  await page.keyboard.press("/");
  equal(`${where} slash`, await page.evaluate(() => document.activeElement.id), "site-q");
  if (await count(page, "#site-search")) {
    await page.focus("#site-search");
    await page.keyboard.type("talk part");
    await page.waitForFunction(() => document.getElementById("site-search").getAttribute("aria-expanded") === "true");
    equal(`${where} combobox`, await page.evaluate(() => { const i = document.getElementById("site-search"); return [i.getAttribute("role"), i.getAttribute("aria-autocomplete"), document.getElementById(i.getAttribute("aria-controls")).getAttribute("role")]; }), ["combobox", "list", "listbox"]);
    await page.keyboard.press("ArrowDown");
    equal(`${where} active option`, await page.evaluate(() => { const o = document.getElementById(document.getElementById("site-search").getAttribute("aria-activedescendant")); return [o?.getAttribute("role"), o?.getAttribute("aria-selected")]; }), ["option", "true"]);
    await page.keyboard.press("Escape");
    equal(`${where} escape`, await page.evaluate(() => document.getElementById("site-search").getAttribute("aria-expanded")), "false");
    await page.keyboard.press("ArrowDown");
    await page.waitForFunction(() => document.getElementById("site-search").getAttribute("aria-expanded") === "true");
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForFunction(() => !location.href.includes("search.html"));
    yes(`${where} enter leads to a page`, !page.url().includes("search.html"));
  }
  await pause(50);
  equal(`${where} faults`, faults.filter(grave), []);
  await page.close();
};

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'";

// A copy of a site whose search page has that policy.
const strict = source => {
  const copy = mkdtempSync(join(tmpdir(), "search-"));
  cpSync(source, copy, { recursive: true });
  dress(copy);
  const page = join(copy, "search.html"), html = readFileSync(page, "utf8");
  const changed = html.replace(/(http-equiv="?Content-Security-Policy"? content=")[^"]*/, "$1" + POLICY);
  if (!changed.includes(POLICY)) throw Error("search.html has no policy to change");
  writeFileSync(page, changed);
  return copy;
};
const folder = strict(given), temporary = strict(join(data, "index"));

let reference;
for (const name of names.length ? names : ["chromium", "firefox"]) {
  const browser = await launch(name);
  for (const way of ["http", "file"]) {
    const headers = { "content-security-policy": POLICY };
    const site = await serve(folder, { headers }), small = await serve(temporary, { headers });
    const base = way === "http" ? site.url : pathToFileURL(folder).href + "/";
    const where = `${name} ${way}`;
    await testVectors(where, browser, way === "http" ? small.url : pathToFileURL(temporary).href + "/");
    for (const cold of [false, true]) {
      const list = await orders(browser, base, cold);
      reference ??= list;
      list.forEach((o, i) => equal(`${where} ${cold ? "cold" : "warm"} order of ${queries[i]}`, o, reference[i]));
    }
    await testPage(where, browser, base);
    site.close();
    small.close();
    console.log(`${where}: ${passes} passed, ${failures} failed so far`);
  }
  await browser.close();
}
for (const copy of [folder, temporary]) rmSync(copy, { recursive: true });
process.exit(failures ? 1 : 0);

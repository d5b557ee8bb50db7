// Compares the search of a built site with Pagefind 1.6.0 over the same pages, in
// the same run and browser.
//
//   node pagefind.mjs DIR [judged.txt|queries.txt]
//   EXEMPLAR=path SITE=dir node pagefind.mjs DIR
//
// DIR is a built site; nothing is changed in it. Bytes of a cold first query with
// ten results and their passages, gzip on. With a file of judgements (by default that of the example portal, where
// DIR is that) nDCG@10 of both. With EXEMPLAR and SITE, a program and the site that
// DIR is built from, the time and memory of Pagefind's indexing and of a build with
// the search and without.
import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname } from "node:path";
import { corpus, dress, existsSync, here, join, launch, mean, median, readFileSync, serve, writeFileSync } from "./lib.mjs";

const [folder, file] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node pagefind.mjs DIR [judged.txt|queries.txt]");
  process.exit(2);
}
const judgements = file ?? (existsSync(join(folder, "case-studies/talk-partners-that-lift-reading.html")) ? join(here, "../../internal/search/testdata/judged.txt") : "");
const lines = judgements ? readFileSync(judgements, "utf8").split("\n").filter(l => l && l[0] !== "#") : corpus;
const judged = lines.map(l => {
  const [kind, query, ...grades] = l.split(" | ");
  if (!query) return { query: l };
  return { kind, query, grades: Object.fromEntries(grades.flatMap(g => g.slice(2).trim().split(/\s+/).map(name => [name, +g[0]]))) };
});

const work = mkdtempSync(join(tmpdir(), "pagefind-"));
const site = join(work, "site");
cpSync(folder, site, { recursive: true });
dress(site);

// Runs a program and returns its processor time, wall time in seconds and most
// memory in MB, as GNU time has them.
const timed = (...command) => {
  const out = spawnSync("/usr/bin/time", ["-f", "%U %S %e %M", ...command], { encoding: "utf8", maxBuffer: 1 << 28 });
  if (out.error || out.status) throw Error(`${command[0]}: ${out.error ?? out.stderr.slice(-500)}`);
  const [user, system, wall, rss] = out.stderr.trim().split("\n").at(-1).split(" ").map(Number);
  return { cpu: user + system, wall, mb: rss / 1024 };
};
const said = t => `${t.wall.toFixed(1)} s, ${t.cpu.toFixed(1)} s of processor time, ${t.mb.toFixed(0)} MB`;

console.log(`Pagefind indexes: ${said(timed(process.env.PAGEFIND ?? join(here, "node_modules/.bin/pagefind"), "--site", site))}`);
if (process.env.EXEMPLAR && process.env.SITE) {
  for (const flags of [["--no-search"], []]) {
    console.log(`exemplar build ${flags}: ${said(timed(process.env.EXEMPLAR, "build", "-s", process.env.SITE, "-d", join(work, "built"), ...flags))}`);
    rmSync(join(work, "built"), { recursive: true });
  }
}
writeFileSync(join(site, "pagefind-test.html"), `<!doctype html><title>Test</title><script type="module" src="pagefind-test.js"></script>`);
writeFileSync(join(site, "pagefind-test.js"), `const pagefind = await import("./pagefind/pagefind.js");
window.ask = async q => { const r = await pagefind.search(q); return Promise.all(r.results.slice(0, 10).map(async x => (await x.data()).url)); };`);

const browser = await launch("chromium");
const engines = {
  exemplar: {
    page: "search.html", own: e => /\/search\/|search[.\w]*\.js$/.test(e.path) && !e.path.endsWith(".html"), ready: () => window.XS?.search,
    ask: q => XS.search(q, {}, 10).then(a => a.hits.map(h => h.link)),
  },
  pagefind: {
    page: "pagefind-test.html", own: e => /\/pagefind\//.test(e.path), ready: () => window.ask,
    ask: q => window.ask(q),
  },
};

// A page of its own, without a cache, and the bytes that f makes it load.
const fresh = async (engine, f, argument) => {
  const server = await serve(site), page = await browser.newPage();
  await page.setCacheEnabled(false);
  await page.goto(server.url + engine.page);
  await page.waitForFunction(engine.ready, { timeout: 60000 });
  const result = await page.evaluate(f, argument);
  await page.close();
  server.close();
  return { result, bytes: server.log.filter(engine.own).reduce((n, e) => n + e.bytes, 0) };
};

const nameOf = link => (link => basename(link) === "index.html" ? basename(dirname(link)) : basename(link, ".html"))(link.replace(/[#?].*/, "").replace(/\/$/, "/index.html"));
const gain = (grade, i) => (2 ** (grade ?? 0) - 1) / Math.log2(i + 2);
const ndcg = (grades, names) => names.reduce((n, name, i) => n + gain(grades[name], i), 0) /
  Object.values(grades).sort((a, b) => b - a).slice(0, 10).reduce((n, grade, i) => n + gain(grade, i), 0);
const kb = n => (n / 1000).toFixed(1);

for (const name in engines) {
  const engine = engines[name], bytes = [], scores = {}, empty = [];
  for (const { kind, query, grades } of judged) {
    const { result, bytes: n } = await fresh(engine, engine.ask, query);
    bytes.push(n);
    if (!result.length) empty.push(query);
    if (grades) for (const k of new Set([kind, kind === "typo" ? "typo" : "clean"])) (scores[k] ??= []).push(ndcg(grades, result.slice(0, 10).map(nameOf)));
  }
  console.log(`${name}: cold query median ${kb(median(bytes))} kB, mean ${kb(mean(bytes))}, most ${kb(Math.max(...bytes))}; nothing found for ${empty.length} of ${judged.length}`);
  const table = Object.entries(scores).map(([kind, list]) => `${kind} ${mean(list).toFixed(3)} (${list.length})`);
  if (table.length) console.log(`  nDCG@10: ${table.join(", ")}`);
}
await browser.close();
rmSync(work, { recursive: true });

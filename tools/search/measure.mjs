// Measures the search of a built site in Chromium.
//
//   node measure.mjs DIR [queries.txt]
//
// Bytes over the wire of a cold first query with ten results and their passages,
// for each query in a browser without a cache, gzip on and off: the engine and
// every file of the index, not the page itself. Bytes of all filters opened at
// once. Processor time of a warm query and of counting all filters. Queries are
// one on each line; without a file, those for the portals of corpus.py.
import { corpus, dress, join, launch, mean, median, readFileSync, serve } from "./lib.mjs";

const [folder, file] = process.argv.slice(2);
if (!folder) {
  console.error("usage: node measure.mjs DIR [queries.txt]");
  process.exit(2);
}
const queries = (file ? readFileSync(file, "utf8").split("\n").map(l => l.includes(" | ") ? l.split(" | ")[1] : l).filter(l => l && l[0] !== "#") : corpus);

dress(folder);
const browser = await launch("chromium");
const counted = entry => /\/search\/|search[.\w]*\.js$/.test(entry.path) && !entry.path.endsWith(".html");
const settled = page => page.waitForFunction(() => document.getElementById("site-find").dataset.ready !== undefined, { timeout: 60000 });
const kb = n => (n / 1000).toFixed(1);

const cold = async gzip => {
  const bytes = [], requests = [];
  for (const q of queries) {
    const site = await serve(folder, { gzip });
    const page = await browser.newPage();
    await page.setCacheEnabled(false);
    await page.goto(site.url + "search.html?q=" + encodeURIComponent(q));
    await settled(page);
    bytes.push(site.log.filter(counted).reduce((n, e) => n + e.bytes, 0));
    requests.push(site.log.filter(counted).length);
    await page.close();
    site.close();
  }
  console.log(`cold query, gzip ${gzip ? "on " : "off"}: median ${kb(median(bytes))} kB, mean ${kb(mean(bytes))}, most ${kb(Math.max(...bytes))} (${queries[bytes.indexOf(Math.max(...bytes))]}), requests ${median(requests)}`);
};

const warm = async () => {
  const site = await serve(folder);
  const page = await browser.newPage();
  await page.goto(site.url + "search.html");
  await settled(page);
  const before = site.log.length;
  const facets = await page.evaluate(async () => { const ids = await XS.facets(); await XS.search("", {}, 0, ids); return ids; });
  const all = site.log.slice(before);
  console.log(`all ${facets.length} filters: ${kb(all.reduce((n, e) => n + e.bytes, 0))} kB in ${all.length} files`);
  const engine = site.log.find(e => /assets\/search/.test(e.path)), first = site.log.find(e => e.path.endsWith("/index.js"));
  console.log(`engine ${kb(engine.bytes)} kB, index.js ${kb(first.bytes)} kB`);
  const times = await page.evaluate(async (queries, facets) => {
    const run = async (limit, asked) => {
      const list = [];
      for (const q of queries) {
        await XS.search(q, {}, limit, asked);
        const all = [];
        for (let i = 0; i < 5; i++) {
          const t = performance.now();
          await XS.search(q, {}, limit, asked);
          all.push(performance.now() - t);
        }
        list.push(all.sort((a, b) => a - b)[2]);
      }
      return list;
    };
    return { rank: await run(0, []), full: await run(10, []), counts: await run(0, facets) };
  }, queries, facets);
  const extra = times.counts.map((t, i) => t - times.rank[i]);
  console.log(`warm query: ranking median ${median(times.rank).toFixed(2)} ms, most ${Math.max(...times.rank).toFixed(2)}; with ten passages ${median(times.full).toFixed(2)}, most ${Math.max(...times.full).toFixed(2)}`);
  console.log(`counting all filters: median ${median(extra).toFixed(2)} ms, most ${Math.max(...extra).toFixed(2)}`);
  await page.close();
  site.close();
};

console.log(`${folder}: ${queries.length} queries`);
await cold(true);
await cold(false);
await warm();
await browser.close();

// What the search's tests and measurements share: a server that counts bytes, and
// the two browsers.
import { createServer } from "node:http";
import { existsSync, mkdirSync, copyFileSync, readFileSync, writeFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";

export const here = dirname(fileURLToPath(import.meta.url));

const types = { ".html": "text/html; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".json": "application/json" };

// serve starts a server of a folder. Its log has the path and the bytes sent of
// every request.
export const serve = async (folder, { gzip = true, headers = {} } = {}) => {
  const log = [], zipped = new Map();
  const server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url, "http://x").pathname));
    const file = join(folder, path.endsWith("/") ? path + "index.html" : path);
    if (!file.startsWith(folder) || !existsSync(file)) {
      log.push({ path, bytes: 0, missing: true });
      response.writeHead(404).end();
      return;
    }
    let body = readFileSync(file);
    const type = types[extname(file)];
    const head = { "content-type": type ?? "application/octet-stream", "cache-control": "no-store", ...headers };
    if (gzip && type) {
      if (!zipped.has(file)) zipped.set(file, gzipSync(body, { level: 6 }));
      body = zipped.get(file);
      head["content-encoding"] = "gzip";
    }
    log.push({ path, bytes: body.length });
    response.writeHead(200, head).end(body);
  });
  await new Promise(ready => server.listen(0, "127.0.0.1", ready));
  return { url: `http://127.0.0.1:${server.address().port}/`, log, close: () => server.close() };
};

// A busy machine is slow to start a browser and to answer.
const patience = { timeout: 180_000, protocolTimeout: 600_000 };

// launch starts Chromium or Firefox without a window.
export const launch = name => name === "firefox"
  ? puppeteer.launch({ ...patience, browser: "firefox", executablePath: "/usr/bin/firefox-esr", headless: true })
  : puppeteer.launch({ ...patience, executablePath: "/usr/bin/chromium", headless: true, args: ["--no-sandbox", "--disable-gpu"] });

// dress gives a folder that has an index, but no search page, the sample page and
// the engine.
export const dress = folder => {
  const page = join(folder, "search.html");
  if (existsSync(page) && readFileSync(page, "utf8").includes('id="site-find"')) return;
  mkdirSync(join(folder, "assets"), { recursive: true });
  copyFileSync(join(here, "page.html"), page);
  copyFileSync(join(here, "../../themes/default/assets/site.js"), join(folder, "assets/site.js"));
  copyFileSync(process.env.ENGINE ?? join(here, "../../themes/default/assets/search.js"), join(folder, "assets/search.js"));
};

// Queries for the portals of corpus.py.
export const corpus = `retrieval practice
coaching
assessment feedback
metacognition
amira khan
PS1
leading and influencing
pupil premium
behaviour strategies
how to use evidence in lessons
questioning and talk
oracy vocabulary
teaching assistants
sixth form mathematics
parents and carers
professional development
early years phonics
curriculum leadership
mentor meeting
independent learners
rehearsal challenge
networking alliance
priya shah
wellbeing workload
school improvement data
safe behavour
middle leaders training
observation cohort`.split("\n");

export const median = list => [...list].sort((a, b) => a - b)[Math.floor(list.length / 2)];
export const mean = list => list.reduce((a, b) => a + b, 0) / list.length;
export { readFileSync, writeFileSync, existsSync, join };

// Search for the portal, in the visitor's browser: loads the parts of the index
// that a query needs, as classic scripts, and ranks as internal/search does in Go.
// The page's part of the bargain is written down in docs/search.md.
(() => {
"use strict";

const script = document.currentScript;
const root = script?.dataset.root ?? "";
const language = document.documentElement.lang || "en";

/* ---- Files: search/<name>.js calls XS(name, content). ---- */

const files = new Map(); // name → {promise, resolve, reject}
let again = ""; // a query string that passes stale copies by

const slot = name => {
  let f = files.get(name);
  if (!f) {
    f = {};
    f.promise = new Promise((resolve, reject) => Object.assign(f, { resolve, reject }));
    f.promise.catch(() => {});
    files.set(name, f);
  }
  return f;
};

const XS = window.XS = (name, content) => slot(name).resolve(content);

const fetchFile = name => {
  const f = slot(name);
  if (!f.asked && !f.done) {
    f.asked = true;
    f.promise.then(() => f.done = true, () => {});
    // What came along in index.js is there a moment later.
    setTimeout(() => {
      if (f.done) return;
      const s = document.createElement("script");
      s.src = root + "search/" + (name === "m" ? "index.js" + again : name + ".js");
      s.onload = () => s.remove();
      s.onerror = () => { s.remove(); f.reject(Error(s.src)); };
      document.head.append(s);
    });
  }
  return f.promise;
};

const bytesIn = content => Uint8Array.from(atob(content), c => c.charCodeAt(0));

const inflate = async content => {
  const stream = new Blob([bytesIn(content)]).stream().pipeThrough(new DecompressionStream("deflate-raw"));
  return new Uint8Array(await new Response(stream).arrayBuffer());
};

const utf8 = bytes => new TextDecoder().decode(bytes);

const varints = bytes => {
  let at = 0;
  return () => {
    let n = 0, shift = 1, b;
    do { b = bytes[at++]; n += (b & 127) * shift; shift *= 128; } while (b > 127);
    return n;
  };
};

// Bytes behind a counter that does not pass their end by accident.
const sections = bytes => {
  const list = [];
  for (let at = 0; at < bytes.length;) {
    let n = 0, shift = 1, b;
    do { b = bytes[at++]; n += (b & 127) * shift; shift *= 128; } while (b > 127);
    list.push(bytes.subarray(at, at += n));
  }
  return list;
};

/* ---- Words, as words.go cuts and folds them. ---- */

const PIECE = /[\p{L}\p{N}\p{M}]+(?:(?:['’‘]|(?<=\d)\.(?=\d)|(?<=\d),(?=\d{3}(?!\d)))[\p{L}\p{N}\p{M}]+)*/gu;
const LATIN = { æ: "ae", œ: "oe", ß: "ss", ø: "o", ł: "l", đ: "d", ð: "d", þ: "th", ħ: "h", ı: "i", ŋ: "n", ŧ: "t", ĸ: "k", ə: "e", ỽ: "ll", ς: "σ" };

const fold = s => /^[a-z\d]*$/.test(s) ? s.slice(0, 32) : s.replace(/[’‘ʼ]/g, "'")
  .normalize("NFKD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/'s$/, "")
  .replace(/[æœßøłđðþħıŋŧĸəỽς]/g, c => LATIN[c])
  .replace(/[^\p{L}\p{N}.]|[\u{10000}-\u{10ffff}]/gu, "").slice(0, 32);

const pieces = text => {
  let last = -2;
  return Array.from(text.matchAll(PIECE), m => {
    const start = m.index, end = start + m[0].length, joined = last === start;
    last = /[-‐‑]/.test(text[end] ?? "") ? end + 1 : -2;
    return { word: fold(m[0]), start, end, joined };
  });
};

const isCode = word => /\d/.test(word);

/* ---- The index, unpacked. ---- */

let m; // the manifest
const have = new Map(); // name → what the file holds
let wanted = new Set(); // names that were missed

const get = name => {
  if (!have.has(name)) wanted.add(name);
  return have.get(name);
};

const frontCoded = (text, extra, each) => {
  let before = "";
  return text.split("\n").filter(l => l).map(l => {
    before = before.slice(0, parseInt(l[0], 36)) + l.slice(1 + extra);
    if (each) each(l[1]);
    return before;
  });
};

const readers = {
  // A part of the lexicon with its postings.
  w(bytes) {
    const [forms, of, heads, gaps, impacts, levels, titleGaps, titleWords] = sections(bytes);
    const shard = { forms: frontCoded(utf8(forms), 0), of: [], lists: [] };
    const back = varints(of), head = varints(heads), gap = varints(gaps), titleGap = varints(titleGaps);
    const half = (b, i) => b[i >> 1] >> (i & 1) * 4 & 15;
    let impactAt = 0, titleAt = 0, levelAt = 0;
    for (const form of shard.forms) {
      const b = back();
      if (!b) shard.lists.push({ forms: [] });
      const list = shard.lists.at(-(b || 1));
      shard.of.push(list);
      list.forms.push(form);
    }
    for (const list of shard.lists) {
      const n = head(), titles = head(), count = Math.floor(n / 2);
      list.pages = new Uint32Array(count);
      list.impacts = new Uint8Array(count);
      if (n % 2) {
        const palette = [0, head(), head(), head()];
        for (let page = 0, i = 0; page < m.n; page++) {
          const level = levels[levelAt + (page >> 2)] >> (page & 3) * 2 & 3;
          if (level) { list.pages[i] = page; list.impacts[i++] = palette[level]; }
        }
        levelAt += m.n + 3 >> 2;
      } else {
        for (let i = 0, page = -1; i < count; i++) {
          list.pages[i] = page += gap() + 1;
          list.impacts[i] = half(impacts, impactAt++);
        }
      }
      list.titles = [];
      for (let i = 0, page = -1; i < titles; i++) list.titles.push([page += titleGap() + 1, half(titleWords, titleAt++)]);
    }
    return shard;
  },
  // Texts of pages, each read when it is asked for.
  t: content => content.split("."),
  // Words for guessing.
  s(bytes) {
    const list = [];
    frontCoded(utf8(bytes), 1, c => list.push([0, parseInt(c, 36)])).forEach((w, i) => list[i][0] = w);
    return list;
  },
  // Words for short beginnings.
  c: bytes => new Map(utf8(bytes).split("\n").map(l => [l.slice(0, l.indexOf(" ")), l.split(" ").slice(1)])),
  // A facet: its values, and each page's values from starts[page] to starts[page + 1].
  f(content) {
    const [numbers, coded] = content.split(".");
    const [repeats, low, high, form, ...parts] = sections(bytesIn(numbers));
    const starts = new Uint32Array(m.n + 1), of = [], sets = form[0] ? setsIn(parts.shift()) : [];
    let page = 0;
    for (const kind of m.k) {
      const each = (form[0] ? setsOf : listsOf)(parts, kind.n - page, sets);
      while (page < kind.n) {
        starts[page++] = of.length;
        of.push(...each() ?? []);
      }
    }
    starts[page] = of.length;
    return { values: valuesIn(decode(coded), repeats, low, high), starts, of: Uint16Array.from(of) };
  },
};

const slugOf = label => label.replace(/[A-Z]/g, c => c.toLowerCase()).replace(/[^a-z\d]/gu, "-");

// Small numbers, as symbols.go writes them: a range is narrowed down.
const symbols = (bytes, n) => {
  const list = new Uint8Array(bytes.length && n), alphabet = bytes[0] || 256;
  if (!bytes.length || alphabet === 1) return list;
  const step = [0, 1, 6, 40][bytes[1]], count = new Uint32Array(alphabet).fill(4);
  let at = 2, code = 0, width = 2 ** 32 - 1, total = 4 * alphabet;
  const next = () => code = code * 256 + (bytes[at++] ?? 0);
  for (let i = 0; i < 4; i++) next();
  for (let i = 0; i < n; i++) {
    const part = Math.floor(width / total), place = Math.floor(code / part);
    let s = 0, below = 0;
    while (s < alphabet - 1 && below + count[s] <= place) below += count[s++];
    code -= below * part;
    width = count[s] * part;
    while (width < 2 ** 24) {
      next();
      width *= 256;
    }
    list[i] = s;
    count[s] += step;
    total += step;
    if (total > 65536) {
      total = 0;
      count.forEach((c, j) => total += count[j] = c + 1 >> 1);
    }
  }
  return list;
};

const valuesIn = (text, repeats, low, high) => {
  const list = [], lines = text.split("\n"), more = symbols(repeats, lines.length);
  if (!more.length) return list;
  let label = "", id = "~", group = "", numbered = 0;
  lines.forEach((l, i) => {
    const fields = l.split("\t");
    label = fields[0] || label;
    id = fields[1] || id;
    group = fields[2] || group;
    for (let place = 0; place <= more[i]; place++) {
      list.push({ id, label, group, place });
      if (id.includes("#")) numbered++;
    }
  });
  const lows = symbols(low, numbered), highs = symbols(high, numbered);
  let at = 0, number = 0;
  for (const v of list) {
    if (v.id.includes("#")) number = (v.place && number) + lows[at] + highs[at++] * 256 & 65535;
    v.id = v.id[0] === "=" ? v.id.slice(1) : v.id.replace("~", slugOf(v.label)).replace(/\^$/, () => v.label.split(" ")[0])
      .replace(/#(\d)/, (_, width) => String(number).padStart(width, 0));
  }
  return list;
};

const LARGEST = 12; // values in a set

const setsIn = bytes => {
  const size = varints(bytes), length = size(), sets = [];
  const next = varints(symbols(bytes.subarray(length > 127 ? length > 16383 ? 3 : 2 : 1), length));
  for (let n = 1; n <= LARGEST; n++) {
    let first = 0;
    sets[n] = Array.from({ length: next() }, () => {
      const set = [first += next()];
      while (set.length < n) set.push(set.at(-1) + 1 + next());
      return set;
    });
  }
  return sets;
};

// Both return a function that gives the values of one page after the other.
const setsOf = (parts, pages, sets) => {
  const sizes = symbols(parts.shift(), pages), count = new Uint32Array(LARGEST + 1);
  for (const n of sizes) count[n]++;
  const numbers = [0, ...parts.splice(0, LARGEST).map((p, i) => symbols(p, count[i + 1]))], at = new Uint32Array(LARGEST + 1);
  let page = 0;
  return () => {
    const n = sizes[page++];
    return n ? sets[n][numbers[n][at[n]++]] : [];
  };
};

const listsOf = (parts, pages) => {
  const sizes = symbols(parts.shift(), pages);
  let firsts = 0, others = 0;
  for (const n of sizes) if (n) { firsts++; others += n - 1; }
  const [low, high, moreLow, moreHigh] = parts.splice(0, 4).map((p, i) => symbols(p, i < 2 ? firsts : others));
  let page = 0, first = 0, at = 0, more = 0;
  return () => {
    const set = [];
    for (let n = sizes[page++]; set.length < n;) {
      if (set.length) {
        set.push(set.at(-1) + 1 + moreLow[more] + moreHigh[more++] * 256);
      } else {
        const z = low[at] + high[at++] * 256;
        set.push(first += z >> 1 ^ -(z & 1));
      }
    }
    return set;
  };
};

/* ---- Texts of pages, in a code of whole words. ---- */

const SIX = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
const sixOf = new Uint8Array(128);
[...SIX].forEach((c, i) => sixOf[c.charCodeAt(0)] = i);

const decode = coded => {
  const end = coded.length * 6;
  let at = 0;
  const bits = n => {
    let v = 0;
    for (; n > 0; n--, at++) v = v * 2 + (sixOf[coded.charCodeAt(at / 6 | 0)] >> 5 - at % 6 & 1);
    return v;
  };
  const symbol = code => {
    let value = 0, first = 0, index = 0;
    for (const count of code.n) {
      value = value * 2 + bits(1);
      first *= 2;
      if (value - first < count) return code.s[index + value - first];
      index += count;
      first += count;
    }
    return "*0";
  };
  const spelling = () => {
    let s = "", c;
    while (at < end && (c = symbol(m.hc)) !== "\0") s += c === "\x01" ? String.fromCharCode(bits(16)) : c;
    return s;
  };
  const spelled = [];
  let out = "", inWord = false, upper = true;
  while (at < end) {
    let s = symbol(m.h), word = true;
    if (s === "*0") break;
    if (s === "*3") { upper = !upper; continue; }
    if (s === "*1") spelled.push(s = spelling());
    else if (s === "*2") s = spelled[bits(32 - Math.clz32(spelled.length - 1))];
    else if (s === "*4") { s = spelling(); word = false; }
    else word = /^[\p{L}\p{Nd}]/u.test(s);
    if (word && inWord) out += " ";
    out += word && upper && s[0] <= "z" ? s[0].toUpperCase() + s.slice(1) : s;
    upper = !word && /[.!?\n]/.test(s) && !/[\x02\x03]$/.test(s);
    inWord = word;
  }
  return out;
};

const readText = text => {
  const lines = text.split("\n"), tabs = l => l ? l.split("\t") : [];
  const [title, link, kind, when, people, schools, notes, summary] = lines;
  const t = { title, link, kind, when, people: tabs(people), schools: tabs(schools), notes: tabs(notes), summary, sections: [] };
  for (const l of lines.slice(8)) {
    if (l[0] === "\x02") {
      const [id, heading = ""] = l.slice(1).split("\t");
      t.sections.push({ id: id || pieces(heading).map(p => p.word).join("-"), heading, lines: [] });
    } else if (l[0] === "\x03") {
      const [anchor, codes, ...rest] = l.slice(1).split("\t");
      t.sections.at(-1).lines.push({ anchor, codes: codes.split(" "), text: rest.join("\t") });
    } else {
      t.sections.at(-1).lines.push({ codes: [], text: l });
    }
  }
  return t;
};

// A file in one of the numbered folders.
const fileIn = (letter, folders, n) => letter + folders[n / m.g | 0] + "/" + (n % m.g).toString(36);

// A page's text, from the file that it shares with others of its kind.
const textOf = page => {
  let file = 0, from = 0;
  for (const { n, p } of m.k) {
    if (page < n) {
      const list = get(fileIn("t", m.t, file + ((page - from) / p | 0))), i = (page - from) % p;
      if (list && typeof list[i] === "string") list[i] = readText(decode(list[i]));
      return list?.[i];
    }
    file += Math.ceil((n - from) / p);
    from = n;
  }
};

/* ---- Loading. ---- */

const load = async name => {
  const content = await fetchFile(name);
  if (!have.has(name)) have.set(name, readers[name[0]](/^[tf]/.test(name) ? content : await inflate(content)));
};

let starting;
const start = () => starting ??= (async () => {
  const manifest = JSON.parse(utf8(await inflate(await fetchFile("m"))));
  if (manifest.v !== 2) throw Error("format");
  const list = s => s ? s.split(" ") : [];
  manifest.b = list(manifest.b);
  manifest.w = list(manifest.w);
  manifest.t = list(manifest.t);
  manifest.e = ["", ...list(manifest.e)];
  manifest.stop = new Set(list(manifest.x));
  for (const code of [manifest.h, manifest.hc]) code.s = code.s.split("\x7f");
  manifest.synonyms = new Map();
  for (const line of manifest.y ?? []) {
    const group = line.split("=");
    for (const phrase of group) {
      const others = manifest.synonyms.get(phrase) ?? [];
      manifest.synonyms.set(phrase, others.concat(group.filter(o => o !== phrase)));
    }
  }
  m = manifest;
})();

// Runs f until every file that it asks for is there. When a file is gone because
// the site was published anew meanwhile, everything is loaded afresh, once.
const settle = async f => {
  for (let fresh = false; ;) {
    try {
      await start();
      for (;;) {
        wanted = new Set();
        const result = f();
        if (!wanted.size) return result;
        await Promise.all([...wanted].map(load));
      }
    } catch (e) {
      if (fresh) throw e;
      fresh = true;
      again = "?" + Date.now();
      starting = undefined;
      files.clear();
      have.clear();
    }
  }
};

/* ---- The query, as query.go and resolve.go have it. ---- */

const parse = query => {
  const q = { words: [], not: [], phrases: [] };
  query = [...query].slice(0, 400).join("");
  for (let rest = query; (rest = rest.replace(/^[ \t\n]+/, ""));) {
    const quoted = rest.match(/^"([^"]*)"/);
    if (quoted) {
      const phrase = pieces(quoted[1]).map(p => p.word).filter(w => w);
      q.words.push(...phrase.map(text => ({ text, exact: true, stop: m.stop.has(text) })));
      if (phrase.length) q.phrases.push(phrase);
      rest = rest.slice(quoted[0].length);
      continue;
    }
    const chunk = rest[0] + rest.slice(1).split(/[ \t\n"]/, 1)[0];
    rest = rest.slice(chunk.length);
    if (/^-[\p{L}\p{N}\p{M}]/u.test(chunk)) {
      for (const p of pieces(chunk.slice(1))) {
        if (p.joined && q.not.length) q.not.push((q.not.pop() + p.word).slice(0, 32));
        else if (p.word) q.not.push(p.word);
      }
      continue;
    }
    let first, end = 0;
    for (const p of pieces(chunk)) {
      end = p.end;
      if (!p.word) continue;
      const w = { text: p.word, size: 0, stop: m.stop.has(p.word) };
      q.words.push(w);
      if (!p.joined || !first) { first = w; continue; }
      first.compound = ((first.compound ?? first.text) + p.word).slice(0, 32);
      first.size = (first.size || 1) + 1;
    }
    if (!rest && q.words.length && end === chunk.length) q.words.at(-1).open = true;
  }
  q.words.forEach((w, i) => {
    const next = q.words[i + 1];
    if (next && !w.exact && !next.exact) w.next = next.text;
  });
  if (q.words.some(w => !w.stop)) {
    let inside = 0;
    q.words = q.words.filter(w => {
      inside = w.size || inside;
      const keep = !w.stop || inside > 0;
      inside = Math.max(0, inside - 1);
      return keep;
    });
  }
  q.words.splice(24);
  return q;
};

const shardOf = word => {
  let low = 0, high = m.b.length;
  while (low < high) {
    const mid = low + high >> 1;
    if (m.b[mid] <= word) low = mid + 1; else high = mid;
  }
  return low;
};

// Stands for a list whose file is not there yet.
const pending = { forms: [], pages: [], impacts: [], titles: [] };
const shard = n => get(fileIn("w", m.w, n));

const indexOf = (forms, word) => {
  let low = 0, high = forms.length;
  while (low < high) {
    const mid = low + high >> 1;
    if (forms[mid] < word) low = mid + 1; else high = mid;
  }
  return low;
};

const lookUp = word => {
  const s = shard(shardOf(word));
  if (!s) return pending;
  const i = indexOf(s.forms, word);
  return s.forms[i] === word ? s.of[i] : null;
};

const whole = (word, weight = 16) => {
  const list = lookUp(word);
  return list ? [{ list, weight }] : [];
};

const known = alternative => alternative.every(o => o.length);

const beginnings = (prefix, own) => {
  const low = shardOf(prefix), high = own.length ? low : shardOf(prefix + "\uffff");
  const found = new Map();
  const add = (list, form) => { if (list !== own[0]?.list && !found.has(list)) found.set(list, form); };
  if (high - low > 1) {
    const words = get("c" + m.c);
    for (const w of words?.get(prefix) ?? []) {
      const list = lookUp(w);
      if (list) add(list, w);
    }
    if (!words) add(pending, prefix);
  } else {
    for (let n = low; n <= high; n++) {
      const s = shard(n);
      if (!s) { add(pending, prefix); continue; }
      for (let i = indexOf(s.forms, prefix); s.forms[i]?.startsWith(prefix); i++) add(s.of[i], s.forms[i]);
    }
  }
  return [...found].sort((a, b) => b[0].pages.length - a[0].pages.length || (a[1] < b[1] ? -1 : 1)).slice(0, 6).map(([list, form]) =>
    ({ list, weight: Math.floor(120 * prefix.length / (10 * prefix.length + 3 * (form.length - prefix.length))) }));
};

const distance = (a, b, begins) => {
  let before2, before, row = Array.from({ length: a.length + 1 }, (_, i) => i), least = a.length;
  for (let j = 1; j <= b.length; j++) {
    before2 = before; before = row; row = [j];
    for (let i = 1; i <= a.length; i++) {
      let d = Math.min(before[i] + 1, row[i - 1] + 1, before[i - 1] + (a[i - 1] !== b[j - 1]));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) d = Math.min(d, before2[i - 2] + 1);
      if (b[j - 1] === "f" && a.slice(Math.max(0, i - 2), i) === "ph") d = Math.min(d, before[i - 2] + 1);
      if (a[i - 1] === "f" && b.slice(Math.max(0, j - 2), j) === "ph") d = Math.min(d, before2[i - 1] + 1);
      row.push(d);
    }
    least = Math.min(least, row[a.length]);
  }
  return begins ? least : row[a.length];
};

const bucket = length => Math.max(3, Math.min(length, 12));

const nearest = (list, word, most, begins) => {
  let best = "", least = 0;
  for (const [candidate, frequency] of list) {
    const n = candidate.length - word.length;
    if (n < -most || n > most && !begins) continue;
    const d = distance(word, candidate, begins);
    if (d > most) continue;
    const cost = 12 * d - frequency - 2 * (candidate[0] === word[0]);
    if (!best || cost < least) { best = candidate; least = cost; }
  }
  return best;
};

// The nearest known word and its weight; null while its files are on their way.
const guess = (word, open) => {
  const most = word.length >= 8 ? 2 : 1;
  const names = m.s.length > 1 ? m.s.slice(bucket(word.length - most) - 3, bucket(word.length + most) - 2) : m.s;
  const lists = names.map(n => get("s" + n));
  if (lists.some(l => !l)) return null;
  const list = lists.flat().sort((a, b) => a[0] < b[0] ? -1 : 1);
  const best = nearest(list, word, most, false);
  if (best) return [best, distance(word, best) > 1 ? 11 : 14];
  return [open && word.length > 4 ? nearest(list, word, 1, true) : "", 11];
};

// Endings without their e stand behind one only: improved, but not david for davis.
const takes = (base, ending) => base.endsWith("e") || !/^(d|rs?)$/.test(ending);

// The terms of a word with another ending.
const variants = word => {
  if (!m.stem || isCode(word)) return [];
  for (const ending of m.e) {
    const base = word.slice(0, word.length - ending.length), last = base.slice(-1);
    if (!word.endsWith(ending) || base.length < 3 || !takes(base, ending)) continue;
    const candidates = m.e.flatMap(e => /^[ei]/.test(e) ? [base + e, base + last + e] : takes(base, e) ? base + e : []);
    if (ending && base.at(-2) === last) candidates.push(base.slice(0, -1));
    const lists = new Set(candidates.filter(c => [word, base].some(w => shardOf(w) === shardOf(c))).map(lookUp).filter(l => l));
    if (lists.size) return Array.from(lists, list => ({ list, weight: 15 }));
  }
  return [];
};

const expand = (w, r) => {
  let o = whole(w.text);
  if (!o.length) o = variants(w.text);
  const length = w.text.length;
  const code = isCode(w.text);
  if (o.length && (code || m.stem && o[0].list.pages.length >= 4)) {
    // The beginning of a title's word, too: part, of partners.
    if (w.open && length > 2 && !code) o.push(...beginnings(w.text, o).map(x => ({ ...x, titled: true })));
    return o;
  }
  if (w.open && length > 1 || !m.stem && length >= 4) o.push(...beginnings(w.text, o));
  if (o.length || length < 4 || code) return o;
  const near = guess(w.text, w.open);
  if (!near) return [{ list: pending, weight: 1 }];
  if (!near[0]) return [];
  r.corrected.push(near[0]);
  return whole(...near);
};

const compound = (words, r) => {
  const u = { shown: words[0].compound, alts: [] };
  let joined = whole(u.shown);
  if (!joined.length && words.at(-1).open) joined = beginnings(u.shown, []);
  if (joined.length) u.alts.push([joined]);
  const parts = [];
  for (const w of words) {
    if (w.stop && u.alts.length) return u;
    if (w.stop) continue;
    let o = whole(w.text);
    if (!o.length && !u.alts.length) o = expand(w, r);
    parts.push(o);
  }
  if (parts.length) u.alts.push(parts);
  return u;
};

const isNumber = word => /^\d*$/.test(word);

// Two words that were written together.
const apart = word => {
  for (let i = word.length - 1, tries = 0; i > 0 && tries < 3; i--) {
    const first = word.slice(0, i), second = word.slice(i);
    if (isCode(word) ? isCode(first) === isCode(second) || isNumber(first) === isNumber(second) : i < 3 || second.length < 3) continue;
    const one = shardOf(first) === shardOf(word) ? whole(first) : [];
    if (!one.length) continue;
    tries++;
    const two = whole(second);
    if (two.length) return { alt: [one, two], shown: first + " " + second };
  }
};

// The unit at the start of words, and how many words it takes.
const unitAt = (words, r) => {
  const w = words[0];
  if (w.exact) return [{ shown: w.text, alts: [[whole(w.text)]] }, 1];
  if (w.size > 1) {
    const own = words.slice(0, w.size);
    return [compound(own, r), own.length];
  }
  for (let n = Math.min(5, words.length); n; n--) {
    const phrase = words.slice(0, n), text = phrase.some(w => w.exact) ? "" : phrase.map(w => w.text).join(" ");
    if (!m.synonyms.has(text)) continue;
    const u = { shown: text, alts: [phrase.map(w => whole(w.text))] };
    for (const other of m.synonyms.get(text)) {
      const a = other.split(" ").map(word => whole(word, 13));
      if (known(a)) { u.alts.push(a); r.also.push(other); }
    }
    if (u.alts.length > 1) return [u, n];
  }
  if (w.next && shardOf(w.text) === shardOf(w.text + w.next)) {
    const joined = whole(w.text + w.next);
    if (joined.length) {
      const u = { shown: w.text + " " + w.next, alts: [[joined]] };
      if (words[1]?.text !== w.next) return [u, 1];
      u.alts.push([whole(w.text), whole(w.next)]);
      return [u, 2];
    }
  }
  const o = expand(w, r), two = !o.length && apart(w.text);
  if (two) r.corrected.push(two.shown);
  return [{ shown: w.text, alts: [two ? two.alt : [o]] }, 1];
};

const resolve = q => {
  const r = { units: [], missing: [], corrected: [], also: [], not: q.not.map(lookUp).filter(l => l) };
  for (let i = 0; i < q.words.length;) {
    const [u, n] = unitAt(q.words.slice(i), r);
    if (u.alts.some(known)) r.units.push(u); else r.missing.push(u.shown);
    i += n;
  }
  return r;
};

/* ---- Ranking, as score.go has it: whole numbers only. ---- */

const logarithm = n => {
  const b = 31 - Math.clz32(n);
  return 16 * b + (Math.floor(n * 16 / 2 ** b) & 15);
};

// What a unit gives to each page: the best of its alternatives.
const score = unit => {
  const make = () => new Uint8Array(m.n);
  const value = make(), title = make(), covered = make(), titleWords = make();
  // Mostly a unit is one word.
  const plain = unit.alts.length === 1 && unit.alts[0].length === 1 && unit.alts[0][0];
  for (const { list: { pages, impacts, titles }, weight, titled } of plain || []) {
    for (let i = 0, k = 0; i < pages.length; i++) {
      const p = pages[i], v = weight * impacts[i];
      if (titled && titles[k]?.[0] !== p) continue;
      k++;
      if (v > value[p]) value[p] = v;
    }
    for (const [page, n] of titles) {
      if (weight > title[page]) title[page] = weight;
      covered[page] = 1;
      if (n > titleWords[page]) titleWords[page] = n;
    }
  }
  for (const alternative of plain ? [] : unit.alts) {
    if (!known(alternative)) continue;
    const size = alternative.length, words = make();
    // The best of a word's lists; for several words their sums.
    let sum, having, titles, inTitle;
    for (const option of alternative) {
      const v = make(), t = make();
      for (const { list, weight, titled } of option) {
        const { pages, impacts } = list;
        for (let i = 0, k = 0; i < pages.length; i++) {
          const x = weight * impacts[i];
          if (titled && list.titles[k]?.[0] !== pages[i]) continue;
          k++;
          if (x > v[pages[i]]) v[pages[i]] = x;
        }
        for (const [page, n] of list.titles) {
          if (weight > t[page]) t[page] = weight;
          if (n > words[page]) words[page] = n;
        }
      }
      if (size === 1) {
        sum = v;
        titles = t;
        continue;
      }
      sum ??= new Uint16Array(m.n);
      titles ??= make();
      having ??= make();
      inTitle ??= make();
      for (let p = 0; p < m.n; p++) {
        if (v[p]) { sum[p] += v[p]; having[p]++; }
        if (t[p]) { titles[p] += t[p]; inTitle[p]++; }
      }
    }
    for (let p = 0; p < m.n; p++) {
      if (!sum[p] || having && having[p] < size) continue;
      const v = having ? Math.floor(sum[p] / size) : sum[p];
      if (v > value[p]) value[p] = v;
      if (!titles[p] || inTitle && inTitle[p] < size) continue;
      const t = inTitle ? Math.floor(titles[p] / size) : titles[p];
      if (t > title[p]) { title[p] = t; covered[p] = size; titleWords[p] = words[p]; }
    }
  }
  let having = 0;
  for (let p = 0; p < m.n; p++) if (value[p]) having++;
  return { value, title, covered, titleWords, rarity: Math.max(1, logarithm(2 * m.n + 2) - logarithm(2 * having + 1)) };
};

const leftOut = r => {
  const marked = new Uint8Array(m.n);
  for (const list of r.not) for (const page of list.pages) marked[page] = 1;
  return marked;
};

// Every page that answers, the best first, and whether some have not all words.
const rank = r => {
  const scores = r.units.map(score);
  r.rarity = scores.map(s => s.rarity);
  const all = r.rarity.reduce((a, b) => a + b, 0);
  const excluded = leftOut(r);
  const units = scores.length, make = () => new Int32Array(m.n);
  const sums = make(), matches = make(), titles = make(), covers = make(), lengths = make();
  for (const { value, title, covered, titleWords, rarity } of scores) {
    for (let p = 0; p < m.n; p++) {
      if (!value[p]) continue;
      matches[p] += rarity;
      sums[p] += rarity * value[p];
      if (!title[p]) continue;
      titles[p] += rarity * title[p];
      covers[p] += covered[p];
      if (titleWords[p] > lengths[p]) lengths[p] = titleWords[p];
    }
  }
  // One number to sort by: the score, then the page.
  const keys = new Float64Array(m.n);
  let found = 0;
  for (let p = 0; p < m.n; p++) {
    if (!matches[p] || excluded[p] || units >= 4 && matches[p] * 4 < all) continue;
    let sum = sums[p];
    const title = titles[p] >> 4;
    if (title) {
      const bonus = Math.floor(240 * title * title / all);
      sum += (bonus >> 1) + Math.floor(3 * bonus * Math.min(covers[p], lengths[p]) / (2 * lengths[p]));
    }
    if (units <= 3) sum = Math.floor(sum * (all + matches[p]) / (2 * all));
    keys[found++] = sum * 1048576 + p;
  }
  // After the third page that has everything, those that do not are left out.
  const list = [];
  let enough = 3, partly = false;
  const sorted = keys.subarray(0, found).sort();
  for (let i = found - 1; i >= 0; i--) {
    const p = sorted[i] - Math.floor(sorted[i] / 1048576) * 1048576;
    if (matches[p] === all) enough--;
    else if (enough <= 0 && units <= 5) continue;
    else partly = true;
    list.push(p);
  }
  return { list, partly };
};

/* ---- Answers. ---- */

const hasRun = (words, phrase) => words.some((_, i) => phrase.every((w, j) => words[i + j] === w));

const hasPhrases = (t, phrases) => {
  const texts = [t.title, t.summary, ...t.sections.flatMap(s => [s.heading, ...s.lines.map(l => l.text)])];
  const words = texts.map(s => pieces(s).map(p => p.word));
  return phrases.every(p => words.some(w => hasRun(w, p)));
};

const column = id => get("f" + m.f.find(f => f.id === id).f);

// For each filter with something chosen, which values are.
const choices = filters => m.f.filter(f => filters[f.id]?.length).map(f => {
  const c = column(f.id);
  return c && { id: f.id, c, on: Uint8Array.from(c.values, v => filters[f.id].includes(v.id)) };
}).filter(c => c);

const agrees = ({ c, on }, page) => {
  for (let i = c.starts[page]; i < c.starts[page + 1]; i++) if (on[c.of[i]]) return true;
  return false;
};

// How many results each value of the facets asked about would have: a facet's own
// choice does not count against it.
const count = (list, chosen, asked) => {
  // The number of the one facet that a page fails, 0 for none, -1 for several.
  const failed = Int8Array.from(chosen.length ? list : [], page => {
    let one = 0;
    for (let i = 0; i < chosen.length; i++) {
      if (agrees(chosen[i], page)) continue;
      if (one) return -1;
      one = i + 1;
    }
    return one;
  });
  const counts = {};
  for (const id of asked) {
    const c = column(id);
    if (!c) continue;
    const { starts, of } = c, n = counts[id] = new Uint32Array(c.values.length), own = chosen.findIndex(c => c.id === id) + 1;
    for (let i = 0; i < list.length; i++) {
      if (failed[i] && failed[i] !== own) continue;
      for (let at = starts[list[i]], end = starts[list[i] + 1]; at < end; at++) n[of[at]]++;
    }
  }
  return counts;
};

const answer = (query, filters, asked) => {
  const q = parse(query), r = resolve(q);
  if (wanted.size) return;
  let { list, partly } = rank(r), checked = 0;
  if (!q.words.length) {
    const excluded = leftOut(r);
    for (let p = m.n - 1; p >= 0; p--) if (!excluded[p]) list.push(p);
  }
  if (q.phrases.length) {
    list = list.slice(0, 40);
    checked = list.length;
    const texts = list.map(textOf);
    if (wanted.size) return;
    list = list.filter((_, i) => hasPhrases(texts[i], q.phrases));
  }
  const chosen = choices(filters), counts = count(list, chosen, asked);
  if (wanted.size) return;
  const pages = chosen.length ? list.filter(p => chosen.every(c => agrees(c, p))) : list;
  const forms = new Map();
  r.units.forEach((u, i) => u.alts.flat(2).forEach(w => w.list.forms.forEach(f => forms.has(f) || forms.set(f, i))));
  return { pages, counts, checked, partly, corrected: r.corrected, also: r.also, missing: r.missing,
    marks: { forms, rarity: r.rarity, phrases: q.phrases } };
};

/* ---- Passages, as passage.go cuts them. ---- */

// The words of a line, cut once, and those to mark.
const hitsIn = (l, marks) => {
  const tokens = l.tokens ??= pieces(l.text), hits = [];
  for (let i = 0; i < tokens.length;) {
    let end = i + 1, all;
    if (tokens[end]?.joined) {
      let joined = tokens[i].word;
      while (tokens[end]?.joined) joined += tokens[end++].word;
      all = marks.forms.get(joined.slice(0, 32));
    }
    for (; i < end; i++) {
      const unit = marks.forms.get(tokens[i].word) ?? all;
      if (unit !== undefined) hits.push({ token: i, unit });
    }
  }
  return { tokens, hits };
};

const worth = (hits, marks) => {
  const seen = [];
  let sum = 0;
  for (const { unit } of hits) if (!seen[unit]) { seen[unit] = true; sum += marks.rarity[unit]; }
  return sum;
};

const cut = (s, l, { tokens, hits }, from) => {
  const p = { heading: s.heading, anchor: l.anchor ?? s.id, codes: l.codes, spans: [] };
  const span = (text, marked) => { if (text) p.spans.push({ text, marked }); };
  let start = from - 8;
  for (let i = from; i >= Math.max(0, from - 12); i--) {
    if (!i || /[.!?]/.test(l.text.slice(tokens[i - 1].end, tokens[i].start))) { start = i; break; }
  }
  const end = Math.min(tokens.length, start + 30);
  p.before = start > 0;
  p.after = end < tokens.length;
  let a = p.before ? tokens[start].start : 0;
  const b = p.after ? tokens[end - 1].end : l.text.length;
  for (const h of hits) {
    if (h.token < start || h.token >= end) continue;
    const t = tokens[h.token];
    span(l.text.slice(a, t.start), false);
    span(l.text.slice(t.start, t.end), true);
    a = t.end;
  }
  span(l.text.slice(a, b), false);
  return p;
};

const passage = (t, marks) => {
  let best, most = 0;
  const attempt = (s, l, base) => {
    const found = hitsIn(l, marks), { tokens, hits } = found;
    let value = 0, from = 0;
    hits.forEach((h, i) => {
      const inside = hits.slice(i).filter(g => g.token < h.token + 22);
      const v = 4 * worth(inside, marks) + inside.length;
      if (v > value) { value = v; from = h.token; }
    });
    value += base;
    for (const c of l.codes) value += 4 * (marks.rarity[marks.forms.get(fold(c))] ?? 0);
    if (value && marks.phrases.some(p => hasRun(tokens.map(t => t.word), p))) value += 1 << 20;
    if (value > most) { most = value; best = cut(s, l, found, from); }
  };
  for (const s of t.sections) {
    const base = 2 * worth(hitsIn(s.title ??= { text: s.heading }, marks).hits, marks);
    for (const l of s.lines) attempt(s, l, base);
  }
  const plain = { heading: "", id: "" };
  attempt(plain, t.lead ??= { text: t.summary, codes: [] }, 0);
  if (most) return best;
  const opening = { text: t.summary || t.sections.find(s => s.lines.length)?.lines[0].text || "", codes: [] };
  return cut(plain, opening, hitsIn(opening, marks), 0);
};

// The interface for other scripts and for the tests.
Object.assign(XS, {
  words: text => pieces(text).map(p => p.word),
  distance: (a, b) => distance(a, b),
  // The facets there are, and their values, for counts that were asked for.
  facets: () => settle(() => m.f.map(f => f.id)),
  values: async ids => Object.fromEntries(await settle(() => ids.map(id => [id, column(id)?.values]))),
  async search(query, filters = {}, limit = 10, asked = []) {
    const a = await settle(() => answer(query, filters, asked));
    const hits = await settle(() => a.pages.slice(0, limit).map(textOf));
    return { ...a, hits: hits.map((t, i) => ({ ...t, page: a.pages[i], passage: passage(t, a.marks) })) };
  },
});

/* ---- The page. ---- */

const byId = id => document.getElementById(id);

const element = (tag, properties, ...children) => {
  const e = Object.assign(document.createElement(tag), properties);
  e.append(...children);
  return e;
};

const attributes = (e, list) => { for (const name in list) e.setAttribute(name, list[name]); };

const say = (key, places = {}) => (m.u[key] ?? "").replace(/\{(\w+)\}/g, (all, name) => places[name] ?? all);

const number = n => n.toLocaleString(language);

const sayNumber = (key, n) => {
  const form = key + "." + new Intl.PluralRules(language).select(n);
  return say(form in m.u ? form : key + ".other", { n: number(n) });
};

// A paragraph of a note, its words set off.
const note = (key, words) => {
  const [before, after = ""] = say(key).split("{words}");
  return element("p", {}, before, element("strong", { textContent: words }), after);
};

const linkTo = t => root + t.link || "./";

/* Suggestions under a search box: a combobox with a list of pages, the last
   option being all results. */

const suggest = (input, onDemand) => {
  const list = element("ul", { id: input.id + "-list" });
  const hint = element("p", { className: "suggestions-note", hidden: true });
  const popup = element("div", { className: "suggestions", hidden: true }, hint, list);
  const live = element("span", { className: "unseen" });
  attributes(list, { role: "listbox", "aria-label": input.labels?.[0]?.textContent ?? "" });
  attributes(live, { role: "status" });
  attributes(input, { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id });
  input.after(popup, live);
  let active = -1, turn = 0, timer;

  const pick = n => {
    const options = [...list.children];
    active = n;
    options.forEach((o, i) => o.setAttribute("aria-selected", i === n));
    if (n < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", options[n].id);
      options[n].scrollIntoView({ block: "nearest" });
    }
  };
  const close = () => {
    clearTimeout(timer);
    turn++;
    popup.hidden = true;
    live.textContent = "";
    input.setAttribute("aria-expanded", "false");
    pick(-1);
  };
  const option = (i, choose, ...children) => {
    const o = element("li", { id: list.id + "-" + i, onclick: choose, onmousedown: e => e.preventDefault() }, ...children);
    attributes(o, { role: "option", "aria-selected": "false" });
    return o;
  };
  const open = async () => {
    const mine = ++turn, query = input.value.trim();
    if (query.length < 2) return close();
    let a;
    try { a = await XS.search(query, {}, 6); } catch { return close(); }
    if (mine !== turn || document.activeElement !== input) return;
    const n = a.hits.length;
    list.replaceChildren(...a.hits.map((t, i) => option(i, () => location.assign(linkTo(t)), element("span", { textContent: t.title }), " ", element("small", { textContent: t.kind }))),
      option(n, () => input.form.requestSubmit(), say("seeall", { q: query })));
    hint.hidden = n > 0 && !a.corrected.length;
    hint.textContent = n ? say("corrected", { words: a.corrected.join(", ") }) : say("none");
    pick(-1);
    popup.hidden = false;
    input.setAttribute("aria-expanded", "true");
    live.textContent = [hint.hidden ? "" : hint.textContent, n ? sayNumber("suggest", n) : ""].filter(s => s).join(". ");
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    if (onDemand) close(); else timer = setTimeout(open, 120);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", e => {
    if (e.isComposing) return;
    const count = popup.hidden ? 0 : list.children.length;
    const steps = { ArrowDown: active + 1 < count ? active + 1 : -1, ArrowUp: active < 0 ? count - 1 : active - 1 };
    if (e.key in steps) {
      e.preventDefault();
      if (count && e.altKey && e.key === "ArrowUp") close();
      else if (count) pick(steps[e.key]);
      else if (e.key === "ArrowDown") open();
    } else if (e.key === "Enter") {
      if (active >= 0) { e.preventDefault(); list.children[active].click(); } else close();
    } else if (e.key === "Escape" && count) {
      e.preventDefault();
      close();
    }
  });
  if (document.activeElement === input && !onDemand) open(); // typed while this script was on its way
};

/* The search page, and lists that are searched in place. */

const SHOWN = 10; // results at a time
const SHORT = 12; // values of a filter before "show all"

const find = area => {
  const [input, panel, chips, status, results, more, browse, template] =
    ["q", "filters", "chips", "status", "results", "more", "browse", "result"].map(id => byId("site-" + id));
  const fixed = {};
  for (const [id, v] of new URLSearchParams(area.dataset.fixed)) (fixed[id] ??= []).push(v);
  const state = { q: "", filters: {}, shown: SHOWN };
  const groups = []; // the filters of the panel
  let turn = 0, timer, built = false;

  const chosen = id => state.filters[id] ?? [];
  const busy = () => Object.values(state.filters).some(v => v.length) || state.q.trim().length > 1;

  const readAddress = () => {
    state.q = "";
    state.filters = {};
    state.shown = SHOWN;
    for (const [id, v] of new URLSearchParams(location.search || location.hash.match(/^#(.*=.*)/)?.[1])) {
      if (id === "q") state.q = v;
      else if (id === "show") state.shown = Math.max(SHOWN, Math.min(1000, +v || 0));
      else if (!(id in fixed)) (state.filters[id] ??= []).push(v);
    }
    input.value = state.q;
  };

  const writeAddress = push => {
    const list = [];
    if (state.q) list.push(["q", state.q]);
    for (const id in state.filters) for (const v of state.filters[id]) list.push([id, v]);
    if (state.shown > SHOWN) list.push(["show", state.shown]);
    const query = new URLSearchParams(list).toString().replace(/%2F/g, "/");
    try {
      history[push ? "pushState" : "replaceState"](null, "", query ? "?" + query : location.pathname);
    } catch {
      location.hash = query; // a file that may not change its address
    }
  };

  const choose = (id, value, on) => {
    state.filters[id] = chosen(id).filter(v => v !== value).concat(on ? value : []);
    if (!state.filters[id].length) delete state.filters[id];
    state.shown = SHOWN;
    writeAddress(true);
    run();
  };

  /* Filters */

  const build = () => {
    if (built) return;
    built = true;
    const given = [...panel.children];
    for (const f of m.f) {
      const box = given.find(e => e.dataset.id === f.id);
      if (f.id in fixed || f.n < 1 || given.length && !box) continue;
      const g = { id: f.id, label: f.l, items: new Map(), all: false, tally: box?.querySelector("span") ?? element("span") };
      g.list = element("ul", { className: "filter-values" });
      const set = element("fieldset", {}, element("legend", { className: "filter-legend", textContent: f.l }));
      if (f.n > SHORT) {
        g.search = element("input", { type: "search", className: "filter-find", placeholder: say("find") });
        g.search.setAttribute("aria-label", f.l + ": " + say("find"));
        g.search.oninput = () => draw(g);
        g.search.onkeydown = e => { if (e.key === "Enter") e.preventDefault(); };
        g.rest = element("button", { type: "button", className: "filter-all" });
        g.rest.onclick = () => { g.all = true; draw(g); g.list.querySelector("input")?.focus(); };
        set.append(g.search);
      }
      set.append(g.list);
      if (g.rest) set.append(g.rest);
      g.box = box ?? element("details", { className: "filter" }, element("summary", {}, f.l, " ", g.tally));
      g.box.append(set);
      if (chosen(f.id).length) g.box.open = true;
      g.box.addEventListener("toggle", () => { if (g.box.open && !g.counts) run(true); });
      g.box.dataset.id = f.id;
      groups.push(g);
      if (!box) panel.append(g.box);
    }
    panel.hidden = false;
  };

  const item = (g, v) => {
    let i = g.items.get(v.id);
    if (!i) {
      const box = element("input", { type: "checkbox", name: g.id, value: v.id });
      box.onchange = () => choose(g.id, v.id, box.checked);
      i = { box, count: element("span", { className: "filter-count" }) };
      i.row = element("li", {}, element("label", {}, box, " ", element("span", { textContent: v.label }), " ", i.count));
      g.items.set(v.id, i);
    }
    return i;
  };

  // Draws the values that have results or are chosen; of many the commonest.
  const draw = g => {
    const c = have.get("f" + m.f.find(f => f.id === g.id).f);
    if (!c || !g.counts) return;
    const on = chosen(g.id), focused = document.activeElement;
    const asked = g.search ? fold(g.search.value.replace(/[^\p{L}\p{N}]/gu, "")) : "";
    let list = c.values.map((v, n) => ({ v, n, count: g.counts[n], on: on.includes(v.id) })).filter(x => x.count || x.on);
    if (asked) list = list.filter(x => pieces(x.v.label).map(p => p.word).join("").includes(asked));
    const total = list.length;
    if (!g.all && total > SHORT) {
      const top = new Set([...list].sort((a, b) => b.on - a.on || b.count - a.count || a.n - b.n).slice(0, SHORT));
      list = list.filter(x => top.has(x));
    }
    const rows = [];
    let group = "";
    for (const x of list) {
      if (x.v.group !== group) rows.push(element("li", { className: "filter-group", textContent: group = x.v.group }));
      const i = item(g, x.v);
      i.box.checked = x.on;
      i.count.textContent = number(x.count);
      rows.push(i.row);
    }
    g.list.replaceChildren(...rows);
    if (g.rest) {
      g.rest.hidden = list.length === total;
      g.rest.textContent = say("all", { n: number(total) });
    }
    if (focused !== document.activeElement && focused?.isConnected) focused.focus();
  };

  const clear = () => {
    state.filters = {};
    state.focus = 0;
    state.shown = SHOWN;
    writeAddress(true);
    run();
  };

  const drawChips = () => {
    const list = [];
    for (const id in state.filters) {
      const facet = m.f.find(f => f.id === id);
      for (const value of facet ? state.filters[id] : []) {
        const v = have.get("f" + facet.f)?.values.find(v => v.id === value);
        const b = element("button", { type: "button", className: "chip", textContent: v?.label ?? value });
        b.setAttribute("aria-label", say("remove", { words: facet.l + ": " + b.textContent }));
        b.onclick = () => {
          const at = [...chips.querySelectorAll("button")].indexOf(b);
          state.focus = at;
          choose(id, value, false);
        };
        list.push(element("li", {}, b));
      }
    }
    if (list.length > 1) {
      list.push(element("li", {}, element("button", { type: "button", className: "chip-clear", textContent: say("clear"), onclick: clear })));
    }
    chips.replaceChildren(...list);
    chips.hidden = !list.length;
    if (state.focus >= 0) (chips.querySelectorAll("button")[state.focus] ?? chips.querySelector("button") ?? input).focus();
    state.focus = -1;
  };

  /* Results */

  const card = (t, p) => {
    const row = template.content.cloneNode(true);
    const each = (name, f) => row.querySelectorAll(`[data-fill="${name}"]`).forEach(f);
    const words = { title: t.title, kind: t.kind, when: t.when, people: t.people.join(", "), schools: t.schools.join(", "), notes: t.notes.join(" · ") };
    for (const name in words) each(name, e => { if (words[name]) e.textContent = words[name]; else e.remove(); });
    each("title", e => e.href = linkTo(t));
    each("passage", e => {
      e.append(...[p.before && "… ", ...p.spans.map(s => s.marked ? element("mark", { textContent: s.text }) : s.text), p.after && " …"].filter(s => s));
      if (!e.textContent) e.remove();
    });
    each("section", e => {
      if (!p.anchor) return e.remove();
      e.href = linkTo(t).split("#")[0] + "#" + p.anchor;
      e.textContent = p.codes.length ? say("evidence", { words: p.codes.join(", ") }) : say("section", { words: p.heading });
    });
    return row;
  };

  // What to try where nothing was found.
  const suggestions = a => {
    const lines = [element("p", { textContent: say(area.dataset.fixed ? "none.list" : "none.hint") })];
    if (a.unfiltered && Object.keys(state.filters).length) {
      lines.push(element("button", { type: "button", className: "find-more", textContent: sayNumber("unfiltered", a.unfiltered), onclick: clear }));
    }
    if (area.dataset.fixed && state.q.trim()) {
      const everywhere = element("a", { href: input.form.action + "?q=" + encodeURIComponent(state.q), textContent: say("everywhere", { q: state.q }) });
      lines.push(element("p", {}, everywhere));
    }
    return lines;
  };

  const speak = (a, searching) => {
    const lines = [];
    if (searching) {
      const n = a.pages.length;
      lines.push(element("p", { className: "results-count", textContent: n ? sayNumber("results", n) : say("none") }));
      if (n && a.corrected.length) lines.push(note("corrected", a.corrected.join(", ")));
      const also = n ? a.also : [...a.corrected, ...a.also];
      if (also.length) lines.push(note("also", [...new Set(also)].join(", ")));
      if (a.missing.length) lines.push(note("none.word", a.missing.join(", ")));
      if (a.partly && n) lines.push(element("p", { textContent: say("partly") }));
      if (a.checked) lines.push(element("p", { textContent: say("checked", { n: number(a.checked) }) }));
      if (!n) lines.push(...suggestions(a));
    }
    status.replaceChildren(...lines);
  };

  // Finds and shows. With countsOnly the results stay.
  const run = async countsOnly => {
    clearTimeout(timer);
    const mine = ++turn;
    try {
      await start();
      for (const id in state.filters) if (!m.f.some(f => f.id === id)) delete state.filters[id];
      build();
      const searching = busy();
      const open = groups.filter(g => g.box.open).map(g => g.id);
      const filters = { ...fixed, ...state.filters };
      const wait = setTimeout(() => { if (mine === turn && !countsOnly) status.replaceChildren(element("p", { textContent: say("searching") })); }, 400);
      const query = state.q.trim().length > 1 ? state.q : "";
      const { a, texts } = await settle(() => {
        const a = answer(query, filters, open);
        if (a && !a.pages.length) a.unfiltered = answer(query, fixed, [])?.pages.length;
        return a && { a, texts: searching ? a.pages.slice(0, state.shown).map(textOf) : [] };
      });
      clearTimeout(wait);
      if (mine !== turn) return;
      for (const g of groups) {
        g.counts = a.counts[g.id];
        g.tally.textContent = chosen(g.id).length ? number(chosen(g.id).length) : "";
        draw(g);
      }
      drawChips();
      speak(a, searching);
      results.replaceChildren(...texts.map(t => card(t, passage(t, a.marks))));
      results.hidden = !texts.length;
      more.hidden = !searching || a.pages.length <= state.shown;
      more.textContent = say("more");
      if (browse) browse.hidden = texts.length > 0 || searching && !!area.dataset.fixed;
      area.dataset.ready = state.q; // for whoever measures
    } catch {
      if (mine !== turn) return;
      results.hidden = more.hidden = true;
      if (browse) browse.hidden = false;
      area.dataset.ready = state.q;
      if (m) status.replaceChildren(element("p", { textContent: say("failed") }));
    }
  };

  input.form.addEventListener("submit", e => {
    e.preventDefault();
    state.q = input.value;
    state.shown = SHOWN;
    writeAddress(true);
    run();
  });
  input.addEventListener("input", () => {
    state.q = input.value;
    state.shown = SHOWN;
    clearTimeout(timer);
    timer = setTimeout(() => { writeAddress(false); run(); }, 150);
  });
  more.onclick = async () => {
    const from = results.children.length;
    state.shown += SHOWN;
    writeAddress(false);
    await run();
    results.children[from]?.querySelector("a")?.focus();
  };
  addEventListener("popstate", () => { readAddress(); run(); });

  const typed = document.activeElement === input && input.value;
  readAddress();
  if (typed && !state.q) state.q = input.value = typed; // while this script was on its way
  run();
};

for (const input of document.querySelectorAll("form[data-search] input[name=q]")) suggest(input, input.id === "site-q");
if (byId("site-find")) find(byId("site-find"));
})();

// What TestPortal asks of a page, from inside it. Each function returns a list
// of complaints in words, empty where all is well.
const probe = (() => {
  "use strict";

  const focusable = "a[href], area[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";
  const least = 24;

  const name = element => {
    const words = (element.getAttribute("aria-label") || element.textContent || "").trim().replace(/\s+/g, " ").slice(0, 40);
    const kind = element.className && typeof element.className === "string" ? "." + element.className.split(" ").join(".") : "";
    const parent = element.parentElement;
    const within = parent ? `${parent.localName}${parent.className ? "." + parent.className : ""} > ` : "";
    return `${within}${element.localName}${kind} "${words}"`;
  };

  const shown = element => element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
    [...element.getClientRects()].some(r => r.width > 0 && r.height > 0);

  const controls = () => [...document.querySelectorAll(focusable)]
    .filter(e => shown(e) && e.tabIndex >= 0 && !e.disabled && !(e.matches("input[type=radio]") && !e.checked));

  // A target in a sentence may be as small as its line (WCAG 2.2, 2.5.8): the
  // block it stands in has words of its own beside links.
  const inSentence = element => {
    if (getComputedStyle(element).display !== "inline") return false;
    let block = element.parentElement;
    while (getComputedStyle(block).display === "inline") block = block.parentElement;
    const own = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
    while (own.nextNode()) {
      const text = own.currentNode;
      if (/\p{L}|\p{N}/u.test(text.data) && !text.parentElement.closest("a, button, .unseen")) return true;
    }
    return false;
  };

  // What can be hit of a control: its own box, or that of its label.
  const box = element => {
    const label = element.matches("input") && element.labels && element.labels[0];
    const rects = [element, ...(label ? [label] : [])].map(e => e.getBoundingClientRect());
    return { width: Math.max(...rects.map(r => r.width)), height: Math.max(...rects.map(r => r.height)) };
  };

  const targets = () => controls()
    .filter(e => !(e.matches(".skip") && e !== document.activeElement) && !inSentence(e))
    .map(e => [e, box(e)])
    .filter(([, b]) => b.width < least - .01 || b.height < least - .01)
    .map(([e, b]) => `target of ${b.width.toFixed(1)} by ${b.height.toFixed(1)} px: ${name(e)}`);

  const overflow = () => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.body.querySelectorAll("*")].filter(e => e.getBoundingClientRect().right > root.clientWidth + 1 && shown(e));
    return [`scrolls sideways: ${root.scrollWidth} px in ${root.clientWidth}: ${wide.slice(0, 3).map(name).join("; ")}`];
  };

  const violations = async options => {
    const found = await axe.run(document, { resultTypes: ["violations"], ...options });
    return found.violations.flatMap(v => v.nodes.slice(0, 3).map(n => `axe ${v.id}: ${n.html.slice(0, 160)} ${n.failureSummary.replace(/\s+/g, " ").slice(0, 300)}`));
  };

  const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
  const rules = onPaper => violations({ runOnly: { type: "tag", values: tags }, rules: { "target-size": { enabled: !onPaper } } });

  // The rules that look at colours, for a look in which nothing else is new.
  const colours = () => violations({ runOnly: { type: "rule", values: ["color-contrast", "link-in-text-block"] } });

  // Where the reader's system chooses the colours, the edge of a mark alone says
  // how strong the evidence is.
  const shapes = () => {
    const strengths = new Map();
    for (const sign of document.querySelectorAll(".mark-sign")) {
      const own = /mark-(none|claimed|evidenced|validated)/.exec(sign.className) || /mark-(none|claimed|evidenced|validated)/.exec(sign.parentElement.className);
      const style = getComputedStyle(sign);
      if (!own || style.borderTopStyle === "dashed") continue;
      const edge = parseFloat(style.borderTopWidth) ? style.borderTopStyle : "no edge";
      const shape = `${edge}${style.borderTopLeftRadius === "50%" ? ", round" : ""}`;
      strengths.set(shape, (strengths.get(shape) || new Set()).add(own[1]));
    }
    return [...strengths].filter(([, of]) => of.size > 1).map(([shape, of]) => `marks look alike (${shape}): ${[...of].sort().join(", ")}`);
  };

  // Tabbing: before each further press of Tab, what now has the focus is looked
  // at, when the browser has scrolled to it.
  let visited = new Set(), complaints = [];

  const outlined = element => {
    const style = getComputedStyle(element);
    return style.outlineStyle === "auto" || style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  };

  const inWindow = r => {
    const left = Math.max(r.left, 0), top = Math.max(r.top, 0);
    return new DOMRect(left, top, Math.min(r.right, innerWidth) - left, Math.min(r.bottom, innerHeight) - top);
  };

  const within = (r, x, y) => x >= 0 && y >= 0 && x < innerWidth && y < innerHeight && r.width > 0;

  // covered says which part of the element something else lies over.
  const covered = element => {
    const seen = [], hidden = [];
    for (const r of [...element.getClientRects()].map(inWindow)) {
      for (const [fx, fy] of [[.5, .5], [.02, .1], [.98, .1], [.02, .9], [.98, .9]]) {
        const x = r.left + r.width * fx, y = r.top + r.height * fy;
        if (!within(r, x, y)) continue;
        const top = document.elementFromPoint(x, y);
        (top && (element.contains(top) || top.contains(element)) ? seen : hidden).push([x, y, top]);
      }
    }
    if (!seen.length) return "is not to be seen";
    const over = hidden.find(([, , top]) => top && ["sticky", "fixed"].includes(getComputedStyle(top.closest("th, nav, header") || top).position));
    return over ? `is partly behind ${name(over[2])}` : "";
  };

  const look = () => {
    const element = document.activeElement;
    if (!element || element === document.body || visited.has(element)) return;
    visited.add(element);
    if (!outlined(element)) complaints.push(`focus does not show: ${name(element)}`);
    const how = covered(element);
    if (how) complaints.push(`focus ${how}: ${name(element)}`);
  };

  const startTabbing = () => {
    visited = new Set();
    complaints = [];
    document.activeElement.blur();
    scrollTo(0, 0);
    getSelection().removeAllRanges();
    addEventListener("keydown", look, true);
    return controls().length;
  };

  const afterTabbing = () => {
    look();
    removeEventListener("keydown", look, true);
    const missed = controls().filter(e => !visited.has(e)).map(e => `Tab does not reach ${name(e)}`);
    document.activeElement.blur();
    scrollTo(0, 0);
    for (const box of document.querySelectorAll("[tabindex]")) box.scrollTo(0, 0);
    return complaints.concat(missed);
  };

  const stored = async () => {
    const kept = [];
    if (document.cookie) kept.push("a cookie");
    if (localStorage.length || sessionStorage.length) kept.push("storage");
    if ((await indexedDB.databases()).length) kept.push("a database");
    if ((await caches.keys()).length) kept.push("a cache");
    return kept.map(k => `the page keeps ${k}`);
  };

  // What moves until nothing has been fetched for a while: a script may ask for
  // more files. A table that is laid out while it arrives may move by less than
  // can be seen or than Lighthouse shows.
  const shifted = async () => {
    let sum = 0;
    const moved = new Set();
    new PerformanceObserver(list => list.getEntries().forEach(e => {
      sum += e.value;
      for (const { node } of e.sources) if (node) moved.add(name(node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement));
    })).observe({ type: "layout-shift", buffered: true });
    const fetched = () => performance.getEntriesByType("resource").length;
    for (let before = -1; before !== fetched();) {
      before = fetched();
      await new Promise(done => setTimeout(done, 150));
    }
    return sum >= .0005 ? [`the layout shifts by ${sum.toFixed(4)}: ${[...moved].slice(0, 3).join("; ")}`] : [];
  };

  return { rules, colours, shapes, targets, overflow, startTabbing, afterTabbing, stored, shifted };
})();

"use strict";
// Shows a page on the screen as it is printed: what style sheets say of print
// holds, and what they say of screens does not.
(() => {
  const own = new URL("/-/", location.href).href;
  const turn = (media) => {
    const text = media.mediaText
      .split(",")
      .map((query) => query.trim())
      .map((query) => {
        if (/\bprint\b/.test(query)) return query.replace(/\bprint\b/, "screen");
        if (/^(only )?screen\b/.test(query)) return "not all";
        return query;
      })
      .join(", ");
    if (text !== media.mediaText) media.mediaText = text;
  };
  const walk = (rules) => {
    for (const rule of rules) {
      if (rule instanceof CSSMediaRule) turn(rule.media);
      if (rule.cssRules) walk(rule.cssRules);
    }
  };
  const all = () => {
    for (const sheet of document.styleSheets) {
      if (sheet.href && sheet.href.startsWith(own)) continue;
      turn(sheet.media);
      walk(sheet.cssRules);
    }
  };
  if (document.readyState === "complete") all();
  else addEventListener("load", all);
})();

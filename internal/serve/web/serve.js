"use strict";
// Keeps a page like the files it is made of while they change. It is part of
// "exemplar serve" and of no published page.
(() => {
  const store = "exemplar-serve";
  let tag = document.currentScript.dataset.tag;
  let stream = null;
  let again = 0;

  const bar = () => document.querySelector("exemplar-bar")?.shadowRoot;
  const say = (text) => {
    const place = bar()?.querySelector(".offline");
    if (place) place.textContent = text;
  };
  const address = () => location.href.replace(/#.*/, "");

  // look asks whether this page is another by now, and does what is needed.
  const look = async (what) => {
    const answer = await fetch(address(), { method: "HEAD", cache: "no-store" }).catch(() => null);
    if (!answer) return;
    const now = (answer.headers.get("ETag") || "").replace(/^W\/|"/g, "");
    if (now === "" || now === tag) return;
    if (what === "styles" && (await restyle())) {
      tag = now;
      return;
    }
    keep();
    location.reload();
  };

  // restyle puts the new page's style sheets in the place of this page's. The
  // old ones go when the new ones are there, so that the page is never bare.
  const restyle = async () => {
    const page = await new Promise((done) => {
      const request = new XMLHttpRequest();
      request.open("GET", address());
      request.responseType = "document";
      request.onloadend = () => done(request.response);
      request.send();
    });
    const sheets = (root) => [...root.querySelectorAll('link[rel~="stylesheet"]')];
    const olds = sheets(document);
    const news = page ? sheets(page) : [];
    if (news.length !== olds.length) return false;
    const swaps = olds.map((old, i) => {
      if (old.getAttribute("href") === news[i].getAttribute("href")) return true;
      const sheet = document.importNode(news[i]);
      return new Promise((done) => {
        sheet.onload = () => {
          old.remove();
          done(true);
        };
        sheet.onerror = () => done(false);
        old.after(sheet);
      });
    });
    return (await Promise.all(swaps)).every(Boolean);
  };

  // path finds an element again in the next version of the page.
  const path = (element) => {
    if (element.id) return "#" + CSS.escape(element.id);
    if (!element.parentElement) return element.localName;
    const place = [...element.parentElement.children].indexOf(element) + 1;
    return path(element.parentElement) + " > :nth-child(" + place + ")";
  };

  // keep notes where the reader is, for restore.
  const keep = () => {
    const focus = document.activeElement;
    const note = { at: address(), x: scrollX, y: scrollY, open: problems()?.open };
    if (focus && focus !== document.body) {
      note.focus = path(focus);
      if (typeof focus.selectionStart === "number") note.selection = [focus.selectionStart, focus.selectionEnd, focus.value];
    }
    try {
      sessionStorage.setItem(store, JSON.stringify(note));
    } catch {
      // The place is lost; nothing else is.
    }
  };
  const problems = () => bar()?.querySelector(".problems");

  const restore = () => {
    let note = null;
    try {
      note = JSON.parse(sessionStorage.getItem(store));
      sessionStorage.removeItem(store);
    } catch {
      return;
    }
    if (!note || note.at !== address()) return;
    const focus = note.focus && document.querySelector(note.focus);
    if (focus) {
      focus.focus({ preventScroll: true });
      if (note.selection && "value" in focus) {
        focus.value = note.selection[2];
        focus.setSelectionRange(note.selection[0], note.selection[1]);
      }
    }
    const list = problems();
    if (list && note.open === false) list.open = false;
    const back = () => scrollTo({ left: note.x, top: note.y, behavior: "instant" });
    back();
    if (document.readyState !== "complete") addEventListener("load", back, { once: true });
  };

  // connect listens for changes. A browser has few connections for one server,
  // so that pages which nobody sees give theirs up.
  const connect = () => {
    clearTimeout(again);
    if (stream || document.hidden) return;
    stream = new EventSource("/-/events");
    stream.onopen = () => {
      say("");
      look("page");
    };
    stream.onmessage = (event) => look(event.data);
    stream.onerror = () => {
      say("exemplar serve is not running");
      if (stream.readyState === EventSource.CLOSED) {
        disconnect();
        again = setTimeout(connect, 1000);
      }
    };
  };
  const disconnect = () => {
    stream?.close();
    stream = null;
  };

  document.addEventListener("visibilitychange", () => (document.hidden ? disconnect() : connect()));
  addEventListener("pagehide", disconnect);
  addEventListener("pageshow", connect);
  restore();
  connect();
})();

// What pages do beyond links and text: the search is fetched when somebody wants
// it, the heads of a table stay in sight, and the address of a marked passage is
// copied. Without this script nothing is missing but the convenience.
{
  // The search: its script and its index are not asked for until a box or a
  // filter is used, or the address has a question.
  const box = document.querySelector("form[data-search] input[name=q]");
  box?.setAttribute("aria-keyshortcuts", "/");
  const area = document.getElementById("site-find");
  let loading = document.querySelector("script[data-root]");
  const load = () => {
    const form = document.querySelector("form[data-engine]");
    if (loading || !form) return;
    loading = Object.assign(document.createElement("script"), { src: form.dataset.engine });
    loading.dataset.root = form.dataset.root;
    loading.addEventListener("error", () => { loading = loading.remove(); }); // the next touch tries again
    document.head.append(loading);
  };
  addEventListener("focusin", event => { if (event.target.closest("form[data-search], #site-find")) load(); });
  addEventListener("pointerdown", event => { if (event.target.closest("#site-find")) load(); });
  area?.addEventListener("toggle", load, true);
  // What is asked in the address is answered before the lists to browse are seen,
  // so that nothing moves.
  if (area && (location.search || location.hash.includes("="))) {
    area.classList.add("asked");
    load();
    loading?.addEventListener("error", () => area.classList.remove("asked"));
  }
  if (document.activeElement === box && box) load();

  // On a narrow screen the filters wait behind a button.
  const toggle = document.querySelector(".find-toggle");
  toggle?.addEventListener("click", () => toggle.setAttribute("aria-expanded", toggle.getAttribute("aria-expanded") === "false"));

  // On a narrow screen the link to the search opens the box where it stands.
  const link = document.querySelector(".masthead-search");
  const form = link?.previousElementSibling?.matches("form") && link.previousElementSibling;
  const open = on => {
    form.classList.toggle("open", on);
    link.setAttribute("aria-expanded", on);
  };
  if (form) {
    open(false);
    link.addEventListener("click", event => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      open(!form.classList.contains("open"));
      box.focus();
    });
  }
  addEventListener("keydown", event => {
    const typing = "input:not([type=checkbox]), textarea, select, [contenteditable]";
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || !box || event.target.closest?.(typing)) return;
    event.preventDefault();
    if (form) open(true);
    box.focus();
    box.select();
  });

  // A table that fits need not be scrolled, nor be a stop of the keyboard: its
  // heads can then stay at the top of the window. Those of a wider one stay at
  // the top of its own box, which is as high as the window.
  const boxes = document.querySelectorAll(".scroll, .table-wide");
  const fit = () => {
    for (const box of boxes) {
      const fits = box.scrollWidth <= box.clientWidth;
      box.classList.toggle("fits", fits);
      box.classList.toggle("wide", !fits);
      if (fits) box.removeAttribute("tabindex");
      else box.tabIndex = 0;
    }
  };
  fit();
  addEventListener("resize", fit);

  // The addresses of marked passages.
  const model = document.getElementById("site-copy");
  for (const passage of model ? document.querySelectorAll(".evidence[id]:has(.marker)") : []) {
    const link = model.content.firstElementChild.cloneNode(true);
    const words = link.textContent;
    link.setAttribute("href", "#" + passage.id);
    link.addEventListener("click", async event => {
      if (!navigator.clipboard) return; // the address then stands in the browser's bar
      event.preventDefault();
      await navigator.clipboard.writeText(link.href);
      link.textContent = link.dataset.done;
      setTimeout(() => { link.textContent = words; }, 3000);
    });
    [...passage.querySelectorAll(".marker")].at(-1).after(" ", link);
  }
}

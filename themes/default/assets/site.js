// What pages do beyond links and text: a list is narrowed where it stands, and
// the address of a marked passage is copied. Without this script nothing is
// missing but the convenience.
{
  const fold = text => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

  // The filter of a list.
  const filter = document.getElementById("site-filter");
  if (filter) {
    const [words, school, status] = [filter.querySelector("input"), filter.querySelector("select"), filter.querySelector("[role=status]")];
    const items = [...document.querySelectorAll(".group .cards > li")].map(card => ({
      card,
      text: fold(card.textContent),
      at: [...card.querySelectorAll(".card-at > a, .card-at > span")].map(place => place.textContent),
    }));
    const run = () => {
      const wanted = fold(words.value).split(/\s+/);
      const place = school ? school.value : "";
      let shown = 0;
      for (const { card, text, at } of items) {
        card.hidden = !wanted.every(word => text.includes(word)) || place !== "" && !at.includes(place);
        shown += !card.hidden;
      }
      for (const group of document.querySelectorAll(".group")) group.hidden = !group.querySelector(".cards > li:not([hidden])");
      status.textContent = words.value || place ? status.dataset.words.replace("#", shown).replace("#", items.length) : "";
    };
    filter.addEventListener("input", run);
    run(); // what the browser filled in on the way back
  }

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

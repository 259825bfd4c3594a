/* Questions that are asked only if an earlier one was answered so: shown and hidden at once, by the rule that the server keeps as well.
   What stands in a hidden one stays there. What opens lies below the answer that opened it, so nothing moves under the hand. */
(() => {
  "use strict";

  /* What was answered, as a condition names it: levels, options, yes or no; "not applicable" is none of them. */
  const said = (card) => [...card.querySelectorAll("input[name$='-rating']:checked, input[name$='-choice']:checked")].map((box) => box.value);

  function waits(rule, asked) {
    const on = asked.get(String(rule.item));
    return Boolean(on) && (on.hidden || !said(on).some((one) => rule.is.includes(one)));
  }

  function fit(form) {
    const cards = [...form.querySelectorAll("[data-answer]")], asked = new Map(cards.map((card) => [card.dataset.item, card]));
    for (const card of cards.filter((one) => one.dataset.shownIf)) {
      const was = card.hidden;
      card.hidden = waits(JSON.parse(card.dataset.shownIf), asked);
      if (was !== card.hidden) card.classList.toggle("glow", was);
    }
  }

  const fitAll = () => { for (const form of document.querySelectorAll("[data-conditions]")) fit(form); };
  for (const name of ["change", "answer:put", "htmx:after:swap"]) document.addEventListener(name, (event) => {
    if (name === "htmx:after:swap" || event.target.closest?.("[data-conditions]")) fitAll();
  });
  addEventListener("pageshow", fitAll);
  fitAll();
})();

/* The editor of a template: questions move by dragging and by the arrow keys; both send what the buttons of the menu send. */
(() => {
  "use strict";
  const builder = () => document.getElementById("builder");
  const words = () => JSON.parse(builder().dataset.words);

  function say(sentence) {
    const toast = Object.assign(document.createElement("p"), {className: "toast", textContent: sentence});
    document.getElementById("toasts").replaceChildren(toast);
    setTimeout(() => toast.remove(), 6000);
  }

  /* Show what the server has: after a move, and where one could not be sent. */
  const refresh = () => document.body.dispatchEvent(new CustomEvent(builder().dataset.hxTrigger.split(" ")[0]));

  async function send(item) {
    const list = item.closest(".items"), place = [...list.children].indexOf(item);
    const body = new URLSearchParams({section: list.dataset.section, place});
    try {
      const response = await fetch(item.dataset.move, {method: "POST", body, headers: {"HX-Request": "true"}, credentials: "same-origin"});
      say(response.ok ? words().moved : words().failed);
    } catch {
      say(words().failed);
    }
    refresh();
  }

  function arm() {
    for (const grip of document.querySelectorAll(".grip[hidden]")) grip.hidden = false;
    for (const button of document.querySelectorAll(".preview__show")) button.hidden = true;      // choosing is enough
    if (!window.Sortable) return;
    for (const list of document.querySelectorAll(".items")) {
      if (window.Sortable.get(list)) continue;
      window.Sortable.create(list, {group: "items", handle: ".grip", draggable: ".item", animation: 140, forceFallback: true, fallbackTolerance: 4, ghostClass: "item--ghost",
        onEnd: (event) => { if (event.from !== event.to || event.oldIndex !== event.newIndex) send(event.item); }});
    }
  }

  /* Up and down inside a section, and over its edge into the next one. */
  function step(item, up) {
    const beside = up ? item.previousElementSibling : item.nextElementSibling;
    if (beside) { if (up) beside.before(item); else beside.after(item); return true; }
    const lists = [...document.querySelectorAll(".items")], next = lists[lists.indexOf(item.closest(".items")) + (up ? -1 : 1)];
    if (!next) return false;
    if (up) next.append(item); else next.prepend(item);
    return true;
  }

  let waiting = null;
  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.(".grip");
    if (!grip || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const item = grip.closest(".item");
    if (!step(item, event.key === "ArrowUp")) return;
    grip.focus();
    clearTimeout(waiting);
    waiting = setTimeout(() => send(item), 400);
  });

  /* Of a new question the fields that its kind has no use for are out of the way. */
  function fit() {
    const form = document.querySelector("form[data-kinds]"), kind = form?.elements.kind;
    if (!kind) return;
    for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(kind.value);
  }

  document.addEventListener("change", (event) => { if (event.target.name === "kind") fit(); });
  document.addEventListener("htmx:after:swap", arm);
  if (builder()) arm();
  fit();
})();

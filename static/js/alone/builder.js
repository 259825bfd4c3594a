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

  const textOf = (page) => new DOMParser().parseFromString(page, "text/html").body.textContent.trim();

  /* Show what the server has: after a move, and where one could not be sent. */
  const refresh = () => document.body.dispatchEvent(new CustomEvent(builder().dataset.hxTrigger.split(" ")[0]));

  const placeOf = (one) => [...one.parentElement.children].filter((other) => other.className === one.className).indexOf(one);

  /* Where a question or a section stands now, as the server takes it. */
  function whither(one) {
    const list = one.closest(".items"), body = new URLSearchParams({place: placeOf(one)});
    if (list) body.set("section", list.dataset.section);
    return body;
  }

  async function send(one, body = whither(one)) {
    try {
      const response = await fetch(one.dataset.move, {method: "POST", body, headers: {"HX-Request": "true"}, credentials: "same-origin", keepalive: true});
      say(response.ok ? words().moved : textOf(await response.text()) || words().failed);     // what cannot stand there is refused in words
    } catch {
      say(words().failed);
    }
    refresh();
  }

  /* While something is in the hand the page is not shown anew beneath it; afterwards it is. */
  let held = false, missed = false, waiting = null;
  document.addEventListener("htmx:before:swap", (event) => {
    if (!held && !waiting) return;
    event.preventDefault();
    missed = true;
  });

  function letGo(event) {
    held = false;
    if (event.from !== event.to || event.oldIndex !== event.newIndex) send(event.item); else if (missed) refresh();
    missed = false;
  }

  function arm() {
    for (const grip of document.querySelectorAll(".grip[hidden]")) grip.hidden = false;
    for (const button of document.querySelectorAll(".preview__show")) button.hidden = true;      // choosing is enough
    if (!window.Sortable || !builder()) return;
    const how = {animation: 140, forceFallback: true, fallbackTolerance: 4, ghostClass: "item--ghost",
      onStart: () => { held = true; }, onEnd: letGo};
    const lists = [[builder(), {handle: ".part__head .grip", draggable: ".part"}],
      ...[...document.querySelectorAll(".items")].map((list) => [list, {group: "items", handle: ".grip", draggable: ".item"}])];
    for (const [list, own] of lists) if (!window.Sortable.get(list)) window.Sortable.create(list, {...how, ...own});
  }

  /* Up and down among one's like; a question goes over the edge of its section into the next one. */
  function step(one, up) {
    const beside = up ? one.previousElementSibling : one.nextElementSibling;
    if (beside?.matches(one.matches(".item") ? ".item" : ".part")) { if (up) beside.before(one); else beside.after(one); return true; }
    const lists = [...document.querySelectorAll(".items")], next = lists[lists.indexOf(one.closest(".items")) + (up ? -1 : 1)];
    if (!one.matches(".item") || !next) return false;
    if (up) next.append(one); else next.prepend(one);
    return true;
  }

  /* A move by keys is sent once the keys rest, or somebody turns to something else. What it is was said when the key was pressed:
     the page may be shown anew meanwhile. */
  function rest() {
    if (!waiting) return;
    const {one, body, timer} = waiting;
    clearTimeout(timer);
    waiting = null;
    send(one, body);
  }

  document.addEventListener("keydown", (event) => {
    const grip = event.target.closest?.(".grip");
    if (!grip || !["ArrowUp", "ArrowDown"].includes(event.key)) return;
    event.preventDefault();
    const one = grip.closest(".item, .part");
    if (waiting && waiting.one !== one) rest();
    if (!step(one, event.key === "ArrowUp")) return;
    grip.focus();
    clearTimeout(waiting?.timer);
    waiting = {one, body: whither(one), timer: setTimeout(rest, 400)};
  });
  addEventListener("pagehide", rest);

  /* Of a new question the fields that its kind has no use for are out of the way. */
  function fit() {
    const form = document.querySelector("form[data-kinds]"), kind = form?.elements.kind;
    if (!kind) return;
    for (const part of form.querySelectorAll("[data-for]")) part.hidden = !part.dataset.for.split(" ").includes(kind.value);
  }

  /* Of the questions that one may wait for, the answers of the chosen one are there to tick. */
  function offer() {
    const part = document.querySelector("[data-waits]"), chosen = part?.querySelector("select[name=waits_for]");
    if (!chosen) return;
    part.querySelector(".waits__show").hidden = true;       // choosing is enough
    for (const answers of part.querySelectorAll("[data-answers-of]")) answers.hidden = answers.dataset.answersOf !== chosen.value;
  }

  document.addEventListener("change", (event) => {
    if (event.target.name === "kind") fit();
    if (event.target.name === "waits_for") offer();
  });
  document.addEventListener("htmx:after:swap", arm);
  arm();
  fit();
  offer();
})();

// The organisation chart. The server draws it; this moves, folds and finds, and lets changes by others be followed by the eye.
(() => {
  "use strict";
  const still = matchMedia("(prefers-reduced-motion: reduce)");
  const QUICK = 260, LEAST = 0.2, MOST = 2.5;
  const root = () => document.getElementById("drawing");
  const frame = () => document.querySelector(".drawing__frame");
  const drawn = () => document.querySelector("svg.drawn");
  const box = (id) => document.getElementById(`box-${id}`);
  const all = () => [...document.querySelectorAll(".drawing__frame .drawn__seat")];
  const numberOf = (seat) => seat.id.slice(4);
  const placeOf = (seat) => { const [, x, y] = /translate\((-?\d+) (-?\d+)\)/.exec(seat.getAttribute("transform")); return { x: +x, y: +y }; };
  let scale = 1, current = null, asked = 0;

  // size and place

  function scaleTo(wanted) {
    const svg = drawn(), here = frame();
    scale = Math.min(MOST, Math.max(LEAST, wanted));
    svg.setAttribute("width", Math.round(svg.dataset.width * scale));
    svg.setAttribute("height", Math.round(svg.dataset.height * scale));
    svg.style.margin = `${Math.round(here.clientHeight * 0.8)}px ${Math.round(here.clientWidth * 0.8)}px`;     // room to leave any seat where one looks
  }

  // What lies under this point of the screen stays under it.
  function zoom(factor, x, y) {
    const here = frame(), edge = here.getBoundingClientRect(), was = drawn().getBoundingClientRect(), before = scale;
    const atX = x ?? edge.left + edge.width / 2, atY = y ?? edge.top + edge.height / 2;
    scaleTo(before * factor);
    const now = drawn().getBoundingClientRect();
    here.scrollBy({ left: now.left + (atX - was.left) * scale / before - atX, top: now.top + (atY - was.top) * scale / before - atY, behavior: "instant" });
  }

  function flyTo(id, softly = true) {
    const seat = box(id);
    if (!seat) return;
    const here = frame(), edge = here.getBoundingClientRect(), at = seat.getBoundingClientRect(), whole = drawn().getBoundingClientRect();
    here.scrollTo({
      left: here.scrollLeft + filling(at.left - edge.left - (edge.width - at.width) / 2, whole.left - edge.left, whole.width, edge.width),
      top: here.scrollTop + filling(at.top - edge.top - (edge.height - at.height) / 2.5, whole.top - edge.top, whole.height, edge.height),
      behavior: softly && !still.matches ? "smooth" : "instant" });
  }

  // How far to scroll, when `wanted` would be too far: the drawing, `start` away and `length` long, leaves no more of the frame empty than a margin.
  function filling(wanted, start, length, room, margin = 24) {
    const ends = [start - margin, start + length + margin - room];
    return Math.max(Math.min(...ends), Math.min(Math.max(...ends), wanted));
  }

  function showAll() {
    const svg = drawn(), here = frame();
    scaleTo(Math.min(1, here.clientWidth / svg.dataset.width, here.clientHeight / svg.dataset.height));
    center();
  }

  // The whole in the middle, its top in view.
  function center() {
    const here = frame(), edge = here.getBoundingClientRect(), at = drawn().getBoundingClientRect();
    here.scrollBy({ left: at.left + at.width / 2 - edge.left - edge.width / 2, top: at.top - edge.top - Math.max(0, (edge.height - at.height) / 3), behavior: "instant" });
  }

  // what the server shows: the same place with other wishes

  async function show(wish = {}, fly) {
    const now = root(), number = ++asked;
    const given = { folded: now.dataset.folded, on: now.dataset.on, find: now.dataset.find, ...wish };
    const query = new URLSearchParams(Object.entries(given).filter(([, value]) => value));
    let text;
    try {
      const answer = await fetch(`${now.dataset.place}?${query}`, { headers: { "HX-Request": "true" } });
      if (answer.status === 401 || answer.status === 404) return location.reload();
      if (!answer.ok) return;
      text = await answer.text();
    } catch { return; }
    if (number === asked) take(text, fly);
  }

  function take(text, fly) {
    const next = new DOMParser().parseFromString(text, "text/html").getElementById("drawing");
    if (!next) return;
    const svg = next.querySelector("svg.drawn");
    for (const part of root().querySelectorAll("[data-part]")) {
      const other = next.querySelector(`[data-part="${part.dataset.part}"]`);
      if (other && other.innerHTML !== part.innerHTML) part.replaceChildren(...other.childNodes);
    }
    for (const name of ["folded", "on", "find", "own", "moves"]) {
      if (name in next.dataset) root().dataset[name] = next.dataset[name]; else delete root().dataset[name];
    }
    if (!svg || !drawn()) {
      if (svg || drawn()) { root().replaceWith(next); begin(); }
      return;
    }
    redraw(svg, fly);
  }

  function redraw(next, fly) {
    const svg = drawn(), here = frame();
    const held = document.activeElement?.closest?.(".drawn__seat") || box(current) || all()[0];
    const anchor = fly && box(fly) || held, keptAt = anchor?.getBoundingClientRect(), focused = document.activeElement?.closest?.(".drawn__seat")?.id;
    const before = new Map(all().map((seat) => [seat.id, { ...placeOf(seat), above: seat.dataset.above, node: seat }]));
    const lines = svg.querySelector(".drawn__lines"), fresh = next.querySelector(".drawn__lines");
    const bent = lines.getAttribute("d") !== fresh.getAttribute("d");
    lines.setAttribute("d", fresh.getAttribute("d"));
    svg.querySelector("defs").replaceWith(document.importNode(next.querySelector("defs"), true));
    svg.querySelector(".drawn__dotted")?.remove();
    const dotted = next.querySelector(".drawn__dotted");
    if (dotted) lines.after(document.importNode(dotted, true));
    const incoming = [...next.querySelectorAll(".drawn__seat")], stay = new Set(incoming.map((seat) => seat.id));
    for (const [id, was] of before) if (!stay.has(id)) leave(was.node);
    for (const seat of incoming) {
      const now = before.get(seat.id)?.node;
      if (!now) { svg.append(document.importNode(seat, true)); continue; }
      if (now.localName !== seat.localName) { now.replaceWith(document.importNode(seat, true)); continue; }
      now.querySelector("title")?.remove();
      if (now.innerHTML !== seat.innerHTML) now.innerHTML = seat.innerHTML;
      for (const { name, value } of seat.attributes) if (name !== "tabindex") if (now.getAttribute(name) !== value) now.setAttribute(name, value);
      if (!seat.dataset.open) delete now.dataset.open;
    }
    for (const name of ["viewBox", "data-width", "data-height"]) svg.setAttribute(name, next.getAttribute(name));
    scaleTo(scale);
    rove();
    if (focused && document.getElementById(focused)) document.getElementById(focused).focus({ preventScroll: true });
    const moved = keptAt && anchor.isConnected ? anchor.getBoundingClientRect() : null;
    if (moved) here.scrollBy({ left: moved.left - keptAt.left, top: moved.top - keptAt.top, behavior: "instant" });
    if (!still.matches) animate(before, bent ? lines : null);
    if (fly) flyTo(fly);
  }

  // Each box goes from where it was to where it is; one that hangs elsewhere, or is new, glows once.
  function animate(before, lines) {
    const soft = { duration: QUICK, easing: "ease-in-out" };
    for (const seat of all()) {
      const was = before.get(seat.id), now = placeOf(seat);
      if (!was) {
        const from = before.get(`box-${seat.dataset.above}`) || now;
        seat.animate([{ transform: `translate(${from.x}px, ${from.y}px)`, opacity: 0 }, { transform: `translate(${now.x}px, ${now.y}px)`, opacity: 1 }], soft);
      } else if (was.x !== now.x || was.y !== now.y) {
        seat.animate([{ transform: `translate(${was.x}px, ${was.y}px)` }, { transform: `translate(${now.x}px, ${now.y}px)` }], soft);
      }
      if (was && was.above !== seat.dataset.above) glow(seat);
    }
    lines?.animate([{ opacity: 0 }, { opacity: 0, offset: 0.6 }, { opacity: 1 }], { duration: QUICK * 1.6 });
  }

  function glow(seat) {
    seat.classList.add("drawn__seat--glows");
    setTimeout(() => seat.classList.remove("drawn__seat--glows"), 2400);
  }

  function leave(seat) {
    if (still.matches) return seat.remove();
    seat.removeAttribute("id");
    seat.classList.replace("drawn__seat", "drawn__gone");
    seat.animate([{ opacity: 1 }, { opacity: 0 }], { duration: QUICK }).finished.finally(() => seat.remove());
  }

  // folding

  function fold(id) {
    const folded = new Set(root().dataset.folded.split(".").filter((one) => one !== "none"));
    if (!folded.delete(id)) folded.add(id);
    current = id;
    return show({ folded: [...folded].join(".") || "none", find: "" });
  }

  // the keyboard: one seat is in the tab order, arrows go to the nearest one in their direction

  function rove() {
    const seats = all(), one = box(current) || box(root().dataset.own) || seats[0];
    current = one ? numberOf(one) : null;
    for (const seat of seats) if (seat.getAttribute("tabindex") !== (seat === one ? "0" : "-1")) seat.setAttribute("tabindex", seat === one ? "0" : "-1");
  }

  function nearest(from, dx, dy) {
    const here = placeOf(from);
    let best = null, least = Infinity;
    for (const seat of all()) {
      const at = placeOf(seat), x = at.x - here.x, y = at.y - here.y;
      const along = x * dx + y * dy, aside = Math.abs(x * dy) + Math.abs(y * dx);
      if (seat !== from && along > 4 && along + aside * 2.5 < least) [best, least] = [seat, along + aside * 2.5];
    }
    return best;
  }

  function step(to) {
    if (!to) return;
    current = numberOf(to);
    rove();
    to.focus({ preventScroll: true });
    const edge = frame().getBoundingClientRect(), at = to.getBoundingClientRect();
    if (at.left < edge.left + 20 || at.right > edge.right - 20 || at.top < edge.top + 20 || at.bottom > edge.bottom - 20) flyTo(current);
  }

  const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  const DEEDS = {
    in: () => zoom(1.25), out: () => zoom(0.8), all: showAll, own: () => { step(box(root().dataset.own)); flyTo(root().dataset.own); },
    unfold: () => show({ folded: "none", find: "" }), fold: () => show({ folded: "", find: "" }, root().dataset.own) };
  const KEYS = { "+": "in", "=": "in", "-": "out", "0": "all" };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !event.target.closest?.(".drawing__frame")) return;
    const seat = event.target.closest(".drawn__seat");
    if (KEYS[event.key]) DEEDS[KEYS[event.key]]();
    else if (ARROWS[event.key]) step(seat ? nearest(seat, ...ARROWS[event.key]) : box(current));
    else if (seat && event.key === "Home") step(box(root().dataset.own) || all()[0]);
    else if (seat && event.key === " " && seat.dataset.open) fold(numberOf(seat));
    else return;
    event.preventDefault();
  });

  document.addEventListener("focusin", (event) => {
    const seat = event.target.closest?.(".drawing__frame .drawn__seat");
    if (seat && numberOf(seat) !== current) { current = numberOf(seat); rove(); }
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]"), grip = event.target.closest(".drawn__fold");
    if (button) DEEDS[button.dataset.zoom]();
    if (grip && root()?.dataset.place) { event.preventDefault(); fold(grip.dataset.fold); }
  });

  // what is cut off is read where the mouse rests
  document.addEventListener("pointerover", (event) => {
    const seat = event.target.closest?.(".drawing__frame .drawn__seat");
    if (!seat || seat.querySelector("title")) return;
    const title = document.createElementNS("http://www.w3.org/2000/svg", "title");
    title.textContent = seat.getAttribute("aria-label") || seat.getAttribute("aria-description") || [...seat.querySelectorAll("text")].map((one) => one.textContent).join(", ");
    seat.prepend(title);
  });

  // the mouse drags the paper, or in a draft a seat; wheel with a modifier key and two fingers change the size

  let hand = null;
  document.addEventListener("pointerdown", (event) => {
    const here = event.target.closest?.(".drawing__frame");
    if (!here || event.pointerType !== "mouse" || event.button !== 0) return;
    const seat = root().dataset.moves && event.target.closest(".drawn__seat");
    hand = { here, seat, x: event.clientX, y: event.clientY, fromX: event.clientX, fromY: event.clientY, moved: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!hand) return;
    if (Math.abs(event.clientX - hand.fromX) + Math.abs(event.clientY - hand.fromY) > 4) hand.moved = true;
    if (!hand.moved) return;
    if (hand.seat) carry(event);
    else hand.here.scrollBy(hand.x - event.clientX, hand.y - event.clientY);
    [hand.x, hand.y] = [event.clientX, event.clientY];
  });
  document.addEventListener("pointerup", (event) => {
    const held = hand;
    hand = null;
    if (!held?.moved) return;
    const stay = (click) => { click.preventDefault(); click.stopPropagation(); };        // what was dragged is not followed as a link
    held.here.addEventListener("click", stay, { capture: true });
    setTimeout(() => held.here.removeEventListener("click", stay, { capture: true }));
    if (held.seat) drop(held.seat, under(event));
  });
  document.addEventListener("dragstart", (event) => { if (event.target.closest?.(".drawing__frame")) event.preventDefault(); });

  const under = (event) => document.elementsFromPoint(event.clientX, event.clientY).map((one) => one.closest(".drawn__seat")).find((one) => one && one !== hand?.seat && !one.classList.contains("is-carried"));

  function carry(event) {
    const at = placeOf(hand.seat), x = at.x + (event.clientX - hand.fromX) / scale, y = at.y + (event.clientY - hand.fromY) / scale;
    hand.seat.classList.add("is-carried");
    hand.seat.style.transform = `translate(${x}px, ${y}px)`;
    for (const other of document.querySelectorAll(".is-target")) other.classList.remove("is-target");
    under(event)?.classList.add("is-target");
    const edge = hand.here.getBoundingClientRect();
    hand.here.scrollBy(event.clientX > edge.right - 30 ? 12 : event.clientX < edge.left + 30 ? -12 : 0, event.clientY > edge.bottom - 30 ? 12 : event.clientY < edge.top + 30 ? -12 : 0);
  }

  async function drop(seat, target) {
    seat.style.transform = "";
    seat.classList.remove("is-carried");
    for (const other of document.querySelectorAll(".is-target")) other.classList.remove("is-target");
    if (!target || target === seat || numberOf(target) === seat.dataset.above) return;
    const answer = await fetch(`${root().dataset.moves}${numberOf(seat)}/hang`, {
      method: "POST", headers: { "HX-Request": "true" }, body: new URLSearchParams({ above: numberOf(target) }) });
    const text = await answer.text();
    if (answer.ok) take(text); else say(answer.status === 422 ? new DOMParser().parseFromString(text, "text/html").body.textContent : answer.statusText);
  }

  function say(sentence) {
    const toast = Object.assign(document.createElement("p"), { className: "toast", textContent: sentence });
    document.getElementById("toasts").replaceChildren(toast);
    setTimeout(() => toast.remove(), 8000);
  }

  document.addEventListener("wheel", (event) => {
    if (!(event.ctrlKey || event.metaKey) || !event.target.closest?.(".drawing__frame")) return;
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 300), event.clientX, event.clientY);
  }, { passive: false });

  let fingers = null;
  const apart = (touches) => Math.hypot(touches[0].clientX - touches[1].clientX, touches[0].clientY - touches[1].clientY);
  document.addEventListener("touchstart", (event) => {
    if (event.touches.length === 2 && event.target.closest?.(".drawing__frame")) fingers = apart(event.touches);
  }, { passive: true });
  document.addEventListener("touchmove", (event) => {
    if (!fingers || event.touches.length !== 2) return;
    event.preventDefault();
    const now = apart(event.touches), [one, other] = event.touches;
    zoom(now / fingers, (one.clientX + other.clientX) / 2, (one.clientY + other.clientY) / 2);
    fingers = now;
  }, { passive: false });
  document.addEventListener("touchend", () => { fingers = null; });

  // finding: the ways to what is found unfold, and one flies there; enter goes on to the next

  let typed = null, turn = 0;
  async function find(text) {
    turn = 0;
    await show({ find: text });
    const first = document.querySelector(".drawn__seat--found");
    if (first) { current = numberOf(first); rove(); flyTo(current); }
  }
  document.addEventListener("input", (event) => {
    if (event.target.closest?.("[data-chart-find]")) {
      clearTimeout(typed);
      typed = setTimeout(() => find(event.target.value.trim()), 250);
    }
    const slide = event.target.closest?.("[data-chart-slide] input");
    if (slide) {
      const day = slide.dataset.days.split(" ")[slide.value];
      slide.form.elements.on.value = day;
      slide.setAttribute("aria-valuetext", new Date(`${day}T12:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" }));
      clearTimeout(typed);
      typed = setTimeout(() => goTo(day), 90);
    }
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches?.("[data-chart-when] input[name=on]") && drawn() && event.target.value) goTo(event.target.value);
  });
  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-chart-find]")) {
      event.preventDefault();
      const found = [...document.querySelectorAll(".drawn__seat--found")];
      if (found.length) { turn = (turn + 1) % found.length; flyTo(numberOf(found[turn])); } else find(event.target.elements.find.value.trim());
    }
    if (event.target.matches("[data-chart-when]") && drawn() && event.target.elements.on.value) { event.preventDefault(); goTo(event.target.elements.on.value); }
  });

  function goTo(day) {
    const address = new URL(location);
    address.searchParams.set("on", day);
    history.replaceState(null, "", address);
    if (drawn()) show({ on: day }); else location.href = address;
  }

  // to keep: the picture as a file

  document.addEventListener("click", async (event) => {
    const wanted = event.target.closest("[data-chart-file=png]");
    if (!wanted) return;
    try {
      const query = new URLSearchParams({ folded: root().dataset.folded, on: root().dataset.on });
      const text = await (await fetch(document.querySelector("[data-chart-file=svg]").href.split("?")[0] + `?${query}`)).text();
      const picture = new Image();
      picture.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(text)}`;
      await picture.decode();
      const grain = Math.min(2, 12000 / Math.max(picture.width, picture.height));
      const canvas = Object.assign(document.createElement("canvas"), { width: picture.width * grain, height: picture.height * grain });
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      const file = await new Promise((done) => canvas.toBlob(done, "image/png"));
      const way = Object.assign(document.createElement("a"), { href: URL.createObjectURL(file), download: "organisation-chart.png" });
      way.click();
      setTimeout(() => URL.revokeObjectURL(way.href), 10000);
    } catch { say(wanted.dataset.failed); }
  });

  // the list: a tree that is walked as the ARIA pattern says

  const tree = () => document.querySelector("[data-tree]");
  const rows = () => [...tree().querySelectorAll("[role=treeitem]")].filter((item) => item.offsetParent);
  const partOf = (item) => item.parentElement.querySelector(":scope > details");
  let row = null;

  function plant() {
    if (!tree()) return;
    tree().setAttribute("role", "tree");
    for (const list of tree().querySelectorAll("ul")) list.setAttribute("role", "group");
    for (const line of tree().querySelectorAll("li")) {
      const item = line.querySelector(":scope > .tree__node"), part = partOf(item);
      line.setAttribute("role", "none");
      item.setAttribute("role", "treeitem");
      item.setAttribute("tabindex", "-1");
      item.setAttribute("aria-level", levelOf(line));
      for (const inner of item.querySelectorAll("a")) inner.setAttribute("tabindex", "-1");
      if (part) {
        item.setAttribute("aria-expanded", part.open);
        part.setAttribute("role", "none");
        for (const [name, value] of [["tabindex", "-1"], ["aria-hidden", "true"]]) part.querySelector(":scope > summary").setAttribute(name, value);
      }
    }
    const one = (document.getElementById(row) || tree().querySelector(".tree__me") || tree()).querySelector("[role=treeitem]");
    one?.setAttribute("tabindex", "0");
  }

  function levelOf(line) {
    let level = 1;
    for (let above = line.parentElement.closest("li"); above; above = above.parentElement.closest("li")) level += 1;
    return level;
  }

  function toRow(item) {
    if (!item) return;
    for (const other of tree().querySelectorAll("[role=treeitem][tabindex='0']")) other.setAttribute("tabindex", "-1");
    item.setAttribute("tabindex", "0");
    row = item.parentElement.id;
    item.focus();
  }

  document.addEventListener("keydown", (event) => {
    const item = event.target;
    if (!item.matches?.("[data-tree] [role=treeitem]") || event.ctrlKey || event.metaKey || event.altKey) return;
    const shown = rows(), at = shown.indexOf(item), part = partOf(item);
    const up = item.parentElement.parentElement.closest("li")?.querySelector(":scope > [role=treeitem]");
    if (event.key === "ArrowDown") toRow(shown[at + 1]);
    else if (event.key === "ArrowUp") toRow(shown[at - 1]);
    else if (event.key === "Home") toRow(shown[0]);
    else if (event.key === "End") toRow(shown.at(-1));
    else if (event.key === "ArrowRight" && part) { if (part.open) toRow(shown[at + 1]); else part.open = true; }
    else if (event.key === "ArrowLeft" && part?.open) part.open = false;
    else if (event.key === "ArrowLeft") toRow(up);
    else if (event.key === "*") for (const one of item.parentElement.parentElement.querySelectorAll(":scope > li > details")) one.open = true;
    else if (event.key === "Enter") item.querySelector("a")?.click();
    else if (event.key === " " && part) part.open = !part.open;
    else if (/^\p{L}$/u.test(event.key)) toRow([...shown.slice(at + 1), ...shown.slice(0, at)].find((one) => one.querySelector(".tree__who").textContent.trim().toLowerCase().startsWith(event.key.toLowerCase())));
    else return;
    event.preventDefault();
    event.stopPropagation();
  }, true);
  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.(".tree__fold")) event.target.parentElement.querySelector(":scope > [role=treeitem]")?.setAttribute("aria-expanded", event.target.open);
  }, true);

  // A live change morphs the list from within: what was folded stays folded, and the row that had the focus keeps it.
  let kept = null;
  document.addEventListener("htmx:before:swap", (event) => {
    if (!event.target.matches?.("#chart")) return;
    kept = { focused: document.activeElement?.closest?.("[role=treeitem]")?.parentElement.id, folds: new Map([...event.target.querySelectorAll(".tree__fold")].map((one) => [one.id, one.open])) };
  });
  document.addEventListener("htmx:after:swap", () => {
    if (!kept) return;
    for (const [id, open] of kept.folds) { const part = document.getElementById(id); if (part) part.open = open; }
    plant();
    if (kept.focused && document.activeElement === document.body) document.getElementById(kept.focused)?.querySelector("[role=treeitem]").focus({ preventScroll: true });
    kept = null;
  });

  // Changes by others, and the beginning.
  for (const topic of ["live:chart", "live:roles"]) document.body.addEventListener(topic, () => { if (drawn() || root()?.dataset.place) show(); });
  if (root()?.dataset.moves) document.body.addEventListener(`live:scenario-${root().dataset.moves.split("/").at(-3)}`, () => show());

  function begin() {
    document.documentElement.classList.add("has-scripts");
    if (location.pathname.endsWith("/orgchart/") && drawn() && matchMedia("(max-width: 40rem)").matches)
      return location.replace(`${location.pathname}list${location.search}`);     // too narrow for a drawing
    document.querySelectorAll("[data-drawing-tools], [data-chart-slide], [data-chart-needs-script]").forEach((tools) => { tools.hidden = false; });
    plant();
    if (!frame()) return;
    const svg = drawn();
    scale = svg.getAttribute("width") ? 1 : svg.clientWidth / svg.dataset.width;
    scaleTo(Math.max(scale, 0.35));
    rove();
    const found = document.querySelector(".drawn__seat--found");
    center();
    const at = drawn().getBoundingClientRect(), edge = frame().getBoundingClientRect();
    if (found) flyTo(numberOf(found), false);
    else if (root().dataset.own && (at.width > edge.width || at.height > edge.height)) flyTo(root().dataset.own, false);
  }
  begin();
})();

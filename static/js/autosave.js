/* A form that saves itself: each answer on its own, with a copy in this browser until the server has it.
   The copy is encrypted; its key comes with the signed-in page and is never stored. */
(() => {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;

  const REST = 1000, LONGEST_WAIT = 5000, GIVE_UP = 20000, FIRST_RETRY = 1000, LAST_RETRY = 30000;
  const tab = crypto.getRandomValues(new Uint32Array(3)).join("-");
  const shelf = `copy:${form.dataset.autosave}:`;
  const place = (id, whose = tab) => `${shelf}${id}:${whose}`;
  const words = JSON.parse(form.dataset.words);
  const answers = new Map();
  const dialog = document.getElementById("sign-in-again");
  const arithmetic = form.querySelector("[data-arithmetic]");

  // ——— what stands in a field, and what is known of it

  const cardOf = (id) => document.getElementById(`answer-${id}`);

  function valueOf(card) {
    const rating = card.querySelector("input[name$='-rating']:checked");
    const text = card.querySelector("[name$='-text']");
    const choice = [...card.querySelectorAll("input[name$='-choice']:checked")].map((box) => box.value).join(" ");
    return {rating: rating ? rating.value : "", text: text ? text.value : "", choice};
  }

  function put(card, value) {
    for (const box of card.querySelectorAll("input[name$='-rating']")) box.checked = box.value === String(value.rating);
    const chosen = value.choice.split(" ");
    for (const box of card.querySelectorAll("input[name$='-choice']")) box.checked = chosen.includes(box.value);
    const text = card.querySelector("[name$='-text']");
    if (text && text.value !== value.text) text.value = value.text;
    card.dispatchEvent(new Event("answer:put", {bubbles: true}));
  }

  const same = (a, b) => a.rating === b.rating && a.text === b.text && a.choice === b.choice;
  const isDirty = (id) => { const card = cardOf(id); return card && !same(valueOf(card), answers.get(id).saved); };

  function know(card) {
    const id = card.dataset.answer;
    answers.set(id, {version: Number(card.dataset.version), saved: valueOf(card), sequence: 0, busy: null, timer: 0,
      since: 0, retry: 0, stopped: false, copies: 0});
  }

  function setVersion(id, version) {
    answers.get(id).version = version;
    const hidden = cardOf(id)?.querySelector("input[name$='-version']");
    if (hidden) hidden.value = version;
  }

  // ——— saying where things stand

  function show(id, state, text) {
    const line = document.getElementById(`answer-${id}-status`);
    if (line) {
      line.className = `save save--${state}`;
      const said = line.querySelector(".save__text");
      if (said.textContent !== text) said.textContent = text;
    }
    showAll(state, text);
  }

  function showAll(state, text) {
    const unsaved = [...answers.keys()].some((id) => answers.get(id).retry || answers.get(id).stopped);
    const bar = document.getElementById("bar-save");
    if (!bar || (unsaved && state === "saved")) return;
    bar.className = `save save--${state}`;
    const said = bar.querySelector(".save__text");
    if (said.textContent !== text) said.textContent = text;
  }

  // ——— the copy in this browser

  const keyText = document.querySelector("meta[name=copy-key]")?.content;
  const key = window.crypto.subtle && keyText
    ? crypto.subtle.importKey("raw", Uint8Array.from(atob(keyText), (c) => c.charCodeAt(0)), "AES-GCM", false, ["encrypt", "decrypt"])
    : null;

  async function keepCopy(id) {
    if (!key) return;
    const known = answers.get(id), turn = ++known.copies;
    const plain = new TextEncoder().encode(JSON.stringify({value: valueOf(cardOf(id)), version: known.version}));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({name: "AES-GCM", iv}, await key, plain));
    if (turn !== known.copies) return;
    try { localStorage.setItem(place(id), JSON.stringify([[...iv], [...sealed]])); } catch { /* full: the page itself keeps it */ }
  }

  function dropCopy(id) {
    answers.get(id).copies++;
    localStorage.removeItem(place(id));
  }

  async function readCopy(name) {
    try {
      const [iv, sealed] = JSON.parse(localStorage.getItem(name));
      const plain = await crypto.subtle.decrypt({name: "AES-GCM", iv: new Uint8Array(iv)}, await key, new Uint8Array(sealed));
      return JSON.parse(new TextDecoder().decode(plain));
    } catch { return null; }
  }

  /* Copies of windows that are no more. One that is still open holds a lock of its name and keeps its own. */
  async function bringBack() {
    if (!key) return;
    navigator.locks.request(`window:${tab}`, () => new Promise(() => {}));
    const open = new Set((await navigator.locks.query()).held.map((lock) => lock.name));
    for (const name of Object.keys(localStorage).filter((one) => one.startsWith(shelf))) {
      const [id, whose] = name.slice(shelf.length).split(":");
      if (!answers.has(id) || open.has(`window:${whose}`)) continue;
      const copy = await readCopy(name), card = cardOf(id);
      localStorage.removeItem(name);
      if (!copy || same(copy.value, valueOf(card))) continue;
      put(card, copy.value);
      answers.get(id).version = copy.version;
      await keepCopy(id);
      save(id);
    }
  }

  // ——— saving

  function later(id) {
    const known = answers.get(id), now = Date.now();
    if (known.stopped === "choose") return;
    known.stopped = false;
    known.since ||= now;
    clearTimeout(known.timer);
    known.timer = setTimeout(() => save(id), Math.max(0, Math.min(REST, known.since + LONGEST_WAIT - now)));
  }

  function save(id, closing = false) {
    const known = answers.get(id);
    clearTimeout(known.timer);
    if (known.stopped === "choose") return null;
    if (known.busy && !closing) { known.again = true; return known.busy; }
    if (!isDirty(id)) { known.since = 0; return null; }
    known.busy = send(id, closing).finally(() => {
      known.busy = null;
      if (known.again) { known.again = false; save(id); }
    });
    return known.busy;
  }

  async function send(id, closing) {
    const known = answers.get(id), card = cardOf(id), value = valueOf(card);
    known.since = 0;
    show(id, "saving", words.saving);
    const body = new URLSearchParams({...value, version: known.version, tab, sequence: ++known.sequence,
      arithmetic: arithmetic?.open ? "yes" : ""});
    let response;
    try {
      response = await fetch(card.dataset.save, {method: "POST", body, headers: {"HX-Request": "true"}, credentials: "same-origin",
        keepalive: closing, signal: closing ? undefined : AbortSignal.timeout(GIVE_UP)});
      const page = response.status === 401 ? "" : await response.text();
      answered(id, value, response.status, page);
    } catch {
      again(id);
    }
  }

  function answered(id, value, status, page) {
    const known = answers.get(id);
    if (status === 200) {
      known.retry = 0;
      known.stopped = false;
      known.saved = value;
      const status = bring(page, id);
      setVersion(id, Number(status.dataset.version));
      mark(id);
      document.body.dispatchEvent(new CustomEvent("answer:saved"));
      if (isDirty(id)) { later(id); } else { dropCopy(id); showAll("saved", status.textContent.trim()); }
    } else if (status === 401) {
      known.stopped = "signed out";
      show(id, "trying", words.signIn);
      askToSignIn();
    } else if (status === 409) {
      known.stopped = "choose";
      bring(page);
      show(id, "failed", words.choose);
    } else if (status >= 500 || status === 429) {
      again(id);
    } else if (status === 404 && words.gone) {       // a guest whose time is over: said in words that help on, and tried again on the next key
      known.stopped = "refused";
      show(id, "failed", words.gone);
    } else {
      known.stopped = "refused";
      if (page.includes(`answer-${id}-status`)) bring(page); else show(id, "failed", textOf(page));
      showAll("failed", document.getElementById(`answer-${id}-status`).textContent.trim());
    }
  }

  function again(id) {
    const known = answers.get(id);
    known.retry = Math.min(LAST_RETRY, (known.retry || FIRST_RETRY / 2) * 2);
    show(id, "trying", words.trying);
    clearTimeout(known.timer);
    known.timer = setTimeout(() => save(id), known.retry);
  }

  const textOf = (page) => new DOMParser().parseFromString(page, "text/html").body.textContent.trim();

  /* Put each piece of an answer in the place of the piece with its id. */
  function bring(page, id) {
    const pieces = [...new DOMParser().parseFromString(page, "text/html").body.children];
    let status = null;
    for (const piece of pieces) {
      const old = document.getElementById(piece.id);
      if (piece.id === `answer-${id}-status`) status = piece;
      if (old) old.replaceWith(document.adoptNode(piece));
    }
    return status;
  }

  function mark(id) {
    const card = cardOf(id), value = valueOf(card);
    const needsText = !card.querySelector("input[name$='-rating'], input[name$='-choice']");
    card.classList.toggle("question--done", Boolean(needsText ? value.text.trim() : value.rating || value.choice));
    document.getElementById(`answer-${id}-conflict`)?.replaceChildren();
  }

  const flush = () => Promise.all([...answers.keys()].map((id) => save(id)));
  window.sendUnsent = () => flush().then(flush);      // before signing out
  const unsent = () => [...answers.keys()].filter((id) => isDirty(id) || answers.get(id).busy);

  arithmetic?.addEventListener("toggle", async () => {
    if (!arithmetic.open) return;
    const response = await fetch(arithmetic.dataset.arithmetic, {headers: {"HX-Request": "true"}, credentials: "same-origin"});
    if (response.ok) bring(await response.text());
  });

  // ——— signing in again in place

  function askToSignIn() {
    if (dialog && !dialog.open) dialog.showModal();
  }

  const door = dialog?.querySelector("form");

  /* The second step, where one is due, takes the place of the password; null brings that back. */
  function step(next) {
    dialog.querySelector("#second-form")?.remove();
    door.hidden = Boolean(next);
    if (next) door.after(document.adoptNode(next));
    dialog.querySelector("form:not([hidden]) input:not([type=hidden])")?.focus();
  }

  function backIn() {
    door.password.value = "";
    door.querySelector("[role=alert]").hidden = true;
    step(null);
    dialog.close();
    for (const known of answers.values()) if (known.stopped === "signed out") known.stopped = false;
    return flush();
  }

  dialog?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const said = door.querySelector("[role=alert]");
    try {
      const response = await fetch(event.target.action, {method: "POST", body: new URLSearchParams(new FormData(event.target)),
        headers: {"HX-Request": "true"}, credentials: "same-origin"});
      if (response.status === 204) return backIn();
      const page = new DOMParser().parseFromString(await response.text(), "text/html"), next = page.querySelector("#second-form");
      if (next || event.target !== door) step(next);
      if (next) return;
      said.textContent = (page.querySelector(".field__errors, [role=alert]") || page.body).textContent.trim() || words.signIn;
    } catch {
      said.textContent = words.trying;
    }
    said.hidden = false;
  });

  // ——— what the person does

  const idOf = (element) => element.closest("[data-answer]")?.dataset.answer;

  form.addEventListener("input", (event) => {
    const id = idOf(event.target);
    if (!id) return;
    keepCopy(id);
    if (event.target.matches("textarea, input[inputmode]")) later(id);
  });
  form.addEventListener("change", (event) => { const id = idOf(event.target); if (id) save(id); });
  form.addEventListener("focusout", (event) => { const id = idOf(event.target); if (id && event.target.matches("textarea")) save(id); });

  form.addEventListener("click", (event) => {
    const choice = event.target.closest("[data-keep]");
    if (!choice) return;
    const id = idOf(choice), box = choice.closest(".conflict"), known = answers.get(id), card = cardOf(id);
    const theirs = {rating: box.dataset.rating, choice: box.dataset.choice, text: box.querySelector("[data-text]").textContent};
    known.stopped = false;
    known.retry = 0;
    known.saved = theirs;
    setVersion(id, Number(box.dataset.version));
    if (choice.dataset.keep === "theirs") put(card, theirs);
    mark(id);
    card.querySelector("textarea, input:checked, input:not([type=hidden])")?.focus();
    if (isDirty(id)) save(id); else { dropCopy(id); show(id, "saved", words.saved); }
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const then = event.submitter?.value || "check";
    await flush();
    await flush();
    if (unsent().length) {
      cardOf(unsent()[0]).scrollIntoView({block: "center"});
      return;
    }
    const hidden = Object.assign(document.createElement("input"), {type: "hidden", name: "then", value: then});
    form.append(hidden);
    form.submit();
  });

  addEventListener("online", () => { for (const id of answers.keys()) if (isDirty(id)) save(id); });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) for (const id of answers.keys()) save(id, true);
  });
  addEventListener("beforeunload", (event) => {
    if (!unsent().length) return;
    for (const id of answers.keys()) save(id, true);
    event.preventDefault();
  });

  // ——— questions that change while one writes: what is typed stays, with the version it was typed on; a page that was made before
  // the last save brings neither its older text nor its older state

  let before = null;
  document.addEventListener("htmx:before:swap", () => {
    if (before) return;
    before = new Map([...answers.keys()].filter((id) => cardOf(id)).map((id) =>
      [id, {dirty: isDirty(id), value: valueOf(cardOf(id)), prompt: cardOf(id).querySelector("h3").textContent,
        status: document.getElementById(`answer-${id}-status`)?.cloneNode(true)}]));
  });
  document.addEventListener("htmx:after:swap", () => {
    if (!before) return;
    for (const card of form.querySelectorAll("[data-answer]")) {
      const id = card.dataset.answer, was = before.get(id);
      if (!was) { know(card); card.classList.add("glow"); continue; }
      const known = answers.get(id), isOlder = Number(card.dataset.version) < known.version;
      if (was.dirty || isOlder) {
        put(card, was.value);
        setVersion(id, known.version);
        if (was.status) document.getElementById(`answer-${id}-status`)?.replaceWith(was.status);
      }
      else if (!known.busy) { known.saved = valueOf(card); setVersion(id, Number(card.dataset.version)); }
      if (was.prompt !== card.querySelector("h3").textContent) card.classList.add("glow");
    }
    for (const id of [...answers.keys()]) if (!cardOf(id)) answers.delete(id);
    before = null;
  });

  for (const card of form.querySelectorAll("[data-answer]")) know(card);
  form.classList.add("sheet--saves-itself");
  bringBack();
})();

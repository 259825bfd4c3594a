/* Small things that every page shares; each works without it as well. */
(() => {
  "use strict";
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]");

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    if (event.key === "/") {
      const box = [...document.querySelectorAll("input[type=search]")].find((one) => one.offsetParent);
      event.preventDefault();
      if (box) box.focus(); else location.href = document.querySelector("form.search").action;
    } else if (event.key === "?") {
      location.href = "/keys";
    } else if (event.key === "g") {
      location.href = "/";
    }
  });

  document.addEventListener("click", async (event) => {
    const copy = event.target.closest("[data-copy]");
    if (copy) {
      const field = document.getElementById(copy.dataset.copy) || copy.parentElement.querySelector("input");
      field.select();
      try { await navigator.clipboard.writeText(field.value); } catch { document.execCommand("copy"); }
      say(copy.dataset.said || copy.textContent);
    }
    if (event.target.closest("[data-print]")) print();
    const all = event.target.closest("[data-choose-all]");
    if (all) for (const box of document.querySelectorAll(all.dataset.chooseAll)) if (box.offsetParent) box.checked = all.checked ?? true;
  });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-sign-out]") && isUnsent()) {
      event.preventDefault();
      signOut(form);
      return;
    }
    if (form.dataset.sent) { event.preventDefault(); return; }
    delete form.dataset.typed;
    const ahead = form.method === "post" && !form.matches("[data-throws-away]") ? document.querySelector("form[data-typed]") : null;
    if (ahead) {
      event.preventDefault();
      sendAhead(ahead, form, event.submitter);
      return;
    }
    if (form.method === "post" && !form.dataset.autosave) {
      form.dataset.sent = "yes";
      setTimeout(() => delete form.dataset.sent, 4000);
    }
  });

  /* On a page of several forms, what was typed in the others goes ahead of a deed; what is refused is shown instead. */
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.matches("[data-goes-ahead]")) form.dataset.typed = "yes";
  });

  async function sendAhead(ahead, form, button) {
    const answer = await fetch(ahead.action, {method: "POST", body: new URLSearchParams(new FormData(ahead))}).catch(() => null);
    if (!answer) return say(ahead.dataset.goesAhead);
    delete ahead.dataset.typed;
    if (answer.ok) form.requestSubmit(button); else ahead.requestSubmit();
  }

  addEventListener("beforeunload", (event) => { if (document.querySelector("form[data-typed]")) event.preventDefault(); });

  const isUnsent = () => Object.keys(localStorage).some((name) => name.startsWith("copy:"));

  /* What was typed is sent first; where that fails, the person decides. */
  async function signOut(form) {
    if (form.dataset.sent) return;
    form.dataset.sent = "yes";
    if (window.sendUnsent) await Promise.race([window.sendUnsent(), new Promise((over) => setTimeout(over, 5000))]);
    if (!isUnsent() || confirm(form.dataset.signOut)) form.submit();
    delete form.dataset.sent;
  }

  addEventListener("pageshow", () => { for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent; });

  function say(sentence) {
    const place = document.getElementById("toasts");
    if (!place) return;
    const toast = Object.assign(document.createElement("p"), {className: "toast", textContent: sentence});
    place.replaceChildren(toast);
    setTimeout(() => toast.remove(), 6000);
  }

  const closeMenus = (but) => { for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== but) menu.open = false; };
  document.addEventListener("click", (event) => closeMenus(event.target.closest("details.menu")));
  document.addEventListener("keydown", (event) => {
    const menu = document.querySelector("details.menu[open]");
    if (event.key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  document.addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.menu") && event.target.open) closeMenus(event.target);
  }, true);
})();

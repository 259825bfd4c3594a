/* A form that goes out in one piece: until then what is typed lies in this browser alone, encrypted, and nothing is saved on the server.
   The key comes with the signed-in page and is never stored. The copy goes once the server has it, and when one signs out. */
(() => {
  "use strict";
  const sent = document.querySelector("[data-forgets-here]");
  if (sent) localStorage.removeItem(`copy:${sent.dataset.forgetsHere}:whole`);

  const form = document.querySelector("form[data-keeps-here]");
  const keyText = document.querySelector("meta[name=copy-key]")?.content;
  if (!form || !window.crypto.subtle || !keyText) return;

  const place = `copy:${form.dataset.keepsHere}:whole`, REST = 300;
  const key = crypto.subtle.importKey("raw", Uint8Array.from(atob(keyText), (c) => c.charCodeAt(0)), "AES-GCM", false, ["encrypt", "decrypt"]);
  let turn = 0, timer = 0;

  const given = () => [...new FormData(form)].filter(([name, value]) => name !== "submit_id" && value && !(name === "signed" && value === "no"));

  async function keep() {
    const mine = ++turn, all = given();
    if (!all.length) { localStorage.removeItem(place); return; }
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({name: "AES-GCM", iv}, await key, new TextEncoder().encode(JSON.stringify(all))));
    if (mine !== turn) return;
    try { localStorage.setItem(place, JSON.stringify([[...iv], [...sealed]])); } catch { /* full: the page itself keeps it */ }
  }

  /* What stands in the page already, because the server sent it back, is newer than the copy. */
  async function bringBack() {
    const kept = localStorage.getItem(place);
    if (!kept || given().length) return;
    try {
      const [iv, sealed] = JSON.parse(kept);
      const plain = await crypto.subtle.decrypt({name: "AES-GCM", iv: new Uint8Array(iv)}, await key, new Uint8Array(sealed));
      for (const [name, value] of JSON.parse(new TextDecoder().decode(plain))) put(name, value);
    } catch { localStorage.removeItem(place); }
  }

  function put(name, value) {
    for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (field.type === "radio") field.checked = field.value === value; else field.value = value;
    }
  }

  document.querySelector("[data-kept-here]")?.removeAttribute("hidden");
  document.querySelector("[data-not-kept-here]")?.setAttribute("hidden", "");
  form.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, REST); });
  document.addEventListener("visibilitychange", () => { if (document.hidden) { clearTimeout(timer); keep(); } });
  addEventListener("pagehide", () => { clearTimeout(timer); });
  bringBack();
})();

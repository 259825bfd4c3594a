/* Beside a form: puts a text into the comment one is at, as if typed, so that it saves itself and can be undone. */
(() => {
  "use strict";
  const drawer = document.querySelector("[data-drawer]");
  if (!drawer) return;
  const form = drawer.closest("form"), wide = matchMedia("(min-width: 60rem)");
  let at = null;

  drawer.open = wide.matches;
  wide.addEventListener("change", () => { drawer.open = wide.matches; });

  const offer = () => { for (const button of drawer.querySelectorAll("[data-quote]")) button.hidden = false; };
  offer();
  document.addEventListener("htmx:after:swap", offer);

  form.addEventListener("focusin", (event) => {
    const box = event.target.closest("[data-answer]")?.querySelector("textarea");
    if (box) at = box;
  });

  /* The comment one is at: where one typed or rated last, else of the question that is highest on the screen. */
  function comment() {
    if (at?.isConnected) return at;
    return [...form.querySelectorAll("[data-answer] textarea")].find((box) => box.getBoundingClientRect().bottom > 120);
  }

  function put(box, text) {
    box.focus();
    box.setSelectionRange(box.value.length, box.value.length);
    const whole = (box.value && !box.value.endsWith("\n") ? "\n" : "") + text;
    if (document.execCommand("insertText", false, whole)) return;
    box.setRangeText(whole, box.value.length, box.value.length, "end");
    box.dispatchEvent(new Event("input", {bubbles: true}));
  }

  function say(sentence, undo, takeBack) {
    const toast = Object.assign(document.createElement("p"), {className: "toast", textContent: sentence + " "});
    if (takeBack) {
      const button = Object.assign(document.createElement("button"), {type: "button", className: "button button--quiet", textContent: undo});
      button.addEventListener("click", () => { takeBack(); toast.remove(); });
      toast.append(button);
    }
    document.getElementById("toasts")?.replaceChildren(toast);
    setTimeout(() => toast.remove(), 8000);
  }

  drawer.addEventListener("click", (event) => {
    const button = event.target.closest("[data-quote]");
    if (!button) return;
    const box = comment();
    if (!box) { say(button.dataset.nowhere); return; }
    const before = box.value;
    if (!wide.matches) drawer.open = false;
    put(box, button.dataset.quote);
    box.scrollIntoView({block: "center"});
    const after = box.value, prompt = box.closest("[data-answer]").querySelector("h3").firstChild.textContent.trim();
    say(button.dataset.said.replace("…", prompt), button.dataset.undo, () => {
      if (box.value !== after) return;
      box.value = before;
      box.dispatchEvent(new Event("input", {bubbles: true}));
      box.focus();
    });
  });
})();

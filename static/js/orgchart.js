// The organisation chart: what was folded stays folded when others change it; the drawing can be moved and resized.
(() => {
  // A live change morphs the chart from within; a search replaces it, and opens what it has found.
  let kept = null;
  document.addEventListener("htmx:before:swap", (event) => {
    if (!event.target.matches?.("#chart, #drawing")) return;
    const svg = event.target.querySelector("svg.drawn");
    kept = { folds: new Map([...event.target.querySelectorAll(".tree__fold")].map((fold) => [fold.id, fold.open])),
             scale: svg && svg.clientWidth / svg.dataset.width };
  });
  document.addEventListener("htmx:after:swap", () => {
    if (!kept) return;
    for (const [id, open] of kept.folds) {
      const fold = document.getElementById(id);
      if (fold) fold.open = open;
    }
    if (kept.scale && drawn()) scaleTo(kept.scale);
    showTools();
    kept = null;
  });

  const frame = () => document.querySelector(".drawing__frame");
  const drawn = () => document.querySelector("svg.drawn");

  function resize(factor) {
    const svg = drawn(), box = frame(), width = +svg.dataset.width, before = svg.clientWidth;
    const smallest = Math.min(1, box.clientWidth / width);
    const scale = Math.min(2.5, Math.max(smallest * 0.9, (before / width) * factor));
    const x = (box.scrollLeft + box.clientWidth / 2) / before, y = (box.scrollTop + box.clientHeight / 2) / svg.clientHeight;
    scaleTo(scale);
    box.scrollTo(x * svg.clientWidth - box.clientWidth / 2, y * svg.clientHeight - box.clientHeight / 2);
  }

  function scaleTo(scale) {
    const svg = drawn();
    svg.setAttribute("width", Math.round(svg.dataset.width * scale));
    svg.setAttribute("height", Math.round(svg.dataset.height * scale));
  }

  function showTools() {
    document.querySelectorAll("[data-drawing-tools]").forEach((tools) => { tools.hidden = false; });
  }

  function showAll() {
    const svg = drawn(), box = frame();
    resize(Math.min(1, box.clientWidth / svg.dataset.width, box.clientHeight / svg.dataset.height) * svg.dataset.width / svg.clientWidth);
    box.scrollTo(0, 0);
  }

  function toOwn() {
    const own = document.querySelector(".drawn__seat--own");
    if (!own) return;
    const box = frame(), seat = own.getBoundingClientRect(), edge = box.getBoundingClientRect();
    box.scrollBy(seat.left - edge.left - (edge.width - seat.width) / 2, seat.top - edge.top - edge.height / 3);
  }

  const deeds = { in: () => resize(1.25), out: () => resize(0.8), all: showAll, own: toOwn };

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-zoom]");
    if (button) deeds[button.dataset.zoom]();
  });

  document.addEventListener("keydown", (event) => {
    const deed = { "+": "in", "=": "in", "-": "out", "0": "all" }[event.key];
    if (!deed || event.ctrlKey || event.metaKey || event.altKey || !event.target.closest?.(".drawing__frame")) return;
    event.preventDefault();
    deeds[deed]();
  });

  let grip = null;
  document.addEventListener("pointerdown", (event) => {
    const box = event.target.closest?.(".drawing__frame");
    if (box && event.pointerType === "mouse" && event.button === 0) grip = { box, x: event.clientX, y: event.clientY, moved: false };
  });
  document.addEventListener("pointermove", (event) => {
    if (!grip) return;
    if (Math.abs(event.clientX - grip.x) + Math.abs(event.clientY - grip.y) > 3) grip.moved = true;
    if (!grip.moved) return;
    grip.box.scrollBy(grip.x - event.clientX, grip.y - event.clientY);
    [grip.x, grip.y] = [event.clientX, event.clientY];
  });
  document.addEventListener("pointerup", () => {
    const held = grip;
    grip = null;
    // what was dragged is not followed as a link
    if (!held?.moved) return;
    const stay = (event) => event.preventDefault();
    held.box.addEventListener("click", stay, { capture: true });
    setTimeout(() => held.box.removeEventListener("click", stay, { capture: true }));
  });
  document.addEventListener("dragstart", (event) => { if (event.target.closest?.(".drawing__frame")) event.preventDefault(); });

  document.addEventListener("DOMContentLoaded", () => {
    showTools();
    if (frame()) toOwn();
  });
})();

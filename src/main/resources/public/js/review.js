// The review by keyboard; without this file the tab key and the buttons do the same.
(() => {
  "use strict";
  const lapses = () => [...document.querySelectorAll(".lapse")];
  const current = () => document.activeElement && document.activeElement.closest(".lapse");
  const inField = (element) => element.matches("input, select, textarea, button, a, summary");

  const go = (lapse) => {
    if (!lapse) return;
    lapse.focus({ preventScroll: true });
    const reduced = matchMedia("(prefers-reduced-motion: reduce)").matches;
    lapse.scrollIntoView({ block: "center", behavior: reduced ? "auto" : "smooth" });
  };

  const step = (by) => {
    const all = lapses();
    const at = all.indexOf(current());
    if (at < 0) go(by > 0 ? all[0] : all[all.length - 1]);
    else go(all[Math.min(all.length - 1, Math.max(0, at + by))]);
  };

  const open = (lapse, part, field) => {
    const details = lapse.querySelector(`details.${part}`);
    if (!details) return;
    details.open = true;
    const first = details.querySelector(field);
    if (first) first.focus();
  };

  const acts = {
    j: () => step(1),
    k: () => step(-1),
    n: (lapse) => lapse.querySelector(".cause input[name=note]")?.focus(),
    x: (lapse) => open(lapse, "excuse", "select, input[type=text]"),
    c: (lapse) => open(lapse, "correct", "select"),
    a: (lapse) => open(lapse, "agree", "input[type=text]"),
    e: (lapse) => {
      const details = lapse.querySelector("details.evidence");
      details.open = !details.open;
    },
    enter: (lapse) => lapse.querySelector(".accept button")?.click(),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const lapse = current();
    if (event.key === "Escape" && lapse) {
      const details = document.activeElement.closest("details[open]");
      if (details) details.open = false;
      go(lapse);
      return;
    }
    const element = document.activeElement;
    const free = element === document.body || element.id === "main" || element === lapse;
    if (!free || inField(element)) return;
    const key = event.key.toLowerCase();
    if (lapse && /^[1-9]$/.test(key)) {
      const select = lapse.querySelector(".cause select");
      if (!select || Number(key) >= select.options.length) return;
      select.selectedIndex = Number(key);
      lapse.querySelector(".cause input[name=note]").focus();
      event.preventDefault();
      return;
    }
    const act = acts[key];
    if (act && (lapse || key === "j" || key === "k")) {
      act(lapse);
      event.preventDefault();
    }
  });

  // One field for the name serves all forms; without this file each has its own.
  const author = document.querySelector("#author input[name=author]");
  for (const field of document.querySelectorAll(".c-author input")) {
    field.type = "hidden";
    field.required = false;
  }
  document.addEventListener("submit", (event) => {
    const field = event.target.elements.author;
    if (!author || !field || field === author) return;
    if (field.value === "") field.value = author.value.trim();
    if (field.value === "") {
      event.preventDefault();
      author.focus();
      author.reportValidity();
    }
  });

  // After a form the address names what comes next; at first it is what needs a word.
  addEventListener("load", () => {
    const part = location.hash.slice(1);
    const named = part && part !== "main" && document.getElementById(part);
    if (named && named.matches(".lapse")) {
      go(named);
    } else if (named && named.id === "close") {
      (named.querySelector("button.primary") || named.querySelector("button"))?.focus();
    } else if (!named) {
      document.querySelector(".lapse[data-open=true]")?.focus({ preventScroll: true });
    }
  });
})();

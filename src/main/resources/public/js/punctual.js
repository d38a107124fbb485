// Small comforts; every page works without this file.
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("scripted");

  // Copies the text of the block a button belongs to.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const block = document.getElementById(button.dataset.copy);
    navigator.clipboard.writeText(block.textContent).then(() => {
      const label = button.querySelector("span");
      const before = label.textContent;
      label.textContent = button.dataset.done;
      setTimeout(() => { label.textContent = before; }, 1500);
    });
  });

  // Chosen at once; without a script the form has its button.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form && event.target.matches("select")) form.requestSubmit();
  });

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) window.print();
  });

  // A refreshed part keeps open what was open, and is not refreshed under a pointed form.
  let open = [];
  document.addEventListener("htmx:beforeRequest", (event) => {
    const busy = event.target.contains(document.activeElement)
      && document.activeElement.matches("input, select, textarea");
    if (document.hidden || busy) event.preventDefault();
  });
  // A page whose refreshes are answered by nobody must not look fresh.
  const lost = (is) => {
    document.getElementById("lost").hidden = !is;
    if (is) document.querySelector(".pulse").className = "pulse quiet";
  };
  document.addEventListener("htmx:sendError", () => lost(true));
  document.addEventListener("htmx:responseError", () => lost(true));
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.successful) lost(false);
  });
  document.addEventListener("htmx:beforeSwap", (event) => {
    open = [...event.target.querySelectorAll("details[id]")].map((d) => [d.id, d.open]);
  });
  document.addEventListener("htmx:afterSettle", () => {
    for (const [id, was] of open) {
      const details = document.getElementById(id);
      if (details) details.open = was;
    }
    open = [];
  });
})();

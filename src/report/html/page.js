"use strict";
(() => {
  const table = document.getElementById("clause-table");
  const filters = document.getElementById("filters");
  if (table && filters) {
    const rows = Array.from(table.tBodies[0].rows);
    let texts = null;
    const shown = document.getElementById("shown");
    const value = (name) => filters.elements[name].value;
    let cause = "";
    const apply = () => {
      texts ??= rows.map((row) => row.textContent.toLowerCase());
      const words = value("search").toLowerCase().split(/\s+/).filter(Boolean);
      const [verdict, level, operation] = ["verdict", "level", "operation"].map(value);
      let count = 0;
      rows.forEach((row, at) => {
        const fits = (!verdict || row.dataset.verdict === verdict)
          && (!level || row.dataset.level === level)
          && (!operation || row.dataset.operation === operation)
          && (!cause || row.dataset.cause === cause)
          && words.every((word) => texts[at].includes(word));
        row.hidden = !fits;
        count += fits ? 1 : 0;
      });
      shown.textContent = count === rows.length ? `${count} clauses` : `${count} of ${rows.length} clauses`;
    };
    let waiting = 0;
    filters.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(apply, 40);
    });
    filters.addEventListener("reset", () => {
      cause = "";
      setTimeout(apply);
    });
    filters.addEventListener("submit", (event) => event.preventDefault());
    filters.hidden = false;
    apply();
    for (const link of document.querySelectorAll("[data-filter]")) {
      link.addEventListener("click", () => {
        filters.reset();
        filters.elements.verdict.value = link.dataset.filter;
        apply();
      });
    }
    for (const link of document.querySelectorAll("a[data-cause]")) {
      link.addEventListener("click", () => {
        filters.reset();
        cause = link.dataset.cause;
        apply();
      });
    }
  }
  for (const button of document.querySelectorAll("button.copy")) {
    const command = button.parentElement.querySelector("pre");
    if (!navigator.clipboard) continue;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(command.textContent);
      button.textContent = "Copied";
      setTimeout(() => { button.textContent = "Copy"; }, 2000);
    });
  }
  // Paper cannot be unfolded.
  let opened = [];
  addEventListener("beforeprint", () => {
    opened = Array.from(document.querySelectorAll("details.print:not([open])"));
    opened.forEach((details) => { details.open = true; });
  });
  addEventListener("afterprint", () => opened.forEach((details) => { details.open = false; }));
})();

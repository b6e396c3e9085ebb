// Tables that people fill in: arrows and Enter move as in a spreadsheet, a block copied from Excel or WPS is pasted as a block.
"use strict";
(function () {
  const FIELDS = "input:not([type=hidden]):not([type=checkbox]), select, textarea";

  function place(field) {
    const cell = field.closest("td");
    const row = cell && cell.parentElement;
    return row ? { column: cell.cellIndex, row, rows: Array.from(row.closest("table").querySelectorAll("tbody tr")) } : null;
  }

  function fieldAt(rows, row, column) {
    const cell = rows[row] && rows[row].cells[column];
    return cell ? cell.querySelector(FIELDS) : null;
  }

  function move(field, by) {
    const here = place(field);
    if (!here) return false;
    for (let at = here.rows.indexOf(here.row) + by; at >= 0 && at < here.rows.length; at += by) {
      const next = fieldAt(here.rows, at, here.column);
      if (next) {
        next.focus();
        if (next.select) next.select();
        return true;
      }
    }
    return false;
  }

  document.addEventListener("keydown", (event) => {
    const field = event.target;
    if (!field.matches || !field.matches("table.grid " + FIELDS.split(", ").join(", table.grid "))) return;
    const isText = field.tagName === "INPUT";
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (isText && by && !event.altKey && move(field, by)) event.preventDefault();
  });

  document.addEventListener("paste", (event) => {
    const field = event.target;
    const here = field.closest && field.closest("table.grid[data-paste]") && place(field);
    const text = event.clipboardData && event.clipboardData.getData("text/plain");
    if (!here || !text || !/[\t\n]/.test(text.trim())) return;
    event.preventDefault();
    const top = here.rows.indexOf(here.row);
    text.replace(/\r/g, "").replace(/\n$/, "").split("\n").forEach((line, down) => {
      line.split("\t").forEach((value, right) => {
        const target = fieldAt(here.rows, top + down, here.column + right);
        if (!target) return;
        target.value = value.trim();
        target.dispatchEvent(new Event("change", { bubbles: true }));
      });
    });
  });

  // A choice takes effect at once; emptying the search box (its cross sends "search") too.
  document.addEventListener("change", (event) => {
    const bar = event.target.tagName === "SELECT" && event.target.closest(".grid-bar");
    if (bar) bar.requestSubmit();
  });
  document.addEventListener("search", (event) => {
    const bar = event.target.value === "" && event.target.closest(".grid-bar");
    if (bar) bar.requestSubmit();
  });

  // Addresses are shared: leave out what is not chosen.
  document.addEventListener("htmx:configRequest", (event) => {
    const bar = event.detail.elt;
    if (!bar.classList || !bar.classList.contains("grid-bar")) return;
    const said = event.detail.parameters;
    Array.from(new Set(Array.from(said.keys ? said.keys() : Object.keys(said)))).forEach((name) => {
      if (said[name] === "") delete said[name];
    });
  });
})();

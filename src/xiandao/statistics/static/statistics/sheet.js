// A sheet that behaves as people expect of one: a pasted block fills down and right, Enter and arrows move, what is known is adopted.
"use strict";
(function () {
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const form = () => document.querySelector("[data-sheet]");
  const fields = "input[name^='v.'], select[name^='v.']";
  let isDirty = false;

  // The cells that take input, row by row, so that a block lands where it would in a spreadsheet.
  const lined = () => all("tbody tr", form()).map((row) => all("td.n:not(.last)", row));
  const rows = () => lined().filter((cells) => cells.length);
  const fieldOf = (cell) => cell && cell.querySelector(fields);

  function place(field) {
    const lines = rows();
    const cell = field.closest("td");
    const row = lines.findIndex((cells) => cells.includes(cell));
    return row < 0 ? null : { lines, row, column: lines[row].indexOf(cell) };
  }

  function touched() {
    isDirty = true;
    tell("[data-unsaved]", true);
  }

  function tell(selector, isTrue) {
    all(selector).forEach((note) => { note.hidden = !isTrue; });
  }

  function put(field, text) {
    const value = text.trim();
    if (field.tagName === "SELECT") {
      const wanted = Array.from(field.options).find((option) => option.text === value || option.value === value);
      if (wanted) field.value = wanted.value;
    } else field.value = value;
    touched();
  }

  function move(field, down, right) {
    const at = place(field);
    if (!at) return false;
    for (let row = at.row + down, column = at.column + right; row >= 0 && row < at.lines.length && column >= 0; row += down, column += right) {
      const next = fieldOf(at.lines[row][Math.min(column, at.lines[row].length - 1)]);
      if (next) {
        next.focus();
        if (next.select) next.select();
        return true;
      }
      if (!down && column >= at.lines[row].length) return false;
    }
    return false;
  }

  document.addEventListener("paste", (event) => {
    const field = event.target.closest && event.target.closest("[data-sheet] td.n input");
    const text = field && event.clipboardData && event.clipboardData.getData("text/plain");
    if (!text || !/[\t\n]/.test(text.replace(/\r?\n$/, ""))) return;
    event.preventDefault();
    const block = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n").map((line) => line.split("\t"));
    const { cells, column } = landing(field, block);
    let isSpilled = false;
    block.forEach((line, down) => line.forEach((value, right) => {
      const cell = cells[down] && cells[down][column + right];
      const target = fieldOf(cell);
      if (target) put(target, value);
      else if (value.trim() && !cell) isSpilled = true;
    }));
    tell("[data-spilled]", isSpilled);
  });

  // A block copied from the template has blank lines where its headings stand, one from elsewhere has none.
  function landing(field, block) {
    const cell = field.closest("td");
    const from = (lines) => lines.slice(lines.findIndex((cells) => cells.includes(cell)));
    const withHeadings = from(lined());
    const fits = block.every((line, down) => (withHeadings[down] || [0]).length || line.every((value) => !value.trim()));
    const cells = fits ? withHeadings : from(rows());
    return { cells, column: cells[0].indexOf(cell) };
  }

  // Enter in a name or an explanation must not press the first button, which files the return.
  document.addEventListener("keydown", (event) => {
    const other = event.target.closest && event.target.closest("[data-sheet] input:not([type=checkbox])");
    if (other && event.key === "Enter" && !event.isComposing) event.preventDefault();
  });

  document.addEventListener("keydown", (event) => {
    const field = event.target.closest && event.target.closest("[data-sheet] td.n input");
    if (!field || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Enter") {
      event.preventDefault();
      move(field, event.shiftKey ? -1 : 1, 0);
    } else if (event.key === "ArrowDown" && move(field, 1, 0)) event.preventDefault();
    else if (event.key === "ArrowUp" && move(field, -1, 0)) event.preventDefault();
    else if (event.key === "ArrowRight" && field.selectionStart === field.value.length && move(field, 0, 1)) event.preventDefault();
    else if (event.key === "ArrowLeft" && field.selectionEnd === 0 && move(field, 0, -1)) event.preventDefault();
  });

  function adopt(field) {
    if (field && field.dataset.known && !field.value) put(field, field.dataset.known);
  }

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-adopt]");
    if (button) {
      adopt(fieldOf(button.closest("td")));
      button.hidden = true;
    } else if (event.target.closest("[data-adopt-all]")) {
      all("[data-known]", form()).forEach(adopt);
      all("[data-adopt]", form()).forEach((other) => { other.hidden = true; });
      event.target.closest("[data-adopt-all]").hidden = true;
    }
  });

  document.addEventListener("input", (event) => {
    if (event.target.closest("[data-sheet]")) touched();
  });

  // What was typed is not lost by a slip: leaving asks once.
  window.addEventListener("beforeunload", (event) => {
    if (isDirty) event.preventDefault();
  });

  const typed = () => Array.from(new FormData(form())).filter(([name]) => name !== "csrfmiddlewaretoken");
  let sent = null;
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!event.target.matches("[data-sheet]")) return;
    sent = new Map(typed());
    isDirty = false;
  });
  ["htmx:sendError", "htmx:responseError"].forEach((name) => document.addEventListener(name, () => { if (sent) isDirty = true; }));

  // The session came to an end meanwhile: what was typed waits in this window until the reporter has signed in again.
  const kept = () => `xiandao.return:${form().getAttribute("action")}`;
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const leads = event.target.matches("[data-sheet]") && event.detail.xhr.getResponseHeader("HX-Redirect");
    if (leads && new URL(leads, location.href).pathname !== location.pathname) sessionStorage.setItem(kept(), JSON.stringify(typed()));
  });

  function restore() {
    const isOpen = form() && form().querySelector(fields);
    const text = isOpen && sessionStorage.getItem(kept());
    Object.keys(sessionStorage).filter((key) => key.startsWith("xiandao.return:")).forEach((key) => sessionStorage.removeItem(key));
    if (!text) return;
    const pairs = JSON.parse(text);
    const names = pairs.map(([name]) => name);
    all("[type=checkbox]", form()).forEach((box) => { box.checked = names.includes(box.name); });
    fill(pairs);
    tell("[data-restored]", true);
  }

  function fill(pairs) {
    pairs.forEach(([name, value]) => {
      const field = form().elements[name];
      if (!field) return;
      if (field.type !== "checkbox") field.value = value;
      else field.checked = true;
    });
    touched();
  }

  // What is typed while the answer is on its way stands in the new sheet again, and the cursor where it was.
  let late = null;
  document.addEventListener("htmx:beforeSwap", (event) => {
    if (event.detail.target.id !== "sheet" || !form() || !sent) return;
    const here = document.activeElement;
    late = { pairs: typed().filter(([name, value]) => name !== "version" && sent.get(name) !== value), name: here && form().contains(here) ? here.name : "" };
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.target.id !== "sheet") return;
    tell("[data-restored]", false);
    const first = document.querySelector("#sheet-error") || document.querySelector("[data-sheet] [aria-invalid]");
    if (first) {
      isDirty = true;
      first.scrollIntoView({ block: "center" });
    }
    if (late && form()) {
      if (late.pairs.length) fill(late.pairs);
      const field = late.name && form().elements[late.name];
      if (field && field.focus) field.focus({ preventScroll: true });
    }
    late = null;
  });

  restore();
})();

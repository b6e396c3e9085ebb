// Reporting in place: Enter saves, Shift+Enter breaks the line, Esc gives up; the focus stays where the work is.
"use strict";
(function () {
  const inside = (target) => target.closest && target.closest(".cell-form");

  document.addEventListener("keydown", (event) => {
    const form = inside(event.target);
    if (!form) return;
    if (event.key === "Escape") {
      event.preventDefault();
      form.querySelector("[data-cancel]").click();
    } else if (event.key === "Enter" && !event.isComposing && !event.shiftKey && !event.altKey && event.target.tagName !== "BUTTON") {
      event.preventDefault();
      form.requestSubmit(form.querySelector("button.primary"));
    }
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const cell = event.detail.target;
    if (!cell || !cell.closest("[data-ledger]") || cell.tagName !== "TD") return;
    const field = cell.querySelector("textarea") || cell.querySelector(".cell-edit");
    if (!field) return;
    field.focus();
    if (field.tagName === "TEXTAREA") field.setSelectionRange(field.value.length, field.value.length);
  });
})();

// A reviewer's hands stay on the keyboard: j and k walk, a passes on, r asks for the reason of sending back.
"use strict";
(function () {
  const go = (selector) => {
    const link = document.querySelector(selector);
    if (link) link.click();
  };

  function walk(by) {
    const links = Array.from(document.querySelectorAll("#grid-review tbody td a"));
    if (!links.length) return;
    const at = links.indexOf(document.activeElement);
    links[Math.min(Math.max(at + by, 0), links.length - 1)].focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat) return;
    const field = event.target.closest("input:not([type=checkbox]), select, textarea, dialog, [contenteditable]");
    if (field) return;
    const inside = document.querySelector("[data-review]") !== null;
    const keys = inside
      ? {
          j: () => go("[data-after]"),
          k: () => go("[data-before]"),
          a: () => go("[data-approve]"),
          r: () => {
            const words = document.querySelector("#words");
            if (words) words.focus();
          },
        }
      : { j: () => walk(1), k: () => walk(-1) };
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });
})();

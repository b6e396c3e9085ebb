// Says beside a slider where it stands until the server has answered with its share.
"use strict";
(function () {
  document.addEventListener("input", (event) => {
    const slider = event.target;
    if (slider.type !== "range" || !slider.closest("[data-sliders]")) return;
    const shown = slider.parentElement.querySelector(".share b");
    if (shown) shown.textContent = `${slider.value}…`;
  });
})();

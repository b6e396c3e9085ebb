// The frame: menus, search box, preferences, messages. No framework, nothing inline.
"use strict";
(function () {
  const COOKIES = { theme: "xiandao_theme", size: "xiandao_size", language: "django_language" };
  const DARK_MEDIA = { light: "not all", dark: "screen", system: "screen and (prefers-color-scheme: dark)" };
  const one = (selector, within) => (within || document).querySelector(selector);
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));

  function keep(name, value) {
    const secure = location.protocol === "https:" ? "; secure" : "";
    document.cookie = `${COOKIES[name]}=${value}; path=/; max-age=31536000; samesite=lax${secure}`;
  }

  function prefer(button) {
    const { set, value } = button.dataset;
    keep(set, value);
    if (set === "language") {
      location.reload();
      return;
    }
    const html = document.documentElement;
    if (set === "theme") {
      html.dataset.theme = value;
      one("#dark-sheet").media = DARK_MEDIA[value];
    } else if (value === "large") html.dataset.size = "large";
    else delete html.dataset.size;
    all(`[data-set=${set}]`).forEach((other) => other.setAttribute("aria-pressed", String(other === button)));
    document.dispatchEvent(new CustomEvent("xiandao:look"));
  }

  function closeMenus(except) {
    all("details.menu[open]").forEach((menu) => { if (menu !== except) menu.open = false; });
  }

  function step(list, by) {
    const at = list.indexOf(document.activeElement);
    const next = list[(at + by + list.length) % list.length];
    if (next) next.focus();
  }

  const finder = one("#finder");
  function openFinder() {
    if (!finder || !finder.showModal) return false;
    closeMenus();
    if (!finder.open) finder.showModal();
    one("input", finder).select();
    return true;
  }

  function selectTab(tab) {
    const tabs = all("[data-tab]", tab.closest("[role=tablist]"));
    tabs.forEach((other) => {
      const isOn = other === tab;
      other.setAttribute("aria-selected", String(isOn));
      other.tabIndex = isOn ? 0 : -1;
      const panel = document.getElementById(other.getAttribute("aria-controls"));
      if (panel) panel.hidden = !isOn;
    });
    document.dispatchEvent(new CustomEvent("xiandao:shown"));
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    const setter = target.closest("[data-set]");
    const toggle = target.closest("[data-toggle]");
    const tab = target.closest("[data-tab]");
    if (setter) prefer(setter);
    else if (tab) selectTab(tab);
    else if (toggle) {
      const shown = document.getElementById(toggle.dataset.toggle);
      toggle.setAttribute("aria-expanded", String(shown.classList.toggle("open")));
    } else if (target.closest("[data-finder]")) {
      if (openFinder()) event.preventDefault();
    } else if (target.closest("[data-finder-close]") || target === finder) finder.close();
    else if (target.closest("[data-print]")) window.print();
    closeMenus(target.closest("details.menu"));
  });

  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "k") {
      if (openFinder()) event.preventDefault();
      return;
    }
    const isDown = event.key === "ArrowDown" || event.key === "ArrowRight";
    const isUp = event.key === "ArrowUp" || event.key === "ArrowLeft";
    const tab = event.target.closest("[data-tab]");
    if (tab && (isDown || isUp)) {
      const tabs = all("[data-tab]", tab.parentElement);
      step(tabs, isDown ? 1 : -1);
      selectTab(document.activeElement);
      event.preventDefault();
      return;
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp" && event.key !== "Escape") return;
    // A search field swallows the first Escape to empty itself; here it leaves the box.
    if (finder && finder.open && event.key === "Escape") {
      finder.close();
      event.preventDefault();
      return;
    }
    const menu = event.target.closest("details.menu[open]");
    if (menu && event.key === "Escape") {
      menu.open = false;
      one("summary", menu).focus();
    } else if (menu && event.key !== "Escape" && event.target.closest("summary, ul")) {
      step(all("summary, li a", menu), isDown ? 1 : -1);
      event.preventDefault();
    } else if (finder && finder.open && event.key !== "Escape") {
      step([one("input", finder), ...all(".finder-hits a", finder)], isDown ? 1 : -1);
      event.preventDefault();
    }
  });

  // A second click while the first is on its way sends nothing; where the answer is a file, the form opens again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (event.defaultPrevented || (form.getAttribute("method") || "").toLowerCase() !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    window.setTimeout(() => delete form.dataset.sent, 8000);
  });
  window.addEventListener("pageshow", () => all("form[data-sent]").forEach((form) => delete form.dataset.sent));

  // Signing in again in another window changes the token: an older page sends the one that is valid now.
  document.addEventListener("htmx:configRequest", (event) => {
    const valid = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie);
    if (!valid || event.detail.verb === "get") return;
    event.detail.headers["X-CSRFToken"] = valid[1];
    if (event.detail.parameters.csrfmiddlewaretoken) event.detail.parameters.csrfmiddlewaretoken = valid[1];
  });

  // A message must be seen even where the page was scrolled down.
  document.addEventListener("htmx:afterSwap", (event) => {
    const swapped = event.detail.target;
    // Going back in the history swaps the body itself and names no target.
    if (swapped && swapped.id === "notices") swapped.scrollIntoView({ block: "center" });
  });
  document.addEventListener("htmx:sendError", () => {
    const notices = one("#notices");
    const said = document.createElement("p");
    said.className = "notice bad";
    said.textContent = document.documentElement.lang === "en"
      ? "The server did not answer. Please check the network and try again." : "服务器没有应答，请检查网络后再试。";
    notices.replaceChildren(said);
  });
  document.addEventListener("dragover", (event) => {
    const drop = event.target.closest(".drop");
    if (drop) { event.preventDefault(); drop.classList.add("over"); }
  });
  document.addEventListener("dragleave", (event) => {
    const drop = event.target.closest(".drop");
    if (drop) drop.classList.remove("over");
  });
  document.addEventListener("drop", (event) => {
    const drop = event.target.closest(".drop");
    const input = drop && one("input[type=file]", drop);
    if (!input) return;
    event.preventDefault();
    drop.classList.remove("over");
    input.files = event.dataTransfer.files;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  });

  const drawn = window.xiandaoCharts ? window.xiandaoCharts.draw(document) : Promise.resolve();
  drawn.finally(() => { document.body.dataset.ready = "1"; });
})();

// The reading room: marks in the text and cards in the list follow each other; keys, selections, splitting.
"use strict";
(function () {
  const room = document.querySelector("[data-room]");
  if (!room) return;
  const sheet = room.querySelector(".paper-text");
  const body = document.getElementById("text");
  const picker = document.getElementById("pick");
  const all = (selector, within) => Array.from((within || document).querySelectorAll(selector));
  const isCalm = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  let active = "";
  let goesOn = false;

  const cardOf = (id) => document.getElementById(`p${id}`);
  const marksOf = (id) => all(`mark[data-all~="${id}"]`, sheet);
  const idOf = (card) => card.id.slice(1);
  const isNarrow = () => getComputedStyle(room).display === "block";

  function show(pane) {
    room.dataset.show = pane;
    all("[data-show]").forEach((button) => {
      if (button !== room) button.setAttribute("aria-pressed", String(button.dataset.show === pane));
    });
  }

  // Only the text glides: a second gliding scroll would stop the first.
  function reveal(element, block, glides) {
    if (element) element.scrollIntoView({ block, behavior: glides && !isCalm ? "smooth" : "auto" });
  }

  // What can be done with a card comes into it once it is chosen; hundreds of cards need not bring it along.
  function equip(card) {
    const acts = document.getElementById(card.dataset.state === "proposed" ? "acts-proposed" : "acts-decided");
    if (!acts || card.querySelector(".p-acts")) return;
    const made = document.importNode(acts.content, true);
    const numbered = (url) => url.replace("/0/", `/${idOf(card)}/`);
    const form = made.querySelector("form");
    form.setAttribute("hx-post", numbered(form.getAttribute("hx-post")));
    all("a", form).forEach((link) => link.setAttribute("href", numbered(link.getAttribute("href"))));
    card.append(made);
    window.htmx.process(form);
  }

  function light() {
    all("mark.on", sheet).forEach((mark) => mark.classList.remove("on"));
    all(".proposal.on").forEach((card) => { if (idOf(card) !== active) card.classList.remove("on"); });
    const card = active && cardOf(active);
    if (card) {
      equip(card);
      card.classList.add("on");
    }
    if (active) marksOf(active).forEach((mark) => mark.classList.add("on"));
  }

  function activate(id, from) {
    active = id;
    light();
    const card = cardOf(id);
    if (from === "text" && isNarrow()) show("list");
    if (card) {
      if (from !== "list") reveal(card, "nearest");
      if (from === "keys") card.focus({ preventScroll: true });
      history.replaceState(history.state, "", `${location.pathname}${location.search}#p${id}`);
    }
    if (from !== "text" && !isNarrow()) reveal(marksOf(id)[0], "center", true);
  }

  // Marks say what their card says; cards are swapped, marks stay.
  function follow() {
    all(".proposal").forEach((card) => {
      all(`mark[data-proposal="${idOf(card)}"]`, sheet).forEach((mark) => { mark.dataset.state = card.dataset.state; });
    });
    const fresh = document.querySelector(".proposal.fresh");
    if (fresh) {
      fresh.classList.remove("fresh");
      activate(idOf(fresh), "keys");
    } else light();
  }

  function step(by, isWaiting) {
    const cards = all(isWaiting ? ".proposal[data-state=proposed]" : ".proposal");
    const whole = all(".proposal");
    const at = whole.findIndex((card) => idOf(card) === active);
    const later = cards.filter((card) => (whole.indexOf(card) - at) * by > 0);
    const next = by > 0 ? later[0] : later[later.length - 1];
    if (next) activate(idOf(next), "keys");
    else if (!isWaiting && cards.length && at < 0) activate(idOf(cards[0]), "keys");
  }

  function press(selector, movesOn) {
    const card = active && cardOf(active);
    const button = card && card.querySelector(selector);
    if (!button || button.disabled) return;
    goesOn = Boolean(movesOn);
    button.click();
  }

  function close(from) {
    const slot = from.closest(".slot");
    if (!slot) return;
    const card = slot.closest(".proposal");
    slot.replaceChildren();
    if (card) card.focus({ preventScroll: true });
  }

  // Offsets count characters as the server does: by code point, from the start of the paragraph.
  function offset(node, at) {
    const inside = node.nodeType === 1 ? node : node.parentElement;
    const line = inside && inside.closest("[data-start].line");
    if (!line) return null;
    const range = document.createRange();
    range.setStart(line, 0);
    range.setEnd(node, at);
    return Number(line.dataset.start) + Array.from(range.toString()).length;
  }

  function picked() {
    const selection = document.getSelection();
    if (!selection || selection.isCollapsed || !selection.rangeCount) return null;
    const range = selection.getRangeAt(0);
    if (!body.contains(range.startContainer) || !body.contains(range.endContainer)) return null;
    const start = offset(range.startContainer, range.startOffset);
    const end = offset(range.endContainer, range.endOffset);
    if (start === null || end === null || end <= start) return null;
    return { start, end, box: range.getBoundingClientRect() };
  }

  function splitting(span) {
    return all("form[data-split]").find((form) => {
      const card = cardOf(form.dataset.split);
      return card && span.start < Number(card.dataset.end) && span.end > Number(card.dataset.start);
    });
  }

  function offer() {
    if (!picker) return;
    const span = picked();
    picker.hidden = !span;
    if (!span) return;
    picker.querySelector("[data-pick=cut]").hidden = !splitting(span);
    picker.style.left = `${Math.max(8, Math.min(span.box.left, window.innerWidth - 220))}px`;
    picker.style.top = `${Math.max(60, Math.min(span.box.bottom + 6, window.innerHeight - 50))}px`;
  }

  function cutAt(form, place) {
    const known = form.querySelector(`input[name=cut][value="${place}"]`);
    if (known) {
      known.checked = true;
      return;
    }
    const label = document.createElement("label");
    const input = document.createElement("input");
    const sign = document.createElement("span");
    label.className = "cut";
    Object.assign(input, { type: "checkbox", name: "cut", value: String(place), checked: true });
    sign.textContent = wordsAt(place);
    label.append(input, sign);
    form.querySelector("[data-cuts]").append(label);
  }

  function wordsAt(place) {
    const line = all(".line", body).filter((one) => Number(one.dataset.start) <= place).pop();
    const signs = Array.from(line.textContent);
    const at = place - Number(line.dataset.start);
    return `…${signs.slice(Math.max(0, at - 4), at).join("")}┃${signs.slice(at, at + 4).join("")}…`;
  }

  function pick(what) {
    const span = picked();
    if (!span) return;
    picker.hidden = true;
    if (what === "cut") {
      const form = splitting(span);
      const card = form && cardOf(form.dataset.split);
      if (!card) return;
      [span.start, span.end].forEach((place) => {
        if (place > Number(card.dataset.start) && place < Number(card.dataset.end)) cutAt(form, place);
      });
      reveal(form, "nearest");
    } else {
      if (isNarrow()) show("list");
      window.htmx.ajax("GET", `${room.dataset.add}?start=${span.start}&end=${span.end}`, { target: "#desk", swap: "innerHTML" });
    }
    document.getSelection().removeAllRanges();
  }

  document.addEventListener("click", (event) => {
    const target = event.target;
    const mark = target.closest("mark[data-proposal]");
    const card = target.closest(".proposal");
    const tab = target.closest("button[data-show]");
    const choice = target.closest("[data-pick]");
    const form = target.closest("a[data-slot]");
    if (form && !event.ctrlKey && !event.metaKey) {
      event.preventDefault();
      const slot = (card && card.querySelector(".slot")) || document.getElementById("desk");
      window.htmx.ajax("GET", form.getAttribute("href"), { target: slot, swap: "innerHTML" });
    }
    if (choice) pick(choice.dataset.pick);
    else if (tab) show(tab.dataset.show);
    else if (target.closest("[data-close]")) close(target);
    else if (mark && document.getSelection().isCollapsed) activate(mark.dataset.proposal, "text");
    else if (card && !target.closest("a, button, input, select, textarea, label, summary, form.edit")) activate(idOf(card), "list");
    else if (card && idOf(card) !== active) {
      active = idOf(card);
      light();
    }
  });
  document.addEventListener("focusin", (event) => {
    const card = event.target.closest(".proposal");
    if (card) equip(card);
  });
  document.addEventListener("pointerdown", (event) => { if (picker && picker.contains(event.target)) event.preventDefault(); });
  document.addEventListener("selectionchange", () => { window.clearTimeout(offer.timer); offer.timer = window.setTimeout(offer, 120); });
  document.addEventListener("mouseover", (event) => {
    const mark = event.target.closest("mark[data-proposal]");
    all("mark.near", sheet).forEach((one) => one.classList.remove("near"));
    if (mark) marksOf(mark.dataset.proposal).forEach((one) => one.classList.add("near"));
  });
  document.addEventListener("change", (event) => {
    if (event.target.name !== "kind" || !event.target.closest("form.edit")) return;
    const figures = event.target.closest("form").querySelector(".figures");
    if (figures) figures.open = ["target", "parameter", "scope"].includes(event.target.value);
  });

  document.addEventListener("keydown", (event) => {
    const target = event.target;
    if (event.key === "Escape") {
      if (target.closest(".slot")) close(target);
      else if (picker) picker.hidden = true;
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey || target.closest("input, select, textarea, dialog")) return;
    const keys = {
      j: () => step(1), k: () => step(-1), e: () => press("[data-slot=correct]"),
      c: () => press("button[value=confirm]", true), x: () => press("button[value=reject]", true),
    };
    const act = keys[event.key.toLowerCase()];
    if (!act) return;
    event.preventDefault();
    act();
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    const slot = event.detail.target.closest && event.detail.target.closest(".slot, #desk");
    if (slot && slot.firstElementChild) {
      const field = slot.querySelector(".bad input, .bad select, .bad textarea") || slot.querySelector("select, textarea, input:not([type=hidden])");
      if (field) field.focus({ preventScroll: true });
      reveal(slot.closest(".proposal") || slot, "start");
    }
    follow();
    if (goesOn && active && cardOf(active) && cardOf(active).dataset.state !== "proposed") {
      goesOn = false;
      step(1, true);
    }
  });
  document.addEventListener("htmx:responseError", () => { goesOn = false; });

  function arrive() {
    const found = /^#p(\d+)$/.exec(location.hash);
    if (found && cardOf(found[1])) activate(found[1], "keys");
    else if (/^#c\d+$/.test(location.hash)) {
      const place = document.getElementById(location.hash.slice(1));
      if (place) {
        if (isNarrow()) show("text");
        reveal(place.parentElement, "start");
      }
    }
  }
  window.addEventListener("hashchange", arrive);
  arrive();
})();

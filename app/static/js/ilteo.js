// 일터: keys and small comforts. Every page works without this file; nothing of a person is stored in the browser.
(() => {
  "use strict";

  const one = (selector, root = document) => root.querySelector(selector);
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // A syllable that is still being composed owns its keys: Enter must not submit half of it.
  const composing = (event) => event.isComposing || event.keyCode === 229;
  const typing = (target) => Boolean(target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]"));
  const singleKeys = () => document.body.dataset.singleKeys !== "off";

  // Focus first: the error summary after a refused save, else what the page names.
  function focusStart(root = document) {
    const start = one("#error-summary", root) || one("[data-focus]", root);
    if (start) start.focus();
  }

  // ── Money: commas on leaving the field; full-width digits, spaces, 원 and commas are accepted ──
  const plain = (text) => text.normalize("NFKC").replace(/[,\s원]/g, "");
  function showMoney(field) {
    const digits = plain(field.value);
    if (/^-?\d+$/.test(digits)) field.value = digits.replace(/\B(?=(\d{3})+(?!\d))/g, ",");
  }

  // ── Buttons that fill groups ──
  const answer = (input) => {
    input.checked = true;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  function answerRestNo() {
    all("[data-question]").forEach((question) => {
      const options = all("input[type=radio]", question);
      if (options.length && !options.some((option) => option.checked)) answer(options[0]);
    });
  }
  function receiveAll() {
    all("[data-receivable] input[type=checkbox]:not(:checked):not([data-not-asked])").filter((box) => !box.closest("[hidden]")).forEach(answer);
  }
  function togglePassword(button) {
    const field = document.getElementById(button.dataset.show);
    const shown = field.type === "text";
    field.type = shown ? "password" : "text";
    button.setAttribute("aria-pressed", String(!shown));
    button.textContent = shown ? "보기" : "숨기기";
  }

  // ── F8: the next thing to check: an error, a finding, an empty required field or question ──
  function thingsToCheck() {
    const unanswered = all("[data-question]").filter((question) => !one("input:checked", question)).map((question) => one("input", question));
    const marked = all(".is-error input, .is-error select, .is-error textarea, [aria-describedby*='-finding'], [aria-required=true], [data-check], td.blank [tabindex], td.blank input, td.blank select").filter(
      (field) => field.closest(".is-error") || field.closest("td.blank") || "check" in field.dataset || isEmpty(field) || findingOf(field),
    );
    return [...new Set([...marked, ...unanswered])].filter((field) => field.offsetParent).sort((a, b) => (a.compareDocumentPosition(b) & 4 ? -1 : 1));
  }
  const isEmpty = (field) => (field.type === "checkbox" ? !field.checked : !field.value);
  function findingOf(field) {
    const finding = document.getElementById(`${field.id}-finding`);
    return Boolean(finding && finding.textContent.trim());
  }
  function walk(backwards) {
    const fields = thingsToCheck();
    if (!fields.length) return false;
    const here = fields.indexOf(document.activeElement);
    const ahead = backwards ? (here > 0 ? here - 1 : fields.length - 1) : (here + 1) % fields.length;
    const after = here === -1 ? fields.findIndex((field) => document.activeElement.compareDocumentPosition(field) & 4) : ahead;
    fields[after === -1 ? 0 : after].focus();
    return true;
  }

  // ── Lists: J / K or arrows go through the links of the rows, Enter opens as for any link ──
  function step(by) {
    const links = all("[data-list] li a:first-of-type, [data-list] th[scope=row] a");
    if (!links.length) return false;
    const row = document.activeElement.closest("li, tr");
    const here = links.findIndex((link) => row && row.contains(link));
    links[Math.min(Math.max(here + by, 0), links.length - 1)].focus();
    return true;
  }

  // ── Keys. An element says which key presses it: data-key="F2", "KeyN", "Alt+KeyA"; find, help and keys are everywhere ──
  const press = (selector) => {
    const target = all(selector).find((element) => element.offsetParent || element.matches("input"));
    if (!target) return false;
    if (target.matches("input, select, textarea")) {
      target.focus();
      if (target.select) target.select();
    } else target.click();
    return true;
  };
  let waitingForPlace = 0;
  const PLACES = { KeyH: "/", KeyM: "/notices", KeyC: "/cohorts", KeyP: "/pay", KeyL: "/pledges" };

  function withModifier(event) {
    if (event.ctrlKey && event.code === "KeyK") return press("[data-key=find]");
    if (event.ctrlKey && event.code === "Enter") {
      const form = event.target.closest("form");
      if (!form || !typing(event.target)) return false;
      form.requestSubmit();
      return true;
    }
    if (event.altKey && event.code === "KeyA") return press("[data-receive-all]");
    if (event.altKey) return press(`[data-key="Alt+${event.code}"]`);
    return false;
  }
  function functionKey(event) {
    if (event.code === "F8") return walk(event.shiftKey);
    return /^F(2|9)$/.test(event.code) && press(`[data-key="${event.code}"]`);
  }
  function singleKey(event) {
    if (waitingForPlace && Date.now() - waitingForPlace < 1500) {
      waitingForPlace = 0;
      const link = all(".il-menu a, .il-mark").find((item) => item.getAttribute("href") === PLACES[event.code]);
      if (link) {
        link.click();
        return true;
      }
    }
    if (event.code === "KeyG") {
      waitingForPlace = Date.now();
      return true;
    }
    if (event.code === "Slash" && event.shiftKey) return press("[data-key=keys]");
    if (event.code === "Slash") return press(".il-filter input[type=search], [data-key=list-search]");
    if (event.code === "KeyJ" || (event.code === "ArrowDown" && event.target.closest("[data-list]"))) return press('[data-key="KeyJ"]') || step(1);
    if (event.code === "KeyK" || (event.code === "ArrowUp" && event.target.closest("[data-list]"))) return press('[data-key="KeyK"]') || step(-1);
    return press(`[data-key="${event.code}"]`);
  }

  document.addEventListener("keydown", (event) => {
    if (composing(event)) {
      if (event.code === "Enter" && event.target.matches("input")) event.preventDefault();
      return;
    }
    let done = false;
    if (event.ctrlKey || event.altKey || event.metaKey) done = withModifier(event);
    else if (/^F\d+$/.test(event.code)) done = functionKey(event);
    else if (event.code === "Escape") all("details.il-user[open]").forEach((menu) => { menu.open = false; one("summary", menu).focus(); });
    else if (!typing(event.target) && singleKeys() && !event.repeat) done = singleKey(event);
    if (done) event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show], [data-rest-no], [data-receive-all]");
    if (button && button.dataset.show) togglePassword(button);
    else if (button && "restNo" in button.dataset) answerRestNo();
    else if (button) receiveAll();
    all("details.il-user[open]").filter((menu) => !menu.contains(event.target)).forEach((menu) => { menu.open = false; });
  });

  document.addEventListener("focusout", (event) => {
    if (event.target.matches && event.target.matches("[data-money]")) showMoney(event.target);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("select.krds-form-select")) event.target.classList.toggle("completed", event.target.value !== "" || !event.target.required);
  });

  // A form is sent once; the one-time key on the server catches what slips through.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
    setTimeout(() => all("button[type=submit]", form).forEach((button) => button.setAttribute("aria-busy", "true")), 400);
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  addEventListener("pageshow", () => all("form").forEach((form) => { delete form.dataset.sent; all("[aria-busy]", form).forEach((button) => button.removeAttribute("aria-busy")); }));

  function prepare(root) {
    all("[data-show], [data-rest-no], [data-receive-all]", root).forEach((button) => { button.hidden = false; });
    all("[data-money]", root).forEach(showMoney);
    all(".il-table:not([tabindex])", root).filter((box) => box.scrollWidth > box.clientWidth + 1).forEach(reachable);
  }
  // A table wider than its box can be scrolled with the keyboard.
  function reachable(box) {
    box.tabIndex = 0;
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", one("caption", box)?.textContent.trim() || "표");
  }
  document.addEventListener("DOMContentLoaded", () => {
    prepare(document);
    one(".il-local [aria-current=page]")?.scrollIntoView({ block: "nearest", inline: "center" }); // a phone shows but half of the row
    focusStart();
  });
  document.addEventListener("htmx:after:swap", (event) => prepare(event.target instanceof Element ? event.target : document));
})();

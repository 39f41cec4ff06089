// The counter form: what does not apply stays out of sight until it does; what differs from last time says so.
(() => {
  "use strict";

  const rows = () => [...document.querySelectorAll("#members tbody tr")];
  const isEmpty = (row) => [...row.querySelectorAll("input")].every((input) => !input.value.trim());

  function foldRows() {
    rows().forEach((row, place) => { row.hidden = place > 0 && isEmpty(row) && !("filled" in row.dataset); });
  }
  function addRow() {
    const next = rows().find((row) => row.hidden);
    if (!next) return;
    next.hidden = false;
    next.querySelector("input").focus();
    document.getElementById("add-member").hidden = !rows().some((row) => row.hidden);
  }
  function show(part, when) {
    if (part) part.hidden = !when;
  }
  function needed(field, when) {
    const label = field.querySelector("label"), star = label.querySelector(".il-star");
    field.querySelector("input").toggleAttribute("required", when);
    if (when) field.querySelector("input").setAttribute("aria-required", "true");
    else field.querySelector("input").removeAttribute("aria-required");
    if (when && !star) label.insertAdjacentHTML("beforeend", '<span class="il-star" aria-hidden="true">*</span>');
    if (!when && star) star.remove();
  }
  function showParts() {
    const member = document.querySelector("input[name=householder][value=no]");
    const proxy = document.querySelector("input[name=by_proxy]");
    if (member) show(document.querySelector("[data-member-number]"), member.checked);
    if (!proxy) return;
    show(document.querySelector("[data-proxy]"), proxy.checked);
    document.querySelectorAll("[data-proxy] .il-field").forEach((field) => needed(field, proxy.checked));
    const letter = document.querySelector("input[name=paper_proxy_letter]");
    if (letter) show(letter.closest(".il-check"), proxy.checked || letter.checked);
  }
  // A number of a foreigner asks for the 체류자격: what the seventh digit says is seen while it is typed.
  function openForeign() {
    const number = document.querySelector("input[name=rrn]"), part = document.querySelector("[data-foreign]");
    if (number && part && /^\d{6}[5-8]/.test(number.value.normalize("NFKC").replace(/[\s-]/g, ""))) part.open = true;
  }
  // The refusal that came while typing marks the field as one that came on saving does.
  function markNumber() {
    const number = document.querySelector("input[name=rrn]");
    if (!number) return;
    const refused = Boolean(document.querySelector("#rrn-finding.il-error")), saved = document.getElementById("rrn-error");
    number.closest(".il-field").classList.toggle("is-error", refused || Boolean(saved));
    if (refused || saved) number.setAttribute("aria-invalid", "true");
    else number.removeAttribute("aria-invalid");
  }
  // F8 stops at the 체류자격 while something is said there.
  function markStatus() {
    const note = document.getElementById("residence_status-note"), status = document.querySelector("select[name=residence_status]");
    if (note && status) status.toggleAttribute("data-check", Boolean(note.textContent.trim()));
  }
  // 가점 증빙 is asked of who claims something: 「서류 모두 받음」 leaves it alone otherwise.
  function askForBonus() {
    const claims = ["first_type", "second_type", "licence"].some((name) => document.querySelector(`select[name=${name}]`)?.value);
    document.querySelector("input[name=paper_bonus_proof]")?.toggleAttribute("data-not-asked", !claims);
  }

  // ── 바뀜: the value that the page came with is last time's ──
  function wasOf(control) {
    if (control.matches("select")) return [...control.options].find((option) => option.defaultSelected)?.text ?? "";
    return control.defaultValue;
  }
  const nowOf = (control) => (control.matches("select") ? control.selectedOptions[0]?.text ?? "" : control.value);
  const plain = (text) => text.replace(/[\s,]/g, "");
  function markChanged(control) {
    const field = control.closest(".il-field");
    const label = field && field.querySelector(".il-label");
    if (!label || control.matches("[type=radio], [type=checkbox], [readonly]")) return;
    const was = wasOf(control);
    const changed = was !== "" && plain(was) !== plain(nowOf(control));
    field.querySelectorAll("[data-changed]").forEach((part) => part.remove());
    if (!changed) return;
    const badge = document.createElement("span");
    badge.className = "krds-badge bg-light-primary il-badge-small";
    badge.dataset.changed = "";
    badge.textContent = "바뀜";
    label.append(badge);
    if (field.querySelector(".il-hint")?.textContent.includes("지난번")) return;
    const before = document.createElement("p");
    before.className = "il-hint";
    before.dataset.changed = "";
    before.textContent = `지난번 ${was}`;
    field.append(before);
  }

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("add-member");
    if (!button) return;
    foldRows();
    button.hidden = !rows().some((row) => row.hidden);
    button.addEventListener("click", addRow);
    showParts();
    askForBonus();
    openForeign();
    const form = document.getElementById("counter");
    form.addEventListener("input", (event) => { if (event.target.name === "rrn") openForeign(); });
    markStatus();
    document.addEventListener("htmx:after:swap", () => { markNumber(); markStatus(); });
    form.addEventListener("change", (event) => {
      if (["householder", "by_proxy"].includes(event.target.name)) showParts();
      askForBonus();
      if ("fromLast" in form.dataset) markChanged(event.target);
    });
  });
})();

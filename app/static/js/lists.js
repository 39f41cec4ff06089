// 일터: choosing rows of a list. X ticks the row in focus; the bar says how many. Without this file the boxes still work.
(() => {
  "use strict";

  const boxes = (form) => [...form.querySelectorAll("tbody input[type=checkbox]")];
  const typing = (target) => Boolean(target.closest("input:not([type=checkbox]), textarea, select"));

  function show(form) {
    const chosen = boxes(form).filter((box) => box.checked).length;
    const count = form.querySelector("[data-chosen-count]");
    const all = form.querySelector("[data-choose-all]");
    const every = Boolean(all && all.checked);
    if (count) count.textContent = every ? all.labels[0].textContent : chosen ? `${chosen}명 선택` : count.dataset.chosenCount;
    const clear = form.querySelector("[data-choose-none]");
    if (clear) clear.hidden = chosen === 0 && !every;
  }

  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-choose]");
    if (form) show(form);
  });
  document.addEventListener("click", (event) => {
    const form = event.target.closest("form[data-choose]");
    if (!form || !event.target.closest("[data-choose-none]")) return;
    const all = form.querySelector("[data-choose-all]");
    [...boxes(form), ...(all ? [all] : [])].forEach((box) => { box.checked = false; });
    show(form);
  });
  document.addEventListener("keydown", (event) => {
    if (event.code !== "KeyX" || event.ctrlKey || event.altKey || event.metaKey || event.isComposing || typing(event.target)) return;
    if (document.body.dataset.singleKeys === "off") return;
    const row = event.target.closest("tr");
    const box = row && row.querySelector("input[type=checkbox]");
    if (!box) return;
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
    event.preventDefault();
  });
  addEventListener("pageshow", () => document.querySelectorAll("form[data-choose]").forEach(show));
})();

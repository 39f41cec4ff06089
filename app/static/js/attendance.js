// 출근부: one letter sets a day and goes right; only changed cells are sent. The grid works without this file.
(() => {
  "use strict";

  const form = document.getElementById("grid");
  if (!form) return;
  const cells = [...form.querySelectorAll("td input")];
  const rows = [...form.querySelectorAll("tbody tr")].map((row) => [...row.querySelectorAll("td")]);
  const LETTERS = { KeyC: "출", KeyR: "결", KeyD: "연", KeyQ: "반", KeyH: "가", KeyB: "유", KeyA: "무" };

  // A half-filled syllable owns its keys; the physical key counts, so that it works with the Korean keyboard on.
  const typedLetter = (event) => !event.ctrlKey && !event.altKey && !event.metaKey && !event.shiftKey && LETTERS[event.code];
  const isWhole = (cell) => cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;

  function mark(cell) {
    const changed = cell.value.trim() !== cell.defaultValue;
    cell.closest("td").classList.toggle("changed", changed);
    return changed;
  }
  // 확인 and 모두 출근 stand outside the grid's form and would leave behind what is typed but not saved.
  const unsaved = document.getElementById("unsaved");
  const tell = () => {
    const count = form.querySelectorAll("td.changed").length;
    unsaved.textContent = count ? `저장하지 않은 칸 ${count}개` : "";
    return count;
  };
  document.addEventListener("submit", (event) => {
    if (event.target === form || event.target.method !== "post" || !event.target.closest("main") || !tell()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    unsaved.textContent += "가 있습니다. 먼저 저장해 주세요.";
    form.querySelector("[data-save]").focus();
  }, true);
  function place(cell) {
    const at = rows.findIndex((row) => row.includes(cell.closest("td")));
    return [at, at === -1 ? -1 : rows[at].indexOf(cell.closest("td"))];
  }
  // The next cell in that direction that can be typed into.
  function neighbour(cell, down, right) {
    let [row, column] = place(cell);
    for (;;) {
      row += down;
      column += right;
      if (!rows[row] || !rows[row][column]) return null;
      const input = rows[row][column].querySelector("input");
      if (input) return input;
    }
  }
  function go(cell, down, right) {
    const target = neighbour(cell, down, right);
    if (!target) return false;
    target.focus();
    target.select();
    return true;
  }

  const MOVES = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [1, 0] };
  form.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.matches("td input")) return;
    const letter = isWhole(cell) && typedLetter(event);
    if (letter) {
      cell.value = letter;
      mark(cell);
      tell();
      go(cell, 0, 1);
    } else if (MOVES[event.key] && !event.isComposing) {
      if (!go(cell, ...MOVES[event.key]) && event.key !== "Enter") return;
    } else if (event.key === "ArrowLeft" && (isWhole(cell) || cell.selectionStart === 0)) {
      if (!go(cell, 0, -1)) return;
    } else if (event.key === "ArrowRight" && (isWhole(cell) || cell.selectionEnd === cell.value.length)) {
      if (!go(cell, 0, 1)) return;
    } else if (event.code === "Period" && isWhole(cell)) {
      const above = neighbour(cell, -1, 0);
      if (!above) return;
      cell.value = above.value;
      mark(cell);
      tell();
      go(cell, 0, 1);
    } else if (event.ctrlKey && event.code === "KeyS") {
      form.requestSubmit();
    } else return;
    event.preventDefault();
  });
  form.addEventListener("focusin", (event) => { if (event.target.matches("td input")) event.target.select(); });
  form.addEventListener("input", (event) => { if (event.target.matches("td input")) { mark(event.target); tell(); } });

  // Values that came back with an error are changes too: what was stored is in data-stored.
  form.addEventListener("submit", () => {
    cells.forEach((cell) => { cell.disabled = !mark(cell) && !("typed" in cell.dataset); });
    setTimeout(() => cells.forEach((cell) => { cell.disabled = false; }), 0);
  });
})();

// The counter form: empty household rows stay out of sight until they are asked for; the 세대주's number only for a member.
(() => {
  "use strict";

  function rows() {
    return [...document.querySelectorAll("#members tbody tr")];
  }
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
  function showHouseholder() {
    const part = document.querySelector("[data-member-number]");
    const member = document.querySelector("input[name=householder][value=no]");
    if (part && member) part.hidden = !member.checked;
  }

  document.addEventListener("DOMContentLoaded", () => {
    const button = document.getElementById("add-member");
    if (!button) return;
    foldRows();
    button.hidden = !rows().some((row) => row.hidden);
    button.addEventListener("click", addRow);
    showHouseholder();
    document.addEventListener("change", (event) => { if (event.target.name === "householder") showHouseholder(); });
  });
})();

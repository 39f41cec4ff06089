// Unsaved work of the counter form goes to the server, sealed: every 5 seconds while typing, on leaving a field, before
// saving. When the line or the session is gone, the form stays as it is and is sent again once they are back.
(() => {
  "use strict";

  const EVERY = 5000;
  const OFFLINE = "연결이 끊겼습니다. 입력한 내용은 이 화면에 남아 있습니다.";
  const SIGNED_OUT = "로그인이 끝났습니다. 입력한 내용은 이 화면에 남아 있습니다.";
  let form, state, dirty = false, sending = null, mayLeave = false;

  function say(text, link) {
    if (state.dataset.said === text) return;
    state.dataset.said = text;
    state.textContent = text;
    if (!link) return;
    const again = document.createElement("a");
    again.className = "il-link";
    again.href = `/sign-in?next=${encodeURIComponent(location.pathname)}`;
    again.target = "_blank";
    again.rel = "opener";
    again.textContent = "새 창에서 다시 로그인";
    state.append(" ", again);
  }

  const token = () => form.elements.csrf_token.value;

  // After signing in again in another window the page's token is an old one: ask for a fresh one, once.
  async function freshToken() {
    const page = await fetch(location.pathname, { redirect: "manual", credentials: "same-origin" });
    if (!page.ok) return false;
    const fresh = new DOMParser().parseFromString(await page.text(), "text/html").querySelector("input[name=csrf_token]");
    if (!fresh) return false;
    document.querySelectorAll("input[name=csrf_token]").forEach((field) => { field.value = fresh.value; });
    document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": fresh.value }));
    return true;
  }

  async function send(again = true) {
    let answer;
    try {
      answer = await fetch(form.dataset.draft, { method: "POST", body: new URLSearchParams(new FormData(form)), redirect: "manual", credentials: "same-origin", headers: { "X-CSRFToken": token() } });
    } catch {
      say(OFFLINE);
      return false;
    }
    if (answer.type === "opaqueredirect") {
      say(SIGNED_OUT, true);
      return false;
    }
    if (answer.status === 400 && again && (await freshToken())) return send(false);
    if (answer.status >= 500 || answer.status === 400) {
      say(OFFLINE);
      return false;
    }
    say(answer.ok || answer.status === 422 ? await answer.text() : "");
    return true;
  }

  function keep() {
    if (sending) return sending;
    dirty = false;
    sending = send().catch(() => false).then((good) => {
      sending = null;
      if (!good) dirty = true;
      return good;
    });
    return sending;
  }

  // Nothing is sent into a dead line or an ended session: the page with what was typed would be gone.
  async function beforeLeaving(event) {
    if (mayLeave) return;
    event.preventDefault();
    const pressed = event.submitter;
    if (sending) await sending;
    if (!(await keep())) return;
    mayLeave = true;
    form.requestSubmit(pressed);
    setTimeout(() => { mayLeave = false; }, 8000);
  }

  document.addEventListener("DOMContentLoaded", () => {
    form = document.querySelector("form[data-draft]");
    state = document.getElementById("draft-state");
    if (!form || !state) return;
    form.addEventListener("input", () => { dirty = true; });
    form.addEventListener("change", () => { dirty = true; });
    form.addEventListener("focusout", () => { if (dirty) keep(); });
    form.addEventListener("submit", beforeLeaving);
    setInterval(() => { if (dirty) keep(); }, EVERY);
    addEventListener("online", () => { if (dirty) keep(); });
    addEventListener("focus", () => { if (dirty) keep(); });
    addEventListener("pageshow", () => { mayLeave = false; });
  });
})();

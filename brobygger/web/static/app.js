// What the pages do a little better with script; everything works without.
"use strict";

// A form that is on its way is not sent again. The server refuses the second one too; this only saves the person from wondering.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.getAttribute("aria-busy") === "true") {
    event.preventDefault();
    return;
  }
  form.setAttribute("aria-busy", "true");
  for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
});

// A page that comes back from the browser's memory can be sent again.
addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[aria-busy]")) {
    form.removeAttribute("aria-busy");
    for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
  }
});

// A page one comes back to after an act stands where it was left: the same piece of it is in view, and one who uses the keyboard goes on
// from the row that stands there now. It is remembered for the moment between, in this window only.
const PLACE = "brobygger-place";
const MOMENT = 20000;
const rowsOf = () => [...document.querySelectorAll("main li")].filter((row) => row.querySelector("a, summary, button"));
addEventListener(
  "submit",
  (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    const row = form.closest("li");
    const place = { path: location.pathname, y: scrollY, at: Date.now(), top: row ? row.getBoundingClientRect().top : null };
    place.byKeyboard = row !== null && event.submitter?.matches(":focus-visible") === true;
    try {
      sessionStorage.setItem(PLACE, JSON.stringify(place));
    } catch {
      // a browser that keeps nothing begins at the top
    }
  },
  true,
);
const comeBack = () => {
  let place = null;
  try {
    place = JSON.parse(sessionStorage.getItem(PLACE));
    sessionStorage.removeItem(PLACE);
  } catch {
    return;
  }
  if (!place || place.path !== location.pathname || Date.now() - place.at > MOMENT) return;
  if (location.hash || document.querySelector("[data-takes-focus]")) return;
  scrollTo({ top: place.y, behavior: "instant" });
  if (!place.byKeyboard) return;
  const away = (row) => Math.abs(row.getBoundingClientRect().top - place.top);
  const nearest = rowsOf().sort((one, other) => away(one) - away(other))[0];
  nearest?.querySelector("a, summary, button").focus({ preventScroll: true });
};
comeBack();

// What a button opens is brought into view, above the menu at the foot of a phone: now, and when the page has settled around it.
document.addEventListener(
  "toggle",
  (event) => {
    const opened = event.target;
    if (!opened.open || !opened.matches(".bb-open--btn")) return;
    const show = () => opened.open && opened.scrollIntoView({ block: "nearest", behavior: "instant" });
    show();
    requestAnimationFrame(() => requestAnimationFrame(show));
  },
  true,
);

// The list of mistakes takes the focus, also when the address has a fragment or the form was swapped in.
const toMistakes = () => document.querySelector("[data-takes-focus]")?.focus();
toMistakes();
document.addEventListener("htmx:after:swap", toMistakes);

// A button beside a date box fills it in. What is typed instead lets go of the button again.
const daysOf = (box) => document.querySelectorAll(`[data-fills="${CSS.escape(box.id)}"]`);
const pressed = (box) => {
  for (const day of daysOf(box)) day.setAttribute("aria-pressed", String(day.value === box.value.trim()));
};
document.addEventListener("click", (event) => {
  const day = event.target.closest?.("[data-fills]");
  if (!day) return;
  const box = document.getElementById(day.dataset.fills);
  box.value = day.value;
  box.dispatchEvent(new Event("input", { bubbles: true }));
  box.dispatchEvent(new Event("change", { bubbles: true }));
});
document.addEventListener("input", (event) => {
  if (event.target.id) pressed(event.target);
});
const alreadyFilled = () => {
  for (const day of document.querySelectorAll("[data-fills]")) pressed(document.getElementById(day.dataset.fills));
};
alreadyFilled();
document.addEventListener("htmx:after:swap", alreadyFilled);
